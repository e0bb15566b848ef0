/**
 * The type-ahead where no official release is loaded: over the titles of the codes that the knowledge names and the
 * terms of its concepts. Every word typed must stand in the title or in one term; the last may be unfinished.
 */
import type { DateOnly } from '../domain/date-only.ts'
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import type { CodeRow } from '../knowledge/code-pattern.ts'
import type { Concept, Knowledge } from '../knowledge/concept.ts'
import type { KnowledgeData } from '../knowledge/knowledge-data.ts'
import { type CodeHit, listReadings, type Reading } from './code-search.ts'
import type { CodeSearchAnswer, CodeSearchRequest } from './dated-code-search.ts'
import type { DiagnosisCodeSet } from './diagnosis-code-set.ts'
import { listCode } from './look-up-with-children.ts'
import { countBits, listSearchWords } from './search-words.ts'

/** Numbered, because a term belongs to many codes and is read once a search. */
type Phrase = { readonly number: number; readonly text: string; readonly words: readonly string[] }
type Entry = {
  readonly code: Icd10Code
  readonly title: Phrase
  /** The title first, then the terms. */
  readonly phrases: readonly Phrase[]
  /** Words of the title that narrow it. */
  readonly narrowing: number
}
type Scored = { readonly code: Icd10Code; readonly matched: string; readonly score: number }

type Parts = {
  readonly knowledge: Knowledge
  readonly data: Pick<KnowledgeData, 'concepts' | 'abbreviations'>
  /** Says which codes are in force on the day. */
  readonly codeSet: DiagnosisCodeSet
}

export function createEmbeddedCodeSearch({
  knowledge,
  data,
  codeSet,
}: Parts): (request: CodeSearchRequest) => CodeSearchAnswer {
  const canonical = mapSynonyms(knowledge.synonyms)
  const phrases: Phrase[] = []
  const addPhrase = (text: string): Phrase => {
    const words = new Set(listSearchWords(text).map((word) => canonical.get(word) ?? word))
    const phrase = { number: phrases.length, text, words: [...words] }
    phrases.push(phrase)
    return phrase
  }
  const entries = buildEntries(knowledge, data, addPhrase)
  const codes = [...knowledge.titles.keys()].flatMap((text) => tryParseIcd10Code(text) ?? []).sort()
  const phrasesWith = groupPhrases(phrases)
  const entriesWith = groupEntries(entries)
  const abbreviations = new Map(
    Object.entries(data.abbreviations).map(([short, whole]) => [short.toLowerCase(), [whole]] as const),
  )

  const describeHit = (code: Icd10Code, matched: string, on: DateOnly): readonly CodeHit[] =>
    listCode(codeSet.lookUp(code, on)).map((listed) => ({ ...listed, matched }))

  const findByCode = ({ query, on }: CodeSearchRequest): readonly CodeHit[] => {
    const typed = tryParseIcd10Code(query)
    if (!typed) return []
    const below = codes.filter((code) => code !== typed && code.startsWith(typed))
    return [typed, ...below].flatMap((code) => describeHit(code, code, on))
  }

  const findByWords = ({ query, on, limit }: CodeSearchRequest): readonly CodeHit[] => {
    const scored = listReadings(query, abbreviations).flatMap((reading) => {
      const found = new Uint16Array(phrases.length)
      const candidates = new Set<Entry>()
      for (const [word, slots] of markWords(reading, { vocabulary: phrasesWith, canonical })) {
        for (const number of phrasesWith.get(word) ?? []) {
          found[number] = (found[number] ?? 0) | slots
          for (const entry of entriesWith.get(number) ?? []) candidates.add(entry)
        }
      }
      return [...candidates].flatMap((entry) => scoreEntry(entry, found, reading.words.length) ?? [])
    })
    const hits: CodeHit[] = []
    const seen = new Set<Icd10Code>()
    for (const { code, matched } of scored.sort((a, b) => b.score - a.score || (a.code < b.code ? -1 : 1))) {
      if (hits.length >= limit) break
      if (!seen.has(code)) hits.push(...describeHit(code, matched, on))
      seen.add(code)
    }
    return hits
  }

  return (request) => {
    const { state, release } = codeSet.describe(request.on)
    if (state === 'outside-releases') return { kind: 'outside-releases', nearest: release }
    const byCode = findByCode(request)
    const hits = byCode.length > 0 ? byCode.slice(0, request.limit) : findByWords(request)
    return { kind: 'hits', release: `embedded ${release}`, hits }
  }
}

/** Words that the engine reads as one ("OA", "osteoarthrosis"), in the form in which the search cuts words. */
function mapSynonyms(synonyms: Knowledge['synonyms']): ReadonlyMap<string, string> {
  return new Map(
    [...synonyms].flatMap(([from, to]) => {
      const [word] = listSearchWords(from)
      const [same] = listSearchWords(to)
      return word === undefined || same === undefined ? [] : [[word, same] as const]
    }),
  )
}

function buildEntries(
  knowledge: Knowledge,
  data: Parts['data'],
  addPhrase: (text: string) => Phrase,
): readonly Entry[] {
  const termsOf = new Map<string, Phrase[]>()
  for (const { id, terms } of data.concepts) {
    const concept = knowledge.concepts.get(id)
    const read = terms.map((term) => ({ phrase: addPhrase(readWords(term)), values: readValues(term) }))
    for (const row of concept?.rows ?? []) {
      const fitting = read.flatMap(({ phrase, values }) => (concept && isOf(concept, row, values) ? [phrase] : []))
      termsOf.set(row.code, [...(termsOf.get(row.code) ?? []), ...fitting])
    }
  }
  return [...knowledge.titles].flatMap(([text, wording]) => {
    const code = tryParseIcd10Code(text)
    if (!code) return []
    const title = addPhrase(wording)
    const narrowing = title.words.filter((word) => word !== 'unspecified').length
    return [{ code, title, phrases: [title, ...(termsOf.get(code) ?? [])], narrowing }]
  })
}

/** By word the numbers of the phrases that hold it: a question looks at those alone. */
function groupPhrases(phrases: readonly Phrase[]): ReadonlyMap<string, readonly number[]> {
  const grouped = new Map<string, number[]>()
  for (const { number, words } of phrases) {
    for (const word of words) {
      const numbers = grouped.get(word)
      if (numbers) numbers.push(number)
      else grouped.set(word, [number])
    }
  }
  return grouped
}

function groupEntries(entries: readonly Entry[]): ReadonlyMap<number, readonly Entry[]> {
  const grouped = new Map<number, Entry[]>()
  for (const entry of entries) {
    for (const { number } of entry.phrases) grouped.set(number, [...(grouped.get(number) ?? []), entry])
  }
  return grouped
}

/** Terms are written "term => value value" or "ABBR @ context" (knowledge-data.ts). */
const readWords = (term: string): string => (term.split(/=>|@/)[0] ?? '').trim()
const readValues = (term: string): readonly string[] => (term.split('=>')[1] ?? '').split(' ').filter(Boolean)

/** "Alcohol abuse" is no term of a code for dependence: where both state an axis, they must agree. */
function isOf({ values }: Concept, row: CodeRow, stated: readonly string[]): boolean {
  return stated.every((value) => {
    const axis = values.get(value)?.axis
    const others = row.values.filter((one) => values.get(one)?.axis === axis)
    return others.length === 0 || others.includes(value)
  })
}

const MAX_SLOTS = 12
/** Where the 7th character stands, after the dot is counted. */
const SEVENTH = 7

type Words = { readonly vocabulary: ReadonlyMap<string, unknown>; readonly canonical: ReadonlyMap<string, string> }

/** Word to one bit for each typed word that it may stand for. */
function markWords({ words, isOpen }: Reading, { vocabulary, canonical }: Words): ReadonlyMap<string, number> {
  const slots = new Map<string, number>()
  const mark = (word: string, slot: number): void => {
    slots.set(word, (slots.get(word) ?? 0) | (1 << slot))
  }
  for (const [slot, typed] of words.slice(0, MAX_SLOTS).entries()) {
    mark(canonical.get(typed) ?? typed, slot)
    if (!isOpen || slot < words.length - 1) continue
    for (const word of vocabulary.keys()) if (word.startsWith(typed)) mark(word, slot)
  }
  return slots
}

/**
 * Best where one phrase holds all that was typed and little else; then the plainest title; then initial encounters.
 * @param found the typed words that each phrase holds, one bit each.
 */
function scoreEntry(entry: Entry, found: Uint16Array, typed: number): Scored | undefined {
  const slots = Math.min(typed, MAX_SLOTS)
  const inTitle = found[entry.title.number] ?? 0
  let best: Scored | undefined
  for (const { number, text, words } of entry.phrases) {
    const inPhrase = found[number] ?? 0
    if ((inPhrase | inTitle) !== (1 << slots) - 1) continue
    const count = countBits(inPhrase)
    const score = count / slots + count / words.length
    if (!best || score > best.score) best = { code: entry.code, matched: text, score }
  }
  if (!best) return undefined
  const plainness = (countBits(inTitle) + 1) / (entry.narrowing + 1) / 2
  const seventh = entry.code[SEVENTH]
  const isLater = seventh !== undefined && seventh !== 'A'
  return { ...best, score: best.score + plainness - (isLater ? 0.15 : 0) }
}
