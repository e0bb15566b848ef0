/** How a coding differs from what a second coder found in the same notes. */
import { isProcedureCode } from '../reports/code-family.ts'

/**
 * `over`: more than the notes say to a blind reader: a code too many, a more exact code, a higher visit level.
 * `under`: less. `other`: neither (another side, another type).
 */
export type Direction = 'over' | 'under' | 'other'

export type CodeVerdict = {
  /** Of the judged coding; of a missed code, the second coder's. */
  readonly code: string
  readonly verdict: 'agreed' | Direction
  /** In the judged coding, and the blind reading has nothing of its category: nothing in the notes stands behind it. */
  readonly isUnsupported: boolean
  /** In which of the two it is: a code that stands for another of its category is in both. */
  readonly side: 'both' | 'judged' | 'blind'
}

/** Codes are compared whole. What is left is paired by category, so that one wrong code is one error and not two. */
export function judgeCoding(judged: readonly string[], blind: readonly string[]): readonly CodeVerdict[] {
  const [said, found] = [new Set(judged), new Set(blind)]
  const unmatched = new Map<string, string[]>()
  for (const code of found) {
    if (said.has(code)) continue
    const rest = unmatched.get(categoryOf(code)) ?? []
    unmatched.set(categoryOf(code), [...rest, code])
  }
  const foundCategories = new Set([...found].map(categoryOf))
  const verdicts = [...said].map((code): CodeVerdict => {
    if (found.has(code)) return { code, verdict: 'agreed', isUnsupported: false, side: 'both' }
    const pair = unmatched.get(categoryOf(code))?.shift()
    const isUnsupported = !foundCategories.has(categoryOf(code))
    return pair === undefined
      ? { code, verdict: 'over', isUnsupported, side: 'judged' }
      : { code, verdict: compare(code, pair), isUnsupported: false, side: 'both' }
  })
  const missed = [...unmatched.values()].flat()
  return [
    ...verdicts,
    ...missed.map((code): CodeVerdict => ({ code, verdict: 'under', isUnsupported: false, side: 'blind' })),
  ]
}

// Levels of one visit differ in the last digit of the CPT number; the sections of the numbers are public.
function categoryOf(code: string): string {
  return isProcedureCode(code) ? code.slice(0, 4) : code.slice(0, 3)
}

const VISIT = /^99\d{3}$/

function compare(judged: string, blind: string): Direction {
  if (VISIT.test(judged) && VISIT.test(blind)) return judged > blind ? 'over' : 'under'
  if (judged.startsWith(blind)) return 'over'
  return blind.startsWith(judged) ? 'under' : 'other'
}
