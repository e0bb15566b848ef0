/** Who may do what: every endpoint of a session, and the roles that it is open to. The one table; `app.ts` asks it. */
import type { Role } from '#coding/contract/session.ts'

const CHARTING: readonly Role[] = ['provider', 'coder']
const READING: readonly Role[] = ['provider', 'coder', 'auditor']
const EVERYONE: readonly Role[] = ['provider', 'coder', 'auditor', 'admin']

export const ACCESS = {
  'POST /v1/analyses': CHARTING,
  'POST /v1/drafts/check': CHARTING,
  // What weighs in a payer's model is nothing that a clinician is shown.
  'POST /v1/risk-review': ['coder', 'auditor'],
  'POST /v1/risk-review/remarks': ['coder', 'auditor'],
  'POST /v1/decisions': CHARTING,
  'GET /v1/prompts': CHARTING,
  // The coder's own work, and what an auditor asks about it.
  'GET /v1/work': ['coder', 'auditor'],
  'POST /v1/work': ['coder'],
  'PUT /v1/work/draft': ['coder'],
  // The coders' list: an administrator gives out, an auditor looks.
  'GET /v1/queue': ['coder', 'auditor', 'admin'],
  // Names of colleagues, for who may give something to one of them.
  'GET /v1/queue/coders': ['coder', 'admin'],
  'POST /v1/queue/next': ['coder'],
  'POST /v1/queue/:item': ['coder', 'admin'],
  // The same people keep its Task in the EHR, where the site wants that.
  'POST /v1/queue/:item/task': ['coder', 'admin'],
  'PUT /v1/queue/:item/task': ['coder', 'admin'],
  'POST /v1/writes': CHARTING,
  'PUT /v1/writes/:key': CHARTING,
  // What was filed, without chart content.
  'GET /v1/writes': READING,
  'GET /v1/writes/:key': READING,
  // Of the site, not of a patient: encounters that lack a charge, and counts.
  'GET /v1/reports/day-end': ['coder', 'auditor', 'admin'],
  'GET /v1/reports/shadow': ['auditor', 'admin'],
  'GET /v1/reports/use': ['auditor', 'admin'],
  'GET /v1/reports/accuracy': ['auditor', 'admin'],
  'POST /v1/reports/accuracy/draw': ['auditor', 'admin'],
  // Masked words and decisions, with the site's consent.
  'GET /v1/reports/feedback': ['admin'],
  // Visits to code a second time without any suggestion: never for whoever had a part in the first coding.
  'GET /v1/second-coding': ['coder'],
  'POST /v1/second-coding/:case': ['coder'],
  // Public code tables.
  'GET /v1/codes/search': EVERYONE,
  'GET /v1/codes/:code': EVERYONE,
} as const satisfies Readonly<Record<string, readonly Role[]>>

/** Open to a session that is about no encounter; every other endpoint is about the session's own. */
export const WITHOUT_ENCOUNTER: ReadonlySet<keyof typeof ACCESS> = new Set([
  'GET /v1/queue',
  'GET /v1/queue/coders',
  'POST /v1/queue/next',
  'POST /v1/queue/:item',
  'POST /v1/queue/:item/task',
  'PUT /v1/queue/:item/task',
  'GET /v1/reports/day-end',
  'GET /v1/reports/shadow',
  'GET /v1/reports/use',
  'GET /v1/reports/accuracy',
  'POST /v1/reports/accuracy/draw',
  'GET /v1/reports/feedback',
  'GET /v1/second-coding',
  'POST /v1/second-coding/:case',
  'GET /v1/codes/search',
  'GET /v1/codes/:code',
])

export type Endpoint = keyof typeof ACCESS
