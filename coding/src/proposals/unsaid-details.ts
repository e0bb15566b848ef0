/**
 * What a code says beyond what is known, and no quoted word says: a side, a stage, a severity, a cause. A passage that
 * names a condition supports its category; how much of it may be reported is another matter (Official Guidelines FY2026,
 * I.B.2: the level of detail that is documented, and I.B.13: laterality).
 */
import type { Concept, Knowledge } from '../knowledge/concept.ts'
import { findValueHits, type Mention } from '../notes/mentions.ts'
import { canonicalize } from '../notes/note-words.ts'
import type { NoteReading } from '../notes/read-note.ts'
import { tokenize } from '../notes/tokens.ts'
import { getCategory } from './support.ts'

/** Words of titles that no note has to say: what the classification takes for granted, and its own way of speaking. */
const TAKEN_FOR_GRANTED = new Set(
  (
    'unspecified specified other unilateral primary essential initial encounter closed displaced routine healing ' +
    'uncomplicated episode features mellitus elsewhere classified disease diseases disorder disorders syndrome ' +
    'condition conditions complication complications type stage grade part level site sites status state due with ' +
    'from that this than type body organ nature and the for following limited thickness skin breakdown organism agent cause'
  ).split(' '),
)
/** ICD-10-CM conventions I.A.7 (parentheses do not change the code) and I.A.12.a: what is absent needs no word. */
const NO_DETAIL = /\([^)]*\)|\b(?:without|not|no)\b[^,]*/gi
const LEAST_LETTERS = 4
/** Endings differ ("hypoxia", "hypoxic"); beginnings of fewer letters are those of too many words. */
const LEAST_SAME = 5
const ENDING = 2

const SIDES: Readonly<Record<string, RegExp>> = {
  right: /\b(?:right|rt|r|od|both|bilateral(?:ly)?|b\/l)\b/i,
  left: /\b(?:left|lt|l|os|both|bilateral(?:ly)?|b\/l)\b/i,
  bilateral: /\b(?:bilateral(?:ly)?|both|b\/l|bl|ou)\b|\b(?:left|right) and (?:left|right)\b/i,
}
const NUMBERED = /\b(stage|type|grade|class)\s+(\d[a-d]?|[ivx]{1,4}[ab]?)\b/gi
const ROMAN: Readonly<Record<string, string>> = { i: '1', ii: '2', iii: '3', iv: '4', v: '5', vi: '6' }

type Title = { readonly code: string; readonly title: string }
/** A quote as it stands in a note. */
export type QuotedPlace = { readonly reading: NoteReading; readonly start: number; readonly end: number }

export type Known = {
  /** What the rules found in the same category. */
  readonly found: readonly Title[]
  /** The words that are quoted for the code. */
  readonly quotes: readonly QuotedPlace[]
}

/** @returns the details of the code that are neither known nor said. */
export function listUnsaidDetails(code: Title, { found, quotes }: Known, knowledge: Knowledge): readonly string[] {
  const concepts = listNamed(code, quotes)
  const rows = concepts.flatMap((concept) =>
    concept.rows.filter((row) => row.code === code.code).map((row) => ({ concept, row })),
  )
  const titles = [...found.map(({ title }) => title), ...concepts.flatMap(listBroadest)]
  const said = quotes.map(({ reading, start, end }) => reading.note.text.slice(start, end)).join('\n')
  if (rows.length === 0) {
    const unsaid = listUnsaidWords(code.title, { titles, said }, knowledge)
    return concepts.length > 0 ? unsaid : unsaid.filter((detail) => DEGREE.test(detail))
  }
  const missing = rows.map(({ concept, row }) => {
    const stated = new Set([...listStated(concept, quotes), ...listFound(concept, found)])
    return row.values.filter((value) => !isStated(concept, value, stated))
  })
  return missing.toSorted((a, b) => a.length - b.length)[0] ?? []
}

/** Where no rule reads the condition, other words may say the same; never another side, stage or severity. */
const DEGREE =
  /^(?:right|left|bilateral|mild|moderate|severe|profound|recurrent|persistent|intractable|acute|chronic|(?:stage|type|grade|class) .+)$/

function listNamed({ code }: Title, quotes: readonly QuotedPlace[]): readonly Concept[] {
  const named = quotes.flatMap((quote) => listMentions(quote).map(({ concept }) => concept))
  return [...new Set(named)].filter(({ rows }) => rows.some((row) => getCategory(row.code) === getCategory(code)))
}

function listMentions({ reading, start, end }: QuotedPlace): readonly Mention[] {
  return reading.mentions.filter(
    ({ from, to }) => (reading.tokens[from]?.start ?? -1) >= start && (reading.tokens[to - 1]?.end ?? end + 1) <= end,
  )
}

/** Titles of what the bare name of a condition is coded as. */
function listBroadest({ rows }: Concept): readonly string[] {
  const least = Math.min(...rows.map(({ values }) => values.length))
  return rows.filter(({ values }) => values.length === least).map(({ title }) => title)
}

/** Values of the concept that the quoted words state, wherever they stand in them. */
function listStated(concept: Concept, quotes: readonly QuotedPlace[]): readonly string[] {
  return quotes.flatMap((quote) => {
    const { reading, start, end } = quote
    const own = listMentions(quote)
      .filter((mention) => mention.concept === concept)
      .flatMap(({ values, from, to }) =>
        values.filter((value) => isWithin(reading, value, { start, end }) || (value.from >= from && value.to <= to)),
      )
    const hits = reading.sentences.flatMap((sentence) =>
      findValueHits(reading, sentence, [concept]).filter((hit) => isWithin(reading, hit, { start, end })),
    )
    return [...own.map(({ value }) => value), ...hits.flatMap(({ cues }) => cues.map(({ value }) => value))]
  })
}

function isWithin(
  { tokens }: NoteReading,
  { from, to }: { readonly from: number; readonly to: number },
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  return (tokens[from]?.start ?? -1) >= start && (tokens[to - 1]?.end ?? end + 1) <= end
}

function listFound({ rows }: Concept, found: readonly Title[]): readonly string[] {
  return rows.filter(({ code }) => found.some((one) => one.code === code)).flatMap(({ values }) => values)
}

function isStated({ values }: Concept, value: string, stated: ReadonlySet<string>): boolean {
  const isOneOfBoth = stated.has('bilateral') && (value === 'right' || value === 'left')
  return isOneOfBoth || stated.has(value) || (values.get(value)?.narrower ?? []).some((one) => stated.has(one))
}

function listUnsaidWords(
  title: string,
  { titles, said }: { readonly titles: readonly string[]; readonly said: string },
  knowledge: Knowledge,
): readonly string[] {
  const saidWords = listWords(said, knowledge)
  const knownWords = new Set(titles.flatMap((one) => listWords(strip(one), knowledge)))
  const details = listWords(strip(title), knowledge).filter(
    (word) => word.length >= LEAST_LETTERS && !TAKEN_FOR_GRANTED.has(word) && !(word in SIDES) && !knownWords.has(word),
  )
  return [
    ...details.filter((word) => !saidWords.some((own) => isSameWord(word, own))),
    ...listUnsaidSides(title, said),
    ...listUnsaidNumbers(title, { titles, said }),
  ]
}

function strip(title: string): string {
  return title.replace(NO_DETAIL, ' ')
}

function listWords(text: string, knowledge: Knowledge): readonly string[] {
  const tokens = tokenize(text)
  const canonical = canonicalize(tokens, knowledge.synonyms)
  return tokens.flatMap(({ kind, lower }, index) => (kind === 'word' ? [lower, canonical[index] ?? lower] : []))
}

function isSameWord(word: string, own: string): boolean {
  const least = Math.min(word.length, own.length)
  if (least < LEAST_SAME) return own === word || own === `${word}ly`
  return word.slice(0, Math.max(LEAST_SAME, least - ENDING)) === own.slice(0, Math.max(LEAST_SAME, least - ENDING))
}

/** What the rules took for the side is no help: the other one would be said by the same title. */
function listUnsaidSides(title: string, said: string): readonly string[] {
  const named = Object.keys(SIDES).filter((side) => new RegExp(`\\b${side}\\b`, 'i').test(title))
  return named.filter((side) => !SIDES[side]?.test(said))
}

function listUnsaidNumbers(
  title: string,
  { titles, said }: { readonly titles: readonly string[]; readonly said: string },
) {
  const known = new Set(titles.flatMap(listNumbers))
  const own = new Set(listNumbers(said))
  return listNumbers(title).filter((one) => {
    const [label] = one.split(' ')
    if (own.has(one)) return false
    // Official Guidelines FY2026, I.C.4.a.2: diabetes whose type is not documented is type 2.
    const isDefault = one === 'type 2'
    const isOtherSaid = [...own].some((other) => other.startsWith(`${label} `))
    return isOtherSaid || !(isDefault || known.has(one))
  })
}

function listNumbers(text: string): readonly string[] {
  return [...text.matchAll(NUMBERED)].map(([, label = '', number = '']) => {
    const [, digits = '', letter = ''] = /^(\d|[ivx]+)([a-d]?)$/i.exec(number) ?? []
    return `${label.toLowerCase()} ${ROMAN[digits.toLowerCase()] ?? digits}${letter.toLowerCase()}`
  })
}
