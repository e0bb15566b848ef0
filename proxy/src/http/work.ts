/** Where the coder's work on the encounter stands: `GET /v1/work` reads it with its history, `POST /v1/work` takes a step. */
import type { DraftBasis } from '#coding/contract/draft-check.ts'
import { keepDraftRequest } from '#coding/contract/kept-draft.ts'
import { type Happening, takeStepRequest, type WorkAnswer } from '#coding/contract/work.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { isOutcomeOpen, listFiled } from '#coding/domain/filing-standing.ts'
import { foldWork, type StepProblem, takeStep, type WorkStep } from '#coding/domain/work.ts'
import type { AnalysisParts } from '../analysis.ts'
import { appendAudit, describeSubject } from '../audit/audit-log.ts'
import { createStateReader, isStillProved, type ReadAutoDraftState } from '../auto-draft.ts'
import { findQueueRules, followOnList, requireOwnLock } from '../coders-queue.ts'
import { isOf, requireNoErrors } from '../draft-ruling.ts'
import { ProxyError } from '../errors.ts'
import { listResults } from '../store/batch-results.ts'
import { listEveryDecision } from '../store/decisions.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Database } from '../store/schema.ts'
import type { Session } from '../store/sessions.ts'
import { findKeptDraft, keepDraft } from '../store/work-drafts.ts'
import { insertStep, listSteps } from '../store/work-steps.ts'
import { listWriteEvents, readStanding, type WriteEvent } from '../store/write-ledger.ts'
import type { TenantRow } from '../tenants.ts'
import { findMode } from '../visit-mode.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'
import { requireSameEncounter } from './same-encounter.ts'
import type { SessionParts } from './sessions.ts'

export type WorkParts = AnalysisParts & Pick<SessionParts, 'tenants'>

export function createReadWorkHandler(parts: WorkParts): Handler {
  const readState = createStateReader(parts)
  return async function readWork(context) {
    const session = context.get('session')
    const answer = await inTenant(parts.db, session.tenant, (transaction) => describeWork(parts, transaction, session))
    const prepared = await findPrepared({ ...parts, readState }, context.get('tenant'), session)
    return answerJson(context, { ...answer, ...(prepared && { prepared }) })
  }
}

/** Of the newest version of the notes that a batch has read, while the site still has that mode for the visit. */
async function findPrepared(
  parts: WorkParts & { readonly readState: ReadAutoDraftState },
  tenant: TenantRow,
  session: Session,
): Promise<WorkAnswer['prepared']> {
  if (tenant.autoDraft === undefined || session.role !== 'coder') return undefined
  if ((await findMode(parts, tenant, session)) !== 'auto-draft') return undefined
  const newest = (await listResults(parts, session)).at(-1)
  if (newest?.prepared === undefined) return undefined
  const { mark, fingerprints } = newest.prepared
  if (mark === 'full-review') return { mark, fingerprints }
  const state = await parts.readState(tenant.key, tenant.autoDraft)
  return isStillProved(newest, state, tenant.autoDraft)
    ? { mark, fingerprints }
    : { mark: 'withdrawn', fingerprints: [] }
}

export function createTakeStepHandler(parts: WorkParts): Handler {
  return async function takeWorkStep(context) {
    const { value: request } = await readJson(context, takeStepRequest)
    const step: WorkStep = request.kind === 'release' ? { kind: 'release' } : request
    const session = context.get('session')
    const at = new Date(parts.now())
    const subject = describeSubject(session, context.get('requestId'), at)
    const answer = await inTenant(parts.db, session.tenant, async (transaction) => {
      // First, because the audit is the tenant's lock: two coders who press at once are told apart by what follows.
      await appendAudit(transaction, session.tenant, [
        { ...subject, action: 'work', step: step.kind, ...(step.kind === 'hold' && { reason: step.reason }) },
      ])
      await checkStep(parts, transaction, { session, step })
      if (request.kind === 'release') {
        await checkRelease(parts, transaction, { session, at, tenant: context.get('tenant'), basis: request.basis })
      }
      await insertStep(transaction, { ...session, step, at }, parts.cipher)
      await followStep(parts, transaction, { session, step, at, requestId: context.get('requestId') })
      return describeWork(parts, transaction, session)
    })
    return answerJson(context, answer)
  }
}

export function createKeepDraftHandler(parts: WorkParts): Handler {
  return async function keepDraftHandler(context) {
    const { value: request } = await readJson(context, keepDraftRequest)
    const session = context.get('session')
    const at = new Date(parts.now())
    const subject = describeSubject(session, context.get('requestId'), at)
    const revision = await inTenant(parts.db, session.tenant, async (transaction) => {
      const rules = findQueueRules(context.get('tenant'))
      const visit = { ...session, requestId: context.get('requestId'), at, rules }
      await requireOwnLock({ db: transaction, cipher: parts.cipher }, visit)
      const kept = await keepDraft(transaction, { ...session, request, at }, parts.cipher)
      if (kept === undefined) throw new ProxyError('conflict', 'Somebody else has changed this draft since.')
      await appendAudit(transaction, session.tenant, [{ ...subject, action: 'draft.keep', revision: kept }])
      return kept
    })
    return answerJson(context, { revision })
  }
}

type Taking = { readonly session: Session; readonly step: WorkStep; readonly at: Date }

/** @throws ProxyError; the transaction then leaves nothing behind. */
async function checkStep(
  parts: WorkParts,
  db: Database,
  { session, step }: Pick<Taking, 'session' | 'step'>,
): Promise<void> {
  const steps = await listSteps(db, session, parts.cipher)
  const next = takeStep(foldWork(steps.map((taken) => taken.step)), step)
  if (!next.ok) throw new ProxyError('conflict', STEP_WORDS[next.problem])
}

type Releasing = Pick<Taking, 'session' | 'at'> & { readonly tenant: TenantRow; readonly basis: DraftBasis }

/**
 * All that is filed goes out of the coder's hands at once, so each draft of it was looked at: the one of the day on the
 * screen now, by the rules; each other day of a stay when a coder checked it off.
 * @throws ProxyError
 */
async function checkRelease(parts: WorkParts, db: Database, { session, at, tenant, basis }: Releasing): Promise<void> {
  if (!mayRelease(parts, session)) throw new ProxyError('forbidden', 'This site does not let coders release.')
  requireSameEncounter(parts.references, session, basis.record)
  const writes = await listWriteEvents(db, session, at)
  const filed = await listStanding(parts, db, { session, writes })
  if (filed.length === 0) throw new ProxyError('conflict', 'File the draft first.')
  if (isOutcomeOpen(writes)) {
    throw new ProxyError('conflict', 'A write has an unknown outcome. Look in the EHR first.')
  }
  const others = filed.filter(({ draft }) => !isOf(draft, basis.record))
  const left = others.filter((one) => describeDay(one)?.standing === 'filed' || one.write.role !== 'coder')
  if (left.length > 0) {
    const days = left.map(({ draft }) => draft.dateOfService).toSorted()
    throw new ProxyError('conflict', `Not checked by a coder yet: the draft of ${days.join(', of ')}.`)
  }
  for (const { draft } of filed) {
    if (isOf(draft, basis.record)) requireNoErrors(parts, { session, tenant }, { ...basis, draft })
  }
}

type Standing = { readonly write: WriteEvent; readonly draft: DraftClaim; readonly isChecked: boolean }

/** The drafts that are filed now, each with what it says. */
async function listStanding(
  { cipher }: WorkParts,
  db: Database,
  { session, writes }: { readonly session: Session; readonly writes: readonly WriteEvent[] },
): Promise<readonly Standing[]> {
  const filed = listFiled(writes)
  const contents = await readStanding(db, session, { keys: filed.map(({ key }) => key), cipher })
  return filed.flatMap((write) => {
    const draft = contents.get(write.key)?.draft
    const isChecked = isFinal(write) || writes.slice(writes.indexOf(write)).some((one) => isMark(one, write))
    return draft ? [{ write, draft, isChecked }] : []
  })
}

/** @returns undefined for a draft that is no day of a stay. */
function describeDay({ draft, isChecked }: Standing): NonNullable<WorkAnswer['days']>[number] | undefined {
  return draft.ofStayDay ? { day: draft.dateOfService, standing: isChecked ? 'checked' : 'filed' } : undefined
}

function isFinal({ deed, target }: WriteEvent): boolean {
  return deed === 'sign-off' || target === 'ChargeItem.$create'
}

/** A coder's word for what is filed counts also where the EHR did not let its copy be marked. */
function isMark({ key, deed, role, state }: WriteEvent, filed: WriteEvent): boolean {
  return key === filed.key && deed === 'sign-off' && role === 'coder' && state === 'rejected'
}

/** On the coders' list the encounter goes the same way; who has it there is asked first. */
async function followStep(
  { cipher, tenants }: WorkParts,
  db: Database,
  { session, step, at, requestId }: Taking & { readonly requestId: string },
): Promise<void> {
  const tenant = tenants.findByKey(session.tenant)
  if (!tenant) return
  const visit = { ...session, requestId, at, rules: findQueueRules(tenant) }
  await followOnList({ cipher, db }, visit, step)
}

const STEP_WORDS: Record<StepProblem, string> = {
  'not-held': 'This encounter is not on hold.',
  'not-open': 'This encounter is on hold or was released.',
  'not-released': 'This encounter was not released.',
}

function mayRelease({ tenants }: WorkParts, { tenant, role }: Session): boolean {
  const row = tenants.all.find(({ key }) => key === tenant)
  return role === 'coder' && row?.coderMayRelease === true
}

async function describeWork(parts: WorkParts, db: Database, session: Session): Promise<WorkAnswer> {
  const steps = await listSteps(db, session, parts.cipher)
  const decisions = await listEveryDecision(db, session, parts.cipher)
  const writes = await listWriteEvents(db, session, new Date(parts.now()))
  const history: readonly Happening[] = [
    ...decisions.map((made): Happening => ({ kind: 'decision', ...made })),
    ...steps.map(
      ({ step, role, actor, at }): Happening => ({
        kind: 'step',
        step,
        role,
        by: actor,
        at: at.toISOString(),
      }),
    ),
    ...writes.map(
      ({ actor, role, ...write }): Happening => ({ kind: 'write', ...write, ...(role && { role }), by: actor }),
    ),
  ]
  const kept = await findKeptDraft(db, session, parts.cipher)
  const days = (await listStanding(parts, db, { session, writes })).flatMap((one) => describeDay(one) ?? [])
  return {
    ...(kept && { kept }),
    ...(days.length > 0 && { days: days.toSorted((a, b) => a.day.localeCompare(b.day)) }),
    standing: foldWork(steps.map(({ step }) => step)),
    mayRelease: mayRelease(parts, session),
    history: history.toSorted((a, b) => a.at.localeCompare(b.at)),
  }
}
