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
    {
      when: 'MOD-26: read in a hospital and reported whole',
      draft: { lines: [{ ...aModifiedLine('G0001'), placeOfService: '22' }] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['RESULTS: ECG interpreted by me, sinus rhythm.'],
      severity: 'warning',
      says: /26 says that the reading alone/,
      quotes: ['interpreted'],
    },
    {
      when: 'reported whole in a hospital, and no note tells of a reading',
      draft: { lines: [{ ...aModifiedLine('G0001'), placeOfService: '22' }] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      severity: 'question',
      says: /the notes tell of none/,
    },
  ],
  passes: [
    {
      when: 'MOD-26: whole in an office',
      draft: { lines: [aModifiedLine('G0001')] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['RESULTS: ECG interpreted by me, sinus rhythm.'],
    },
    {
      when: 'the hospital’s own claim',
      draft: { kind: 'institutional', lines: [{ ...aModifiedLine('G0001'), placeOfService: '22' }] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
    },
    {
      when: 'MOD-26: 26 on a service with parts',
      draft: { lines: [aModifiedLine('G0001', ['26'])] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
    },
    { when: 'no table', draft: { lines: [aModifiedLine('G0001', ['TC'])] } },
  ],
})
