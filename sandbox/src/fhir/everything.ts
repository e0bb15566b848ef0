/** Patient/$everything: the record of one patient, as far as the token reaches. https://hl7.org/fhir/R4/operation-patient-everything.html */
import { allOk } from '@medplum/core'
import type { FhirRepository, FhirResponse } from '@medplum/fhir-router'
import type { BundleEntry, Patient } from '@medplum/fhirtypes'
import { notSupported } from './outcomes.ts'
import { ScopedRepository } from './scoped-repository.ts'

type EverythingRequest = { readonly base: string; readonly repository: FhirRepository; readonly patientId: string }

export async function readEverything({ base, repository, patientId }: EverythingRequest): Promise<FhirResponse> {
  if (!(repository instanceof ScopedRepository)) {
    return [notSupported('$everything')]
  }
  const patient = await repository.readResource<Patient>('Patient', patientId)
  const entry: BundleEntry[] = [patient, ...repository.listCompartment(patientId)].map((resource) => ({
    fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
    search: { mode: 'match' },
    resource,
  }))
  const link = [{ relation: 'self', url: `${base}/Patient/${patientId}/$everything` }]
  return [allOk, { resourceType: 'Bundle', type: 'searchset', total: entry.length, link, entry }]
}
