/** What findings about one line share. */
import type { DraftLine } from '../../domain/draft-claim.ts'
import type { ModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { MAX_MODIFIERS } from '../lines/line-modifiers.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'

export type PlacedLine = { readonly line: DraftLine; readonly place: number }

export function listLines({ draft }: Pick<ClaimRuleInput, 'draft'>): readonly PlacedLine[] {
  return draft.lines.map((line, index) => ({ line, place: index + 1 }))
}

export function describeLine({ line, place }: PlacedLine): string {
  return `Line ${place} (${line.code.code})`
}

type Wording = Pick<ClaimRuleHit, 'severity' | 'message' | 'advice'> & Partial<Pick<ClaimRuleHit, 'evidence' | 'fix'>>

export function buildLineHit({ place }: PlacedLine, wording: Wording): ClaimRuleHit {
  return { about: `line ${place}`, evidence: [], ...wording }
}

export function setModifiers({ place }: PlacedLine, modifiers: readonly ModifierCode[]) {
  return { kind: 'set-modifiers', line: place, modifiers } as const
}

const PRICING = new Set(modifierFacts.pricing)
const ANATOMIC = new Set(modifierFacts.anatomic)

function rank(modifier: string): number {
  if (PRICING.has(modifier)) return 0
  return ANATOMIC.has(modifier) ? 2 : 1
}

/** What changes the price, then what informs, then where on the body. */
export function orderModifiers(modifiers: readonly ModifierCode[]): readonly ModifierCode[] {
  return modifiers.toSorted((a, b) => rank(a) - rank(b))
}

/** The line with one more modifier, in order; no fix where it would be the fifth, which no line holds. */
export function addModifier(placed: PlacedLine, modifier: ModifierCode): Pick<ClaimRuleHit, 'fix'> {
  const { modifiers } = placed.line
  if (modifiers.length >= MAX_MODIFIERS) return {}
  return { fix: setModifiers(placed, orderModifiers([modifier, ...modifiers])) }
}

/** The line without modifiers that the list names. */
export function withoutModifiers({ line }: PlacedLine, unwanted: readonly string[]): readonly ModifierCode[] {
  return line.modifiers.filter((modifier) => !unwanted.includes(modifier))
}
