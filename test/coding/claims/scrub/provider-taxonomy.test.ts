import { providerTaxonomy } from '#coding/claims/scrub/provider-taxonomy.ts'
import { describeRule } from '../try-rule.ts'

const both = { billingTaxonomy: '261QP2300X', performerTaxonomy: '207Q00000X' }

describeRule(providerTaxonomy, {
  flags: [
    {
      when: 'SCR-05: a taxonomy of nine places',
      draft: { filing: { ...both, billingTaxonomy: '261QP2300' } },
      severity: 'error',
      says: /who bills is none/,
    },
    {
      when: 'SCR-05: none of the performer, and a payer that may ask',
      draft: { filing: { billingTaxonomy: '261QP2300X' } },
      record: { payer: 'commercial' },
      severity: 'information',
      says: /does not say the taxonomy of who performed/,
    },
  ],
  passes: [
    { when: 'SCR-05: both are there', draft: { filing: both } },
    { when: 'none, and Medicare does not ask', record: { payer: 'medicare' } },
  ],
})
