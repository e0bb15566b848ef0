/** The three routes of CDS Hooks; an EHR's server calls them, never a page, so no other origin is let in. */
import type { Application } from '../http/application.ts'
import { requireJson } from '../http/content-type.ts'
import type { ProxyContext } from '../http/context.ts'
import { createRateLimiter, limitRate } from '../http/rate-limit.ts'
import { limitSize } from '../http/size-limit.ts'
import { createKeySets } from '../session/key-sets.ts'
import type { Outbound } from '../session/outbound.ts'
import type { TenantDirectory } from '../tenants.ts'
import { createHookHandler, type HookParts } from './call-service.ts'
import { createClientVerifier } from './client-token.ts'
import { createDiscoveryHandler } from './list-services.ts'
import { createFeedbackHandler } from './take-feedback.ts'

/** Leaves a fifth of the half second that an EHR waits (CDS Hooks 2.0) to its network. */
const ANSWER_MS = 400
/** Of one address, before anybody knows who it is; an EHR calls from few. What each tenant may use is counted apart. */
const PER_MINUTE_AND_ADDRESS = 12_000

export type HookSettings = {
  readonly answerMs?: number
}

type MountParts = Omit<HookParts, 'verifyClient' | 'answerMs'> & {
  readonly tenants: TenantDirectory
  readonly outbound: Outbound
  readonly findAddress: (context: ProxyContext) => string
  readonly hooks?: HookSettings
}

export function mountHookServices(app: Application, parts: MountParts): void {
  const { hooks = {}, limits, now } = parts
  const verifyClient = createClientVerifier({ ...parts, findKeySet: createKeySets(parts.outbound) })
  const hookParts: HookParts = { ...parts, answerMs: ANSWER_MS, ...hooks, verifyClient }
  const rate = limitRate(createRateLimiter(PER_MINUTE_AND_ADDRESS, now), parts.findAddress)
  const [large, small] = [limitSize(limits.bodyBytes), limitSize(limits.smallBodyBytes)]
  app.get('/cds-services', createDiscoveryHandler(parts))
  app.post('/cds-services/:id', rate, large, requireJson, createHookHandler(hookParts))
  app.post('/cds-services/:id/feedback', rate, small, requireJson, createFeedbackHandler(hookParts))
}
