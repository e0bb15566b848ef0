// As many encounters as are asked for, each with a signed note of the sandbox's; nothing of them exists before it is read.
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import type { ChartReader } from '#proxy/jobs/note-source.ts'
import { readSandboxNotes } from '../bench/records.ts'

const notes = readSandboxNotes()

export function referToNote(index: number): NoteReference {
  return {
    patientId: parsePatientId(`patient-${index}`),
    encounterId: parseEncounterId(`encounter-${index}`),
    noteId: parseNoteId(`note-${index}`),
    noteVersion: '1',
  }
}

export const syntheticChart: ChartReader = {
  read: async ({ patientId, encounterId, noteId, noteVersion }) => {
    const index = Number(/\d+$/.exec(noteId)?.[0] ?? 0)
    const text = `${notes[index % notes.length] ?? ''}\nNumber ${index}.`
    const subject = { reference: `Patient/${patientId}` }
    const period = { start: '2026-03-02T09:00:00Z', end: '2026-03-02T09:30:00Z' }
    return {
      encounter: {
        resourceType: 'Encounter',
        id: encounterId,
        status: 'finished',
        class: { code: 'AMB' },
        subject,
        period,
      },
      patient: { resourceType: 'Patient', id: patientId, gender: 'female', birthDate: '1960-01-01' },
      notes: [
        {
          resourceType: 'DocumentReference',
          id: noteId,
          meta: { versionId: noteVersion },
          status: 'current',
          docStatus: 'final',
          date: '2026-03-02T09:20:00Z',
          subject,
          context: { encounter: [{ reference: `Encounter/${encounterId}` }] },
          content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
        },
      ],
      conditions: [],
      procedures: [],
      observations: [],
      medicationRequests: [],
      coverages: [],
    }
  },
  readAttachment: () => Promise.reject(new TypeError('All notes are inline.')),
}
