/** Encounters of a patient for the picker, newest first. */
import type { PatientId } from '#coding/domain/ids.ts'
import { findDay } from '#fhir-mappers/date-time.ts'
import { mapEncounter } from '#fhir-mappers/encounter.ts'
import type { FhirServer } from './fhir-server.ts'
import type { EncounterChoice } from './session-types.ts'

/** @throws EhrError */
export async function findEncounterChoices(
  server: FhirServer,
  patientId: PatientId,
): Promise<readonly EncounterChoice[]> {
  const resources = await server.searchPage('Encounter', { patient: patientId, _sort: '-date', _count: '20' })
  return (
    resources
      .map(mapEncounter)
      .filter((mapped) => mapped.ok)
      .map((mapped) => mapped.value)
      .filter((encounter) => encounter.patientId === patientId && encounter.status !== 'cancelled')
      .map(({ id, label, period }): EncounterChoice => {
        const date = findDay(period.start ?? period.end)
        return date === undefined ? { id, label } : { id, label, date }
      })
      // Servers may ignore `_sort`.
      .toSorted((a, b) => (b.date ?? '').localeCompare(a.date ?? ''))
  )
}
