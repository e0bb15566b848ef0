/** From which confidence on the suggestions of a site have kept, before a second coder, what the site wants of drafts. */
import type { AccuracyReport, DraftThreshold } from '../contract/accuracy.ts'
import { computeScoreInterval } from '../reports/wilson-interval.ts'

/** With fewer visits behind it nothing is concluded from a band, however well they agree. */
export const FEWEST_VISITS = 30

/**
 * Band by band from the surest one down, until one is not proved: the lower end of its 95 % interval must reach the
 * target. A band says nothing of the one above it, so a gap ends it as well.
 *
 * @param calibration of the accuracy audit: agreement by stated confidence.
 * @param target share of codes with which a blind second coder agrees.
 */
export function findDraftThreshold(calibration: AccuracyReport['calibration'], target: number): DraftThreshold {
  let threshold = 1
  for (const { from, to, told } of calibration.toSorted((one, other) => other.to - one.to)) {
    if (to !== threshold || !told || told.visits < FEWEST_VISITS || told.low < target) break
    threshold = from
  }
  if (threshold < 1) return { kind: 'calibrated', threshold }
  const told = calibration.find(({ to }) => to === 1)?.told
  // So few that even without a single disagreement the interval would reach below the target.
  const isTooFew = !told || told.visits < FEWEST_VISITS || computeScoreInterval(1, told.of).low < target
  return isTooFew ? { kind: 'too-few', fewest: FEWEST_VISITS } : { kind: 'below-target', low: told.low }
}
