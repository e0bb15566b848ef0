/** `POST /v1/session`: finds the tenant, hands the exchange its proof, and puts a refusal on record. */
import { type SessionRequest, type SessionResponse, sessionRequest } from '#coding/contract/session.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { ProxyError } from '../errors.ts'
import type { LanguageModel } from '../llm/language-model.ts'
import type { Metrics } from '../metrics.ts'
import { verifyDpopProof } from '../session/dpop-proof.ts'
import { type Exchange, type ExchangeParts, exchangeSession, findAbout } from '../session/exchange.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { TenantRow } from '../tenants.ts'
import { answerJson } from './answer.ts'
import { findRequestUrl } from './authentication.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'
import { requireTenantOrigin } from './origin.ts'
import type { TenantParts } from './tenants.ts'

export type SessionParts = ExchangeParts &
  TenantParts & { readonly metrics: Metrics; readonly model: Pick<LanguageModel, 'availability'> }

export function createSessionsHandler(parts: SessionParts): Handler {
  return async function sessions(context) {
    const { value: request } = await readJson(context, sessionRequest)
    const tenant = findTenant(parts, request)
    context.set('tenant', tenant)
    const requestId = context.get('requestId')
    try {
      requireTenantOrigin(context, tenant, parts.publicOrigin)
      const signed = { method: context.req.method, url: findRequestUrl(context, parts.publicOrigin) }
      const proof = verifyDpopProof(context.req.header('dpop'), signed, parts.now())
      const response = await exchangeSession(parts, { tenant, request, proof, requestId })
      parts.metrics.count('postil_sessions_total', { outcome: 'created' })
      const isRead = parts.model.availability.state === 'on' && tenant.model === 'allowed'
      const feedback = tenant.feedback === 'allowed' ? 'on' : 'off'
      return answerJson(context, { ...response, model: isRead ? 'on' : 'off', feedback } satisfies SessionResponse)
    } catch (error) {
      if (error instanceof ProxyError) {
        await recordRefusal(parts, { tenant, request, requestId }, error)
        context.set('isRefusalRecorded', true)
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

async function recordRefusal(
  parts: SessionParts,
  { tenant, request, requestId }: Omit<Exchange, 'proof'>,
  error: ProxyError,
): Promise<void> {
  parts.metrics.count('postil_sessions_total', { outcome: error.code })
  const { patientRef, encounterRef } = findAbout(parts.references, tenant.key, request)
  await inTenant(parts.db, tenant.key, (transaction) =>
    appendAudit(transaction, tenant.key, [
      {
        at: new Date(parts.now()).toISOString(),
        requestId,
        action: 'session.refuse',
        outcome: error.code,
        ...(patientRef !== '' && { patient: patientRef, encounter: encounterRef }),
      },
    ]),
  )
}
