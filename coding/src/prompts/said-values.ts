/**
 * Values of a condition that the note states by the words of its own concept, away from every place that names it: "no LOC"
 * in the story, "fat layer exposed" in the examination, "mechanism cardioembolic" behind the imaging. Too far away to code
 * from, and nothing that anybody would ask again.
 */
import type { Axis } from '../domain/axis.ts'
import { keepWith } from '../domain/keep-with.ts'
import type { AxisValue, Concept } from '../knowledge/concept.ts'
import { findValueHits } from '../notes/mentions.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { getWords, listMentionsIn } from './note-words.ts'

/** The side and the place have rules of their own, and how acute something is, is said of everything. */
const AXES: ReadonlySet<Axis> = new Set(['type', 'cause', 'severity', 'complication', 'stage', 'episode'])

const LEAST_LETTERS = 6
/** Single words that are said of many things: only beside the name do they speak of this one. */
const COMMON =
  /^(?:systolic|diastolic|combined|primary|secondary|central|peripheral|chronic|severe|moderate|recurrent|single|partial|complete|mixed|general\w*|local\w*|focal|diffuse|superficial|simple|complex|nuclear|bacterial|persistent|permanent|paroxysmal|stable|unstable|typical|atypical|familial|drug|medication|iatrogenic|external|internal|traumatic|infectious|inflammatory|ischemic|hemorrhagic|obstructive|vascular|senile|adult|juvenile|degenerative|metabolic|toxic|allergic|alcoholic|depressed|mania|manic|controlled|stress|exercise|biventricular|neuropathic|surgical|bleeding)$/
/** Phrases, too: "new onset", "acute exacerbation", a stage of anything. */
const COMMON_PHRASE =
  /^(?:new ?-? ?onset|acute exacerbation|in (?:partial |full )?remission|(?:stage|grade|class|type) ?-? ?\w+|(?:first|single|second) (?:episode|time)|end ?-? ?stage|right ?-? ?(?:heart|sided|ventricular)|high ?-? ?output|blood loss|chronic disease)$/

function isDistinct(words: string): boolean {
  if (words.includes(' ')) return !COMMON_PHRASE.test(words)
  return words.length >= LEAST_LETTERS && !COMMON.test(words)
}

type Span = { readonly from: number; readonly to: number }

/**
 * Words of the sentence that state a value of another condition in it: "stage 3" of an ulcer. Of a relative everything is
 * another's. Each sentence is read once for all of its other conditions, because it may have no end.
 */
function listTaken(reading: NoteReading, sentence: Sentence, concept: Concept): ReadonlySet<number> {
  const others = listMentionsIn(reading, sentence).filter(
    (one) => one.concept !== concept && one.concept.kind === 'diagnosis',
  )
  const concepts = [...new Set(others.map((one) => one.concept))].filter((one) => !isSameFamily(one, concept))
  if (concepts.length === 0) return new Set()
  const isRelative = others.some((one) => one.assertion.experiencer !== 'patient')
  const spans = isRelative ? [sentence] : findValueHits(reading, sentence, concepts)
  return new Set(spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)))
}

const FAMILY = 2

function isSameFamily(one: Concept, other: Concept): boolean {
  const families = new Set(other.rows.map(({ code }) => code.slice(0, FAMILY)))
  return one.rows.some(({ code }) => families.has(code.slice(0, FAMILY)))
}

const NOT_OF_NOW: ReadonlySet<string> = new Set(['family-history', 'differential', 'patient-instructions', 'consent'])

/** Kept, because each axis of a condition asks for them. */
const said = keepWith<NoteReading, Map<Concept, ReadonlySet<string>>>()

function findSaid(reading: NoteReading, concept: Concept): Set<string> {
  const values = new Set<string>()
  for (const sentence of reading.sentences) {
    if (NOT_OF_NOW.has(sentence.section.id)) continue
    const hits = findValueHits(reading, sentence, [concept]).filter((hit) => isDistinct(getWords(reading, hit)))
    if (hits.length === 0) continue
    const taken = listTaken(reading, sentence, concept)
    const own = hits.filter(({ from, to }) => !taken.has(from) && !taken.has(to - 1))
    for (const { cues } of own) for (const { value } of cues) values.add(value)
  }
  return values
}

function listSaid(reading: NoteReading, concept: Concept): ReadonlySet<string> {
  const known = said.get(reading) ?? new Map<Concept, ReadonlySet<string>>()
  said.set(reading, known)
  const own = known.get(concept) ?? findSaid(reading, concept)
  known.set(concept, own)
  return own
}

/** "With aura": an aura that is denied answers as well as one that is affirmed. */
const PRESENCE = /^(?:with|without) (?<feature>[a-z]+(?: [a-z]+){0,3})$/

function listFeatures(values: readonly AxisValue[]): string[] {
  const labels = values.map(({ label }) => label.toLowerCase())
  const features = labels.flatMap((label) => PRESENCE.exec(label)?.groups?.['feature'] ?? [])
  // A feature of which only the presence has a code may simply not have been thought of.
  return features.filter((one) => labels.includes(`with ${one}`) && labels.includes(`without ${one}`))
}

function isFeatureSaid(reading: NoteReading, features: readonly string[]): boolean {
  if (features.length === 0) return false
  return reading.sentences.some((sentence) => {
    if (NOT_OF_NOW.has(sentence.section.id)) return false
    const words = ` ${getWords(reading, sentence)} `
    return features.some((one) => words.includes(` ${one} `))
  })
}

type Open = { readonly axis: Axis; readonly values: readonly AxisValue[] }

/** Whether a value of the axis is stated anywhere in words that are said of this condition only. */
export function isValueSaid(readings: readonly NoteReading[], concept: Concept, { axis, values }: Open): boolean {
  if (!AXES.has(axis)) return false
  const wanted = new Set(values.map(({ value }) => value))
  const features = listFeatures(values)
  return readings.some(
    (reading) => [...listSaid(reading, concept)].some((value) => wanted.has(value)) || isFeatureSaid(reading, features),
  )
}

const FIRST_WORDS = 3

/** Whether the first words of a line state a value of the axis, as what stands below a problem does. */
export function beginsWithValue(
  reading: NoteReading,
  { from, to }: Span,
  { concept, open }: { readonly concept: Concept; readonly open: Open },
): boolean {
  if (open.axis === 'laterality' || open.axis === 'site') return false
  const wanted = new Set(open.values.map(({ value }) => value))
  const hits = findValueHits(reading, { from, to: Math.min(to, from + FIRST_WORDS) }, [concept])
  return hits.some(({ cues }) => cues.some(({ value }) => wanted.has(value)))
}
