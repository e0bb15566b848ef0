/** Finds what the sidebar wrote for one patient; what the billing system sent before is not shown. */
import type { ChargeItem, Claim, Provenance } from '@medplum/fhirtypes'
import type { FhirClient, Stored } from './fhir-client.ts'
import type { WrittenResource } from './resource-summary.ts'

function listDeviceIds(provenances: readonly Stored<Provenance>[]): string[] {
  const references = provenances.flatMap(({ agent }) => agent.map(({ who }) => who.reference ?? ''))
  const ids = references.filter((reference) => reference.startsWith('Device/')).map((reference) => reference.slice(7))
  return [...new Set(ids)]
}

const DRAFT_IDENTIFIERS = 'https://postil.dev/fhir/draft-'

function isOwn({ identifier }: ChargeItem | Claim): boolean {
  return identifier?.some(({ system }) => system?.startsWith(DRAFT_IDENTIFIERS) ?? false) ?? false
}

/** Claims, charge items, tasks and answers first, then who made them and with what. */
export async function readWrittenResources(client: FhirClient, patientId: string): Promise<WrittenResource[]> {
  const patient = `Patient/${patientId}`
  const [claims, items, tasks, responses] = await Promise.all([
    client.search('Claim', { patient }),
    client.search('ChargeItem', { subject: patient }),
    client.search('Task', { patient }),
    client.search('QuestionnaireResponse', { patient }),
  ])
  const drafts = [...claims.filter(isOwn), ...items.filter(isOwn), ...tasks, ...responses]
  const targets = drafts.map(({ resourceType, id }) => `${resourceType}/${id}`)
  const provenances = targets.length === 0 ? [] : await client.search('Provenance', { target: targets.join(',') })
  const devices = await Promise.all(listDeviceIds(provenances).map((id) => client.read('Device', id)))
  return [...drafts, ...provenances, ...devices]
}
