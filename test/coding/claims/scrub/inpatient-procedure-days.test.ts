import { inpatientProcedureDays } from '#coding/claims/scrub/inpatient-procedure-days.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10PcsCode } from '#coding/domain/icd10-pcs-code.ts'
import { describeRule } from '../try-rule.ts'

const done = (date?: DateOnly) => ({
  kind: 'institutional' as const,
  procedures: [{ code: parseIcd10PcsCode('0SRC0J9'), ...(date && { date }) }],
})

describeRule(inpatientProcedureDays, {
  flags: [
    { when: 'no day', draft: done(), severity: 'warning', says: /0SRC0J9\) has no day/ },
    {
      when: 'the day after the discharge',
      draft: done(parseDateOnly('2026-11-03')),
      severity: 'error',
      says: /after the stay that ended on 2026-11-02/,
    },
  ],
  passes: [
    { when: 'the day of the discharge', draft: done(parseDateOnly('2026-11-02')) },
    { when: 'before the admission', draft: done(parseDateOnly('2026-10-30')) },
    { when: 'no procedure', draft: { kind: 'institutional' } },
    { when: 'a professional claim', draft: { ...done(), kind: 'professional' } },
  ],
})
