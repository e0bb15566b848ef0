/** A question as a card of CDS Hooks 2.0: the same words as in the sidebar, linted, with the way there. */

import { formatAppContext } from '#coding/contract/app-context.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { Prompt, PromptKind } from '#coding/domain/prompt.ts'
import { DISMISS_REASONS } from '#coding/prompts/dismiss-words.ts'
import { isAboutOrder } from '#coding/prompts/kinds/services.ts'
import { POSTIL_BASE } from '#fhir-mappers/systems.ts'

type Coding = { readonly system: string; readonly code: string; readonly display: string }

type CardAction = {
  readonly type: 'create'
  readonly description: string
  readonly resource: object
}

export type Suggestion = { readonly uuid: string; readonly label: string; readonly actions: readonly CardAction[] }

/** https://cds-hooks.hl7.org/2.0/#card-attributes */
export type Card = {
  readonly uuid: string
  /** Fewer than 140 characters. */
  readonly summary: string
  /** Markdown of our own, with the words of the chart escaped. */
  readonly detail: string
  readonly indicator: 'info' | 'warning'
  readonly source: { readonly label: string; readonly url: string; readonly topic: Coding }
  readonly suggestions?: readonly Suggestion[]
  readonly selectionBehavior?: 'any'
  readonly overrideReasons: readonly Coding[]
  readonly links: readonly {
    readonly label: string
    readonly type: 'smart'
    readonly url: string
    readonly appContext: string
  }[]
}

export const OVERRIDE_REASONS = `${POSTIL_BASE}/CodeSystem/override-reason`
const TOPICS = `${POSTIL_BASE}/CodeSystem/question-kind`
const MAX_SUMMARY = 139
const MAX_QUOTE = 300
const SHOWN_PASSAGES = 3

const TOPIC_WORDS: Readonly<Record<PromptKind, string>> = {
  laterality: 'Side',
  specificity: 'Detail',
  'encounter-phase': 'Phase of care',
  linkage: 'Relation of two conditions',
  conflict: 'Passages that differ',
  undocumented: 'Recorded findings',
  'clinical-validation': 'Findings behind a condition',
  uncertain: 'Standing of a condition',
  'present-on-admission': 'Onset',
  'history-or-current': 'Past or current',
  'missing-support': 'What stands behind a service',
  'time-or-units': 'Time',
}

/** In the order in which the sidebar offers them. */
export const overrideReasons: readonly Coding[] = DISMISS_REASONS.map(([code, display]) => ({
  system: OVERRIDE_REASONS,
  code,
  display,
}))

export type CardFrame = {
  readonly uuid: string
  /** Of the proxy: says whose card it is. */
  readonly origin: string
  readonly launchUrl: string
}

/** Only a question that carries the record of its passed lint is a `Prompt`: the type keeps all others out. */
export function buildCard(finding: PromptFinding, frame: CardFrame): Card {
  const { fingerprint, prompt } = finding
  const { promptKind } = prompt
  return {
    uuid: frame.uuid,
    summary: cut(prompt.title, MAX_SUMMARY),
    detail: describe(prompt),
    // Passages that contradict each other are more than a gap; nothing here is an alarm.
    indicator: promptKind === 'conflict' ? 'warning' : 'info',
    source: buildSource(frame, { code: promptKind, display: TOPIC_WORDS[promptKind] }),
    overrideReasons,
    // What is asked of an order is answered in the order; the sidebar does not know it.
    links: isAboutOrder(finding)
      ? []
      : [{ label: 'Answer in Postil', type: 'smart', url: frame.launchUrl, appContext: formatAppContext(fingerprint) }],
  }
}

export function buildSource({ origin }: CardFrame, topic: Omit<Coding, 'system'>): Card['source'] {
  return { label: 'Postil', url: origin, topic: { system: TOPICS, ...topic } }
}

/** The words of the record first, then the question, then every answer that it supports, none before another. */
function describe({ evidence, indicators, question, options }: Prompt): string {
  const passages = evidence.slice(0, SHOWN_PASSAGES).map(({ quote }) => `> ${escapeWords(cut(quote, MAX_QUOTE))}`)
  const measured = indicators.map(({ label, value, time }) =>
    escapeWords(`${label}: ${value}${time === undefined ? '' : ` (${time.slice(0, 10)})`}`),
  )
  const answers = [...options.map(({ text }) => escapeWords(text)), 'Other', 'Unable to determine']
  return [...passages, ...list(measured), escapeWords(question), ...list(answers)].join('\n\n')
}

function list(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [items.map((item) => `- ${item}`).join('\n')]
}

export function cut(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`
}

/** Words of a chart are never markup (CommonMark 0.31, 2.4: any ASCII punctuation may be escaped). */
export function escapeWords(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]()#+!|~<>&]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/^-/, '\\-')
}
