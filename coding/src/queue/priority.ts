/** How urgent an encounter is. Age counts by the day without an end, so that nothing waits for ever. */
import type { QueueFacts } from '../domain/queue-item.ts'

export type QueueWeights = {
  /** Points for an encounter of which nothing is sure (confidence 0). */
  readonly doubt: number
  /** Points for the most complex encounter. */
  readonly complexity: number
  /** Points a day since the encounter was finished. */
  readonly day: number
  /** Points by service line; one that is not named has none. May be negative. */
  readonly lines: Readonly<Record<string, number>>
}

/** Doubt before bulk, and ten days of waiting before both. */
export const DEFAULT_WEIGHTS: QueueWeights = { doubt: 40, complexity: 20, day: 6, lines: {} }

const DAY_MS = 24 * 60 * 60_000

/**
 * doubt * (1 - confidence) + complexity * complexity of the encounter + day * days waited + points of the line.
 * @param now ms since the epoch.
 * @returns points; the greater, the sooner. Between two encounters the difference never changes with time, because
 * all of them grow older alike: the order can be stored.
 */
export function findPriority(
  facts: Pick<QueueFacts, 'confidence' | 'complexity' | 'finishedAt' | 'serviceLine'>,
  weights: QueueWeights,
  now: number,
): number {
  const days = (now - Date.parse(facts.finishedAt)) / DAY_MS
  const line = Object.hasOwn(weights.lines, facts.serviceLine) ? (weights.lines[facts.serviceLine] ?? 0) : 0
  return weights.doubt * (1 - facts.confidence) + weights.complexity * facts.complexity + weights.day * days + line
}
