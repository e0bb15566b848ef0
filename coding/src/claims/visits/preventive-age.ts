import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { replaceCode } from './visit-lines.ts'
import { visitRules } from './visit-rules.generated.ts'

/** Whole years; a child of less than a year may be given in days. */
function readYears({ record }: ClaimRuleInput): number | undefined {
  const { age } = record
  return age === undefined ? undefined : age.unit === 'years' ? Math.floor(age.value) : 0
}

function describeAges({ from, to }: { readonly from: number; readonly to?: number }): string {
  if (to === 0) return 'less than 1 year'
  return to === undefined ? `${from} years and more` : `${from} to ${to} years`
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { code } = placed.line.code
  const years = readYears(input)
  const band = visitRules.preventive.find((one) => one.new === code || one.established === code)
  if (band === undefined || years === undefined) return []
  const isWithin = band.from <= years && (band.to === undefined || years <= band.to)
  if (isWithin) return []
  const right = visitRules.preventive.find(({ from, to }) => from <= years && (to === undefined || years <= to))
  const other = band.new === code ? right?.new : right?.established
  return [
    buildLineHit(placed, {
      severity: 'error',
      message: `${describeLine(placed)} is for ${describeAges(band)}; the patient is ${years === 0 ? 'less than 1 year old' : `${years}`}.`,
      advice: other === undefined ? 'Choose the code of the age.' : `${other} is the code of this age.`,
      ...(other === undefined ? {} : { fix: replaceCode(placed, other) }),
    }),
  ]
}

/** The band of a preventive visit fits the age on the date of service (EM-17, SCR-26). */
export const preventiveAge: ClaimRule = {
  id: 'preventive-age',
  family: 'visits',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '30.6.2' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}
