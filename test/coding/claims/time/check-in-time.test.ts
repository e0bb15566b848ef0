import { checkInTime } from '#coding/claims/time/check-in-time.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const boundaries = listBoundaries('check-in', (minutes) => `Virtual check-in by phone, ${minutes} minutes.`)
const seen = (date: string, professional: 'same' | 'other' = 'same') => ({
  priorServices: [
    {
      date: parseDateOnly(date),
      code: parseProcedureCode('99213'),
      modifiers: [],
      units: 1,
      professional,
      from: 'claim' as const,
    },
  ],
})
const call = { draft: { lines: [aLine('98016')] }, notes: ['Virtual check-in by phone, 8 minutes.'] }

describeRule(checkInTime, {
  flags: [
    ...boundaries.flags,
    {
      when: 'a visit seven days before',
      ...call,
      context: seen('2026-10-26'),
      severity: 'warning',
      says: /follows 99213 of 2026-10-26 within 7 days/,
    },
    {
      when: 'a visit on the next day',
      ...call,
      context: seen('2026-11-03'),
      severity: 'warning',
      says: /led to 99213 of 2026-11-03 on the next day/,
    },
    {
      when: 'a visit on the same day',
      ...call,
      context: seen('2026-11-02'),
      severity: 'warning',
      says: /follows 99213 of 2026-11-02/,
    },
  ],
  passes: [
    ...boundaries.passes,
    { when: 'a visit two days later', ...call, context: seen('2026-11-04') },
    { when: 'a visit eight days before', ...call, context: seen('2026-10-25') },
    { when: 'a visit with somebody else', ...call, context: seen('2026-10-30', 'other') },
  ],
})
