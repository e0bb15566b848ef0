/**
 * Whether codes are accepted towards another side than before: the newest week against those before it, alarmed at three
 * standard errors as on a control chart (W. A. Shewhart, Economic Control of Quality, 1931; 0.3 % by chance).
 */
export type BalanceOfWeek = {
  readonly monday: string
  readonly added: number
  readonly removed: number
  readonly accepted: number
}

export type DirectionDrift =
  | { readonly kind: 'too-few' }
  | {
      readonly kind: 'steady' | 'drifted'
      readonly monday: string
      readonly balance: number
      /** Of the weeks before it. */
      readonly before: number
    }

/** Fewer accepted codes than this say nothing, on either side. */
const LEAST = 20
const ERRORS = 3

/** @param weeks in their order. */
export function findDirectionDrift(weeks: readonly BalanceOfWeek[]): DirectionDrift {
  const newest = weeks.findLast(({ accepted }) => accepted > 0)
  const earlier = weeks.filter(({ monday }) => newest !== undefined && monday < newest.monday)
  const sum = (part: 'added' | 'removed' | 'accepted'): number => earlier.reduce((total, week) => total + week[part], 0)
  const past = { added: sum('added'), removed: sum('removed'), accepted: sum('accepted') }
  if (!newest || newest.accepted < LEAST || past.accepted < LEAST) return { kind: 'too-few' }
  const [balance, before] = [balanceOf(newest), balanceOf(past)]
  const error = Math.sqrt(variance(newest, past) * (1 / newest.accepted + 1 / past.accepted))
  const kind = Math.abs(balance - before) > ERRORS * error ? 'drifted' : 'steady'
  return { kind, monday: newest.monday, balance, before }
}

type Accepted = Omit<BalanceOfWeek, 'monday'>

function balanceOf({ added, removed, accepted }: Accepted): number {
  return (added - removed) / accepted
}

/** Of one code, +1, 0 or -1, over both times together. */
function variance(a: Accepted, b: Accepted): number {
  const of = a.accepted + b.accepted
  const mean = (a.added + b.added - a.removed - b.removed) / of
  return (a.added + b.added + a.removed + b.removed) / of - mean * mean
}
