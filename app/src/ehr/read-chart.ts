/** Everything of an encounter but its notes. It changes seldom, so a poll reads it again only now and then. */
import type { ProviderReference } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { findDay } from '#fhir-mappers/date-time.ts'
import type { MappedEncounter } from '#fhir-mappers/encounter.ts'
import { type MappedPatient, mapPatient } from '#fhir-mappers/patient.ts'
import { findSpecialty, mapProviderReference } from '#fhir-mappers/practitioner.ts'
import { type ChartAccess, readChartPart } from './chart-part.ts'
import { buildChartQueries } from './chart-queries.ts'
import type { LaunchContext } from './context-integrity.ts'
import { EhrError } from './errors.ts'

export type Chart = {
  readonly patientResource: unknown
  readonly patient: MappedPatient
  readonly conditions: readonly unknown[]
  readonly procedures: readonly unknown[]
  readonly observations: readonly unknown[]
  readonly medicationRequests: readonly unknown[]
  readonly coverages: readonly unknown[]
  readonly relatedPersons: readonly unknown[]
  /** Performer and billing provider, as far as they could be read. */
  readonly providers: readonly unknown[]
  readonly performer: ProviderReference | undefined
  readonly billingProvider: ProviderReference | undefined
  readonly recordPerformer: EncounterRecord['performer']
  readonly gaps: readonly string[]
}

export type ChartRequest = ChartAccess & {
  readonly context: LaunchContext
  readonly encounter: MappedEncounter
  readonly timeZone: string
  readonly signal?: AbortSignal | undefined
}

/** @throws EhrError when the patient cannot be read, or is somebody else */
export async function readChart(request: ChartRequest): Promise<Chart> {
  const { context, encounter, timeZone, signal } = request
  const days = { start: findDay(encounter.period.start, timeZone), end: findDay(encounter.period.end, timeZone) }
  const queries = buildChartQueries(context, days)
  const [patient, performer, billingProvider, relatedPersons, ...parts] = await Promise.all([
    readPatient(request),
    readProvider(request, encounter.performer),
    readProvider(request, encounter.serviceProvider),
    readRelatives(request),
    ...queries.map((query) => readChartPart(request, query, signal)),
  ])
  const listOf = (type: string) =>
    queries.flatMap((query, index) => (query.type === type ? (parts[index]?.resources ?? []) : []))
  return {
    ...patient,
    conditions: listOf('Condition'),
    procedures: listOf('Procedure'),
    observations: listOf('Observation'),
    medicationRequests: listOf('MedicationRequest'),
    coverages: listOf('Coverage'),
    relatedPersons,
    providers: [performer.resource, billingProvider.resource].filter((resource) => resource !== undefined),
    performer: performer.reference,
    billingProvider: billingProvider.reference,
    recordPerformer: { role: 'provider', ...(performer.specialty && { specialty: performer.specialty }) },
    gaps: parts.flatMap((part) => part.gaps),
  }
}

async function readPatient({
  server,
  context,
  signal,
}: ChartRequest): Promise<Pick<Chart, 'patient' | 'patientResource'>> {
  const patientResource = await server.read(`Patient/${context.patientId}`, signal)
  const mapped = mapPatient(patientResource)
  if (!mapped.ok) throw new EhrError('bad-response')
  if (mapped.value.id !== context.patientId) throw new EhrError('wrong-patient')
  return { patientResource, patient: mapped.value }
}

/** Names for the mask alone. Only where it was granted, and no gap where it fails: nothing on the screen lacks them. */
async function readRelatives(request: ChartRequest): Promise<readonly unknown[]> {
  if (request.scopes?.allows('RelatedPerson', 's') !== true) return []
  const query = { patient: request.context.patientId, _count: '50' }
  const part = { type: 'RelatedPerson', name: 'Relatives', queries: [query] }
  return (await readChartPart(request, part, request.signal)).resources
}

type Provider = {
  readonly reference?: ProviderReference
  readonly specialty?: string | undefined
  readonly resource?: unknown
}

/** Names the provider even when the resource may not be read: the reference alone stands in the Encounter. */
async function readProvider(request: ChartRequest, reference: string | undefined): Promise<Provider> {
  if (reference === undefined) return {}
  try {
    const resource = await request.server.read(reference, request.signal)
    const mapped = mapProviderReference(resource)
    return { reference: mapped.ok ? mapped.value : { reference }, specialty: findSpecialty(resource), resource }
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    return { reference: { reference } }
  }
}
