import { facilityMissing } from '#coding/claims/scrub/facility-missing.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

describeRule(facilityMissing, {
  flags: [
    {
      when: 'SCR-08: an emergency department',
      draft: { lines: [aLine('99284', { placeOfService: '23' })] },
      severity: 'warning',
      says: /place of service 23.*facility/,
    },
  ],
  passes: [
    {
      when: 'SCR-08: with the facility',
      draft: { lines: [aLine('99284', { placeOfService: '23' })], filing: { facility: { reference: 'Location/l' } } },
    },
    ...['02', '10', '11', '12'].map((placeOfService) => ({
      when: `place ${placeOfService}`,
      draft: { lines: [aLine('99213', { placeOfService })] },
    })),
    {
      when: 'the facility itself bills',
      draft: { kind: 'institutional', lines: [aLine('99284', { placeOfService: '23' })] },
    },
  ],
})
