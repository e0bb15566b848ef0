import { orderingProviderMissing } from '#coding/claims/scrub/ordering-provider-missing.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

describeRule(orderingProviderMissing, {
  flags: [
    {
      when: 'SCR-07: a blood test',
      draft: { lines: [aLine('99213'), aLine('80053')] },
      record: { payer: 'medicare' },
      severity: 'question',
      says: /Line 2 \(80053\).*who ordered it/,
    },
    {
      when: 'SCR-07: an image',
      draft: { lines: [aLine('73562'), aLine('71046')] },
      record: { payer: 'medicare' },
      severity: 'question',
      says: /Line 1/,
    },
  ],
  passes: [
    {
      when: 'SCR-07: a number that the coder typed',
      draft: { lines: [aLine('80053')], filing: { orderingProvider: { npi: '1234567893' } } },
      record: { payer: 'medicare' },
    },
    {
      when: 'SCR-07: with who ordered it',
      draft: { lines: [aLine('80053')], filing: { orderingProvider: { reference: 'Practitioner/p' } } },
      record: { payer: 'medicare' },
    },
    {
      when: 'with who referred',
      draft: { lines: [aLine('80053')], filing: { referringProvider: { reference: 'Practitioner/p' } } },
      record: { payer: 'medicare' },
    },
    { when: 'another payer', draft: { lines: [aLine('80053')] }, record: { payer: 'commercial' } },
    { when: 'a visit alone', draft: {}, record: { payer: 'medicare' } },
  ],
})
