import { frequencyLimit } from '#coding/claims/scrub/frequency-limit.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { type parseModifierCode, parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const on = parseDateOnly('2026-11-02')
const prior = (code: string, ...dates: readonly string[]) => ({
  priorServices: dates.map((date) => ({
    date: parseDateOnly(date),
    code: parseProcedureCode(code),
    modifiers: [] as ReturnType<typeof parseModifierCode>[],
    units: 1,
    professional: 'other' as const,
    from: 'claim' as const,
  })),
})
const draft = (code: string) => ({ lines: [aLine(code, { date: on })] })
const record = { payer: 'medicare' } as const
const eight = Array.from({ length: 8 }, (_, index) => `2026-0${index + 1}-15`)

describeRule(frequencyLimit, {
  flags: [
    {
      when: 'SCR-28: eleven months after the last',
      draft: draft('G0439'),
      record,
      context: prior('G0439', '2025-12-31'),
      severity: 'warning',
      says: /once in 12 months/,
    },
    {
      when: 'after the first of its kind',
      draft: draft('G0439'),
      record,
      context: prior('G0438', '2025-12-01'),
      severity: 'warning',
      says: /once in 12 months/,
    },
    {
      when: 'SCR-28: once in a lifetime',
      draft: draft('G0438'),
      record,
      context: prior('G0438', '2016-01-05'),
      severity: 'warning',
      says: /once in a lifetime/,
    },
    {
      when: 'a ninth session',
      draft: draft('99406'),
      record,
      context: prior('99407', ...eight),
      severity: 'warning',
      says: /8 times in 12 months/,
    },
    {
      when: 'SCR-28: on the 29th day',
      draft: draft('99454'),
      record,
      context: prior('99454', '2026-10-04'),
      severity: 'warning',
      says: /once in 30 days/,
    },
  ],
  passes: [
    {
      when: 'SCR-28: twelve months after the last, by the month',
      draft: draft('G0439'),
      record,
      context: prior('G0439', '2025-11-30'),
    },
    { when: 'an eighth session', draft: draft('99406'), record, context: prior('99407', ...eight.slice(1)) },
    { when: 'SCR-28: on the 30th day', draft: draft('99454'), record, context: prior('99454', '2026-10-03') },
    {
      when: 'another payer',
      draft: draft('G0439'),
      record: { payer: 'commercial' },
      context: prior('G0439', '2025-12-31'),
    },
    { when: 'nobody looked', draft: draft('G0439'), record },
    { when: 'a service without limit', draft: draft('99213'), record, context: prior('99213', '2026-11-01') },
  ],
})
