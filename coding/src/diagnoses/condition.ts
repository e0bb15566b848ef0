/** One condition of the encounter: every place where the notes name it, and what they say about it. */
import { cutEvidence, type Evidence } from '../domain/evidence.ts'
import type { CodeRow } from '../knowledge/code-pattern.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { Mention } from '../notes/mentions.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { DecisionTable } from './decision-table.ts'

/** How much a mention counts: the name of a problem before running text, before what stands below a problem. */
export type Weight = 'head' | 'text' | 'item' | 'treatment' | 'support'

export type Place = { readonly reading: NoteReading; readonly mention: Mention; readonly weight: Weight }

export type StatedAxisValue = {
  readonly value: string
  /** Where it is stated; absent when the chart's problem list states it. */
  readonly evidence?: Evidence
  /** Whether it stands in the diagnostic statement itself or elsewhere in the record. */
  readonly origin: 'statement' | 'record'
}

export type SideConflict = {
  readonly here: Evidence
  readonly there: Evidence
  readonly sides: readonly [string, string]
}

export type Condition = {
  readonly concept: Concept
  /** Its codes on the date of service. */
  readonly table: DecisionTable
  readonly certainty: 'established' | 'uncertain'
  /** Best first; never empty. */
  readonly places: readonly [Place, ...Place[]]
  readonly values: readonly StatedAxisValue[]
  readonly rows: readonly CodeRow[]
  readonly conflict?: SideConflict
  /** Where the record says more than the diagnostic statement ("kidney disease", and "CKD stage 3" in the history). */
  readonly refinedBy?: Place
}

type TokenSpan = { readonly from: number; readonly to: number }

/** Cuts the words of a token span out of the note of a mention. */
export function cutTokens({ reading, mention }: Pick<Place, 'reading' | 'mention'>, span: TokenSpan): Evidence {
  return cutEvidence(reading.note, {
    start: reading.tokens[span.from]?.start ?? 0,
    end: reading.tokens[span.to - 1]?.end ?? 0,
    section: mention.sentence.section.id,
    assertion: mention.assertion,
  })
}

const NEAR = 4

/** The words of the term, widened to the values that stand right beside it: "right knee OA". */
export function cutMention(place: Place): Evidence {
  const span = { from: place.mention.from, to: place.mention.to }
  const byDistance = [...place.mention.values].sort(
    (a, b) => Math.abs(a.from - span.from) - Math.abs(b.from - span.from),
  )
  for (const { from, to } of byDistance) {
    if (from >= span.from - NEAR && to <= span.to + NEAR) {
      span.from = Math.min(span.from, from)
      span.to = Math.max(span.to, to)
    }
  }
  return cutTokens(place, span)
}

/** The words of the term alone, as the clinician wrote them. */
export function getDocumentedTerm({ reading, mention }: Place): string {
  return cutTokens({ reading, mention }, mention).quote.replaceAll(/\s+/g, ' ')
}

export function getStatedValues(condition: Pick<Condition, 'values'>): Set<string> {
  return new Set(condition.values.map(({ value }) => value))
}
