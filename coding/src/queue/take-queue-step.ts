/** What may become of an item on the coders' list. Pure: the store asks this and writes what it says, or nothing. */
import type { QueueStanding, QueueState, QueueStep } from '../domain/queue-item.ts'
import type { Result } from '../domain/result.ts'

export type QueueProblem =
  /** Another coder has it now. */
  | 'locked'
  /** Only who has it may do this, and the lock is gone or never was. */
  | 'not-yours'
  /** It was given to somebody else. */
  | 'assigned'
  | 'not-open'
  | 'not-resting'
  | 'not-allowed'

export type QueueActor = {
  readonly actor: string
  readonly role: 'coder' | 'admin'
  /** ms since the epoch. */
  readonly now: number
  readonly lockMs: number
}

/** @returns the lock that stands now; one that has run out is none. */
export function findLiveLock({ lock }: Pick<QueueStanding, 'lock'>, now: number): QueueStanding['lock'] {
  return lock && Date.parse(lock.until) > now ? lock : undefined
}

/** An administrator gives items out and takes them back; everything else is a coder's. */
export function takeQueueStep(
  standing: QueueStanding,
  step: QueueStep,
  who: QueueActor,
): Result<QueueStanding, QueueProblem> {
  if (who.role === 'admin' && step.kind !== 'assign') return refuse('not-allowed')
  switch (step.kind) {
    case 'take':
      return take(standing, who)
    case 'resume':
      return resume(standing, who)
    case 'assign':
      return assign(standing, step.to, who)
    case 'renew':
    case 'give-back':
    case 'hold':
    case 'return':
    case 'finish':
      return workOn(standing, step, who)
  }
}

function take(standing: QueueStanding, who: QueueActor): Result<QueueStanding, QueueProblem> {
  if (standing.state.kind !== 'open') return refuse('not-open')
  const problem = findStranger(standing, who)
  return problem ? refuse(problem) : lockFor(standing, standing.state, who)
}

function resume(standing: QueueStanding, who: QueueActor): Result<QueueStanding, QueueProblem> {
  if (standing.state.kind === 'open') return refuse('not-resting')
  const problem = findStranger(standing, who)
  return problem ? refuse(problem) : lockFor(standing, { kind: 'open' }, who)
}

function findStranger(standing: QueueStanding, { actor, now }: QueueActor): QueueProblem | undefined {
  const lock = findLiveLock(standing, now)
  if (lock && lock.by !== actor) return 'locked'
  if (standing.assignedTo !== undefined && standing.assignedTo !== actor) return 'assigned'
  return undefined
}

function lockFor(standing: QueueStanding, state: QueueState, { actor, now, lockMs }: QueueActor) {
  const lock = { by: actor, until: new Date(now + lockMs).toISOString() }
  return { ok: true, value: { ...standing, state, lock } } as const
}

/** A coder passes on what they have; whoever runs the site, everything that is not finished. */
function assign(
  standing: QueueStanding,
  to: string | undefined,
  { actor, role, now }: QueueActor,
): Result<QueueStanding, QueueProblem> {
  if (standing.state.kind === 'finished') return refuse('not-open')
  if (role === 'coder' && findLiveLock(standing, now)?.by !== actor) return refuse('not-yours')
  return { ok: true, value: { state: standing.state, ...(to !== undefined && { assignedTo: to }) } }
}

type WorkStep = Exclude<QueueStep, { readonly kind: 'take' | 'resume' | 'assign' }>

/** Only with the lock: so of two coders at most one can finish an item. */
function workOn(standing: QueueStanding, step: WorkStep, who: QueueActor): Result<QueueStanding, QueueProblem> {
  if (standing.state.kind !== 'open') return refuse('not-open')
  if (findLiveLock(standing, who.now)?.by !== who.actor) return refuse('not-yours')
  const { assignedTo } = standing
  const kept = assignedTo === undefined ? {} : { assignedTo }
  switch (step.kind) {
    case 'renew':
      return lockFor(standing, standing.state, who)
    case 'give-back':
      return { ok: true, value: { ...kept, state: { kind: 'open' } } }
    case 'hold':
      return { ok: true, value: { ...kept, state: { kind: 'held', reason: step.reason } } }
    case 'return':
      return { ok: true, value: { ...kept, state: { kind: 'returned' } } }
    case 'finish':
      return { ok: true, value: { state: { kind: 'finished', outcome: step.outcome } } }
  }
}

function refuse(problem: QueueProblem): Result<never, QueueProblem> {
  return { ok: false, problem }
}
