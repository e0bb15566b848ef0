/** From what a source read to the record that the engine takes; what policy withholds is not even downloaded. */
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { findBilledBy, mapEncounter } from '#fhir-mappers/encounter.ts'
import { mapEncounterRecord } from '#fhir-mappers/encounter-record.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import { mapMaskSeeds } from '#fhir-mappers/mask-seeds.ts'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import { findReferencedId } from '#fhir-mappers/reference.ts'
import { classifyResource } from '#fhir-mappers/sensitivity.ts'
import { chooseNotes, type DecodeAttachment, readNote } from '../encounter-notes.ts'
import type { TenantRow } from '../tenants.ts'
import { decideModeOfRecord } from '../visit-mode.ts'
import { JobError } from './errors.ts'
import type { ChartReader, EncounterResources } from './note-source.ts'

export type ReadNote = {
  readonly record: EncounterRecord
  /** Whom the chart names; for a mask, and only where one is needed. */
  readonly findMaskSeeds: () => MaskSeeds
}

export type RecordReader = (note: NoteReference) => Promise<ReadNote>

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
    const scope = { ...reference, period: mapped.value.period, sensitivity: tenant.sensitivity }
    const sources = { decode: parts.decode, readAttachment: chart.readAttachment }
    const notes: ClinicalNote[] = []
    for (const one of chooseNotes(resources.notes, scope)) {
      const note = await readNote(one, sources)
      if (note) notes.push(note)
    }
    if (notes.length === 0) throw new JobError('no-readable-note')
    const { record } = mapEncounterRecord({
      ...resources,
      tenant: tenant.key,
      patientId,
      encounterId,
      notes,
      sensitivity: tenant.sensitivity,
      facility: findBilledBy(mapped.value, tenant.facilityBilling) === 'facility',
      performer: { role: 'provider' },
      today: parseDateOnly(new Date(now()).toISOString().slice(0, 10)),
    })
    if (decideModeOfRecord(tenant, record) === 'off') throw new JobError('switched-off')
    return { record, findMaskSeeds: () => findMaskSeeds(tenant, resources) }
  }
}

function findMaskSeeds({ sensitivity }: TenantRow, read: EncounterResources): MaskSeeds {
  const { patient, encounter, coverages, notes, conditions, procedures, observations, medicationRequests } = read
  // Who wrote what is withheld would tell of it.
  const resources = [...notes, ...conditions, ...procedures, ...observations, ...medicationRequests].filter(
    (resource) => classifyResource(resource, sensitivity) !== 'withhold',
  )
  return mapMaskSeeds({ patient, encounter, coverages, relatedPersons: [], practitioners: [], resources })
}
