/** Which side a diagnosis names: read from the classification's own groups, never from a digit of the code (DX-207). */
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRuleInput } from '../claim-rule.ts'
import { getCodingDate } from './diagnosis-hit.ts'

type DiagnosisSide = 'left' | 'right' | 'both'

export function findDiagnosisSide(
  input: Pick<ClaimRuleInput, 'codeSet' | 'draft'>,
  { code }: DraftDiagnosis,
): DiagnosisSide | undefined {
  const group = input.codeSet.findLateralityGroup(code.code, getCodingDate(input))
  if (group === undefined) return undefined
  if (group.right === code.code) return 'right'
  if (group.left === code.code) return 'left'
  return group.bilateral === code.code ? 'both' : undefined
}

/** A complaint of the other side is a condition of its own, whatever the code of this side holds already. */
export function isOtherSide(
  input: Pick<ClaimRuleInput, 'codeSet' | 'draft'>,
  one: DraftDiagnosis,
  other: DraftDiagnosis,
): boolean {
  const [first, second] = [findDiagnosisSide(input, one), findDiagnosisSide(input, other)]
  return first !== undefined && second !== undefined && first !== second && first !== 'both'
}
