/** Modifiers that let both codes of an NCCI pair stand (NCCI Policy Manual, chapter I, section E). */
import type { DraftLine } from '../../domain/draft-claim.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'

const ANATOMIC = new Set(modifierFacts.anatomic)
const OTHER = new Set('24 25 57 58 78 79 27 59 91 XE XP XS XU'.split(' '))

function listAnatomic({ modifiers }: DraftLine): readonly string[] {
  return modifiers.filter((modifier) => ANATOMIC.has(modifier))
}

/**
 * 59 and the like may stand on either line (since 2019-07-01). An anatomic modifier helps only where it shows another
 * site: the same one on both lines, or one on a single line, shows none.
 */
export function isBypassed(one: DraftLine, two: DraftLine): boolean {
  if ([...one.modifiers, ...two.modifiers].some((modifier) => OTHER.has(modifier))) return true
  const [first, second] = [listAnatomic(one), listAnatomic(two)]
  return first.length > 0 && second.length > 0 && !first.some((modifier) => second.includes(modifier))
}
