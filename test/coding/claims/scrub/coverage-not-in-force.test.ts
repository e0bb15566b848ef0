import { coverageNotInForce } from '#coding/claims/scrub/coverage-not-in-force.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeRule } from '../try-rule.ts'

const coverage = { status: 'active', hasSubscriberId: true, hasSubscriber: true, hasPayor: true, active: 1 } as const

describeRule(coverageNotInForce, {
  flags: [
    {
      when: 'SCR-03: cancelled',
      context: { coverage: { ...coverage, status: 'cancelled' } },
      severity: 'error',
      says: /is cancelled/,
    },
    {
      when: 'SCR-03: ended the day before',
      context: { coverage: { ...coverage, end: parseDateOnly('2026-11-01') } },
      severity: 'error',
      says: /runs from an open beginning to 2026-11-01/,
    },
    {
      when: 'SCR-03: begins the day after',
      context: { coverage: { ...coverage, start: parseDateOnly('2026-11-03') } },
      severity: 'error',
      says: /2026-11-03 to an open end/,
    },
  ],
  passes: [
    { when: 'SCR-03: first day', context: { coverage: { ...coverage, start: parseDateOnly('2026-11-02') } } },
    { when: 'SCR-03: last day', context: { coverage: { ...coverage, end: parseDateOnly('2026-11-02') } } },
    { when: 'open on both sides', context: { coverage } },
    { when: 'a coverage that was not read' },
  ],
})
