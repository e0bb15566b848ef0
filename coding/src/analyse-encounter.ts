/** Reads the notes of an encounter and says what they support and what they leave open. Pure: same input, same bytes. */

import { findChartProcedures } from './claims/chart-procedures.ts'
import type { DiagnosisCodeSet } from './code-sets/diagnosis-code-set.ts'
import type { ReleaseCodeSet } from './code-sets/release-code-set.ts'
import { validateDiagnosis } from './code-sets/validate-diagnosis.ts'
import { collectConditions } from './diagnoses/collect-conditions.ts'
import { decideDiagnoses } from './diagnoses/decide-diagnoses.ts'
import type { DecisionTable } from './diagnoses/decision-table.ts'
import type { Diagnosis } from './diagnoses/diagnosis.ts'
import type { EncounterRecord } from './domain/encounter-record.ts'
import type { CodeFinding, Finding } from './domain/finding.ts'
import { buildFindingId, buildFingerprint } from './domain/fingerprint.ts'
import { parseIcd10Code } from './domain/icd10-code.ts'
import type { Concept, Knowledge } from './knowledge/concept.ts'
import { getReleaseTerms } from './knowledge/release-terms.ts'
import { readChart } from './notes/read-chart.ts'
import { readNote } from './notes/read-note.ts'
import { findPrompts, type IsDismissed } from './prompts/find-prompts.ts'
import type { EncounterReading } from './prompts/prompt-source.ts'

export type AnalysisInput = {
  readonly record: EncounterRecord
  readonly knowledge: Knowledge
  /** With an official release, its index and titles are a second layer of terms. */
  readonly codeSet: DiagnosisCodeSet & Partial<Pick<ReleaseCodeSet, 'findRelease'>>
  /** Whether a question with these very words behind it was dismissed before; by default none was (lint rule Q18). */
  readonly isDismissed?: IsDismissed
}

/** The rows of each concept that may be billed on the date of service, looked up once. */
function createTables({ record, codeSet }: AnalysisInput): (concept: Concept) => DecisionTable {
  const tables = new Map<Concept, DecisionTable>()
  return (concept) => {
    const known = tables.get(concept)
    if (known !== undefined) return known
    const isBillable = ({ code }: Concept['rows'][number]): boolean =>
      codeSet.lookUp(code, record.dateOfService).kind === 'valid_billable'
    const table = { concept, rows: concept.rows.filter(isBillable) }
    tables.set(concept, table)
    return table
  }
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

/** What the record says, before anything is suggested or asked. */
export function readEncounter(input: AnalysisInput): EncounterReading {
  const { record, knowledge, codeSet } = input
  const release = codeSet.findRelease?.(record.dateOfService)
  const releaseTerms = release && getReleaseTerms(release, knowledge)
  const readings = record.notes.map((note) => readNote(note, knowledge, releaseTerms))
  const tableOf = createTables(input)
  const chart = readChart(record.conditions, knowledge)
  const conditions = collectConditions({ record, readings, knowledge, chart, tableOf })
  const diagnoses = decideDiagnoses({ record, conditions, knowledge, tableOf })
  const mayExist = (code: string): boolean => {
    const { kind } = codeSet.lookUp(parseIcd10Code(code), record.dateOfService)
    return kind === 'valid_billable' || kind === 'no-data'
  }
  return { record, readings, chart, conditions, diagnoses, mayExist, release }
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
