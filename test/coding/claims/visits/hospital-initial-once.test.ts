import type { PriorProfessional } from '#coding/claims/claim-context.ts'
import { hospitalInitialOnce } from '#coding/claims/visits/hospital-initial-once.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = { lines: [aLine('99223', { date: parseDateOnly('2026-11-04') })] }
const record = { encounterClass: 'inpatient', period: { start: '2026-11-02T10:00:00Z' } } as const
const earlier = (code: string, date: string, professional: PriorProfessional = 'same') => ({
  priorServices: [
    {
      date: parseDateOnly(date),
      code: parseProcedureCode(code),
      modifiers: [],
      units: 1,
      professional,
      from: 'claim' as const,
    },
  ],
})

describeRule(hospitalInitialOnce, {
  flags: [
    {
      when: 'somebody whose group the EHR does not give had the first visit',
      draft,
      record,
      context: earlier('99222', '2026-11-02', 'unknown'),
      severity: 'question',
      says: /the EHR does not say/,
    },
    {
      when: 'the same professional had the first visit of this stay',
      draft,
      record,
      context: earlier('99222', '2026-11-02'),
      severity: 'error',
      says: /99222 of 2026-11-02 was it already/,
    },
    {
      when: 'EM-10: another of the group and specialty had it, under observation',
      draft,
      record: { ...record, encounterClass: 'observation' },
      context: earlier('99221', '2026-11-03', 'same-group-and-specialty'),
      severity: 'error',
      says: /was it already/,
    },
  ],
  passes: [
    { when: 'EM-10: another specialty had its own', draft, record, context: earlier('99222', '2026-11-02', 'other') },
    { when: 'it was another stay', draft, record, context: earlier('99222', '2026-10-20') },
    { when: 'a later visit came before', draft, record, context: earlier('99232', '2026-11-03') },
    { when: 'nobody looked', draft, record },
    {
      when: 'a later visit is on the draft',
      draft: { lines: [aLine('99232')] },
      record,
      context: earlier('99222', '2026-11-02'),
    },
  ],
})
