/** What findings about one line share. */
import type { DraftLine } from '../../domain/draft-claim.ts'
import type { ModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'

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

/** The line without modifiers that the list names. */
export function withoutModifiers({ line }: PlacedLine, unwanted: readonly string[]): readonly ModifierCode[] {
  return line.modifiers.filter((modifier) => !unwanted.includes(modifier))
}
