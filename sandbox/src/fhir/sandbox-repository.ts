/** The record: `MemoryRepository` of @medplum/fhir-router with what a server needs and it lacks. */
import type { SearchRequest, WithId } from '@medplum/core'
import { allOk, badRequest, created, gone, multipleMatches, notFound, preconditionFailed } from '@medplum/core'
import type { CreateResourceOptions, DeleteResourceOptions, UpdateResourceOptions } from '@medplum/fhir-router'
import { MemoryRepository } from '@medplum/fhir-router'
import type { Bundle, BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes'
import { loadDefinitions } from './definitions.ts'
import { entityTag } from './entity-tag.ts'
import { refuse } from './outcomes.ts'
import { PatientCompartment } from './patient-compartment.ts'
import { ReferenceIndex } from './reference-index.ts'
import { findMatches, matchesRequest, type Visibility } from './search.ts'
import { validate } from './validate.ts'

type StoredResource = WithId<Resource>
type Tombstone = { readonly deletedAt: string; readonly versionsBefore: number }

export class SandboxRepository extends MemoryRepository {
  readonly index: ReferenceIndex
  readonly compartment: PatientCompartment
  #turn: Promise<unknown> = Promise.resolve()
  readonly #listeners = new Set<(resource: StoredResource) => void>()
  readonly #deletions = new Map<string, readonly Tombstone[]>()

  constructor(bases: readonly string[]) {
    super()
    loadDefinitions()
    this.index = new ReferenceIndex(bases)
    this.compartment = new PatientCompartment(this)
  }

  /** Every stored resource of a type, as it is now. Not copies: nobody may change them. */
  current(resourceType: string): ReadonlyMap<string, StoredResource> {
    return this.#maps.resources.get(resourceType) ?? new Map()
  }

  has(resourceType: string, id: string): boolean {
    return this.current(resourceType).has(id)
  }

  wasDeleted(resourceType: string, id: string): boolean {
    return !this.has(resourceType, id) && this.#deletions.has(`${resourceType}/${id}`)
  }

  /** The newest version, also of a resource that was deleted since. */
  latestVersion(resourceType: string, id: string): StoredResource | undefined {
    return this.#maps.history.get(resourceType)?.get(id)?.at(-1)
  }

  /** Hears of every version as it is stored, also of one that a failed transaction takes back. @returns what ends it */
  onChange(hear: (resource: WithId<Resource>) => void): () => void {
    this.#listeners.add(hear)
    return () => this.#listeners.delete(hear)
  }

  matches(request: SearchRequest, resource: WithId<Resource>): boolean {
    return matchesRequest({ store: this, isVisible: () => true }, request, resource)
  }

  override async createResource<T extends Resource>(
    resource: T,
    options?: CreateResourceOptions,
    isUpdate = false,
  ): Promise<WithId<T>> {
    validate(resource)
    const before = resource.id === undefined ? undefined : this.current(resource.resourceType).get(resource.id)
    const stored = await super.createResource(resource, options, isUpdate)
    if (before) {
      this.index.remove(before)
    }
    const now = this.current(stored.resourceType).get(stored.id)
    if (now) {
      this.index.add(now)
      for (const hear of this.#listeners) hear(now)
    }
    return stored
  }

  override async updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    // RFC 9110 13.1.1: a condition about a resource that is not there is false; MemoryRepository says 404.
    if (options?.ifMatch !== undefined && !this.has(resource.resourceType, resource.id ?? '')) {
      return refuse(preconditionFailed)
    }
    return super.updateResource(resource, options)
  }

  override async readResource<T extends Resource>(resourceType: string, id: string): Promise<T> {
    if (this.wasDeleted(resourceType, id)) {
      return refuse(gone)
    }
    return super.readResource<T>(resourceType, id)
  }

  override async deleteResource(resourceType: string, id: string, options?: DeleteResourceOptions): Promise<void> {
    const existing = this.current(resourceType).get(id)
    await super.deleteResource(resourceType, id, options)
    if (existing) {
      this.index.remove(existing)
      const key = `${resourceType}/${id}`
      const versionsBefore = this.#maps.history.get(resourceType)?.get(id)?.length ?? 0
      const tombstone = { deletedAt: new Date().toISOString(), versionsBefore }
      this.#deletions.set(key, [...(this.#deletions.get(key) ?? []), tombstone])
    }
  }

  /** Newest first, deletions among the versions. MemoryRepository turns its own array round at every read. */
  override async readHistory<T extends Resource>(resourceType: string, id: string): Promise<Bundle<T>> {
    const url = `${resourceType}/${id}`
    const versions = this.#maps.history.get(resourceType)?.get(id)
    if (!versions) {
      return refuse(notFound)
    }
    const deletions = this.#deletions.get(url) ?? []
    const entries = versions.flatMap((resource, index) => [
      versionEntry(structuredClone(resource), index === 0),
      ...deletions
        .filter(({ versionsBefore }) => versionsBefore === index + 1)
        .map(({ deletedAt }) => deletionEntry(url, deletedAt)),
    ])
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the type it asks the history of
    return { resourceType: 'Bundle', type: 'history', total: entries.length, entry: entries.reverse() } as Bundle<T>
  }

  override async readVersion<T extends Resource>(resourceType: string, id: string, versionId: string): Promise<T> {
    const versions = this.#maps.history.get(resourceType)?.get(id)
    const version = versions?.find(({ meta }) => meta?.versionId === versionId)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the type it reads
    return version ? (structuredClone(version) as Resource as T) : refuse(notFound)
  }

  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    return this.find(request, () => true)
  }

  /** The page that was asked for, of the matches that `isVisible` lets through; no includes. */
  async find<T extends Resource>(request: SearchRequest<T>, isVisible: Visibility): Promise<Bundle<WithId<T>>> {
    const matches = findMatches({ store: this, isVisible }, request)
    const offset = request.offset ?? 0
    const page = matches.slice(offset, request.count === undefined ? undefined : offset + request.count)
    const entry = page.map((resource) => ({ search: { mode: 'match' }, resource: structuredClone(resource) }))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the request names the type it searches
    return { resourceType: 'Bundle', type: 'searchset', total: matches.length, entry } as Bundle<WithId<T>>
  }

  /** MemoryRepository's own goes round `createResource`, and so round validation. */
  override async conditionalCreate<T extends Resource>(
    resource: T,
    search: SearchRequest<T>,
    options?: CreateResourceOptions,
  ): Promise<{ resource: WithId<T>; outcome: OperationOutcome }> {
    return this.createUnless(resource, { search, isVisible: () => true, ...(options ? { options } : {}) })
  }

  /** https://hl7.org/fhir/R4/http.html#ccreate, among what the caller may see. */
  async createUnless<T extends Resource>(
    resource: T,
    { search, isVisible, options }: ConditionalCreate<T>,
  ): Promise<{ resource: WithId<T>; outcome: OperationOutcome }> {
    if (!search.filters?.length) {
      return refuse(badRequest('If-None-Exist names no search parameter'))
    }
    const { entry = [] } = await this.find({ ...search, count: 2 }, isVisible)
    const [existing, another] = entry.flatMap((found) => found.resource ?? [])
    if (another) {
      return refuse(multipleMatches)
    }
    return existing
      ? { resource: existing, outcome: allOk }
      : { resource: await this.createResource(resource, options), outcome: created }
  }

  /** One request after another, so that no one sees half a transaction, nor loses a write to its rollback. */
  async exclusively<Result>(task: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(task)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** All or nothing: a failure puts back every resource, every version and the index. */
  override async withTransaction<Result>(callback: (repository: this) => Promise<Result>): Promise<Result> {
    const { resources, history } = this.#maps
    const before = {
      resources: copyMaps(resources, (resource) => resource),
      history: copyMaps(history, (versions) => [...versions]),
      deletions: new Map(this.#deletions),
    }
    try {
      return await callback(this)
    } catch (error) {
      replace(resources, before.resources)
      replace(history, before.history)
      replace(this.#deletions, before.deletions)
      this.index.clear()
      for (const resource of [...resources.values()].flatMap((byId) => [...byId.values()])) {
        this.index.add(resource)
      }
      throw error
    }
  }

  /** MemoryRepository keeps its two maps to itself, and offers no snapshot. */
  get #maps(): Maps {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- private fields of the pinned @medplum/fhir-router; the rollback tests would notice
    return this as unknown as Maps
  }
}

type Maps = {
  readonly resources: Map<string, Map<string, StoredResource>>
  readonly history: Map<string, Map<string, StoredResource[]>>
}

type ConditionalCreate<T extends Resource> = {
  readonly search: SearchRequest<T>
  readonly isVisible: Visibility
  readonly options?: CreateResourceOptions
}

function versionEntry(resource: StoredResource, isFirst: boolean): BundleEntry {
  const url = `${resource.resourceType}/${resource.id}`
  return {
    resource,
    request: isFirst ? { method: 'POST', url: resource.resourceType } : { method: 'PUT', url },
    response: {
      status: isFirst ? '201' : '200',
      location: `${url}/_history/${resource.meta?.versionId}`,
      etag: entityTag(resource.meta?.versionId ?? ''),
      ...(resource.meta?.lastUpdated === undefined ? {} : { lastModified: resource.meta.lastUpdated }),
    },
  }
}

function deletionEntry(url: string, deletedAt: string): BundleEntry {
  return { request: { method: 'DELETE', url }, response: { status: '204', lastModified: deletedAt } }
}

function copyMaps<Value>(
  maps: ReadonlyMap<string, ReadonlyMap<string, Value>>,
  copy: (value: Value) => Value,
): Map<string, Map<string, Value>> {
  return new Map([...maps].map(([type, byId]) => [type, new Map([...byId].map(([id, value]) => [id, copy(value)]))]))
}

function replace<Value>(map: Map<string, Value>, content: ReadonlyMap<string, Value>): void {
  map.clear()
  for (const [key, value] of content) {
    map.set(key, value)
  }
}
