/** The patient-safety rule of a launch: the encounter on the screen is the launch patient's, or nothing is shown. */
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import { type MappedEncounter, mapEncounter } from '#fhir-mappers/encounter.ts'
import { EhrError } from './errors.ts'
import type { FhirServer } from './fhir-server.ts'

export type LaunchContext = { readonly patientId: PatientId; readonly encounterId: EncounterId }

export type VerifiedEncounter = { readonly resource: unknown; readonly encounter: MappedEncounter }

/**
 * Reads the encounter and requires its subject to be the launch patient; a missing subject is no proof.
 * @throws EhrError `wrong-patient` and whatever the read throws
 */
export async function readVerifiedEncounter(
  server: FhirServer,
  context: LaunchContext,
  signal?: AbortSignal,
): Promise<VerifiedEncounter> {
  const resource = await server.read(`Encounter/${context.encounterId}`, signal)
  const mapped = mapEncounter(resource)
  if (!mapped.ok || mapped.value.id !== context.encounterId) throw new EhrError('bad-response')
  if (mapped.value.patientId !== context.patientId) throw new EhrError('wrong-patient')
  return { resource, encounter: mapped.value }
}
