/** Why a question may be put away, in the words that a person chooses from: the same on every screen that offers it. */
import type { DismissReason } from '../domain/decision.ts'

/** In the order in which they are offered. */
export const DISMISS_REASONS: readonly (readonly [DismissReason, string])[] = [
  ['not-clinically-relevant', 'Not relevant to this visit'],
  ['already-documented', 'Already documented'],
  ['disagree-with-evidence', 'The evidence does not say this'],
  ['will-document-later', 'I will document it later'],
  ['other', 'Another reason'],
]

/** The words of a reason. */
export function getDismissWords(reason: DismissReason): string {
  return DISMISS_REASONS.find(([one]) => one === reason)?.[1] ?? 'Another reason'
}
