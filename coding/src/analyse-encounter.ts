/** Reads the notes of an encounter and says what they support and what they leave open. Pure: same input, same bytes. */

import { findChartProcedures } from './claims/chart-procedures.ts'
import { validateDiagnosis } from './code-sets/validate-diagnosis.ts'
import type { Diagnosis } from './diagnoses/diagnosis.ts'
import type { CodeFinding, Finding } from './domain/finding.ts'
import { buildFindingId, buildFingerprint } from './domain/fingerprint.ts'
import { findPrompts, type IsDismissed } from './prompts/find-prompts.ts'
import { type ReadingInput, readEncounter } from './read-encounter.ts'

export type AnalysisInput = ReadingInput & {
  /** Whether a question with these very words behind it was dismissed before; by default none was (lint rule Q18). */
  readonly isDismissed?: IsDismissed
}

function buildCodeFinding({ record, codeSet }: AnalysisInput, diagnosis: Diagnosis): CodeFinding[] {
  const validated = validateDiagnosis(codeSet, diagnosis.code, record.dateOfService)
  if (!validated.ok) return []
  const quotes = diagnosis.evidence.map(({ quote }) => quote.replaceAll(/\s+/g, ' ').toLowerCase())
  const fingerprint = buildFingerprint([record.encounterId, 'code', diagnosis.code, ...quotes])
  return [
    {
      kind: 'code',
      id: buildFindingId('code', fingerprint),
      fingerprint,
      source: 'rule',
      provisional: false,
      code: validated.value,
      direction: 'add',
      confidence: diagnosis.confidence,
      evidence: diagnosis.evidence,
      rationale: diagnosis.rationale,
      replaces: diagnosis.replaces,
      states: { concept: diagnosis.concept.id, axes: diagnosis.exactAxes },
    },
  ]
}

/** Diagnoses in the order of the claim, procedures of the chart, then prompts by importance. */
export function analyseEncounter(input: AnalysisInput): { readonly findings: readonly Finding[] } {
  const reading = readEncounter(input)
  const { record, diagnoses } = reading
  const codes = diagnoses.flatMap((diagnosis) => buildCodeFinding(input, diagnosis))
  const procedures = findChartProcedures(record, diagnoses[0]?.evidence[0])
  const prompts = findPrompts(reading, input.knowledge, input.isDismissed)
  return { findings: [...codes, ...procedures, ...prompts] }
}
