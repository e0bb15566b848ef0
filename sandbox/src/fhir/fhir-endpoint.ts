/** One FHIR base over HTTP: https://hl7.org/fhir/R4/http.html */
import { setTimeout } from 'node:timers/promises'
import { normalizeOperationOutcome } from '@medplum/core'
import type { FhirRequest, FhirResponse } from '@medplum/fhir-router'
import type { HttpHandler, HttpReply, HttpRequest } from '../http.ts'
import type { Personality } from '../personalities/personality.ts'
import type { Access } from './access.ts'
import { createBulkExports } from './bulk-export.ts'
import { buildCapabilityStatement, type SmartEndpoints } from './capability-statement.ts'
import { fhirJson, outcomeReply, toHttpReply } from './fhir-reply.ts'
import { tryParseFhirRequest } from './fhir-request.ts'
import type { SandboxRepository } from './sandbox-repository.ts'
import { type FhirBase, SandboxRouter } from './sandbox-router.ts'
import { ScopedRepository } from './scoped-repository.ts'

export type AccessDecision =
  | { readonly kind: 'granted'; readonly access: Access }
  | { readonly kind: 'refused'; readonly reply: HttpReply }

export type FhirEndpoint = {
  readonly base: FhirBase
  readonly store: SandboxRepository
  readonly authorize: (request: HttpRequest) => Promise<AccessDecision>
  /** Absent on the open base. */
  readonly smart?: { readonly endpoints: SmartEndpoints; readonly configuration: unknown }
}

export function createFhirHandler({ base, store, authorize, smart }: FhirEndpoint): HttpHandler {
  const router = new SandboxRouter(base)
  const bulk = createBulkExports(base.url, store)

  function findDocument({ method, path }: HttpRequest): HttpReply | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined
    if (path === '/metadata') return document(fhirJson, buildCapabilityStatement(base, smart?.endpoints))
    const isDiscovery = path === '/.well-known/smart-configuration' && smart !== undefined
    return isDiscovery ? document('application/json', smart.configuration) : undefined
  }

  return async (received) => {
    const { personality } = base
    if (personality.delayMs > 0) await setTimeout(personality.delayMs)
    const publicDocument = findDocument(received)
    if (publicDocument) {
      return publicDocument
    }
    const request = dropConditions(received, personality)
    const decision = await authorize(request)
    if (decision.kind === 'refused') {
      return decision.reply
    }
    const exported = bulk(request, decision.access)
    if (exported) {
      return exported
    }
    const parsed = tryParseFhirRequest(request)
    if (!parsed.ok) {
      return outcomeReply(parsed.problem)
    }
    const refusal = refuseByPersonality(parsed.value, personality)
    if (refusal) {
      return refusal
    }
    const repository = new ScopedRepository(store, decision.access)
    const response = await store.exclusively(() => route(router, parsed.value, repository))
    return toHttpReply({ request, response, base })
  }
}

/** Conditions that an EHR does not know are no error there: they are as if they had not been sent. */
function dropConditions(request: HttpRequest, { hasConditionalCreate, hasVersions }: Personality): HttpRequest {
  const { 'if-none-exist': ifNoneExist, 'if-match': ifMatch, ...headers } = request.headers
  return {
    ...request,
    headers: {
      ...headers,
      ...(hasConditionalCreate && ifNoneExist !== undefined && { 'if-none-exist': ifNoneExist }),
      ...(hasVersions && ifMatch !== undefined && { 'if-match': ifMatch }),
    },
  }
}

function refuseByPersonality({ method, url, body }: FhirRequest, personality: Personality): HttpReply | undefined {
  const [path = '', query] = url.split('?')
  const [, type = '', rest] = path.split('/')
  // An API that this client was not given: nothing is said beside the number.
  if (method === 'POST' && rest === undefined && personality.unlicensed.has(type)) return { status: 403, headers: {} }
  if (rest !== undefined) return undefined
  const problem = personality.findProblem({ method, type, query: new URLSearchParams(query), body })
  return problem && outcomeReply(problem)
}

function document(contentType: string, content: unknown): HttpReply {
  return {
    status: 200,
    headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' },
    body: JSON.stringify(content),
  }
}

async function route(router: SandboxRouter, request: FhirRequest, repository: ScopedRepository): Promise<FhirResponse> {
  try {
    return await router.handleRequest(request, repository)
  } catch (error) {
    return [normalizeOperationOutcome(error)]
  }
}
