/**
 * Small counts are not told: with few events one can guess whose they were. A single part that is left out of a whole
 * could be worked out from the others, so a second one is left out with it (statistical disclosure control, primary and
 * complementary suppression; CMS cell size policy uses eleven, the site's own reports five).
 */
export const SMALLEST_TOLD = 5

/**
 * @param denominators of the parts of one whole that is told too.
 * @returns for each part whether it may be told.
 */
export function mayTellParts(denominators: readonly number[]): readonly boolean[] {
  const told = denominators.map((count) => count === 0 || count >= SMALLEST_TOLD)
  const hidden = told.flatMap((isTold, index) => (isTold ? [] : [index]))
  if (hidden.length !== 1) return told
  const [next] = denominators
    .map((count, index) => ({ count, index }))
    .filter(({ count, index }) => count > 0 && told[index])
    .toSorted((a, b) => a.count - b.count)
  return told.map((isTold, index) => isTold && index !== next?.index)
}

export function mayTell(denominator: number): boolean {
  return denominator === 0 || denominator >= SMALLEST_TOLD
}
