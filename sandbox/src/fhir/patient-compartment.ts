/** What belongs to one patient: the Patient compartment of R4, and three things that servers add to it. */
import type { WithId } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import { findSearchParameter, readPatientCompartment } from './definitions.ts'
import { attachmentCode, type ReferenceIndex } from './reference-index.ts'

/** R4 has these two outside the compartment although they name their patient; R5 and most servers have them inside. */
const added: ReadonlyMap<string, readonly string[]> = new Map([
  ['Device', ['patient']],
  ['Task', ['patient']],
])

type Store = {
  readonly index: ReferenceIndex
  current(resourceType: string): ReadonlyMap<string, WithId<Resource>>
}

export class PatientCompartment {
  readonly #parameters = new Map([...readPatientCompartment(), ...added])
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  has(patientId: string, resource: Resource): boolean {
    if (resource.resourceType === 'Patient') {
      return resource.id === patientId
    }
    if (resource.resourceType === 'Binary') {
      const { id, securityContext } = resource
      return this.#pointsTo(securityContext?.reference, patientId) || this.#isAttached(patientId, id)
    }
    if (resource.resourceType === 'Provenance') {
      return resource.target.some(({ reference }) => this.#pointsTo(reference, patientId))
    }
    return this.#namesPatient(patientId, resource)
  }

  /** True where a patient-level scope can reach the type at all. */
  covers(resourceType: string): boolean {
    return resourceType === 'Binary' || (this.#parameters.get(resourceType)?.length ?? 0) > 0
  }

  #namesPatient(patientId: string, resource: Resource): boolean {
    const codes = this.#parameters.get(resource.resourceType) ?? []
    return codes.some((code) => {
      const parameter = findSearchParameter(resource.resourceType, code)
      return (
        parameter !== undefined && this.#store.index.targetsOf(resource, parameter).includes(`Patient/${patientId}`)
      )
    })
  }

  /** A record about a record belongs where that record belongs. */
  #pointsTo(reference: string | undefined, patientId: string): boolean {
    const [type = '', id = ''] = this.#store.index.toRelative(reference ?? '').split('/')
    const target = this.#store.current(type).get(id)
    return target !== undefined && this.has(patientId, target)
  }

  /** A Binary says nothing of its patient; the document that attaches it does. */
  #isAttached(patientId: string, id: string | undefined): boolean {
    return ['DocumentReference', 'DiagnosticReport', 'Media', 'Communication'].some((type) =>
      [...this.#store.index.find(type, attachmentCode, `Binary/${id}`)].some((parent) =>
        this.#pointsTo(`${type}/${parent}`, patientId),
      ),
    )
  }
}
