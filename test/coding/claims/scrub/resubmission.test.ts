import { resubmission } from '#coding/claims/scrub/resubmission.ts'
import { describeRule } from '../try-rule.ts'

describeRule(resubmission, {
  flags: [
    {
      when: 'SCR-32: a replacement of nothing',
      draft: { filing: { frequency: 'replacement' } },
      severity: 'error',
      says: /replacement and does not name/,
    },
    {
      when: 'SCR-32: a void of nothing',
      draft: { filing: { frequency: 'void' } },
      severity: 'error',
      says: /void and does not name/,
    },
    {
      when: 'an original with a number',
      draft: { filing: { frequency: 'original', originalReference: '1' } },
      severity: 'warning',
      says: /marked as an original/,
    },
    {
      when: 'a number alone',
      draft: { filing: { originalReference: '1' } },
      severity: 'warning',
      says: /marked as an original/,
    },
  ],
  passes: [
    {
      when: 'SCR-32: a replacement with its number',
      draft: { filing: { frequency: 'replacement', originalReference: '1' } },
    },
    { when: 'an original', draft: { filing: { frequency: 'original' } } },
    { when: 'nothing said', draft: {} },
  ],
})
