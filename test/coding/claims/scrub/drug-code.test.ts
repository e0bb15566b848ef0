import { drugCode } from '#coding/claims/scrub/drug-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const drug = { ndc: '00002143380', amount: 1, unit: 'ML' } as const
const medicaid = { payer: 'medicaid' } as const

describeRule(drugCode, {
  flags: [
    {
      when: 'SCR-33: no drug code to Medicaid',
      draft: { lines: [aLine('J1885')] },
      record: medicaid,
      severity: 'error',
      says: /Line 1 \(J1885\) has no national drug code/,
    },
    {
      when: 'SCR-33: ten digits',
      draft: { lines: [aLine('J1885', { drug: { ...drug, ndc: '0002143380' } })] },
      severity: 'error',
      says: /eleven digits/,
    },
    {
      when: 'with dashes',
      draft: { lines: [aLine('J1885', { drug: { ...drug, ndc: '00002-1433-80' } })] },
      severity: 'error',
      says: /eleven digits/,
    },
    {
      when: 'no amount',
      draft: { lines: [aLine('J1885', { drug: { ...drug, amount: 0 } })] },
      severity: 'error',
      says: /no amount/,
    },
  ],
  passes: [
    { when: 'SCR-33: complete', draft: { lines: [aLine('J1885', { drug })] }, record: medicaid },
    { when: 'another payer', draft: { lines: [aLine('J1885')] }, record: { payer: 'commercial' } },
    { when: 'no drug', draft: { lines: [aLine('96372')] }, record: medicaid },
  ],
})
