/** Notes by FHIR search: signed documents of a stretch of days, and what is around one of them. */
import type { DateOnly } from '#coding/domain/date-only.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import { mapNoteReference } from '#fhir-mappers/note-reference.ts'
import type { FhirServer } from './fhir-server.ts'
import type { ChartReader, EncounterResources, NoteLister } from './note-source.ts'

export type SearchRange = {
  readonly from: DateOnly
  /** The last day, included. */
  readonly to: DateOnly
  readonly statuses: Statuses
}

/** FHIR composition-status of what is asked for; filtered here, since servers do not search by it. */
export type Statuses = readonly ('final' | 'preliminary' | 'amended')[]

/** A note that was amended is signed as well, and a version of its own. */
export const SIGNED: Statuses = ['final', 'amended']

export const PAGE = 100

/** @param onSkipped a document that names no patient or no encounter: nobody can say what it belongs to. */
export function createSearchLister(
  server: FhirServer,
  { from, to, statuses }: SearchRange,
  onSkipped: (count: number) => void,
): NoteLister {
  return {
    list: async function* list(signal) {
      const query = new URLSearchParams({ status: 'current', _count: String(PAGE) })
      query.append('date', `ge${from}`)
      query.append('date', `le${to}`)
      for await (const page of server.search(`DocumentReference?${query.toString()}`)) {
        if (signal.aborted) return
        const documents = page.filter((resource) => hasStatus(resource, statuses))
        const notes = documents.flatMap((document) => mapNoteReference(document) ?? [])
        onSkipped(documents.length - notes.length)
        yield notes
      }
    },
  }
}

/** Whether a document is one of those that are asked for. */
export function hasStatus(resource: unknown, statuses: Statuses): boolean {
  const { resourceType, docStatus } = asObject<{ resourceType: string; docStatus: string }>(resource)
  // Without docStatus a document counts as signed, as everywhere (`document-reference.ts` of the mappers).
  return resourceType === 'DocumentReference' && statuses.some((status) => status === (docStatus ?? 'final'))
}

/** A batch reads no more of a chart than the sidebar does, and only what answers questions of the engine. */
export function createSearchReader(server: FhirServer): ChartReader {
  const list = async (query: string): Promise<readonly unknown[]> => {
    const found: unknown[] = []
    for await (const page of server.search(query)) found.push(...page)
    return found
  }
  return {
    read: async ({ patientId, encounterId }): Promise<EncounterResources> => {
      const patient = `patient=${patientId}&_count=${PAGE}`
      const [encounter, person, notes, conditions, procedures, labs, vitals, medicationRequests, coverages] =
        await Promise.all([
          server.read(`Encounter/${encounterId}`),
          server.read(`Patient/${patientId}`),
          list(`DocumentReference?${patient}&status=current`),
          list(`Condition?${patient}`),
          list(`Procedure?${patient}`),
          list(`Observation?${patient}&category=laboratory`),
          list(`Observation?${patient}&category=vital-signs`),
          list(`MedicationRequest?${patient}&status=active`),
          list(`Coverage?${patient}&status=active`),
        ])
      return {
        encounter,
        patient: person,
        notes,
        conditions,
        procedures,
        observations: [...labs, ...vitals],
        medicationRequests,
        coverages,
      }
    },
    readAttachment: (url, contentType) => server.readBinary(url, contentType === '' ? '*/*' : contentType),
  }
}
