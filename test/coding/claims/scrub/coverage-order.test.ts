import { coverageOrder } from '#coding/claims/scrub/coverage-order.ts'
import { describeRule } from '../try-rule.ts'

const coverage = { status: 'active', hasSubscriberId: true, hasSubscriber: true, hasPayor: true, active: 1 } as const

describeRule(coverageOrder, {
  flags: [
    {
      when: 'SCR-04: two without an order',
      context: { coverage: { ...coverage, active: 2 } },
      severity: 'warning',
      says: /2 active coverages/,
    },
  ],
  passes: [
    { when: 'SCR-04: two with an order', context: { coverage: { ...coverage, active: 2, order: 1 } } },
    { when: 'one', context: { coverage } },
    { when: 'none was read' },
  ],
})
