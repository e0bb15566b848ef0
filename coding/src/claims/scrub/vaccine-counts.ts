import { parseDateOnly } from '../../domain/date-only.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { addDiagnosis } from '../diagnoses/diagnosis-hit.ts'
import { buildLineHit, describeLine, listLines } from '../modifiers/line-hit.ts'

// Administration and product numbers as the Medicare Claims Processing Manual names them; ranges, no list.
/** Further components of a vaccine with counseling (90461) are no administration of their own: the note gives their number. */
const ADMINISTRATION = /^(?:90460|9047[1-4]|G000[89]|G0010|90480)$/
const PRODUCTS = /^(?:9047[67]|905[89]\d|90[67]\d\d|913\d\d|Q203[3-9])$/
const LAST_PRODUCT_OF_90 = '90759'
const isProduct = (code: string): boolean => PRODUCTS.test(code) && (code <= LAST_PRODUCT_OF_90 || code > '91')
const Z23 = /^Z23$/

/** The first of a day, and what each further one is reported as. */
const FURTHER: Readonly<Record<string, string>> = { '90471': '90472', '90473': '90474' }

/** One first administration a day, by needle or by mouth and nose; all others are further ones. */
function checkFirst(input: ClaimRuleInput): ClaimRuleHit[] {
  const firsts = listLines(input).filter(({ line }) => FURTHER[line.code.code] !== undefined)
  // By needle comes first where both ways are used.
  const ordered = firsts.toSorted((a, b) => a.line.code.code.localeCompare(b.line.code.code))
  return ordered.flatMap((placed, index): ClaimRuleHit[] => {
    const further = FURTHER[placed.line.code.code] ?? ''
    const isSecond = ordered.slice(0, index).some(({ line }) => line.date === placed.line.date)
    if (!isSecond && placed.line.units === 1) return []
    const message = `${describeLine(placed)}: a day has one first administration, and the claim has more.`
    const fix = isSecond
      ? { fix: { kind: 'replace-procedure', line: placed.place, code: buildProcedure(further) } as const }
      : {}
    return [buildLineHit(placed, { severity: 'error', message, advice: `Each further one is ${further}.`, ...fix })]
  })
}

function checkCounts({ draft }: ClaimRuleInput, given: number, products: number): ClaimRuleHit[] {
  if (given === products) return []
  const isCounseled = draft.lines.some(({ code }) => code.code === '90461')
  const advice = isCounseled
    ? 'Each vaccine has one administration, its further components are counted by 90461.'
    : 'Each vaccine has one administration; one supplied free of charge is still listed where the payer asks.'
  const message = `${products} vaccines and ${given} administrations are on the claim.`
  return [{ severity: 'warning', message, advice, about: 'vaccines', evidence: [] }]
}

/** Vaccines given and vaccines administered agree, one of them the first of the day, with their diagnosis (SCR-39, DX-711). */
export const vaccineCounts: ClaimRule = {
  id: 'vaccine-counts',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 18, rev. 2024', section: '10.2' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: (input) => {
    const { draft } = input
    const units = (isOne: (code: string) => boolean): number =>
      draft.lines.filter(({ code }) => isOne(code.code)).reduce((sum, line) => sum + line.units, 0)
    const given = units((code) => ADMINISTRATION.test(code))
    const products = units(isProduct)
    if (given + products === 0) return []
    const hits = [...checkFirst(input), ...checkCounts(input, given, products)]
    if (draft.diagnoses.some(({ code }) => Z23.test(code.code))) return hits
    const message = 'A vaccine was given, and Z23 is not among the diagnoses.'
    const fix = addDiagnosis(input, 'Z23')
    const hit = { severity: 'warning', message, advice: 'Add Z23 (I.C.21.c.2).', about: 'Z23', evidence: [] } as const
    return [...hits, fix === undefined ? hit : { ...hit, fix }]
  },
}
