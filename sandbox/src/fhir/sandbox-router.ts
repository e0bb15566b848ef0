/** `FhirRouter` with its gaps closed: searches with links, PUT-create, operations, refusals of what a base does not offer. */
import { allOk, badRequest, created, getStatus, isResource, normalizeOperationOutcome, notFound } from '@medplum/core'
import {
  type FhirRequest,
  type FhirRouteHandler,
  FhirRouter,
  type HttpMethod,
  processBatch,
  type RestInteraction,
  updateResourceImpl,
} from '@medplum/fhir-router'
import type { Bundle, Parameters as FhirParameters, OperationOutcome, Resource } from '@medplum/fhirtypes'
import { type Interaction, type Personality, READS, WRITES } from '../personalities/personality.ts'
import { completeBundleResponse, encodeConditions } from './bundles.ts'
import { creditCharge, postCharge } from './charge-operations.ts'
import { readEverything } from './everything.ts'
import { notSupported } from './outcomes.ts'
import { isResourceType } from './resource-types.ts'
import { ScopedRepository } from './scoped-repository.ts'
import { runSearch } from './search-page.ts'
import { validate } from './validate.ts'

export type FhirBase = {
  /** Absolute, without a slash at the end. */
  readonly url: string
  /** May change while the sandbox runs. */
  readonly personality: Personality
  /** Where subscriptions are heard; the charge and open bases have none. */
  readonly socketUrl?: string
}

const typed: ReadonlySet<string> = new Set<Interaction>([...READS, ...WRITES])

function isTyped(interaction: string): interaction is Interaction {
  return typed.has(interaction)
}

export class SandboxRouter extends FhirRouter {
  readonly #base: FhirBase

  constructor(base: FhirBase) {
    super()
    this.#base = base
    this.#remove('GET', '')
    this.#remove('POST', '$graphql')
    this.#replace('GET', ':resourceType', this.#search)
    this.#replace('POST', ':resourceType/_search', this.#searchByPost)
    this.#replace('PUT', ':resourceType/:id', this.#update)
    this.#replace('GET', ':resourceType/:id/_history', this.#readHistory)
    this.#replace('POST', '', this.#processBundle)
    this.add('POST', ':resourceType/$validate', this.#validate)
    this.add('GET', 'Patient/:id/$everything', this.#everything)
    this.add('POST', 'ChargeItem/$create', this.#postCharge)
    this.add('POST', 'ChargeItem/:id/$credit', this.#creditCharge)
    this.#guardRoutes()
  }

  /** Each handler refuses by itself, because a bundle calls handlers, not `handleRequest`. */
  #guardRoutes(): void {
    for (const route of this.router.routes) {
      const { handler, data } = route
      route.handler = async (...call) => {
        const refusal = this.#findRefusal(data?.interaction, call[0])
        return refusal ? [refusal] : handler(...call)
      }
    }
  }

  #findRefusal(interaction: RestInteraction | undefined, { params }: FhirRequest): OperationOutcome | undefined {
    const type = params['resourceType']
    const { personality } = this.#base
    if (interaction === 'batch' && !personality.hasBundles) {
      return notSupported('This server has no batch and no transaction')
    }
    if (type === undefined) {
      return undefined
    }
    const offered = personality.listInteractions(type)
    if (!isResourceType(type) || offered.size === 0) {
      return notFound
    }
    const isOffered = interaction === undefined || !isTyped(interaction) || offered.has(interaction)
    return isOffered ? undefined : notSupported(`${type} has no ${interaction} on this server`)
  }

  #remove(method: HttpMethod, path: string): void {
    this.router.routes.splice(this.#findRoute(method, path), 1)
  }

  #replace(method: HttpMethod, path: string, handler: FhirRouteHandler): void {
    const route = this.router.routes[this.#findRoute(method, path)]
    if (route) {
      route.handler = handler
    }
  }

  #findRoute(method: HttpMethod, path: string): number {
    return this.router.routes.findIndex(
      (route) =>
        route.method === method &&
        route.path.map(({ value, param }) => (param ? `:${value}` : value)).join('/') === path,
    )
  }

  readonly #search: FhirRouteHandler = async (request, repository) =>
    runSearch({ base: this.#base, request, repository, parameters: request.query })

  readonly #searchByPost: FhirRouteHandler = async (request, repository) => {
    const form: unknown = request.body
    const parameters = { ...request.query, ...(isParameterMap(form) ? form : {}) }
    return runSearch({ base: this.#base, request, repository, parameters })
  }

  /** PUT to an id that is not there creates, and says so: https://hl7.org/fhir/R4/http.html#upsert */
  readonly #update: FhirRouteHandler = async (request, repository) => {
    const { resourceType = '', id = '' } = request.params
    const body: unknown = request.body
    if (!isResource(body) || body.resourceType !== resourceType) {
      return [badRequest(`The body is no ${resourceType}`)]
    }
    const wasThere = repository instanceof ScopedRepository && repository.exists(resourceType, id)
    const ifMatch = findIfMatch(request)
    const [outcome, resource] = await updateResourceImpl(
      body.resourceType,
      id,
      body,
      repository,
      ifMatch === undefined ? {} : { ifMatch },
    )
    const answer = getStatus(outcome) === 200 && !wasThere ? created : outcome
    return resource ? [answer, resource] : [answer]
  }

  readonly #readHistory: FhirRouteHandler = async ({ params }, repository) => {
    const bundle = await repository.readHistory(params['resourceType'] ?? '', params['id'] ?? '')
    const url = `${this.#base.url}/${params['resourceType']}/${params['id']}`
    const entry = bundle.entry?.map((version) => ({ fullUrl: url, ...version })) ?? []
    return [allOk, { ...bundle, link: [{ relation: 'self', url: `${url}/_history` }], entry }]
  }

  readonly #processBundle: FhirRouteHandler = async (request, repository) => {
    const body: unknown = request.body
    if (!isResource<Bundle>(body, 'Bundle')) {
      return [badRequest('Only a Bundle can be posted to the base')]
    }
    const response = await processBatch(request, repository, this, encodeConditions(body))
    return [allOk, completeBundleResponse(response, this.#base.url)]
  }

  /** https://hl7.org/fhir/R4/resource-operation-validate.html, without profiles. Answers 200 with the verdict. */
  readonly #validate: FhirRouteHandler = async ({ params, body }) => {
    const given: unknown = body
    const resource = isResource<FhirParameters>(given, 'Parameters')
      ? given.parameter?.find(({ name }) => name === 'resource')?.resource
      : given
    if (!isResource(resource) || resource.resourceType !== params['resourceType']) {
      return [badRequest(`The body is no ${params['resourceType']}`)]
    }
    return [allOk, judge(resource)]
  }

  readonly #postCharge: FhirRouteHandler = async ({ body }, repository) =>
    this.#base.personality.hasChargeOperations ? postCharge(body, repository) : [notFound]

  readonly #creditCharge: FhirRouteHandler = async ({ params, body }, repository) =>
    this.#base.personality.hasChargeOperations ? creditCharge(params['id'] ?? '', body, repository) : [notFound]

  readonly #everything: FhirRouteHandler = async ({ params }, repository) =>
    readEverything({ base: this.#base.url, repository, patientId: params['id'] ?? '' })
}

function findIfMatch({ headers }: FhirRequest): string | undefined {
  return /"([^"]+)"/.exec(headers?.['if-match'] ?? '')?.[1]
}

function isParameterMap(form: unknown): form is Readonly<Record<string, string | string[]>> {
  return typeof form === 'object' && form !== null && !Array.isArray(form) && !isResource(form)
}

function judge(resource: Resource): OperationOutcome {
  try {
    const warnings = validate(resource)
    return warnings.length > 0 ? { resourceType: 'OperationOutcome', issue: warnings } : allOk
  } catch (error) {
    return normalizeOperationOutcome(error)
  }
}
