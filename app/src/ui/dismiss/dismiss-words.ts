import type { DismissReason } from '#coding/domain/decision.ts'

export const DISMISS_REASONS: readonly (readonly [DismissReason, string])[] = [
  ['not-clinically-relevant', 'Not relevant to this visit'],
  ['already-documented', 'Already documented'],
  ['disagree-with-evidence', 'The evidence does not say this'],
  ['will-document-later', 'I will document it later'],
  ['other', 'Another reason'],
]

export function getDismissWords(reason: DismissReason): string {
  return DISMISS_REASONS.find(([one]) => one === reason)?.[1] ?? 'Another reason'
}
