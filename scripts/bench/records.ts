// Notes and records to measure with: the sandbox's own, and real-sized ones beside the repository where they are.
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'

const SHARED_NOTES = path.resolve(import.meta.dirname, '../../../shared/eval-dev')
const SHARED_FILES = [
  'mtsamples/mtsamples_dev.jsonl',
  'aci-notes/aci_dev_silver.jsonl',
  'codiesp-en/codiesp_train214.jsonl',
]
export const KB = 1024

/** In FY2026, which both the embedded knowledge and the newest public release cover. */
export const DATE_OF_SERVICE = '2026-03-02'

export function readSandboxNotes(): readonly string[] {
  const folder = path.resolve(import.meta.dirname, '../../sandbox/patients/notes')
  return globSync('*.txt', { cwd: folder })
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll(/\{\{[^}]*\}\}/g, '2026-03-01'))
}

/** Notes of 2 to 10 KB. The sandbox's are shorter, so neighbours are joined. */
export function readNotes(): { readonly notes: readonly string[]; readonly origin: string } {
  const joined: string[] = []
  let pending = ''
  for (const note of readSandboxNotes()) {
    pending = pending === '' ? note : `${pending}\n\n${note}`
    if (pending.length < 2 * KB) continue
    joined.push(pending)
    pending = ''
  }
  const shared = SHARED_FILES.map((file) => path.join(SHARED_NOTES, file))
    .filter((file) => existsSync(file))
    .flatMap(readJsonLines)
    .filter(({ length }) => length >= 2 * KB && length <= 10 * KB)
  const origin = `${joined.length} of the sandbox, ${shared.length} of ../shared/eval-dev`
  return { notes: [...joined, ...shared], origin }
}

function readJsonLines(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.flatMap((line) => {
    const { note, text } = JSON.parse(line) as { readonly note?: unknown; readonly text?: unknown }
    const words = note ?? text
    return typeof words === 'string' ? [words] : []
  })
}

type Identity = { readonly tenant: string; readonly patient: string; readonly encounter: string }
const SOMEBODY: Identity = { tenant: 'bench', patient: 'patient', encounter: 'encounter' }

/** @param version another version of the note is what a save brings. */
export function buildRecord(text: string, identity = SOMEBODY, version = 1): EncounterRecord {
  return {
    tenant: parseTenantKey(identity.tenant),
    patientId: parsePatientId(identity.patient),
    encounterId: parseEncounterId(identity.encounter),
    setting: 'professional',
    encounterClass: 'ambulatory',
    status: 'in-progress',
    period: {},
    dateOfService: parseDateOnly(DATE_OF_SERVICE),
    age: { unit: 'years', value: 58 },
    sex: 'female',
    notes: [
      {
        id: parseNoteId('note'),
        version: String(version),
        status: 'draft',
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
