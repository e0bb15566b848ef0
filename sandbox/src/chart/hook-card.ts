/** A card of a CDS service as the chart shows it; of what came, only what can be read is kept. */
import type { Condition } from '@medplum/fhirtypes'
import { isRecord } from './is-record.ts'

export type OverrideReason = { readonly system: string; readonly code: string; readonly display: string }

export type HookSuggestion = { readonly uuid: string; readonly label: string; readonly creates: readonly Condition[] }

export type HookCard = {
  readonly service: string
  readonly uuid: string
  readonly summary: string
  readonly indicator: 'info' | 'warning' | 'critical'
  readonly blocks: readonly DetailBlock[]
  readonly source: string
  readonly reasons: readonly OverrideReason[]
  readonly suggestions: readonly HookSuggestion[]
  /** What the sidebar is told when it is opened from this card. */
  readonly link?: { readonly label: string; readonly appContext: string }
}

export type DetailBlock =
  | { readonly kind: 'quote' | 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

// The server judges the rest of it when it is written.
function isCondition(value: unknown): value is Condition {
  return isRecord(value) && value['resourceType'] === 'Condition'
}

/** @returns undefined for what is no card. */
export function readHookCard(service: string, value: unknown): HookCard | undefined {
  if (!isRecord(value)) return undefined
  const { uuid, summary, indicator, detail, source, overrideReasons, suggestions, links } = value
  if (typeof uuid !== 'string' || typeof summary !== 'string') return undefined
  const link = list(links)
    .filter(isRecord)
    .find(({ type }) => type === 'smart')
  return {
    service,
    uuid,
    summary,
    indicator: indicator === 'warning' || indicator === 'critical' ? indicator : 'info',
    blocks: readDetail(text(detail)),
    source: isRecord(source) ? text(source['label']) : '',
    reasons: list(overrideReasons)
      .filter(isRecord)
      .map(({ system, code, display }) => ({ system: text(system), code: text(code), display: text(display) })),
    suggestions: list(suggestions).filter(isRecord).map(readSuggestion),
    ...(link && { link: { label: text(link['label']), appContext: text(link['appContext']) } }),
  }
}

function readSuggestion({ uuid, label, actions }: Record<string, unknown>): HookSuggestion {
  const creates = list(actions)
    .filter(isRecord)
    .filter(({ type }) => type === 'create')
    .map(({ resource }) => resource)
    .filter(isCondition)
  return { uuid: text(uuid), label: text(label), creates }
}

/** The part of markdown that a card needs: quotes, lists, paragraphs. Nothing of it becomes markup. */
export function readDetail(markdown: string): readonly DetailBlock[] {
  return markdown
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map((block): DetailBlock => {
      if (block.startsWith('> ')) return { kind: 'quote', text: unescapeWords(block.slice(2)) }
      if (!block.startsWith('- ')) return { kind: 'text', text: unescapeWords(block) }
      return { kind: 'list', items: block.split('\n').map((line) => unescapeWords(line.replace(/^- /, ''))) }
    })
}

function unescapeWords(words: string): string {
  return words.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
}
