import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import type { CoveragePolicy } from '../claim-tables.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'

/** Each says that the patient was told, or that the service is excluded anyway (chapter 30, 50). */
const NOTICES: readonly string[] = ['GA', 'GX', 'GY', 'GZ']

function isOfPayer({ record, policy }: ClaimRuleInput, { payer, jurisdiction }: CoveragePolicy): boolean {
  const isPayer = payer === '' || payer === record.payer
  return isPayer && (jurisdiction === '' || policy.jurisdiction === undefined || jurisdiction === policy.jurisdiction)
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { code, date, modifiers, diagnosisPointers } = placed.line
  const answer = input.tables.listCoverage(code.code, date)
  if (answer.state !== 'found' || modifiers.some((modifier) => NOTICES.includes(modifier))) return []
  const policies = answer.value.filter((one) => isOfPayer(input, one))
  const pointed = diagnosisPointers.flatMap((place) => input.draft.diagnoses[place - 1] ?? [])
  const isListed = policies.some(({ diagnoses }) =>
    pointed.some((one) => diagnoses.some((listed) => one.code.code.replace('.', '').startsWith(listed))),
  )
  if (policies.length === 0 || isListed) return []
  const sources = policies.map(({ source }) => source).join('; ')
  const message = `${describeLine(placed)}: none of its diagnoses is on the list of ${sources} (${answer.edition}).`
  const evidence = pointed.flatMap((one) => one.evidence)
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message,
      advice:
        'Point to the documented reason for the service if it is another one. Never choose a diagnosis because it is listed: without one the patient is told in advance, and GA says so.',
      evidence,
    }),
  ]
}

/** The diagnoses of a line are on the list of the payer’s coverage policy, or an advance notice stands (SCR-27). */
export const coveragePolicy: ClaimRule = {
  id: 'coverage-policy',
  family: 'scrub',
  source: {
    title: 'Medicare Program Integrity Manual',
    edition: 'chapter 13, rev. 2024',
    section: '13.5; the policy that the site’s own table names',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}
