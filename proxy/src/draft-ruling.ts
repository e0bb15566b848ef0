/**
 * The rules over a draft, for the screen and once more before a coder's draft goes anywhere: whatever the page believed
 * that sent it, an error keeps it back. What the chart says is the page's word; what follows from it is not.
 */
import type { DraftBasis } from '#coding/contract/draft-check.ts'
import type { Role } from '#coding/contract/session.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { References } from './crypto/references.ts'
import type { Engine } from './engine.ts'
import { ProxyError } from './errors.ts'
import { requireSameEncounter } from './http/same-encounter.ts'
import type { Session } from './store/sessions.ts'
import type { TenantRow } from './tenants.ts'

type Parts = { readonly engine: Engine; readonly references: References; readonly now: () => number }
type Asking = { readonly session: Session; readonly tenant: Pick<TenantRow, 'payers'> }
type Question = DraftBasis & { readonly draft: DraftClaim }

/** @throws ProxyError `forbidden` for a draft or a record of another encounter than the session's. */
export function ruleOnDraft(
  { engine, references, now }: Parts,
  { session, tenant }: Asking,
  { draft, record, context }: Question,
): ReturnType<Engine['checkDraft']> {
  requireSameEncounter(references, session, record)
  requireSameEncounter(references, session, draft)
  const policy = tenant.payers?.[record.payer] ?? {}
  const question = { draft, record, context: { ...context, policy, today: readToday(now()) } }
  return engine.checkDraft(question, readerOf(session.role))
}

/** @throws ProxyError `draft-errors` with the ids of the rules. */
export function requireNoErrors(parts: Parts, asking: Asking, question: Question): void {
  const { findings } = ruleOnDraft(parts, asking, question)
  const rules = new Set(
    findings.flatMap((finding) => (finding.kind === 'check' && finding.severity === 'error' ? [finding.rule] : [])),
  )
  if (rules.size === 0) return
  const checks = rules.size === 1 ? 'One check' : `${rules.size} checks`
  const message = `${checks} must be put right first: ${[...rules].join(', ')}.`
  throw new ProxyError('draft-errors', message, { rules: [...rules] })
}

/**
 * Of a coder's draft that is about to be filed, posted or signed off.
 * @throws ProxyError `bad-request` where the record is of another draft, or is not there.
 */
export function requireSoundDraft(
  parts: Parts,
  asking: Asking,
  { draft, basis }: { readonly draft: DraftClaim; readonly basis: DraftBasis | undefined },
): void {
  const read = new Set(basis?.record.notes.map(({ id }) => id))
  const isWhole = draft.supportingNotes.every(({ id }) => read.has(id))
  if (!(basis && isWhole && isOf(draft, basis.record))) {
    throw new ProxyError('bad-request', 'A coder’s draft comes with the record that it was made from.')
  }
  requireNoErrors(parts, asking, { ...basis, draft })
}

/** Whether the record is about what the draft bills: one side of the visit, and one day of a stay. */
export function isOf(draft: DraftClaim, { setting, dateOfService }: DraftBasis['record']): boolean {
  const kind = setting === 'professional' ? 'professional' : 'institutional'
  return draft.kind === kind && draft.dateOfService === dateOfService
}

const readerOf = (role: Role) => (role === 'coder' ? 'coder' : 'clinician')

/** The day by the proxy's clock, in UTC: a draft of the evening before is never of the future. */
function readToday(now: number): DateOnly {
  return parseDateOnly(new Date(now).toISOString().slice(0, 10))
}
