import { lineDate } from '#coding/claims/lines/line-date.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const stay = { dateOfService: parseDateOnly('2026-11-02'), dateOfServiceEnd: parseDateOnly('2026-11-05') }
const dated = (date: string) => ({ lines: [aLine('99232', { date: parseDateOnly(date) })] })

describeRule(lineDate, {
  flags: [
    {
      when: 'the day before',
      draft: dated('2026-11-01'),
      severity: 'error',
      says: /draft is for 2026-11-02\. Look in the note/,
    },
    {
      when: 'the day after a stay',
      draft: { ...stay, ...dated('2026-11-06') },
      severity: 'error',
      says: /to 2026-11-05/,
    },
  ],
  passes: [
    { when: 'the day itself', draft: dated('2026-11-02') },
    { when: 'the last day of a stay', draft: { ...stay, ...dated('2026-11-05') } },
  ],
})
