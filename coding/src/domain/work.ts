/** Where a coder's work on an encounter stands. Steps are appended, never changed; the standing is folded from them. */
import type { Result } from './result.ts'

export type HoldReason =
  | 'awaiting-provider'
  | 'awaiting-documentation'
  | 'awaiting-registration'
  | 'second-opinion'
  | 'other'

export type WorkStep =
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly comment?: string }
  | { readonly kind: 'resume' }
  /** The coding is complete: whoever bills takes over from here. */
  | { readonly kind: 'release' }
  | { readonly kind: 'reopen' }

export type WorkStanding =
  | { readonly kind: 'open' }
  | { readonly kind: 'held'; readonly reason: HoldReason; readonly comment?: string }
  | { readonly kind: 'released' }

/** Why a step cannot follow on what stands. */
export type StepProblem = 'not-held' | 'not-open' | 'not-released'

/** A hold may be given another reason; nothing is released from a hold, because somebody waits for something. */
export function takeStep(standing: WorkStanding, step: WorkStep): Result<WorkStanding, StepProblem> {
  switch (step.kind) {
    case 'hold':
      return standing.kind === 'released' ? refuse('not-open') : { ok: true, value: { ...step, kind: 'held' } }
    case 'resume':
      return standing.kind === 'held' ? { ok: true, value: { kind: 'open' } } : refuse('not-held')
    case 'release':
      return standing.kind === 'open' ? { ok: true, value: { kind: 'released' } } : refuse('not-open')
    case 'reopen':
      return standing.kind === 'released' ? { ok: true, value: { kind: 'open' } } : refuse('not-released')
  }
}

/** @param steps the oldest first; one that could not follow changes nothing. */
export function foldWork(steps: readonly WorkStep[]): WorkStanding {
  return steps.reduce<WorkStanding>(
    (standing, step) => {
      const next = takeStep(standing, step)
      return next.ok ? next.value : standing
    },
    { kind: 'open' },
  )
}

function refuse(problem: StepProblem): Result<never, StepProblem> {
  return { ok: false, problem }
}
