import { professionalOrTechnicalPart } from '#coding/claims/modifiers/professional-or-technical-part.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withPolicies } from './modifier-tables.ts'

describeRule(professionalOrTechnicalPart, {
  flags: [
    {
      when: 'MOD-26: 26 on a service without parts',
      draft: { lines: [aModifiedLine('G0001', ['26'])] },
      tables: withPolicies({ G0001: { professionalTechnical: '0' } }),
      severity: 'error',
      says: /has no professional and technical part; 26/,
    },
    {
      when: 'MOD-26: TC on a service of the technical part alone',
      draft: { lines: [aModifiedLine('G0001', ['TC'])] },
      tables: withPolicies({ G0001: { professionalTechnical: '3' } }),
      severity: 'error',
      says: /TC does not stand/,
    },
    {
      when: 'both parts on one line',
      draft: { lines: [aModifiedLine('G0001', ['26', 'TC'])] },
      severity: 'error',
      says: /the whole service/,
    },
  ],
  passes: [
    {
      when: 'MOD-26: 26 on a service with parts',
      draft: { lines: [aModifiedLine('G0001', ['26'])] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
    },
    { when: 'no table', draft: { lines: [aModifiedLine('G0001', ['TC'])] } },
  ],
})
