// Encounters for tests of the engine, and short forms of what it finds.
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { CodeFinding, Finding, PromptFinding } from '#coding/domain/finding.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'

export const knowledge = loadKnowledge()
export const codeSet = createEmbeddedCodeSet(knowledge)

export function aNote(text: string, over: Partial<ClinicalNote> = {}): ClinicalNote {
  return {
    id: parseNoteId('note-1'),
    version: '1',
    status: 'draft',
    authorRole: 'provider',
    encounterCertain: true,
    text,
    sha256: '0'.repeat(64),
    ...over,
  }
}

type Over = Partial<Omit<EncounterRecord, 'notes'>> & { readonly notes?: readonly (string | ClinicalNote)[] }

export function anEncounter({ notes = [], ...over }: Over = {}): EncounterRecord {
  return {
    tenant: parseTenantKey('tenant'),
    patientId: parsePatientId('patient'),
    encounterId: parseEncounterId('encounter'),
    setting: 'professional',
    encounterClass: 'ambulatory',
    status: 'in-progress',
    period: {},
    dateOfService: parseDateOnly('2026-03-02'),
    sex: 'unknown',
    conditions: [],
    procedures: [],
    indicators: [],
    payer: 'unknown',
    performer: { role: 'provider' },
    ...over,
    notes: notes.map((note, index) =>
      typeof note === 'string' ? aNote(note, { id: parseNoteId(`note-${index + 1}`) }) : note,
    ),
  }
}

export function analyse(record: EncounterRecord): readonly Finding[] {
  return analyseEncounter({ record, knowledge, codeSet }).findings
}

export function findCodes(record: EncounterRecord): CodeFinding[] {
  return analyse(record).filter((finding) => finding.kind === 'code')
}

/** The codes for one note, in the order of the claim. */
export function codesOf(text: string, over: Over = {}): string[] {
  return findCodes(anEncounter({ ...over, notes: [text] })).map(({ code }) => code.code)
}

export function findPrompts(record: EncounterRecord): PromptFinding[] {
  return analyse(record).filter((finding) => finding.kind === 'prompt')
}

/** "knee-osteoarthritis: laterality" for each prompt. */
export function promptsOf(text: string, over: Over = {}): string[] {
  return findPrompts(anEncounter({ ...over, notes: [text] })).map(
    ({ prompt }) => `${prompt.concept}: ${prompt.promptKind === 'uncertain' ? 'uncertain' : prompt.axes.join('+')}`,
  )
}
