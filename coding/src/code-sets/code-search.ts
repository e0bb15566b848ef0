/** Type-ahead over titles, inclusion terms and the index: every word typed must be found, misspelt or cut short if need be. */
import type { Icd10Code } from '../domain/icd10-code.ts'
import type { CodeTable } from './code-table.ts'
import { at, type Columns, getNumbers, openStrings, type StringTable } from './columns.ts'
import { countBits, countEdits, countEditsOfBeginning, listLetters, listSearchWords } from './search-words.ts'

export type CodeHit = {
  readonly code: Icd10Code
  readonly title: string
  readonly isBillable: boolean
  /** The phrase that was found: the title, an inclusion term, or a line of the index. */
  readonly matched: string
}

export type CodeSearch = (query: string, limit: number) => readonly CodeHit[]

/** Lower-case abbreviation to what it may stand for; every sense is tried. */
export type SearchAbbreviations = ReadonlyMap<string, readonly string[]>

/** A word of the table that may be meant by a typed word, and how surely (1 is exact). */
type Candidate = { readonly word: number; readonly weight: number }
/** Tried one after the other, until one finds something. */
const EFFORTS = ['as typed', 'corrected', 'one word missing'] as const
type Effort = (typeof EFFORTS)[number]
type Scored = { readonly phrase: number; readonly score: number }

const MAX_SLOTS = 12
const MAX_QUERY_LENGTH = 200
const MAX_READINGS = 6
const CODE_BEGINNING = /^[A-Z](?:\d[0-9A-Z]?|[A-Z]\d)?(?:\.[0-9A-Z]{0,4}|[0-9A-Z]{1,4})?$/

export function createCodeSearch(
  columns: Columns,
  codes: CodeTable,
  abbreviations: SearchAbbreviations = new Map(),
): CodeSearch {
  const words = openStrings(columns, 'search.word')
  const texts = openStrings(columns, 'search.phrase')
  const rows = getNumbers(columns, 'search.row')
  const lengths = getNumbers(columns, 'search.length')
  const first = getNumbers(columns, 'search.first')
  const postings = getNumbers(columns, 'search.phrases')
  const findCandidates = createCandidateFinder(words)
  // Reused between calls: one slot mask and one sum of weights for every phrase.
  const found = new Uint16Array(lengths.length)
  const weights = new Float32Array(lengths.length)

  const getRow = (phrase: number): number => (phrase < codes.size ? phrase : at(rows, phrase - codes.size))

  const markSlot = (slot: number, candidates: readonly Candidate[]): void => {
    const bit = 1 << slot
    for (const { word, weight } of candidates) {
      const end = at(first, word + 1)
      for (let index = at(first, word); index < end; index++) {
        const phrase = at(postings, index)
        const mask = at16(found, phrase)
        // Candidates come best first, so the first mark of a slot counts.
        if ((mask & bit) === 0) {
          found[phrase] = mask | bit
          weights[phrase] = (weights[phrase] ?? 0) + weight
        }
      }
    }
  }

  const bonuses = Float32Array.from({ length: codes.size }, (_, row) => getBonus(codes, row))

  const score = (phrase: number, slots: number): number => {
    const exactness = (weights[phrase] ?? 0) / slots
    const coverage = slots / Math.max(slots, at(lengths, phrase))
    return exactness + coverage + (bonuses[getRow(phrase)] ?? 0)
  }

  const searchWords = ({ words: typed, isOpen }: Reading, effort: Effort): readonly Scored[] => {
    const slots = typed.slice(0, MAX_SLOTS)
    const needed = effort === 'one word missing' ? slots.length - 1 : slots.length
    if (needed < slots.length && slots.length < 3) return []
    const candidates = slots.map((word, index) =>
      findCandidates(word, { isBeginning: isOpen && index === slots.length - 1, isCorrected: effort !== 'as typed' }),
    )
    if (candidates.filter((list) => list.length > 0).length < needed) return []
    found.fill(0)
    weights.fill(0)
    for (const [slot, list] of candidates.entries()) markSlot(slot, list)
    const hits: Scored[] = []
    for (let phrase = 0; phrase < found.length; phrase++) {
      if (countBits(at16(found, phrase)) >= needed) hits.push({ phrase, score: score(phrase, slots.length) })
    }
    return hits
  }

  const describeHit = ({ phrase }: Scored): CodeHit => {
    const row = getRow(phrase)
    return {
      code: codes.getCode(row),
      title: codes.getTitle(row),
      isBillable: codes.isBillable(row),
      matched: phrase < codes.size ? codes.getTitle(row) : texts.get(phrase - codes.size),
    }
  }

  return (query, limit) => {
    const text = query.slice(0, MAX_QUERY_LENGTH)
    const byCode = findByCode(codes, text.trim().toUpperCase(), limit)
    if (byCode.length > 0) return byCode
    const readings = listReadings(text, abbreviations)
    for (const effort of EFFORTS) {
      const hits = readings.flatMap((reading) => searchWords(reading, effort))
      if (hits.length > 0) return keepBest(hits, limit, getRow).map(describeHit)
    }
    return []
  }
}

const at16 = (numbers: Uint16Array, index: number): number => numbers[index] ?? 0

/** Codes that can be billed come first; of the 7th characters, initial encounters are what is mostly looked for. */
function getBonus(codes: CodeTable, row: number): number {
  const seventh = codes.getBareCode(row)[6]
  return (codes.isBillable(row) ? 0.1 : 0) - (seventh === undefined || seventh === 'A' ? 0 : 0.15)
}

export type Reading = { readonly words: readonly string[]; readonly isOpen: boolean }

/** The query as typed, and with each abbreviation read in each of its senses; an open reading ends in an unfinished word. */
export function listReadings(text: string, abbreviations: SearchAbbreviations): readonly Reading[] {
  const typed = listSearchWords(text)
  if (typed.length === 0) return []
  const isOpen = !/[\s.,;]$/.test(text)
  const expanded = text.split(/\s+/).flatMap((part, index, parts) =>
    (abbreviations.get(part.toLowerCase()) ?? []).map((expansion) => ({
      words: listSearchWords(parts.with(index, expansion).join(' ')),
      // The expansion is whole, but a word after it may still be in the making.
      isOpen: isOpen && index < parts.length - 1,
    })),
  )
  return [{ words: typed, isOpen }, ...expanded].slice(0, MAX_READINGS)
}

/** The code itself and what stands below it, when the query looks like the beginning of a code. */
function findByCode(codes: CodeTable, query: string, limit: number): readonly CodeHit[] {
  if (!CODE_BEGINNING.test(query)) return []
  return codes.listBeginning(query, limit).map((row) => ({
    code: codes.getCode(row),
    title: codes.getTitle(row),
    isBillable: codes.isBillable(row),
    matched: codes.getCode(row),
  }))
}

/** The best phrase of every code, best code first, ties in tabular order. A common word has 50,000 hits: one pass, no sort. */
function keepBest(hits: readonly Scored[], limit: number, getRow: (phrase: number) => number): readonly Scored[] {
  const best: Scored[] = []
  const isBetter = (a: Scored, b: Scored): boolean =>
    a.score > b.score || (a.score === b.score && getRow(a.phrase) < getRow(b.phrase))
  for (const hit of hits) {
    const last = best.at(-1)
    if (best.length >= limit && last && !isBetter(hit, last)) continue
    const same = best.findIndex((kept) => getRow(kept.phrase) === getRow(hit.phrase))
    const rival = best[same]
    if (rival && !isBetter(hit, rival)) continue
    if (rival) best.splice(same, 1)
    const place = best.findIndex((kept) => isBetter(hit, kept))
    best.splice(place < 0 ? best.length : place, 0, hit)
    if (best.length > limit) best.pop()
  }
  return best
}

type CandidateFinder = (
  typed: string,
  options: { readonly isBeginning: boolean; readonly isCorrected: boolean },
) => readonly Candidate[]

/** Looks words up in the sorted vocabulary: exactly, by their beginning, or within one or two edits. */
function createCandidateFinder(words: StringTable): CandidateFinder {
  const letters = Uint32Array.from({ length: words.size }, (_, word) => listLetters(words.get(word)))

  const findFirst = (typed: string): number => {
    let low = 0
    let high = words.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (words.get(middle) < typed) low = middle + 1
      else high = middle
    }
    return low
  }

  const findBeginnings = (typed: string): readonly Candidate[] => {
    const candidates: Candidate[] = []
    for (let word = findFirst(typed); word < words.size && words.get(word).startsWith(typed); word++) {
      candidates.push({ word, weight: typed.length / words.get(word).length })
    }
    return candidates.toSorted((a, b) => b.weight - a.weight)
  }

  const findExact = (typed: string): readonly Candidate[] => {
    const word = findFirst(typed)
    return word < words.size && words.get(word) === typed ? [{ word, weight: 1 }] : []
  }

  const findMisspelt = (typed: string, isBeginning: boolean): readonly Candidate[] => {
    const limit = getEditLimit(typed)
    if (limit === 0) return []
    const own = listLetters(typed)
    const count = isBeginning ? countEditsOfBeginning : countEdits
    // Letters that one has and the other lacks cost an edit each; cheap enough to rule out nearly all words.
    const hasLikeLetters = (word: number): boolean =>
      countBits(own & ~at(letters, word)) <= limit && (isBeginning || countBits(at(letters, word) & ~own) <= limit)
    const candidates: Candidate[] = []
    for (let word = 0; word < words.size; word++) {
      if (!hasLikeLetters(word)) continue
      const text = words.get(word)
      const missing = typed.length - text.length
      if (!beginsAlike(typed, text) || missing > limit || (!isBeginning && -missing > limit)) continue
      const edits = count(typed, text, limit)
      if (edits <= limit) candidates.push({ word, weight: 0.8 - 0.2 * edits - (text[0] === typed[0] ? 0 : 0.1) })
    }
    return candidates.toSorted((a, b) => b.weight - a.weight)
  }

  return (typed, { isBeginning, isCorrected }) => {
    // "strep throat": with more effort, words before the last may be cut short too.
    const found = isBeginning || (isCorrected && typed.length >= 4) ? findBeginnings(typed) : findExact(typed)
    if (!isCorrected) return found
    const known = new Set(found.map((candidate) => candidate.word))
    return [...found, ...findMisspelt(typed, isBeginning).filter((candidate) => !known.has(candidate.word))]
  }
}

/** Of the first two letters, one is right in nearly all misspellings: swapped, doubled, left out, or simply right. */
function beginsAlike(typed: string, word: string): boolean {
  return typed[0] === word[0] || typed[0] === word[1] || typed[1] === word[0] || typed[1] === word[1]
}

/** Short words have too many neighbours to be corrected. */
function getEditLimit(typed: string): number {
  if (typed.length < 4) return 0
  return typed.length < 8 ? 1 : 2
}
