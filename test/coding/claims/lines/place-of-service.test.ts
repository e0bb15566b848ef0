import { placeOfService } from '#coding/claims/lines/place-of-service.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const { placeOfService: _place, ...withoutPlace } = aLine()

describeRule(placeOfService, {
  flags: [
    { when: 'no place', draft: { lines: [withoutPlace] }, severity: 'warning', says: /where the service was given/ },
    {
      when: 'words in place of digits',
      draft: { lines: [aLine('99213', { placeOfService: 'office' })] },
      severity: 'warning',
      says: /two-digit/,
    },
  ],
  passes: [
    { when: 'two digits' },
    { when: 'a facility claim', draft: { kind: 'institutional', lines: [withoutPlace] } },
  ],
})
