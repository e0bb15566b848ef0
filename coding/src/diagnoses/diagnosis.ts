/** A code that the words support, on its way to a finding. */
import type { Axis } from '../domain/axis.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import { isNonEmpty, type NonEmpty } from '../domain/result.ts'
import type { CodeRow } from '../knowledge/code-pattern.ts'
import type { Concept } from '../knowledge/concept.ts'
import { type Condition, cutMention, type Place } from './condition.ts'
import { estimateConfidence } from './confidence.ts'

export type Diagnosis = {
  readonly code: Icd10Code
  readonly concept: Concept
  /** Axes on which its code leaves nothing open. */
  readonly exactAxes: readonly Axis[]
  readonly evidence: NonEmpty<Evidence>
  readonly confidence: number
  readonly rationale: string
  /** Codes that a rule recoded into this one. */
  readonly replaces: readonly string[]
  /** Where the diagnostic statement names it, for the order of the claim. */
  readonly place: Place
}

/** True when the code equals the prefix or begins with it; prefixes are written with their dot. */
export function hasPrefix(code: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => code.startsWith(prefix))
}

const MAX_EVIDENCE = 5

/** Where a condition of both sides speaks of this one; else its best place. */
function findPlace({ places, rows }: Condition, { values }: CodeRow): Place {
  const [first] = places
  if (rows.length < 2) return first
  const speaks = ({ mention }: Place, side: string): boolean => mention.values.some(({ value }) => value === side)
  return places.find((place) => values.some((value) => isOneSide(value) && speaks(place, value))) ?? first
}

const isOneSide = (value: string): boolean => value === 'right' || value === 'left'

/** A bilateral code rests on what is said of each side. */
function isSideOfBoth(row: CodeRow, value: string): boolean {
  return row.values.includes('bilateral') && (value === 'right' || value === 'left')
}

/** The mention first, then the words that gave each value of the code. Never twice the same place. */
function collectEvidence(condition: Condition, row: CodeRow): NonEmpty<Evidence> {
  const main = cutMention(findPlace(condition, row))
  const refined = condition.refinedBy === undefined ? [] : [cutMention(condition.refinedBy)]
  const values = condition.values.flatMap(({ value, evidence }) =>
    evidence !== undefined && (row.values.includes(value) || isSideOfBoth(row, value)) ? [evidence] : [],
  )
  const others = [...refined, ...values].filter(
    (one) => one.noteId !== main.noteId || one.start < main.start || one.end > main.end,
  )
  const unique = others.filter(
    (one, index) => others.findIndex((other) => other.noteId === one.noteId && other.start === one.start) === index,
  )
  return [main, ...unique.slice(0, MAX_EVIDENCE - 1)]
}

/** "assessment-plan: 'right knee OA'; side from the same words" */
function explain(condition: Condition, row: CodeRow, evidence: NonEmpty<Evidence>): string {
  const [main] = evidence
  const elsewhere = condition.values
    .filter(({ value, origin }) => origin === 'record' && row.values.includes(value))
    .map(({ value, evidence: from }) => {
      const label = condition.concept.values.get(value)?.label ?? value
      return from === undefined ? `${label} from the chart` : `${label} from ${from.section}: '${from.quote}'`
    })
  const quote = main.quote.replaceAll(/\s+/g, ' ')
  return [`${main.section}: '${quote}'`, ...elsewhere].join('; ').slice(0, 900)
}

/** A broad value ("stage 3") still leaves its axis open. */
function listExactAxes({ values }: Concept, row: CodeRow): Axis[] {
  const stated = row.values.flatMap((value) => values.get(value) ?? [])
  return [...new Set(stated.filter(({ narrower }) => narrower.length === 0).map(({ axis }) => axis))]
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['acute', 'chronic'],
  ['chronic', 'acute'],
])
const WORDS_BEFORE = 2

/** "Chronic laryngitis" is not acute laryngitis, whatever a concept takes for its default. */
function isContradicted({ places: [{ reading, mention }] }: Condition, { title }: CodeRow): boolean {
  const words = reading.lowers.slice(Math.max(mention.sentence.from, mention.from - WORDS_BEFORE), mention.from)
  const titled = title.toLowerCase().split(/\W+/)
  return words.some((word) => {
    const opposite = OPPOSITES.get(word)
    return opposite !== undefined && titled.includes(opposite) && !titled.includes(word)
  })
}

export function buildDiagnoses(condition: Condition): Diagnosis[] {
  const rows = condition.rows.filter((row) => !isContradicted(condition, row))
  return rows.map((row) => {
    const evidence = collectEvidence(condition, row)
    return {
      code: row.code,
      concept: condition.concept,
      exactAxes: listExactAxes(condition.concept, row),
      evidence,
      confidence: estimateConfidence(condition),
      rationale: explain(condition, row, evidence),
      replaces: [],
      place: findPlace(condition, row),
    }
  })
}

/** A code that stands for several documented conditions together; its evidence is theirs. */
export function mergeDiagnoses(
  code: Icd10Code,
  parts: NonEmpty<Diagnosis>,
  rule: { readonly id: string; readonly section: string; readonly replaces: readonly string[] },
): Diagnosis {
  const [first] = parts
  const evidence = parts.flatMap((part) => part.evidence)
  const words = parts.map((part) => `'${part.evidence[0].quote.replaceAll(/\s+/g, ' ')}'`).join(' and ')
  return {
    ...first,
    code,
    evidence: isNonEmpty(evidence) ? evidence : first.evidence,
    confidence: Math.min(...parts.map((part) => part.confidence)),
    rationale: `${words} are reported together (${rule.section}, ${rule.id})`.slice(0, 900),
    replaces: rule.replaces,
  }
}
