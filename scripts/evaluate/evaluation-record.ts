/** One note of a file as an encounter of nobody: nothing is known but the words, the day and the setting. */
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord, Setting } from '#coding/domain/encounter-record.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'

export type EvaluationDay = { readonly dateOfService: DateOnly; readonly setting: Setting }

export function buildEvaluationRecord(text: string, { dateOfService, setting }: EvaluationDay): EncounterRecord {
  return {
    tenant: parseTenantKey('evaluation'),
    patientId: parsePatientId('patient'),
    encounterId: parseEncounterId('encounter'),
    setting,
    encounterClass: setting === 'inpatient_facility' ? 'inpatient' : 'ambulatory',
    status: 'finished',
    period: {},
    dateOfService,
    sex: 'unknown',
    notes: [
      {
        id: parseNoteId('note'),
        version: '1',
        status: 'signed',
        authorRole: 'provider',
        encounterCertain: true,
        text,
        sha256: '0'.repeat(64),
      },
    ],
    conditions: [],
    procedures: [],
    indicators: [],
    payer: 'unknown',
    performer: { role: 'provider' },
  }
}
