import { testCountedOnce } from '#coding/claims/visits/test-counted-once.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const NOTE =
  'Established patient.\nASSESSMENT AND PLAN\nType 2 diabetes, not at goal, worse. Diet discussed. CBC and A1c ordered. ECG obtained and interpreted.'

describeRule(testCountedOnce, {
  flags: [
    {
      when: 'EM-04: the level needs a test whose interpretation is a line',
      draft: { lines: [aLine('99214'), aLine('93000')] },
      notes: [NOTE],
      severity: 'warning',
      says: /ECG \(ordered\): Line 2 of the draft reports its interpretation/,
      quotes: ['ECG'],
    },
    {
      when: 'the level needs a review that belongs to an earlier order',
      draft: { lines: [aLine('99214')] },
      notes: [
        'Established patient.\nHPI: Reviewed TSH ordered at the last visit.\nASSESSMENT AND PLAN\nType 2 diabetes, not at goal, worse. Diet discussed. CBC and A1c ordered.',
      ],
      severity: 'warning',
      says: /Ordered at an earlier visit/,
      quotes: ['TSH'],
    },
  ],
  passes: [
    { when: 'EM-04: nothing is reported beside the visit', draft: { lines: [aLine('99214')] }, notes: [NOTE] },
    { when: 'a laboratory test is reported', draft: { lines: [aLine('99214'), aLine('85025')] }, notes: [NOTE] },
    { when: 'the level does not need it', draft: { lines: [aLine('99213'), aLine('93000')] }, notes: [NOTE] },
  ],
})
