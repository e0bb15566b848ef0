/** Decisions are appended and never changed; what stands is read off the whole list. */
import type { DecisionRequest } from '#coding/contract/decision.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'

export type Choices = ReadonlyMap<Fingerprint, DecisionChoice>

/** @param decisions oldest first; `undo` takes back the newest that still stands about the same fingerprint. */
export function foldChoices(decisions: readonly Pick<DecisionRequest, 'fingerprint' | 'choice'>[]): Choices {
  const standing = new Map<Fingerprint, DecisionChoice[]>()
  for (const { fingerprint, choice } of decisions) {
    // That a query went out decides nothing about its answer.
    if (choice.kind === 'send') continue
    const earlier = standing.get(fingerprint) ?? []
    standing.set(fingerprint, choice.kind === 'undo' ? earlier.slice(0, -1) : [...earlier, choice])
  }
  return new Map(
    [...standing].flatMap(([fingerprint, choices]) => {
      const newest = choices.at(-1)
      return newest ? [[fingerprint, newest] as const] : []
    }),
  )
}
