/** Reads the notes for what the catalogue looks for: findings, measured values, drugs, services. One pass a note. */
import { type Assertion, cutEvidence, type Evidence } from '../../domain/evidence.ts'
import { findCues, judgeSpan } from '../../notes/assertion.ts'
import { UNKNOWN } from '../../notes/lexicon.ts'
import { findLongestPhrase, mayBegin } from '../../notes/phrase-trie.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import type { Measure } from './gap-data.ts'
import type { SignEntry, SignIndex, SignMeaning } from './sign-index.ts'

/** Words of a note that mean something to the catalogue. */
export type Sign = {
  readonly meaning: SignMeaning
  readonly reading: NoteReading
  readonly sentence: Sentence
  /** Tokens; `to` is exclusive. */
  readonly from: number
  readonly to: number
  /** The number that follows the name of a measure. */
  readonly value?: number
}

const BETWEEN = new Set([
  'is',
  'of',
  'was',
  'at',
  ':',
  '=',
  '+',
  'level',
  'count',
  'to',
  'today',
  'down',
  'up',
  'now',
  '(',
  ',',
])
const MAX_BETWEEN = 3

const DOSES = new Set(['mg', 'meq', 'mcg', 'units', 'tablets', 'tabs'])

/** "Potassium 8 mEq daily" is given; "potassium 5.9 mEq/L" is measured. */
function isDose(tokens: NoteReading['tokens'], at: number): boolean {
  return DOSES.has(tokens[at]?.lower ?? '') && tokens[at + 1]?.text !== '/'
}

function readValue({ tokens }: NoteReading, measure: Measure, from: number): { value: number; to: number } | undefined {
  const [least, most] = measure.plausible
  for (let index = from; index <= from + MAX_BETWEEN; index++) {
    const token = tokens[index]
    if (token?.kind === 'number') {
      const value = Number(token.text.replaceAll(',', ''))
      const isIn = value >= least && value <= most && !isDose(tokens, index + 1)
      return isIn ? { value, to: index + 1 } : undefined
    }
    if (token === undefined || !BETWEEN.has(token.lower)) return undefined
  }
  return undefined
}

const EARLIER = new Set(['was', 'from', 'baseline', 'base', 'previously'])
const MAX_TO_EARLIER = 3

/** "Hgb 7.1, was 13.6", "creatinine 2.6 (baseline 1.0)": the value that it is compared with was measured as well. */
function readEarlier(reading: NoteReading, measure: Measure, from: number): { value: number; to: number } | undefined {
  const { lowers } = reading
  const at = lowers.slice(from, from + MAX_TO_EARLIER).findIndex((word) => EARLIER.has(word))
  const isNear =
    at !== -1 && lowers.slice(from, from + at).every((word) => /^(?:,|\(|down|up|it|mg|g|dl|\/)$/.test(word))
  return isNear ? readValue(reading, measure, from + at + 1) : undefined
}

function buildSigns(
  reading: NoteReading,
  sentence: Sentence,
  hit: { from: number; to: number; entries: readonly SignEntry[] },
): Sign[] {
  return hit.entries.flatMap(({ meaning }): Sign[] => {
    const sign = { meaning, reading, sentence, from: hit.from, to: hit.to }
    if (meaning.kind !== 'measure') return [sign]
    const found = readValue(reading, meaning.measure, hit.to)
    if (found === undefined) return []
    const before = readEarlier(reading, meaning.measure, found.to)
    return [...(before === undefined ? [] : [{ ...sign, ...before }]), { ...sign, ...found }]
  })
}

/** A note and its words as numbers of the catalogue's own lexicon. */
type NumberedNote = { readonly reading: NoteReading; readonly numbers: Int32Array }

function readSentence(phrases: SignIndex['phrases'], { reading, numbers }: NumberedNote, sentence: Sentence): Sign[] {
  const signs: Sign[] = []
  let at = sentence.from
  while (at < sentence.to) {
    const from = at
    if (!mayBegin(phrases, numbers[from])) {
      at += 1
      continue
    }
    const hit = findLongestPhrase(phrases, numbers, {
      from,
      to: sentence.to,
      accept: ({ cased }, end) => cased === undefined || isWritten(reading, { from, to: end }, cased),
    })
    if (hit !== undefined) signs.push(...buildSigns(reading, sentence, hit))
    at = hit === undefined ? at + 1 : hit.to
  }
  return signs
}

function isWritten({ text, tokens }: NoteReading, span: { from: number; to: number }, cased: string): boolean {
  return text.slice(tokens[span.from]?.start, tokens[span.to - 1]?.end) === cased
}

/** Sections that are nobody's finding, or say what must not be given. */
function isSource({ section }: Sentence): boolean {
  return section.eligibility !== 'never' && section.id !== 'allergies'
}

function numberWords({ phrases, numbers }: SignIndex, reading: NoteReading): Int32Array {
  const own = new Int32Array(reading.lowers.length)
  for (const [at, lower] of reading.lowers.entries()) {
    const known = reading.numbers[at] ?? UNKNOWN
    own[at] = known === UNKNOWN ? phrases.lexicon.find(lower) : (numbers[known] ?? UNKNOWN)
  }
  return own
}

export function readSigns(index: SignIndex, readings: readonly NoteReading[]): Sign[] {
  const { phrases } = index
  return readings.flatMap((reading) => {
    const note = { reading, numbers: numberWords(index, reading) }
    return reading.sentences.filter(isSource).flatMap((sentence) => readSentence(phrases, note, sentence))
  })
}

export function judgeSign({ reading, sentence, from, to }: Sign): Assertion {
  const words = { lowers: reading.lowers, numbers: reading.numbers, cues: reading.knowledge.cues }
  return judgeSpan(words, { ...sentence, hits: findCues(words, sentence) }, { from, to })
}

/** Said of this patient, now, and not denied or doubted. */
export function isPresent(sign: Sign): boolean {
  const { existence, temporality, experiencer } = judgeSign(sign)
  return existence === 'present' && temporality === 'current' && experiencer === 'patient'
}

export function cutSign(sign: Sign): Evidence {
  const { reading, sentence, from, to } = sign
  return cutEvidence(reading.note, {
    start: reading.tokens[from]?.start ?? 0,
    end: reading.tokens[to - 1]?.end ?? 0,
    section: sentence.section.id,
    assertion: judgeSign(sign),
  })
}

/** The words as written, in one line. */
export function quoteSign(sign: Sign): string {
  return cutSign(sign).quote.replaceAll(/\s+/g, ' ')
}
