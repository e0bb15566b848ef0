/** What a field for a code asks, and what it is told. */
import type { Icd10Code } from '#coding/domain/icd10-code.ts'

/** A code that may be meant, of whichever code set. */
export type CodeHit = {
  readonly code: string
  readonly title: string
  readonly isBillable: boolean
  /** The phrase that was found. */
  readonly matched: string
}

export type CodeSuggestions = {
  readonly hits: readonly CodeHit[]
  /** Where they come from or why there are none, when that is not what one would expect. */
  readonly notice?: string
  /** Nothing was searched, so that there is nothing to count. */
  readonly isUncounted?: boolean
}

export type SearchCodes = (query: string, signal: AbortSignal) => Promise<CodeSuggestions>

export type CodeProblem = {
  /** Why the code cannot be used, in words. */
  readonly reason: string
  /** What took its place in the code set. */
  readonly replacedBy: readonly Icd10Code[]
}

/** Arrow keys go round; from the field itself, down is the first and up the last. */
export function moveActive(active: number | undefined, step: -1 | 1, count: number): number | undefined {
  if (count === 0) return undefined
  if (active === undefined) return step === 1 ? 0 : count - 1
  return (active + step + count) % count
}

export function countCodes(count: number): string {
  if (count === 0) return 'No code found.'
  return count === 1 ? '1 code found.' : `${count} codes found.`
}
