/** `POST /v1/session`: finds the tenant, hands the exchange its proof, and says what a refused one was about. */
import { type SessionRequest, type SessionResponse, sessionRequest } from '#coding/contract/session.ts'
import { ProxyError } from '../errors.ts'
import type { LanguageModel } from '../llm/language-model.ts'
import type { Metrics } from '../metrics.ts'
import { verifyDpopProof } from '../session/dpop-proof.ts'
import { type ExchangeParts, exchangeSession, findAbout } from '../session/exchange.ts'
import type { TenantRow } from '../tenants.ts'
import { answerJson } from './answer.ts'
import { findRequestUrl } from './authentication.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'
import { requireTenantOrigin } from './origin.ts'
import type { TakeExchange } from './request-quota.ts'
import type { TenantParts } from './tenants.ts'

export type SessionParts = ExchangeParts &
  TenantParts & { readonly metrics: Metrics; readonly model: Pick<LanguageModel, 'identity'> }

export function createSessionsHandler(parts: SessionParts & { readonly takeExchange: TakeExchange }): Handler {
  return async function sessions(context) {
    const { value: request } = await readJson(context, sessionRequest)
    const tenant = findTenant(parts, request)
    context.set('tenant', tenant)
    const requestId = context.get('requestId')
    try {
      requireTenantOrigin(context, tenant, parts.publicOrigin)
      const signed = { method: context.req.method, url: findRequestUrl(context, parts.publicOrigin) }
      const proof = await verifyDpopProof(context.req.header('dpop'), signed, parts.now())
      await parts.takeExchange(context, tenant.key)
      const awaitOthers = context.get('awaitOthers')
      const isSignInShared = tenant.kind === 'smart' && parts.tenants.sharesSignIn(tenant)
      const exchange = { tenant, request, proof, requestId, awaitOthers, isSignInShared }
      const response = await exchangeSession(parts, exchange)
      parts.metrics.count('postil_sessions_total', { outcome: 'created' })
      // Whether one is configured, not whether it answers just now: a session outlives an outage of it, and without the
      // names of the chart no note of that session could be masked well once it is back.
      const isRead = parts.model.identity !== undefined && tenant.model === 'allowed'
      const feedback = tenant.feedback === 'allowed' ? 'on' : 'off'
      return answerJson(context, { ...response, model: isRead ? 'on' : 'off', feedback } satisfies SessionResponse)
    } catch (error) {
      if (error instanceof ProxyError && error.code !== 'busy') {
        parts.metrics.count('postil_sessions_total', { outcome: error.code })
        const { patientRef, encounterRef } = findAbout(parts.references, tenant.key, request)
        context.set('refusedExchange', patientRef === '' ? {} : { patient: patientRef, encounter: encounterRef })
      }
      throw error
    }
  }
}

function findTenant({ tenants, profile }: SessionParts, request: SessionRequest): TenantRow {
  const tenant = tenants.findByIssuer(request.issuer)
  // Said once more than the tenants file is checked: an open server in production would let anyone in.
  if (!tenant || (tenant.kind === 'open-server' && profile === 'production')) {
    throw new ProxyError('forbidden', 'This EHR is not registered with Postil.')
  }
  return tenant
}
