/** What the rules say of the draft as a whole, and what waits for it: an error blocks a coder's draft. Pure. */
import type { CheckFinding } from '#coding/domain/finding.ts'
import type { DraftState } from './draft-store.ts'

export type Ruling =
  | { readonly kind: 'clear' }
  | { readonly kind: 'pending' }
  /** They could not be asked. */
  | { readonly kind: 'off' }
  | { readonly kind: 'errors'; readonly errors: readonly CheckFinding[] }

export function findRuling({
  checks,
  checksOff,
  isChecking,
}: Pick<DraftState, 'checks' | 'checksOff' | 'isChecking'>): Ruling {
  if (isChecking) return { kind: 'pending' }
  if (checksOff !== undefined) return { kind: 'off' }
  const errors = checks.filter(({ severity }) => severity === 'error')
  return errors.length > 0 ? { kind: 'errors', errors } : { kind: 'clear' }
}

const PENDING = 'The rules are still looking at the draft.'

/** Why a coder's draft is not filed. A draft of which nobody can say whether it is right may wait in the EHR. */
export function findFilingBlock(ruling: Ruling): string | undefined {
  return ruling.kind === 'off' ? undefined : findFinalBlock(ruling)
}

/** Why nothing is posted or released, which nobody takes back here. */
export function findFinalBlock(ruling: Ruling): string | undefined {
  switch (ruling.kind) {
    case 'clear':
      return undefined
    case 'pending':
      return PENDING
    case 'off':
      return 'The draft was not checked. Look at the chart again when Postil can be reached.'
    case 'errors':
      return `${ruling.errors.length === 1 ? 'One check' : `${ruling.errors.length} checks`} must be put right first.`
  }
}

/** What a draft that is filed all the same leaves open. */
export function describeRuling(ruling: Ruling): string | undefined {
  switch (ruling.kind) {
    case 'clear':
      return undefined
    case 'pending':
      return PENDING
    case 'off':
      return 'The draft was not checked.'
    case 'errors':
      return `${ruling.errors.length === 1 ? 'One check is' : `${ruling.errors.length} checks are`} still open in this draft.`
  }
}
