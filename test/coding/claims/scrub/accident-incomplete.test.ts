import { accidentIncomplete } from '#coding/claims/scrub/accident-incomplete.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeRule } from '../try-rule.ts'

const date = parseDateOnly('2026-10-30')

describeRule(accidentIncomplete, {
  flags: [
    {
      when: 'SCR-36: no date',
      draft: { filing: { accident: { kind: 'other' } } },
      severity: 'error',
      says: /lacks its date/,
    },
    {
      when: 'SCR-36: an automobile without state',
      draft: { filing: { accident: { kind: 'auto', date } } },
      record: { payer: 'other' },
      severity: 'error',
      says: /lacks the state/,
    },
    {
      when: 'at work, billed to Medicare',
      draft: { filing: { accident: { kind: 'work', date } } },
      record: { payer: 'medicare' },
      severity: 'warning',
      says: /employer’s insurer/,
    },
  ],
  passes: [
    {
      when: 'SCR-36: complete',
      draft: { filing: { accident: { kind: 'auto', date, state: 'OH' } } },
      record: { payer: 'other' },
    },
    {
      when: 'at home, billed to Medicare',
      draft: { filing: { accident: { kind: 'other', date } } },
      record: { payer: 'medicare' },
    },
    { when: 'no accident', draft: {} },
  ],
})
