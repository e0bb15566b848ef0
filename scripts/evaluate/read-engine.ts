/** A note as the engine sees it: what it predicts, and every condition that it noticed on the way. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { findRows } from '#coding/diagnoses/decision-table.ts'
import type { Mention } from '#coding/notes/mentions.ts'
import type { NoteReading } from '#coding/notes/read-note.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import type { Engine } from './engine.ts'
import { buildEvaluationRecord } from './evaluation-record.ts'
import type { EvaluationScope } from './options.ts'

type Span = { readonly start: number; readonly end: number }

export type Prediction = {
  readonly code: string
  readonly concept: string
  /** Absent where every mention is predicted: nothing is then said of how sure one is. */
  readonly confidence?: number
  readonly spans: readonly Span[]
  /** Codes that a rule made into this one. */
  readonly replaces: readonly string[]
}

/** A condition that the note names, whether a code came of it or not. */
export type NamedCondition = Span & {
  readonly concept: string
  /** All codes that this condition can have. */
  readonly codes: readonly string[]
  /** Plainly said to be present, now, of the patient. */
  readonly isPlain: boolean
}

export type EngineView = {
  readonly predictions: readonly Prediction[]
  readonly named: readonly NamedCondition[]
  /** Codes that conditions led to, before the rules between codes (combination, exclusion, integral symptom). */
  readonly chosen: readonly string[]
  /** Conditions from which a code was chosen. */
  readonly codable: ReadonlySet<string>
}

type Located = { readonly reading: NoteReading; readonly mention: Mention }

function findSpan({ reading: { tokens }, mention: { from, to } }: Located): Span {
  return { start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 }
}

function describeMention(located: Located): NamedCondition {
  const { concept, assertion } = located.mention
  const { existence, temporality, experiencer } = assertion
  return {
    ...findSpan(located),
    concept: concept.id,
    codes: concept.rows.map(({ code }) => code),
    isPlain: existence === 'present' && temporality === 'current' && experiencer === 'patient',
  }
}

/** Every mention that is present and the patient's, wherever it stands: how text-mining sets are annotated. */
function predictMention({ codeSet, day }: Engine, located: Located): Prediction[] {
  const { concept, assertion, values } = located.mention
  const isCodable = assertion.existence !== 'absent' && assertion.experiencer === 'patient'
  if (!isCodable || assertion.temporality === 'hypothetical') return []
  const rows = concept.rows.filter(({ code }) => codeSet.lookUp(code, day.dateOfService).kind === 'valid_billable')
  const stated = new Set(values.map(({ value }) => value))
  return findRows({ concept, rows }, stated).map(({ code }) => ({
    code,
    concept: concept.id,
    spans: [findSpan(located)],
    replaces: [],
  }))
}

function keepFirst(predictions: readonly Prediction[]): Prediction[] {
  return [...new Map(predictions.toReversed().map((one) => [one.code, one])).values()].toReversed()
}

/** @param scope what belongs on the claim, or every mention */
export function readEngine(engine: Engine, note: string, scope: EvaluationScope): EngineView {
  const input = { ...engine, record: buildEvaluationRecord(note, engine.day) }
  const reading = readEncounter(input)
  const located = reading.readings.flatMap((one) => one.mentions.map((mention) => ({ reading: one, mention })))
  const named = located.map(describeMention)
  if (scope === 'mentions') {
    const predictions = keepFirst(located.flatMap((one) => predictMention(engine, one)))
    const codable = new Set(predictions.map(({ concept }) => concept))
    return { predictions, named, chosen: predictions.map(({ code }) => code), codable }
  }
  const established = reading.conditions.stated.filter(({ certainty }) => certainty === 'established')
  const predictions = analyseEncounter(input).findings.flatMap((finding): Prediction[] => {
    if (finding.kind !== 'code') return []
    const { code, confidence, evidence, replaces, states } = finding
    return [{ code: code.code, concept: states?.concept ?? '', confidence, spans: evidence, replaces }]
  })
  return {
    predictions,
    named,
    chosen: established.flatMap(({ rows }) => rows.map(({ code }) => code)),
    codable: new Set(established.map(({ concept }) => concept.id)),
  }
}
