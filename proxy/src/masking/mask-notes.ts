/**
 * Takes out of notes who they are about, before a language model reads them: what the chart names, what has the form of an
 * identifier, and what reads as a name or a place. Pseudonyms, not anonymity: the text is still that of a patient. Pure:
 * the same request and the same random numbers give the same text. Fails closed: any doubt of its own is an error.
 */
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import { listChains } from './chain-stores.ts'
import { codeAt } from './code-at.ts'
import { type Dictionaries, loadDictionaries } from './dictionaries.ts'
import { MaskingError } from './errors.ts'
import { findDates } from './find-dates.ts'
import { findNames } from './find-names.ts'
import { findPatterns } from './find-patterns.ts'
import { findPlaces } from './find-places.ts'
import { compileSeeds, findSeeds, type SeedForm } from './find-seeds.ts'
import type { Found } from './finding.ts'
import type { MaskedNotes, MaskKind, MaskRequest, NoteText, RandomSource, Span } from './masked-notes.ts'
import { mergeFound } from './merge-found.ts'
import { createAnswers, isUnknown, type NameRun } from './name-reading.ts'
import { type NoteWord, type NoteWords, readNoteWords } from './note-words.ts'
import { rewriteDate, shiftDay } from './shift-date.ts'
import { buildSpanMap, type SpanMap } from './span-map.ts'
import { collectParts, type NameParts, spreadNames } from './spread-names.ts'
import { createStandIns } from './stand-ins.ts'
import { isWordByForm } from './word-forms.ts'

/** In weeks. Fewer than five could leave a month the same; more than 51 would leave the year behind. */
const [LEAST_WEEKS, MOST_WEEKS] = [5, 51]

/** A line that heads a table in which a column holds names. */
const NAME_COLUMN =
  /^[^\n]{0,120}\b(?:name|patient|pt|nurse|rn|provider|staff|by|md|resident|signed|initials|contact|who|clinician|caregiver|client|student)\b[^\n]{0,30}(?:\||\t| {2})/im

/** Of the words of a note without capitals. */
const LEAST_SMALL = 0.6

type Read = NoteText &
  NoteWords & {
    readonly isSmall: boolean
    readonly hasNameColumn: boolean
  }

/** @throws MaskingError where anything does not add up; then nothing may be sent. */
export function maskNotes({ notes: given, seeds, dateOfService }: MaskRequest, random: RandomSource): MaskedNotes {
  const dictionaries = loadDictionaries()
  if (new Set(given.map(({ id }) => id)).size < given.length) throw new MaskingError('duplicate-note')
  const notes = given.map(readNote)
  const forms = seeds ? compileSeeds(seeds) : []
  const { found, parts } = findAll(notes, { seeds, forms, dictionaries })
  const days = (random(2) === 0 ? -7 : 7) * (LEAST_WEEKS + random(MOST_WEEKS - LEAST_WEEKS + 1))
  const standIns = createStandIns(dictionaries, { taken: listWords(notes, seeds), random, names: parts.plain })
  const maps = new Map<string, Masked>()
  notes.forEach((note, index) => {
    const pieces = (found[index] ?? []).map((piece) => {
      const { kind, start, end } = piece
      const by =
        kind === 'date'
          ? rewriteDate(note.text, piece, { days, dateOfService })
          : standIns.choose(kind, note.text.slice(start, end))
      if (kind === 'name' && by === note.text.slice(start, end)) throw new MaskingError('residue')
      return { kind, start, end, by }
    })
    const map = buildSpanMap(note.text, pieces)
    checkResidue(note, { map, parts, forms })
    maps.set(note.id, { note, map })
  })
  return { ...describeWay(maps), shiftDate: (date) => shiftDay(date, days) }
}

type Masked = { readonly note: Read; readonly map: SpanMap }

function describeWay(maps: ReadonlyMap<string, Masked>): Omit<MaskedNotes, 'shiftDate'> {
  const all = [...maps.values()]
  const counts: Partial<Record<MaskKind, number>> = {}
  for (const { kind } of all.flatMap(({ map }) => map.replaced)) counts[kind] = (counts[kind] ?? 0) + 1
  return {
    notes: all.map(({ note, map }) => ({ id: note.id, text: map.text })),
    counts,
    listReplaced: (noteId) => maps.get(noteId)?.map.replaced ?? [],
    unmaskSpan: (noteId, span) => {
      const own = maps.get(noteId)
      const original = own?.map.toOriginal(span)
      return own && original && { ...original, quote: own.note.text.slice(original.start, original.end) }
    },
    maskSpan: (noteId, span) => maps.get(noteId)?.map.toMasked(span),
  }
}

function readNote({ id, text }: NoteText): Read {
  const { words, spellings } = readNoteWords(text)
  let [own, small, capitals] = [0, 0, 0]
  for (const { form, count } of spellings) {
    if (form.kind !== 'word') continue
    own += count
    if (form.shape === 'small') small += count
    if (form.shape === 'capital') capitals += count
  }
  return {
    id,
    text,
    words,
    spellings,
    // Short forms in capitals stand in notes without them too.
    isSmall: small > own * LEAST_SMALL && capitals < own / 50,
    hasNameColumn: text.includes('|') && NAME_COLUMN.test(text),
  }
}

type Everything = {
  readonly seeds: MaskSeeds | undefined
  readonly forms: readonly SeedForm[]
  readonly dictionaries: Dictionaries
}

/** Names are found in every note before they are spread to all of them. */
function findAll(
  notes: readonly Read[],
  { seeds, forms, dictionaries }: Everything,
): { readonly found: readonly (readonly Found[])[]; readonly parts: NameParts } {
  const seenSmall = listSmall(notes)
  const shaped = notes.map(({ text, words }) => findPatterns(text, words))
  const runs = notes.map(({ words, isSmall, hasNameColumn }, index) =>
    dropChains(
      dropStreets(
        findNames({ words, isSmall, hasNameColumn, dictionaries, seenSmall, answers: createAnswers(words.length) }),
        words,
        shaped[index] ?? [],
      ),
      words,
    ),
  )
  const seeded = (seeds?.persons ?? [])
    .flatMap(({ given, family }) => [...given, ...family])
    .flatMap((name) => name.split(/\s+/))
  const own = notes.flatMap(({ words }, index) => listNameWords(words, runs[index] ?? []))
  const initials = new Set(
    notes.flatMap(({ words }, index) => (runs[index] ?? []).map((run) => readInitialsOf(words, run))),
  )
  const parts = collectParts({ found: own, seeded, initials }, dictionaries)
  const found = notes.map((note, index) =>
    findInNote(note, { own: runs[index] ?? [], shaped: shaped[index] ?? [], parts, forms, dictionaries, seenSmall }),
  )
  return { found, parts }
}

/** "Kowalski Street" makes no Kowalski, and no Street, of the words of the note. */
function dropStreets(runs: readonly NameRun[], words: readonly NoteWord[], shaped: readonly Found[]): NameRun[] {
  const streets = mergeFound(shaped.filter(({ kind }) => kind === 'street'))
  const ends = new Set(streets.map(({ end }) => end))
  return runs.filter(({ from, to }) => {
    const at = words[from]?.start ?? 0
    // "Bldg C, Gresham, Oregon 97030"
    const isCity =
      words[from - 1]?.text === ',' &&
      ends.has(words[from - 2]?.end ?? -1) &&
      to - from === 1 &&
      words[to]?.text === ','
    return !isCity && !isWithin(streets, { start: at, end: at + 1 })
  })
}

/** How many of the first spans are `passed`: all before some place of the list, and none from there on. */
function countPassed(spans: readonly Span[], passed: (span: Span) => boolean): number {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const span = spans[middle]
    if (span && passed(span)) low = middle + 1
    else high = middle
  }
  return low
}

/** @param spans in order and apart. */
function isWithin(spans: readonly Span[], { start, end }: Span): boolean {
  const last = spans[countPassed(spans, (span) => span.start <= start) - 1]
  return last !== undefined && end <= last.end
}

/** "Bought at Trader Joe's" makes no Joe of the words of the note. */
function dropChains(runs: readonly NameRun[], words: readonly NoteWord[]): readonly NameRun[] {
  const chains = listChains(words)
  if (chains.length === 0) return runs
  const places = chains.map(({ from, to }) => ({ start: from, end: to }))
  return runs.filter(({ from, to }) => !isWithin(places, { start: from, end: to }))
}

function listSmall(notes: readonly Read[]): ReadonlySet<string> {
  const seen = new Set<string>()
  for (const { words, spellings, isSmall } of notes) {
    if (isSmall) continue
    const inAddresses = countInAddresses(words)
    for (const { form, count } of spellings) {
      if (form.shape === 'small' && count > (inAddresses.get(form.text) ?? 0)) seen.add(form.lower)
    }
  }
  return seen
}

/** "keesha.b@example.net" says nothing of how the word is written. */
function countInAddresses(words: readonly NoteWord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  let counted = -1
  const count = (at: number, { text }: NoteWord): void => {
    if (at > counted) counts.set(text, (counts.get(text) ?? 0) + 1)
    counted = at
  }
  words.forEach((mark, at) => {
    if (mark.kind !== 'mark') return
    const [before, next] = [words[at - 1], words[at + 1]]
    if (next?.start !== mark.end || !/^[.@_/]$/.test(mark.text)) return
    if (before?.end === mark.start) count(at - 1, before)
    count(at + 1, next)
  })
  return counts
}

function listNameWords(words: readonly NoteWord[], runs: readonly NameRun[]): string[] {
  return runs.flatMap(({ from, to }) =>
    words.slice(from, to).flatMap(({ kind, shape, text }) => (kind === 'word' && shape !== 'initial' ? [text] : [])),
  )
}

/** "lfj" of "L. Fairweather-Jones" */
function readInitialsOf(words: readonly NoteWord[], { from, to }: NameRun): string {
  return words
    .slice(from, to)
    .filter(({ kind, shape }) => kind === 'word' && shape !== 'small')
    .flatMap(({ lower }) => lower.split('-').map((half) => half.slice(0, 1)))
    .join('')
}

type Own = {
  readonly own: readonly NameRun[]
  readonly shaped: readonly Found[]
  readonly parts: NameParts
  readonly forms: readonly SeedForm[]
  readonly dictionaries: Dictionaries
  readonly seenSmall: ReadonlySet<string>
}

function findInNote(
  { text, words, isSmall }: Read,
  { own, shaped, parts, forms, dictionaries, seenSmall }: Own,
): Found[] {
  const runs = joinRuns([...own, ...spreadNames({ words, parts, runs: own, isSmall, dictionaries })])
  const names = new Set(runs.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)))
  const places = findPlaces({
    words,
    dictionaries,
    names,
    isSmall,
    ends: new Set(shaped.flatMap(({ kind, end }) => (kind === 'street' ? [end] : []))),
    isUnknown: (word) => isUnknown({ dictionaries, seenSmall }, word),
    isPlainWord: ({ lower, text: own }) =>
      dictionaries.ordinary.has(lower) ||
      dictionaries.isClinical(lower) ||
      dictionaries.drugs.has(lower) ||
      isWordByForm(own, lower),
  })
  const chains = listChains(words).map(({ from, to }) => ({
    start: words[from]?.start ?? 0,
    end: (words[to - 1]?.end ?? 0) + "'s".length,
  }))
  return mergeFound([
    ...runs.map(
      ({ from, to }): Found => ({ kind: 'name', start: words[from]?.start ?? 0, end: words[to - 1]?.end ?? 0 }),
    ),
    ...places.filter((place) => !isWithin(chains, place)),
    ...shaped,
    ...findDates(text, words),
    ...findSeeds(text, forms),
  ])
}

function joinRuns(runs: readonly NameRun[]): NameRun[] {
  const joined: NameRun[] = []
  for (const run of runs.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1)
    if (last && run.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, run.to) }
    else joined.push(run)
  }
  return joined
}

/** No stand-in may be a word of the request, in whatever letters. */
function listWords(notes: readonly Read[], seeds: MaskSeeds | undefined): ReadonlySet<string> {
  const seeded = (seeds?.persons ?? []).flatMap(({ given, family }) => [...given, ...family])
  const listed = new Set(seeded.map((name) => name.toLowerCase()))
  for (const { spellings } of notes) {
    for (const { form } of spellings) {
      if (form.kind !== 'word') continue
      const { lower } = form
      listed.add(lower)
      if (lower.includes('-')) for (const half of lower.split('-')) listed.add(half)
    }
  }
  return listed
}

/** @param spans in order and apart. */
function isTouched(spans: readonly Span[], { start, end }: Span): boolean {
  const next = spans[countPassed(spans, (span) => span.end <= start)]
  return next !== undefined && next.start < end
}

type Residue = { readonly map: SpanMap; readonly parts: NameParts; readonly forms: readonly SeedForm[] }

/** To look for more names one by one takes longer than to read the words. */
const MANY_NAMES = 100

/** What is a name and nothing else must be gone, and so must what the chart names; a stand-in may look like one. */
function checkResidue({ isSmall }: Read, { map, parts, forms }: Residue): void {
  const written = map.replaced.map(({ masked }) => masked)
  const isStandIn = (span: Span): boolean => isTouched(written, span)
  if (findSeeds(map.text, forms).some((found) => !isStandIn(found))) throw new MaskingError('residue')
  const text = map.text.toLowerCase()
  // Most often no name is there in any form, and the words need not be read again.
  if (parts.plain.size < MANY_NAMES && ![...parts.plain].some((part) => hasWord(text, part))) return
  for (const { kind, shape, lower } of readNoteWords(map.text).words) {
    if (kind === 'word' && (shape !== 'small' || isSmall) && parts.plain.has(lower)) throw new MaskingError('residue')
  }
}

const LETTER = /[\p{L}\p{M}]/u

/** Whether it stands there by itself, or beside what no letter is. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isLetterAt(text, at - 1) && !isLetterAt(text, at + word.length)) return true
  }
  return false
}

/** @param text in small letters. A short name stands inside of words hundreds of times, so plain letters are known at once. */
function isLetterAt(text: string, at: number): boolean {
  const code = codeAt(text, at)
  return code < 0x80 ? code >= 97 && code <= 122 : LETTER.test(text.charAt(at))
}
