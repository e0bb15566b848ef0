import { careManagementTime } from '#coding/claims/time/care-management-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Chronic care management this month: ${minutes} minutes by staff.`
const { flags, passes } = listBoundaries('care-management', sentence)

/** Base, further code, and the first minutes of its first and second unit, by the public rules themselves. */
const FURTHER = [
  ['99490', '99439', 40, 60],
  ['99491', '99437', 60, 90],
  ['99487', '99489', 90, 120],
  ['99424', '99425', 60, 90],
  ['99426', '99427', 60, 90],
  ['99492', '99494', 86, 116],
  ['99493', '99494', 76, 106],
] as const
const bill = (base: string, further: string, units: number) => ({
  lines: [aLine(base), ...(units === 0 ? [] : [aLine(further, { units })])],
})

describeRule(careManagementTime, {
  flags: [
    ...flags,
    ...FURTHER.flatMap(([base, further, first, second]) =>
      [
        [first - 1, 1],
        [second - 1, 2],
      ].map(([minutes = 0, units = 0]) => ({
        when: `${minutes} minutes as ${base} with ${units} of ${further}`,
        draft: bill(base, further, units),
        notes: [sentence(minutes)],
        severity: 'error' as const,
        says: new RegExp(`give ${units - 1} of ${further}; the draft has ${units}`),
        quotes: [`${minutes} minutes`],
      })),
    ),
    {
      when: 'a third further unit for Medicare',
      draft: bill('99490', '99439', 3),
      record: { payer: 'medicare' },
      notes: [sentence(80)],
      severity: 'error',
      says: /give 2 of 99439; the draft has 3/,
      quotes: ['80 minutes'],
    },
    {
      when: 'a further code whose minutes nobody states',
      draft: bill('99490', '99439', 1),
      severity: 'question',
      says: /do not state one number/,
    },
  ],
  passes: [
    ...passes,
    ...FURTHER.flatMap(([base, further, first, second]) =>
      [
        [first - 1, 0],
        [first, 1],
        [second - 1, 1],
        [second, 2],
      ].map(([minutes = 0, units = 0]) => ({
        when: `${minutes} minutes as ${base} with ${units} of ${further}`,
        draft: bill(base, further, units),
        notes: [sentence(minutes)],
      })),
    ),
    { when: 'a third further unit for another payer', draft: bill('99490', '99439', 3), notes: [sentence(80)] },
  ],
})
