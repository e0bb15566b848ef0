import { coverageIncomplete } from '#coding/claims/scrub/coverage-incomplete.ts'
import { describeRule } from '../try-rule.ts'

const coverage = { status: 'active', hasSubscriberId: true, hasSubscriber: true, hasPayor: true, active: 1 } as const

describeRule(coverageIncomplete, {
  flags: [
    {
      when: 'SCR-02: no number',
      context: { coverage: { ...coverage, hasSubscriberId: false } },
      severity: 'error',
      says: /lacks the subscriber’s number/,
    },
    {
      when: 'SCR-02: a dependent without subscriber',
      context: { coverage: { ...coverage, relationship: 'other', hasSubscriber: false } },
      severity: 'error',
      says: /who the subscriber is/,
    },
    {
      when: 'no payer',
      context: { coverage: { ...coverage, hasPayor: false } },
      severity: 'error',
      says: /lacks the payer/,
    },
    {
      when: 'SCR-02: a number that Medicare never gives',
      context: { coverage: { ...coverage, subscriberIdFits: false } },
      severity: 'error',
      says: /form of a Medicare beneficiary number/,
    },
  ],
  passes: [
    { when: 'SCR-02: a number of the form', context: { coverage: { ...coverage, subscriberIdFits: true } } },
    {
      when: 'SCR-02: the patient is the subscriber',
      context: { coverage: { ...coverage, relationship: 'self', hasSubscriber: false } },
    },
    { when: 'all there', context: { coverage } },
    { when: 'a coverage that was not read' },
  ],
})
