import { firstDateMissing } from '#coding/claims/scrub/first-date-missing.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aDiagnosis, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const on = parseDateOnly('2026-09-01')

describeRule(firstDateMissing, {
  flags: [
    {
      when: 'SCR-37: chiropractic care to Medicare',
      draft: { lines: [aLine('98941')] },
      record: { payer: 'medicare' },
      severity: 'error',
      says: /98941 needs the date/,
    },
    {
      when: 'SCR-37: a pregnancy',
      draft: { diagnoses: [aDiagnosis('Z34.82')] },
      severity: 'information',
      says: /last menstrual period/,
    },
  ],
  passes: [
    {
      when: 'SCR-37: with the first treatment',
      draft: { lines: [aLine('98941')], filing: { initialTreatment: on } },
      record: { payer: 'medicare' },
    },
    { when: 'another payer', draft: { lines: [aLine('98941')] }, record: { payer: 'commercial' } },
    {
      when: 'with the last menstrual period',
      draft: { diagnoses: [aDiagnosis('Z34.82')], filing: { lastMenstrualPeriod: on } },
    },
    { when: 'a delivery', draft: { diagnoses: [aDiagnosis('O80')] } },
    { when: 'a hospital', draft: { kind: 'institutional', diagnoses: [aDiagnosis('Z34.82')] } },
  ],
})
