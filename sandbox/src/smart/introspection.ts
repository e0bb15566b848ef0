/** RFC 7662, as https://hl7.org/fhir/smart-app-launch/token-introspection.html extends it: context and fhirUser come along. */
import { findBearerToken, type HttpHandler, jsonReply } from '../http.ts'
import { type AuthorizationServer, describeLaunch, type LiveToken } from './authorization-server.ts'

type Introspection = { readonly server: AuthorizationServer; readonly issuer: string; readonly clientId: string }

export function createIntrospection({ server, issuer, clientId }: Introspection): HttpHandler {
  return async ({ method, body, headers }) => {
    const form = new URLSearchParams(body.toString())
    const value = form.get('token')
    if (method !== 'POST' || value === null) {
      return jsonReply(400, { error: 'invalid_request', error_description: 'POST a form with "token"' })
    }
    // SMART: a server that protects this endpoint shall accept a SMART bearer token; our public client may also name itself.
    const bearer = findBearerToken(headers)
    const isKnown = bearer === undefined ? form.get('client_id') === clientId : await server.findToken(bearer)
    if (!isKnown) {
      return jsonReply(401, { error: 'invalid_client' }, { 'WWW-Authenticate': 'Bearer' })
    }
    const token = await server.findToken(value)
    return jsonReply(200, token ? describe(token, issuer) : { active: false })
  }
}

function describe({ context, ...token }: LiveToken, issuer: string): object {
  return {
    active: true,
    scope: token.scope,
    client_id: token.clientId,
    token_type: 'Bearer',
    iat: token.issuedAt,
    exp: token.expiresAt,
    iss: issuer,
    sub: token.userId,
    aud: token.base,
    fhirUser: `${token.base}/Practitioner/${token.userId}`,
    ...describeLaunch(context),
  }
}
