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
    {
      when: 'MOD-26: the note says that it was the interpretation only',
      draft: { lines: [aModifiedLine('G0001')] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['PROCEDURES: Holter monitor, interpretation and report only.'],
      severity: 'warning',
      says: /26 says so/,
      quotes: ['interpretation and report only'],
    },
    {
      when: 'MOD-26: the note says that it was the technical component only',
      draft: { lines: [aModifiedLine('G0001')] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['PROCEDURES: Spirometry, technical component only, read elsewhere.'],
      severity: 'warning',
      says: /TC says so/,
      quotes: ['technical component only'],
    },
  ],
  passes: [
    {
      when: 'a part of a service without parts',
      draft: { lines: [aModifiedLine('G0001')] },
      tables: withPolicies({ G0001: { professionalTechnical: '0' } }),
      notes: ['PROCEDURES: Spirometry, technical component only.'],
    },
    {
      when: 'TC said with TC',
      draft: { lines: [aModifiedLine('G0001', ['TC'])] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['PROCEDURES: Spirometry, technical component only.'],
    },
    {
      when: 'both parts, each called the only one',
      draft: { lines: [aModifiedLine('G0001')] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['PROCEDURES: Spirometry, technical component only. Holter, interpretation only.'],
    },
    {
      when: 'a part that will be done',
      draft: { lines: [aModifiedLine('G0001')] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['PLAN: Holter will be sent out for interpretation only.'],
    },
    {
      when: 'parts that are named and not alone',
      draft: { lines: [aModifiedLine('G0001')] },
      tables: withPolicies({ G0001: { professionalTechnical: '1' } }),
      notes: ['PROCEDURES: Spirometry, technical component and interpretation done here.'],
    },
    {
      when: 'no indicator is loaded',
      draft: { lines: [aModifiedLine('G0001')] },
      notes: ['PROCEDURES: Spirometry, technical component only.'],
    },
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
