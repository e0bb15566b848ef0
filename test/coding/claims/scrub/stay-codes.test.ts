import { stayCodes } from '#coding/claims/scrub/stay-codes.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { InstitutionalStay } from '#coding/domain/filing-facts.ts'
import { describeRule } from '../try-rule.ts'

const on = parseDateOnly('2026-10-05')
const hospital = (codes: Partial<InstitutionalStay>) => ({
  kind: 'institutional' as const,
  dateOfService: on,
  stay: { typeOfBill: '0111', ...codes },
})
const day = parseDateOnly('2026-10-01')

describeRule(stayCodes, {
  flags: [
    {
      when: 'three characters',
      draft: hospital({ conditionCodes: ['100'] }),
      severity: 'error',
      says: /100 is no code/,
    },
    {
      when: 'a condition twice',
      draft: hospital({ conditionCodes: ['04', 'C5', '04'] }),
      severity: 'error',
      says: /04 stands twice/,
    },
    {
      when: 'a value twice',
      draft: hospital({
        values: [
          { code: '80', amount: 3 },
          { code: '80', amount: 2 },
        ],
      }),
      severity: 'error',
      says: /Value code 80 stands twice/,
    },
    {
      when: 'a span without an end',
      draft: hospital({ occurrences: [{ code: '70', date: day }] }),
      severity: 'error',
      says: /span 70 has no end/,
    },
    {
      when: 'a day with an end',
      draft: hospital({ occurrences: [{ code: '69', date: day, end: on }] }),
      severity: 'error',
      says: /69 is of one day/,
    },
    {
      when: 'a day after the bill',
      draft: hospital({ occurrences: [{ code: '11', date: parseDateOnly('2026-10-06') }] }),
      severity: 'warning',
      says: /later than the bill \(2026-10-05\)/,
    },
    {
      when: 'an amount below zero',
      draft: hospital({ values: [{ code: '80', amount: -1 }] }),
      severity: 'error',
      says: /below zero/,
    },
  ],
  passes: [
    {
      when: 'codes, days, spans and amounts in order',
      draft: hospital({
        conditionCodes: ['04', 'C5'],
        occurrences: [
          { code: '11', date: day },
          { code: '74', date: day, end: on },
          { code: 'M0', date: day, end: on },
          { code: 'A1', date: on },
        ],
        values: [
          { code: '80', amount: 0 },
          { code: '01', amount: 1250.5 },
        ],
      }),
    },
    { when: 'none', draft: hospital({}) },
    {
      when: 'the same occurrence on two days',
      draft: hospital({
        occurrences: [
          { code: '11', date: day },
          { code: '11', date: on },
        ],
      }),
    },
  ],
})
