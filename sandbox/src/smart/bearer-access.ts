/** Turns the bearer token of a FHIR request into what it may do on one base, or into a 401. RFC 6750. */
import { createAccess } from '../fhir/access.ts'
import type { AccessDecision } from '../fhir/fhir-endpoint.ts'
import { unauthorizedReply } from '../fhir/fhir-reply.ts'
import type { SandboxRepository } from '../fhir/sandbox-repository.ts'
import { findBearerToken, type HttpRequest } from '../http.ts'
import type { AuthorizationServer } from './authorization-server.ts'
import { listResourceScopes } from './scopes.ts'

type Check = { readonly server: AuthorizationServer; readonly store: SandboxRepository; readonly base: string }

export function createTokenCheck({ server, store, base }: Check): (request: HttpRequest) => Promise<AccessDecision> {
  return async ({ headers }) => {
    const value = findBearerToken(headers)
    if (value === undefined) {
      return { kind: 'refused', reply: unauthorizedReply(undefined) }
    }
    const service = await server.findBackendToken(value)
    if (service?.base === base) {
      const scopes = listResourceScopes(service.scope)
      const access = createAccess({ scopes, patientId: undefined, isService: true, store })
      return { kind: 'granted', access }
    }
    const token = await server.findToken(value)
    if (token?.base !== base) {
      return { kind: 'refused', reply: unauthorizedReply('invalid_token') }
    }
    const access = createAccess({ scopes: listResourceScopes(token.scope), patientId: token.context.patientId, store })
    return { kind: 'granted', access }
  }
}
