/** What the claim rules say of a draft that holds every code the note supports: how loud each rule is. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { assembleDraft } from '#coding/claims/assemble-draft.ts'
import { checkDraft } from '#coding/claims/check-draft.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import { parseDraftId, parseNoteId } from '#coding/domain/ids.ts'
import type { Engine } from './engine.ts'
import { buildEvaluationRecord } from './evaluation-record.ts'
import type { EvaluationRow } from './read-rows.ts'

export type CheckPrediction = {
  readonly id: string
  readonly checks: readonly object[]
  readonly rules: readonly string[]
}

/** A single note names neither provider nor coverage nor a service line: what these rules say is no news of the note. */
const ABOUT_FILING: ReadonlySet<string> = new Set([
  'coverage-missing',
  'performer-missing',
  'billing-number-missing',
  'line-missing',
  'edits-not-checked',
])

function describe({ rule, severity, message, advice, evidence }: CheckFinding): object {
  return { rule, severity, message, advice, quotes: evidence.map(({ quote }) => quote) }
}

/** @returns an accepted analysis as its draft, and what is said of it. */
export function predictChecks(engine: Engine, { id, note }: EvaluationRow): CheckPrediction {
  const record = buildEvaluationRecord(note, engine.day)
  const { findings } = analyseEncounter({ ...engine, record })
  const accepted = findings.flatMap((finding) =>
    finding.kind === 'code' && finding.direction !== 'remove' ? [finding] : [],
  )
  const draft = assembleDraft({
    id: parseDraftId('draft'),
    kind: record.setting === 'professional' ? 'professional' : 'institutional',
    patientId: record.patientId,
    encounterId: record.encounterId,
    dateOfService: record.dateOfService,
    accepted,
    lines: [],
    supportingNotes: [{ id: parseNoteId('note'), version: '1' }],
    notes: record.notes,
  })
  const said = checkDraft({ ...engine, draft, record }).filter(({ rule }) => !ABOUT_FILING.has(rule))
  return { id, checks: said.map(describe), rules: said.map(({ rule }) => rule) }
}

const HUNDRED = 100

/** Checks a rule for every hundred notes, the loudest first. */
export function formatLoudness(predictions: readonly CheckPrediction[]): string {
  const counts = Map.groupBy(
    predictions.flatMap(({ rules }) => rules),
    (rule) => rule,
  )
  const rows = [...counts]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([rule, said]) => {
      const notes = predictions.filter(({ rules }) => rules.includes(rule)).length
      const rate = ((said.length / predictions.length) * HUNDRED).toFixed(1)
      return `${rate.padStart(8)}  ${String(notes).padStart(6)}  ${rule}`
    })
  return [`${predictions.length} notes`, ' per 100   notes  rule', ...rows].join('\n')
}
