/** One FHIR base over HTTP: https://hl7.org/fhir/R4/http.html */
import { normalizeOperationOutcome } from '@medplum/core'
import type { FhirRequest, FhirResponse } from '@medplum/fhir-router'
import type { HttpHandler, HttpReply, HttpRequest } from '../http.ts'
import type { Access } from './access.ts'
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
  const documents: Readonly<Record<string, HttpReply>> = {
    '/metadata': document(fhirJson, buildCapabilityStatement(base, smart?.endpoints)),
    ...(smart ? { '/.well-known/smart-configuration': document('application/json', smart.configuration) } : {}),
  }

  return async (request) => {
    const publicDocument = documents[request.path]
    if (publicDocument && (request.method === 'GET' || request.method === 'HEAD')) {
      return publicDocument
    }
    const decision = await authorize(request)
    if (decision.kind === 'refused') {
      return decision.reply
    }
    const parsed = tryParseFhirRequest(request)
    if (!parsed.ok) {
      return outcomeReply(parsed.problem)
    }
    const repository = new ScopedRepository(store, decision.access)
    const response = await store.exclusively(() => route(router, parsed.value, repository))
    return toHttpReply({ request, response, base: base.url })
  }
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
