/** The whole interface on one page: which route passes which middleware, in which order. Needs no socket and no key. */
import type { Checkpoints } from './audit/checkpoints.ts'
import { type HookSettings, mountHookServices } from './cds-hooks/mount-services.ts'
import { ProxyError } from './errors.ts'
import { ACCESS, type Endpoint, WITHOUT_ENCOUNTER } from './http/access.ts'
import {
  createAccuracyHandler,
  createDrawHandler,
  createListCasesHandler,
  createSecondStepHandler,
} from './http/accuracy.ts'
import { requireActiveVisit } from './http/active-visit.ts'
import { createAnalysesHandler } from './http/analyses.ts'
import { type Application, createApplication } from './http/application.ts'
import { requireAuditWitness } from './http/audit-witness.ts'
import { authenticate, requireEncounter, requireRole } from './http/authentication.ts'
import { createCodeLookUpHandler } from './http/code-look-up.ts'
import { createCodeSearchHandler } from './http/code-search.ts'
import { requireJson } from './http/content-type.ts'
import type { Middleware, ProxyContext } from './http/context.ts'
import { createDecisionsHandler } from './http/decisions.ts'
import { createDraftChecksHandler } from './http/draft-checks.ts'
import { createFeedbackHandler } from './http/feedback.ts'
import { answerAlive, createMetricsHandler, createReadyHandler, type HealthParts } from './http/health.ts'
import { type Line, limitsAndHeaders } from './http/limits-and-headers.ts'
import { checkOrigin } from './http/origin.ts'
import { answerError, answerProblem } from './http/problem.ts'
import { createPromptsHandler } from './http/prompts.ts'
import {
  createNextItemHandler,
  createQueueStepHandler,
  createReadCodersHandler,
  createReadQueueHandler,
} from './http/queue.ts'
import { createRateLimiter, limitRate } from './http/rate-limit.ts'
import { createRefusals } from './http/refusals.ts'
import { createDayEndHandler, createShadowReportHandler, createUseReportHandler } from './http/reports.ts'
import { requireOneReading } from './http/request-form.ts'
import { assignRequestId } from './http/request-id.ts'
import { createTakeExchange, limitQuota } from './http/request-quota.ts'
import { createRemarksHandler, createRiskReviewHandler } from './http/risk-review.ts'
import { createSessionsHandler, type SessionParts } from './http/sessions.ts'
import { createSiteHandler, type Site } from './http/site.ts'
import { limitSize } from './http/size-limit.ts'
import { createOpenServersHandler, createTenantHandler } from './http/tenants.ts'
import { traceRequests } from './http/trace-requests.ts'
import { createKeepDraftHandler, createReadWorkHandler, createTakeStepHandler } from './http/work.ts'
import { createWorkAhead } from './http/work-ahead.ts'
import { createSettleTaskHandler, createTakeTaskHandler } from './http/work-tasks.ts'
import {
  createBeginWriteHandler,
  createListWritesHandler,
  createReadWriteHandler,
  createSettleWriteHandler,
} from './http/writes.ts'
import { createKeySetHandler } from './jobs/backend-client.ts'
import { mountNoteSigned, type Webhooks } from './jobs/note-signed.ts'
import { mountSubscriptionCalls } from './jobs/subscription-calls.ts'
import { createRequestQuota } from './limits/request-quota.ts'
import type { ReviewParts } from './model-review.ts'
import { findSessionWithEncounter } from './store/encounter-state.ts'
import type { Tracing } from './tracing/tracing.ts'

export type ProxyDependencies = ReviewParts &
  SessionParts & {
    readonly line: Line
    /** Times the steps of a request, and sends spans of them where an operator wants that. */
    readonly tracing?: Tracing
    /** The witness of the audit trail; without one (`none`) nothing is ever overdue. */
    readonly checkpoints?: Pick<Checkpoints, 'isOverdue' | 'lateMs'>
    /** How CDS Hooks calls are answered, where tenants ask for them. */
    readonly hooks?: HookSettings
    /** The built sidebar; without it the proxy is an interface only. */
    readonly site?: Site
    /** Where anybody who reaches the interface may read the figures: a sandbox. */
    readonly showsMetrics: boolean
    /** Where there is no port for it: each look asks the database, before any limit. */
    readonly showsReadiness: boolean
    /** Where a practice's system may say that a note was signed. */
    readonly webhooks?: Webhooks
    /** Whose share an exchange is taken from. */
    readonly findAddress: (context: ProxyContext) => string
  }

/** For a port of its own. */
export function createMetricsApp(parts: HealthParts): Application {
  const app = createApplication()
  app.get('/metrics', createMetricsHandler(parts))
  app.get('/healthz', answerAlive)
  app.get('/readyz', createReadyHandler(parts))
  return app
}

export function createApp(parts: ProxyDependencies): Application {
  const { limits, line, now } = parts
  const app = createApplication()
  const recordRefusal = createRefusals(parts)
  app.onError(async (error, context) => {
    if (error instanceof ProxyError) await recordRefusal(context, error)
    return answerError(error, context, parts.log)
  })

  app.use(requireOneReading)
  app.get('/healthz', answerAlive)
  if (parts.showsReadiness) app.get('/readyz', createReadyHandler(parts))
  if (parts.showsMetrics) app.get('/metrics', createMetricsHandler(parts))

  app.use(assignRequestId(parts), limitsAndHeaders(line, parts.findAddress))
  if (parts.tracing?.isOn) app.use(traceRequests(parts.tracing))
  if (parts.checkpoints) {
    const witnessed = requireAuditWitness(parts.checkpoints.isOverdue)
    for (const path of ['/v1/*', '/cds-services/*', '/webhooks/*']) app.use(path, witnessed)
  }
  app.use('/v1/*', checkOrigin({ publicOrigin: parts.publicOrigin, tenants: parts.tenants.all }))
  app.get('/v1/tenants/:iss', createTenantHandler(parts))
  app.get('/v1/open-servers', createOpenServersHandler(parts))

  const shares = createRequestQuota(parts)
  const takeExchange = createTakeExchange(shares, { ...parts, perMinute: limits.exchangesPerMinutePerAddress })
  const small = limitSize(limits.smallBodyBytes)
  app.post('/v1/session', small, requireJson, createSessionsHandler({ ...parts, takeExchange }))

  const signedIn = authenticate(parts)
  const sessionRate = limitRate(
    createRateLimiter(limits.requestsPerMinutePerSession, now),
    (context) => context.get('session').tokenHash,
  )
  const quota = limitQuota(shares, limits)
  const admit = (endpoint: Endpoint, signed = signedIn): readonly Middleware[] => {
    const place = WITHOUT_ENCOUNTER.has(endpoint) ? [] : [requireEncounter]
    return [signed, sessionRate, requireRole(ACCESS[endpoint]), ...place, quota]
  }
  const active = requireActiveVisit(parts)
  const admitActive = (endpoint: Endpoint): readonly Middleware[] => [...admit(endpoint), active]
  const large = limitSize(limits.bodyBytes)
  const ahead = createWorkAhead(parts)
  app.post(
    '/v1/analyses',
    large,
    requireJson,
    admit('POST /v1/analyses', authenticate(parts, { find: findSessionWithEncounter, begin: ahead.begin })),
    createAnalysesHandler({ ...parts, ahead }),
  )
  app.get('/v1/queue', admit('GET /v1/queue'), createReadQueueHandler(parts))
  app.get('/v1/queue/coders', admit('GET /v1/queue/coders'), createReadCodersHandler(parts))
  app.post('/v1/queue/next', small, requireJson, admit('POST /v1/queue/next'), createNextItemHandler(parts))
  app.post('/v1/queue/:item', small, requireJson, admit('POST /v1/queue/:item'), createQueueStepHandler(parts))
  app.post('/v1/queue/:item/task', small, requireJson, admit('POST /v1/queue/:item/task'), createTakeTaskHandler(parts))
  app.put('/v1/queue/:item/task', small, requireJson, admit('PUT /v1/queue/:item/task'), createSettleTaskHandler(parts))
  app.post(
    '/v1/drafts/check',
    large,
    requireJson,
    admitActive('POST /v1/drafts/check'),
    createDraftChecksHandler(parts),
  )
  app.post('/v1/risk-review', large, requireJson, admitActive('POST /v1/risk-review'), createRiskReviewHandler(parts))
  app.post(
    '/v1/risk-review/remarks',
    small,
    requireJson,
    admitActive('POST /v1/risk-review/remarks'),
    createRemarksHandler(parts),
  )
  app.post('/v1/decisions', small, requireJson, admitActive('POST /v1/decisions'), createDecisionsHandler(parts))
  app.get('/v1/prompts', admitActive('GET /v1/prompts'), createPromptsHandler(parts))
  app.get('/v1/work', admitActive('GET /v1/work'), createReadWorkHandler(parts))
  app.put('/v1/work/draft', large, requireJson, admitActive('PUT /v1/work/draft'), createKeepDraftHandler(parts))
  app.post('/v1/work', large, requireJson, admitActive('POST /v1/work'), createTakeStepHandler(parts))
  app.post('/v1/writes', large, requireJson, admitActive('POST /v1/writes'), createBeginWriteHandler(parts))
  app.put('/v1/writes/:key', large, requireJson, admit('PUT /v1/writes/:key'), createSettleWriteHandler(parts))
  app.get('/v1/codes/search', admit('GET /v1/codes/search'), createCodeSearchHandler(parts))
  app.get('/v1/codes/:code', admit('GET /v1/codes/:code'), createCodeLookUpHandler(parts))
  app.get('/v1/reports/day-end', admit('GET /v1/reports/day-end'), createDayEndHandler(parts))
  app.get('/v1/reports/use', admit('GET /v1/reports/use'), createUseReportHandler(parts))
  app.get('/v1/reports/accuracy', admit('GET /v1/reports/accuracy'), createAccuracyHandler(parts))
  app.post(
    '/v1/reports/accuracy/draw',
    small,
    requireJson,
    admit('POST /v1/reports/accuracy/draw'),
    createDrawHandler(parts),
  )
  app.get('/v1/reports/feedback', admit('GET /v1/reports/feedback'), createFeedbackHandler(parts))
  app.get('/v1/second-coding', admit('GET /v1/second-coding'), createListCasesHandler(parts))
  app.post(
    '/v1/second-coding/:case',
    small,
    requireJson,
    admit('POST /v1/second-coding/:case'),
    createSecondStepHandler(parts),
  )
  app.get('/v1/reports/shadow', admit('GET /v1/reports/shadow'), createShadowReportHandler(parts))
  app.get('/v1/writes', admit('GET /v1/writes'), createListWritesHandler(parts))
  app.get('/v1/writes/:key', admit('GET /v1/writes/:key'), createReadWriteHandler(parts))

  mountHookServices(app, { ...parts, quota: shares })
  app.get('/.well-known/jwks.json', createKeySetHandler(parts.tenants.all, now))
  if (parts.webhooks) mountNoteSigned(app, { ...parts, webhooks: parts.webhooks })
  mountSubscriptionCalls(app, parts)

  if (parts.site) {
    const serveSite = createSiteHandler(parts.site, parts.tenants.all, parts.profile)
    app.get('*', serveSite)
  }
  app.notFound((context) => answerProblem(new ProxyError('not-found', 'There is nothing here.'), context))
  return app
}
