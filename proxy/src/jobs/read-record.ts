/** From what a source read to the record that the engine takes; what policy withholds is not even downloaded. */
import { createHash } from 'node:crypto'
import { MAX_NOTE_LENGTH, MAX_NOTES } from '#coding/contract/encounter-record.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { dropReplacedNotes, mapDocumentReference, type NoteMetadata } from '#fhir-mappers/document-reference.ts'
import { mapEncounter } from '#fhir-mappers/encounter.ts'
import { mapEncounterRecord } from '#fhir-mappers/encounter-record.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import { findReferencedId } from '#fhir-mappers/reference.ts'
import { isOfOtherPatient } from '#fhir-mappers/resource-list.ts'
import { classifyNotes } from '#fhir-mappers/sensitivity.ts'
import type { TenantRow } from '../tenants.ts'
import { decideModeOfRecord } from '../visit-mode.ts'
import { JobError } from './errors.ts'
import type { Attachment, ChartReader } from './note-source.ts'

/** Text of a document, or undefined when it has none that can be read. */
export type DecodeAttachment = (
  attachment: Attachment & { readonly limit: number },
) => Promise<{ readonly text: string } | undefined>

export type RecordReader = (note: NoteReference) => Promise<EncounterRecord>

export type RecordParts = {
  readonly tenant: TenantRow
  readonly chart: ChartReader
  readonly decode: DecodeAttachment
  readonly now: () => number
}

/** @throws JobError */
export function createRecordReader(parts: RecordParts): RecordReader {
  return async (reference) => {
    const { tenant, chart, now } = parts
    const { patientId, encounterId } = reference
    const resources = await chart.read(reference)
    const encounter = asObject<{ id: string; subject: object }>(resources.encounter)
    // Never the wrong patient: the encounter must say itself whose it is.
    if (encounter.id !== encounterId || findReferencedId(encounter.subject, 'Patient') !== patientId) {
      throw new JobError('wrong-patient')
    }
    const mapped = mapEncounter(resources.encounter)
    if (!mapped.ok) throw new JobError('bad-answer')
    const metadata = chooseNotes(resources.notes, { parts, reference, period: mapped.value.period })
    const notes: ClinicalNote[] = []
    for (const one of metadata) notes.push(...(await readNote(one, parts)))
    if (notes.length === 0) throw new JobError('no-readable-note')
    const { record } = mapEncounterRecord({
      ...resources,
      tenant: tenant.key,
      patientId,
      encounterId,
      notes,
      sensitivity: tenant.sensitivity,
      facility: false,
      performer: { role: 'provider' },
      today: parseDateOnly(new Date(now()).toISOString().slice(0, 10)),
    })
    if (decideModeOfRecord(tenant, record) === 'off') throw new JobError('switched-off')
    return record
  }
}

type Choice = {
  readonly parts: RecordParts
  readonly reference: NoteReference
  readonly period: EncounterRecord['period']
}

function chooseNotes(documents: readonly unknown[], { parts, reference, period }: Choice): readonly NoteMetadata[] {
  const { encounterId, patientId } = reference
  const decisions = classifyNotes(documents, parts.tenant.sensitivity)
  const found = documents.flatMap((document, index) => {
    if (decisions[index] !== 'read' || isOfOtherPatient(document, patientId)) return []
    const note = mapDocumentReference(document, { encounterId, period })
    return note.ok ? [note.value] : []
  })
  return dropReplacedNotes(found)
    .toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? '') || a.id.localeCompare(b.id))
    .slice(0, MAX_NOTES)
}

async function readNote(metadata: NoteMetadata, parts: RecordParts): Promise<readonly ClinicalNote[]> {
  const { attachments, replaces: _replaces, ...note } = metadata
  for (const attachment of attachments) {
    const fetched = await fetchAttachment(attachment, parts.chart)
    const decoded = fetched && (await parts.decode({ ...fetched, limit: MAX_NOTE_LENGTH }))
    if (!decoded) continue
    const { text } = decoded
    return [{ ...note, text, sha256: createHash('sha256').update(text).digest('hex') }]
  }
  return []
}

async function fetchAttachment(
  { data, url, contentType = '' }: NoteMetadata['attachments'][number],
  chart: ChartReader,
): Promise<Attachment | undefined> {
  if (data !== undefined) return { bytes: new Uint8Array(Buffer.from(data, 'base64')), contentType }
  return url === undefined ? undefined : chart.readAttachment(url, contentType)
}
