import { infusionTime } from '#coding/claims/time/infusion-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Infusion ran over ${minutes} minutes via left arm.`
const { flags, passes } = listBoundaries('infusion', sentence)

describeRule(infusionTime, {
  flags: [
    ...flags,
    {
      when: 'TIME-11: 15 minutes are a push',
      draft: { lines: [aLine('96365')] },
      notes: [sentence(15)],
      severity: 'error',
      says: /support 96374/,
      quotes: ['15 minutes'],
    },
    {
      when: 'TIME-11: 90 minutes with a further hour',
      draft: { lines: [aLine('96365'), aLine('96366')] },
      notes: [sentence(90)],
      severity: 'error',
      says: /give 0 of 96366/,
      quotes: ['90 minutes'],
    },
    {
      when: 'TIME-11: 91 minutes without it',
      draft: { lines: [aLine('96365')] },
      notes: [sentence(91)],
      severity: 'information',
      says: /give 1 of 96366/,
      quotes: ['91 minutes'],
    },
    {
      when: 'no stop time',
      draft: { lines: [aLine('96365')] },
      notes: ['Infusion started 10:05.'],
      severity: 'question',
      says: /start and stop time.*Without a stop time it is reported as 96374/,
    },
  ],
  passes: [
    ...passes,
    {
      when: 'TIME-11: 91 minutes with a further hour, by the clock',
      draft: { lines: [aLine('96365'), aLine('96366')] },
      notes: ['Infusion start 10:05 stop 11:36'],
    },
  ],
})
