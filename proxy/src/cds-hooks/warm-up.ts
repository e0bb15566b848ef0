/** The engine compiles what it knows when it first reads a note; an EHR that waits half a second should not be that first. */
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import type { Engine } from '../engine.ts'

/** Nobody's: one sentence, so that every step of the engine has something to do. */
function buildRecord(now: number): EncounterRecord {
  return {
    tenant: parseTenantKey('warm-up'),
    patientId: parsePatientId('warm-up'),
    encounterId: parseEncounterId('warm-up'),
    setting: 'professional',
    encounterClass: 'ambulatory',
    status: 'finished',
    period: {},
    dateOfService: parseDateOnly(new Date(now).toISOString().slice(0, 10)),
    sex: 'unknown',
    notes: [
      {
        id: parseNoteId('warm-up'),
        version: '1',
        status: 'signed',
        authorRole: 'provider',
        encounterCertain: true,
        text: 'Assessment and plan: osteoarthritis of the knee.',
        sha256: '',
      },
    ],
    conditions: [],
    procedures: [],
    indicators: [],
    payer: 'unknown',
    performer: { role: 'provider' },
  }
}

export function warmUp(engine: Pick<Engine, 'analyse'>, now: number): void {
  engine.analyse(buildRecord(now))
}
