/** HCPCS Level II by date: compiled, and asked. */
import { type DateOnly, isDateOnly } from '../domain/date-only.ts'
import { chooseRelease } from './choose-release.ts'
import { buildStrings, type Columns, joinColumns, openStrings, type StringTable } from './columns.ts'
import type { CodeSearchRequest } from './dated-code-search.ts'
import type { HcpcsEntry } from './parse-hcpcs.ts'

export type HcpcsEdition = {
  readonly release: string
  readonly effectiveFrom: DateOnly
  readonly effectiveTo: DateOnly
  readonly columns: Columns
}

type HcpcsAnswer =
  | { readonly kind: 'valid' | 'terminated' | 'not_yet_valid'; readonly entry: HcpcsEntry; readonly release: string }
  | { readonly kind: 'invalid'; readonly release: string }
  | { readonly kind: 'outside-releases'; readonly nearest: string }
  | { readonly kind: 'no-data' }

export type HcpcsTable = {
  /** A code of five characters, or a modifier of two. */
  readonly lookUp: (code: string, on: DateOnly) => HcpcsAnswer
  /** Codes in force on the day: those that begin as typed, then those whose words begin with every word typed. */
  readonly search: (request: CodeSearchRequest) => HcpcsSearchAnswer
}

export type HcpcsSearchAnswer =
  | { readonly kind: 'hits'; readonly release: string; readonly hits: readonly HcpcsHit[] }
  | { readonly kind: 'outside-releases'; readonly nearest: string }
  | { readonly kind: 'no-data' }

export type HcpcsHit = { readonly code: string; readonly title: string }

const FIELDS = ['kind', 'code', 'title', 'shortTitle', 'coverage', 'added', 'terminated'] as const

export function buildHcpcsColumns(entries: readonly HcpcsEntry[]): Columns {
  return joinColumns(
    FIELDS.map((field) =>
      buildStrings(
        `hcpcs.${field}`,
        entries.map((entry) => entry[field] ?? ''),
      ),
    ),
  )
}

export function createHcpcsTable(editions: readonly HcpcsEdition[]): HcpcsTable {
  const opened = editions.map((edition) => ({ ...edition, entries: readEntries(edition.columns) }))
  return {
    lookUp: (code, on) => {
      const choice = chooseRelease(opened, on)
      if (choice.kind === 'no-data') return { kind: 'no-data' }
      if (choice.kind === 'outside-releases') return { kind: 'outside-releases', nearest: choice.nearest.release }
      const { release, entries } = choice.release
      const entry = entries.get(code)
      if (!entry) return { kind: 'invalid', release }
      if (entry.added !== undefined && on < entry.added) return { kind: 'not_yet_valid', entry, release }
      // The termination date is the last day on which the code may be used (record layout, item 29).
      if (entry.terminated !== undefined && on > entry.terminated) return { kind: 'terminated', entry, release }
      return { kind: 'valid', entry, release }
    },
    search: ({ query, on, limit }) => {
      const choice = chooseRelease(opened, on)
      if (choice.kind === 'no-data') return { kind: 'no-data' }
      if (choice.kind === 'outside-releases') return { kind: 'outside-releases', nearest: choice.nearest.release }
      const { release, entries } = choice.release
      const found = findEntries([...entries.values()].filter(isInForce(on)), query)
      return { kind: 'hits', release, hits: found.slice(0, limit).map(({ code, title }) => ({ code, title })) }
    },
  }
}

const isInForce =
  (on: DateOnly) =>
  ({ kind, added = on, terminated = on }: HcpcsEntry): boolean =>
    kind === 'code' && added <= on && on <= terminated

function findEntries(entries: readonly HcpcsEntry[], query: string): readonly HcpcsEntry[] {
  const code = query.trim().toUpperCase()
  const words = query
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const isNamed = (entry: HcpcsEntry) => entry.code.startsWith(code)
  const isDescribed = ({ title, shortTitle }: HcpcsEntry) => {
    const text = ` ${title} ${shortTitle}`.toLowerCase().replaceAll(/[^a-z\d]+/g, ' ')
    return words.every((word) => text.includes(` ${word}`))
  }
  return [...entries.filter(isNamed), ...entries.filter((entry) => !isNamed(entry) && isDescribed(entry))]
}

function readEntries(columns: Columns): ReadonlyMap<string, HcpcsEntry> {
  const open = (field: (typeof FIELDS)[number]): StringTable => openStrings(columns, `hcpcs.${field}`)
  const [kinds, codes, titles, shortTitles] = [open('kind'), open('code'), open('title'), open('shortTitle')]
  const [coverages, added, terminated] = [open('coverage'), open('added'), open('terminated')]
  const entries = Array.from({ length: codes.size }, (_, index): HcpcsEntry => {
    const firstDay = added.get(index)
    const lastDay = terminated.get(index)
    return {
      kind: kinds.get(index) === 'modifier' ? 'modifier' : 'code',
      code: codes.get(index),
      title: titles.get(index),
      shortTitle: shortTitles.get(index),
      coverage: coverages.get(index),
      ...(isDateOnly(firstDay) ? { added: firstDay } : {}),
      ...(isDateOnly(lastDay) ? { terminated: lastDay } : {}),
    }
  })
  return new Map(entries.map((entry) => [entry.code, entry]))
}
