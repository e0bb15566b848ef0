/** Reads the notes of an encounter and says what they support and what they leave open. Pure: same input, same bytes. */

import { findChartProcedures } from './claims/chart-procedures.ts'
import { validateDiagnosis } from './code-sets/validate-diagnosis.ts'
import type { Diagnosis } from './diagnoses/diagnosis.ts'
import type { CodeFinding, Finding, PromptFinding } from './domain/finding.ts'
import { buildFindingId, buildFingerprint } from './domain/fingerprint.ts'
import { findPrompts } from './prompts/find-prompts.ts'
import { type ReadingInput, readEncounter } from './read-encounter.ts'

function buildCodeFinding({ record, codeSet }: ReadingInput, diagnosis: Diagnosis): CodeFinding[] {
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

/** A history whose treatment goes on has no code before it is known whether it is past (I.C.2.m, I.C.21.c.4). */
function isHistoryInDoubt({ concept }: Diagnosis, prompts: readonly PromptFinding[]): boolean {
  const isAsked = ({ prompt }: PromptFinding): boolean =>
    prompt.promptKind === 'history-or-current' && prompt.concept === concept.id
  return concept.kind === 'status' && prompts.some(isAsked)
}

/** Diagnoses in the order of the claim, procedures of the chart, then prompts by importance. */
export function analyseEncounter(input: ReadingInput): { readonly findings: readonly Finding[] } {
  const reading = readEncounter(input)
  const { record } = reading
  const prompts = findPrompts(reading, input.knowledge)
  const diagnoses = reading.diagnoses.filter((diagnosis) => !isHistoryInDoubt(diagnosis, prompts))
  const codes = diagnoses.flatMap((diagnosis) => buildCodeFinding(input, diagnosis))
  const procedures = findChartProcedures(record, diagnoses[0]?.evidence[0])
  return { findings: [...codes, ...procedures, ...prompts] }
}
