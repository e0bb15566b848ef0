// One good request to every endpoint of a session.
import type { Endpoint } from '#proxy/http/access.ts'
import { aDraft, aPrompt, aRecord, type Sent } from './proxy-fixture.ts'

const KEY = 'c'.repeat(32)
/** Each test that sends it starts from an encounter where none was kept. */
const EMPTY_DRAFT = { order: [], takenOff: [], lines: [], recodes: [], entered: [] }
const record = aRecord()
const { fingerprint } = aPrompt()

/** What each endpoint answers to a good request of somebody who may. */
export const ENDPOINT_REQUESTS: Readonly<Record<Endpoint, { readonly sent: Sent; readonly status: number }>> = {
  'POST /v1/analyses': { sent: { path: '/v1/analyses', body: { record } }, status: 200 },
  'POST /v1/drafts/check': { sent: { path: '/v1/drafts/check', body: { record, draft: aDraft() } }, status: 200 },
  'POST /v1/risk-review': { sent: { path: '/v1/risk-review', body: { record } }, status: 200 },
  'POST /v1/risk-review/remarks': {
    sent: {
      path: '/v1/risk-review/remarks',
      body: { format: 'fhir', remarks: [{ model: 'CMS-HCC V28', category: '37', remark: 'assessed-present' }] },
    },
    status: 200,
  },
  'POST /v1/decisions': {
    sent: {
      path: '/v1/decisions',
      body: { fingerprint, findingKind: 'prompt', choice: { kind: 'unable-to-determine' } },
    },
    status: 200,
  },
  'GET /v1/prompts': { sent: { method: 'GET', path: '/v1/prompts' }, status: 200 },
  'GET /v1/work': { sent: { method: 'GET', path: '/v1/work' }, status: 200 },
  'POST /v1/work': { sent: { path: '/v1/work', body: { kind: 'hold', reason: 'second-opinion' } }, status: 200 },
  'PUT /v1/work/draft': {
    sent: { method: 'PUT', path: '/v1/work/draft', body: { basedOn: 0, draft: EMPTY_DRAFT } },
    status: 200,
  },
  'GET /v1/queue': {
    sent: { method: 'GET', path: '/v1/queue?view=open&sort=priority&offset=0&limit=50' },
    status: 200,
  },
  'GET /v1/queue/coders': { sent: { method: 'GET', path: '/v1/queue/coders' }, status: 200 },
  'POST /v1/queue/next': { sent: { path: '/v1/queue/next', body: {} }, status: 200 },
  'POST /v1/queue/:item': {
    sent: { path: '/v1/queue/nothing', body: { version: 1, step: { kind: 'assign' } } },
    status: 404,
  },
  // No test of every endpoint has the site's switch.
  'POST /v1/queue/:item/task': { sent: { path: '/v1/queue/nothing/task', body: { key: KEY } }, status: 409 },
  'PUT /v1/queue/:item/task': {
    sent: { method: 'PUT', path: '/v1/queue/nothing/task', body: { key: KEY, state: 'unknown' } },
    status: 409,
  },
  'POST /v1/writes': {
    sent: { path: '/v1/writes', body: { key: KEY, target: 'Claim', payloadSha256: '1'.repeat(64) } },
    status: 200,
  },
  'PUT /v1/writes/:key': { sent: { method: 'PUT', path: '/v1/writes/nothing', body: {} }, status: 404 },
  // Another key than the pen's: nothing was filed under it.
  'GET /v1/writes/:key': { sent: { method: 'GET', path: `/v1/writes/${'d'.repeat(32)}` }, status: 204 },
  'GET /v1/writes': { sent: { method: 'GET', path: '/v1/writes' }, status: 200 },
  'GET /v1/reports/day-end': {
    sent: { method: 'GET', path: '/v1/reports/day-end?from=2026-03-02&to=2026-03-02' },
    status: 200,
  },
  'GET /v1/reports/shadow': {
    sent: { method: 'GET', path: '/v1/reports/shadow?from=2026-03-02&to=2026-03-02' },
    status: 200,
  },
  'GET /v1/reports/use': {
    sent: { method: 'GET', path: '/v1/reports/use?from=2026-03-01&to=2026-03-07' },
    status: 200,
  },
  'GET /v1/reports/accuracy': {
    sent: { method: 'GET', path: '/v1/reports/accuracy?from=2026-03-01&to=2026-03-07' },
    status: 200,
  },
  // No test of every endpoint has the settings of the audit.
  'POST /v1/reports/accuracy/draw': {
    sent: { path: '/v1/reports/accuracy/draw', body: { week: '2026-02-23' } },
    status: 409,
  },
  // No test of every endpoint has the site's consent.
  'GET /v1/reports/feedback': {
    sent: { method: 'GET', path: '/v1/reports/feedback?from=2026-03-01&to=2026-03-07' },
    status: 409,
  },
  'GET /v1/second-coding': { sent: { method: 'GET', path: '/v1/second-coding' }, status: 200 },
  'POST /v1/second-coding/:case': {
    sent: { path: '/v1/second-coding/nothing', body: { kind: 'take' } },
    status: 404,
  },
  'GET /v1/codes/search': { sent: { method: 'GET', path: '/v1/codes/search?q=knee&on=2026-03-02' }, status: 200 },
  'GET /v1/codes/:code': { sent: { method: 'GET', path: '/v1/codes/M17.11?on=2026-03-02' }, status: 200 },
}
