/** Whom an encounter is of, and nothing else of the chart: for paper that leaves the screen. */
import { mapPatient } from '#fhir-mappers/patient.ts'
import { type LaunchContext, readVerifiedEncounter } from './context-integrity.ts'
import { EhrError } from './errors.ts'
import type { FhirServer } from './fhir-server.ts'
import type { PatientBanner } from './session-types.ts'

/** @throws EhrError when the encounter or the patient cannot be read, or is somebody else's */
export async function readBanner(server: FhirServer, context: LaunchContext): Promise<PatientBanner> {
  await readVerifiedEncounter(server, context)
  const mapped = mapPatient(await server.read(`Patient/${context.patientId}`))
  if (!mapped.ok) throw new EhrError('bad-response')
  if (mapped.value.id !== context.patientId) throw new EhrError('wrong-patient')
  return mapped.value.banner
}
