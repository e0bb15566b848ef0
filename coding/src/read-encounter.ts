/** Reads the notes of an encounter: what they say, before anything is suggested, asked or checked. */

import type { DiagnosisCodeSet } from './code-sets/diagnosis-code-set.ts'
import type { ReleaseCodeSet } from './code-sets/release-code-set.ts'
import { collectConditions } from './diagnoses/collect-conditions.ts'
import { decideDiagnoses } from './diagnoses/decide-diagnoses.ts'
import type { DecisionTable } from './diagnoses/decision-table.ts'
import type { EncounterRecord } from './domain/encounter-record.ts'
import { parseIcd10Code } from './domain/icd10-code.ts'
import type { Concept, Knowledge } from './knowledge/concept.ts'
import { getReleaseTerms } from './knowledge/release-terms.ts'
import { readChart } from './notes/read-chart.ts'
import { readNote } from './notes/read-note.ts'
import type { EncounterReading } from './prompts/prompt-source.ts'

export type ReadingInput = {
  readonly record: EncounterRecord
  readonly knowledge: Knowledge
  /** With an official release, its index and titles are a second layer of terms. */
  readonly codeSet: DiagnosisCodeSet & Partial<Pick<ReleaseCodeSet, 'findRelease'>>
}

/** The rows of each concept that may be billed on the date of service, looked up once. */
function createTables({ record, codeSet }: ReadingInput): (concept: Concept) => DecisionTable {
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

/** What the record says, before anything is suggested or asked. */
export function readEncounter(input: ReadingInput): EncounterReading {
  const { knowledge, codeSet } = input
  const release = codeSet.findRelease?.(input.record.dateOfService)
  const releaseTerms = release && getReleaseTerms(release, knowledge)
  const readings = input.record.notes.map((note) => readNote(note, knowledge, releaseTerms))
  const record = { ...input.record, notes: readings.map(({ note }) => note) }
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
