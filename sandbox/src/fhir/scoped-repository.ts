/** The record as one access token may see and change it. Every route, bundle entry, include and condition goes through here. */
import type { Operation, SearchRequest, WithId } from '@medplum/core'
import { badRequest, Operator } from '@medplum/core'
import type { CreateResourceOptions, DeleteResourceOptions, UpdateResourceOptions } from '@medplum/fhir-router'
import { FhirRepository, getExtraEntries } from '@medplum/fhir-router'
import type { Bundle, BundleEntry, OperationOutcome, Parameters, Reference, Resource } from '@medplum/fhirtypes'
import type { ScopeLetter } from '../smart/scopes.ts'
import type { Access } from './access.ts'
import { forbiddenBecause, refuse } from './outcomes.ts'
import { listResourceTypes } from './resource-types.ts'
import type { SandboxRepository } from './sandbox-repository.ts'

const interactionNames = { c: 'create', r: 'read', u: 'update', d: 'delete', s: 'search' } as const

export class ScopedRepository extends FhirRepository {
  readonly #store: SandboxRepository
  readonly #access: Access

  constructor(store: SandboxRepository, access: Access) {
    super()
    this.#store = store
    this.#access = access
  }

  override setMode(): void {
    // One store, no readers and writers.
  }

  override generateId(): string {
    return this.#store.generateId()
  }

  exists(resourceType: string, id: string): boolean {
    return this.#store.has(resourceType, id)
  }

  override async createResource<T extends Resource>(resource: T, options?: CreateResourceOptions): Promise<WithId<T>> {
    this.#require('c', resource)
    return this.#store.createResource(withServerId(resource, options), options)
  }

  override async readResource<T extends Resource>(resourceType: string, id: string): Promise<WithId<T>> {
    this.#requireType('r', resourceType)
    const resource = await this.#store.readResource<WithId<T>>(resourceType, id)
    this.#require('r', resource)
    return resource
  }

  override async readReference<T extends Resource>(reference: Reference<T>): Promise<WithId<T>> {
    const [type = '', id = ''] = this.#store.index.toRelative(reference.reference ?? '').split('/')
    return this.readResource<T>(type, id)
  }

  /** For `_include`: what the token may not see is left out, as SMART asks ("omitted results"). */
  override async readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    const targets = references.map(({ reference }) => this.#store.index.toRelative(reference ?? '').split('/'))
    const found = targets.flatMap(([type = '', id = '']) => this.#store.current(type).get(id) ?? [])
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the type it follows references to
    return found.filter(this.#canSee).map((resource) => structuredClone(resource) as Resource as T)
  }

  override async readHistory<T extends Resource>(resourceType: string, id: string): Promise<Bundle<WithId<T>>> {
    this.#requireLatest('r', { resourceType, id })
    const history = await this.#store.readHistory<WithId<T>>(resourceType, id)
    // An older version may have been about another patient.
    const entry = history.entry?.filter(({ resource }) => !resource || this.#access.allows('r', resource)) ?? []
    return { ...history, entry, total: entry.length }
  }

  override async readVersion<T extends Resource>(resourceType: string, id: string, vid: string): Promise<WithId<T>> {
    this.#requireLatest('r', { resourceType, id })
    const version = await this.#store.readVersion<WithId<T>>(resourceType, id, vid)
    this.#require('r', version)
    return version
  }

  override async updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    const { resourceType, id = '' } = resource
    const existing = this.#store.current(resourceType).get(id)
    if (existing) {
      this.#require('u', existing)
    }
    this.#require(existing ? 'u' : 'c', resource)
    return this.#store.updateResource(resource, options)
  }

  // biome-ignore lint/complexity/useMaxParams: the signature is FhirRepository's
  override async patchResource<T extends Resource>(
    resourceType: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    this.#requireLatest('u', { resourceType, id })
    return this.#store.withTransaction(async () => {
      const patched = await this.#store.patchResource<T>(resourceType, id, patch, options)
      if (patched.resourceType !== resourceType || patched.id !== id) {
        return refuse(badRequest('A patch cannot change the type or the id'))
      }
      this.#require('u', patched)
      return patched
    })
  }

  override async deleteResource(resourceType: string, id: string, options?: DeleteResourceOptions): Promise<void> {
    this.#requireLatest('d', { resourceType, id })
    await this.#store.deleteResource(resourceType, id, options)
  }

  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    this.#requireType('s', request.resourceType)
    const bundle = await this.#store.find(request, (resource) => this.#access.allows('s', resource))
    if (request.include || request.revInclude) {
      const entries: BundleEntry[] = bundle.entry ?? []
      const matches = entries.flatMap(({ resource }) => resource ?? [])
      await getExtraEntries(this, request, matches, entries, { executeSearch: this.#findIncluded })
    }
    return bundle
  }

  /** Asked by conditions and by bundles for identities, not by a search; what may be written may be recognised. */
  override async searchResources<T extends Resource>(request: SearchRequest<T>): Promise<WithId<T>[]> {
    if (!request.filters?.length) {
      return refuse(badRequest('A condition needs a search parameter'))
    }
    const { entry = [] } = await this.#store.find(request, (resource) => this.#mayRecognise(resource))
    return entry.flatMap(({ resource }) => resource ?? [])
  }

  override async searchByReference<T extends Resource>(
    request: SearchRequest<T>,
    field: string,
    references: string[],
  ): Promise<Record<string, WithId<T>[]>> {
    const found = references.map(async (value) => {
      const filters = [...(request.filters ?? []), { code: field, operator: Operator.EQUALS, value }]
      const { entry = [] } = await this.search({ ...request, filters })
      return [value, entry.flatMap(({ resource }) => resource ?? [])] as const
    })
    return Object.fromEntries(await Promise.all(found))
  }

  override async conditionalCreate<T extends Resource>(
    resource: T,
    search: SearchRequest<T>,
    options?: CreateResourceOptions,
  ): Promise<{ resource: WithId<T>; outcome: OperationOutcome }> {
    this.#require('c', resource)
    const isVisible = (candidate: Resource) => this.#mayRecognise(candidate)
    const result = await this.#store.createUnless(withServerId(resource, options), {
      search,
      isVisible,
      ...(options ? { options } : {}),
    })
    return { ...result, resource: this.#canSee(result.resource) ? result.resource : outlineOf(result.resource) }
  }

  override async withTransaction<Result>(callback: (repository: this) => Promise<Result>): Promise<Result> {
    return this.#store.withTransaction(async () => callback(this))
  }

  /** All that belongs to a patient and may be seen, but the patient. */
  listCompartment(patientId: string): readonly WithId<Resource>[] {
    const others = [...listResourceTypes()].filter((type) => type !== 'Patient')
    return others
      .flatMap((type) => [...this.#store.current(type).values()])
      .filter((resource) => this.#store.compartment.has(patientId, resource) && this.#canSee(resource))
      .map((resource) => structuredClone(resource))
  }

  readonly #canSee = (resource: Resource): boolean =>
    this.#access.allows('r', resource) || this.#access.allows('s', resource)

  readonly #findIncluded = async (request: SearchRequest): Promise<WithId<Resource>[]> => {
    const { entry = [] } = await this.#store.find(request, (resource) => this.#access.allows('s', resource))
    return entry.flatMap(({ resource }) => resource ?? [])
  }

  #mayRecognise(resource: Resource): boolean {
    const writing: readonly ScopeLetter[] = ['c', 'u', 'd', 's']
    return writing.some((letter) => this.#access.allows(letter, resource))
  }

  #requireType(letter: ScopeLetter, resourceType: string): void {
    if (!this.#access.mayTry(letter, resourceType)) {
      refuse(forbiddenBecause(`No scope for ${interactionNames[letter]} on ${resourceType}`))
    }
  }

  #require(letter: ScopeLetter, resource: Resource): void {
    this.#requireType(letter, resource.resourceType)
    if (!this.#access.allows(letter, resource)) {
      refuse(
        forbiddenBecause(`The scopes do not reach this ${resource.resourceType} (other patient, or other category)`),
      )
    }
  }

  /** Checks the stored resource, also when it was deleted; says nothing where there never was one. */
  #requireLatest(letter: ScopeLetter, { resourceType, id }: { resourceType: string; id: string }): void {
    this.#requireType(letter, resourceType)
    const latest = this.#store.latestVersion(resourceType, id)
    if (latest) {
      this.#require(letter, latest)
    }
  }
}

/** https://hl7.org/fhir/R4/http.html#create: an id that comes with a create is ignored, unless a bundle assigned it. */
function withServerId<T extends Resource>(resource: T, options: CreateResourceOptions | undefined): T {
  if (options?.assignedId) {
    return resource
  }
  const { id: _, ...rest } = resource
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `id` is optional in every type
  return rest as T
}

/** Who may create but not read learns that a resource is there and which version, not what it says. */
function outlineOf<T extends Resource>({ resourceType, id, meta }: WithId<T>): WithId<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an outline stands in for the resource in the answer
  return { resourceType, id, meta } as WithId<T>
}
