/** The state of the work, in plain words. */
import type { HoldReason, WorkStanding } from '#coding/domain/work.ts'

export const HOLD_REASONS: readonly (readonly [HoldReason, string])[] = [
  ['awaiting-provider', 'Waiting for the provider'],
  ['awaiting-documentation', 'Documentation is missing'],
  ['awaiting-registration', 'Registration or coverage is missing'],
  ['second-opinion', 'Another coder should look'],
  ['other', 'Another reason'],
]

export function getHoldWords(reason: HoldReason): string {
  return HOLD_REASONS.find(([one]) => one === reason)?.[1] ?? 'Another reason'
}

export function getStandingWords(standing: WorkStanding): string {
  switch (standing.kind) {
    case 'open':
      return 'Work goes on.'
    case 'held':
      return `On hold: ${lowerFirst(getHoldWords(standing.reason))}.${standing.comment === undefined ? '' : ` ${standing.comment}`}`
    case 'released':
      return 'Released: coding is complete.'
  }
}

/** Why nothing can be filed as the work stands; undefined when something can. */
export function findWorkBlock(standing: WorkStanding | undefined): string | undefined {
  if (standing?.kind === 'held') return 'This encounter is on hold. Go on with it first.'
  return standing?.kind === 'released' ? 'This encounter was released. Open it again first.' : undefined
}

export function lowerFirst(words: string): string {
  return `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`
}
