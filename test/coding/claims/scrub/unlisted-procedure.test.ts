import { unlistedProcedure } from '#coding/claims/scrub/unlisted-procedure.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const description = 'Repair with mesh by a new approach'
const comparison = parseProcedureCode('49560')

describeRule(unlistedProcedure, {
  flags: [
    {
      when: 'SCR-44: no words',
      draft: { lines: [aLine('49999')] },
      severity: 'error',
      says: /49999.*does not say what was done/,
    },
    {
      when: 'SCR-44: no comparison',
      draft: { lines: [aLine('49999', { description })] },
      severity: 'warning',
      says: /no listed code/,
    },
    { when: 'a drug without words', draft: { lines: [aLine('J3490')] }, severity: 'error', says: /J3490/ },
  ],
  passes: [
    { when: 'SCR-44: complete', draft: { lines: [aLine('49999', { description, comparison })] } },
    { when: 'a drug with words', draft: { lines: [aLine('J3490', { description })] } },
    { when: 'a listed code', draft: { lines: [aLine('99213'), aLine('20610')] } },
  ],
})
