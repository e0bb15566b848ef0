import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { addDiagnosis } from '../diagnoses/diagnosis-hit.ts'

// Administration and product numbers as the Medicare Claims Processing Manual names them; ranges, no list.
const ADMINISTRATION = /^(?:9047[1-4]|G000[89]|G0010|90480)$/
const isProduct = (code: string): boolean => /^90[67]\d\d$/.test(code) && code >= '90476' && code <= '90759'
const Z23 = /^Z23$/

/** Vaccines given and vaccines administered agree, with their diagnosis (SCR-39, DX-711). */
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
    const counts: ClaimRuleHit[] =
      given === products
        ? []
        : [
            {
              severity: 'warning',
              message: `${products} vaccines and ${given} administrations are on the claim.`,
              advice:
                'Each vaccine has one administration; one supplied free of charge is still listed where the payer asks.',
              about: 'vaccines',
              evidence: [],
            },
          ]
    if (draft.diagnoses.some(({ code }) => Z23.test(code.code))) return counts
    const message = 'A vaccine was given, and Z23 is not among the diagnoses.'
    const fix = addDiagnosis(input, 'Z23')
    const hit = { severity: 'warning', message, advice: 'Add Z23 (I.C.21.c.2).', about: 'Z23', evidence: [] } as const
    return [...counts, fix === undefined ? hit : { ...hit, fix }]
  },
}
