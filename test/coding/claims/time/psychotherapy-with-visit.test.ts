import { psychotherapyWithVisit } from '#coding/claims/time/psychotherapy-with-visit.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const bill = (...codes: readonly string[]) => ({ lines: codes.map((code) => aLine(code)) })

describeRule(psychotherapyWithVisit, {
  flags: [
    {
      when: 'TIME-04: 90834 beside a visit',
      draft: bill('99213', '90834'),
      severity: 'error',
      says: /Report 90836.*not by time/,
    },
    { when: 'PSY-02: an add-on without a visit', draft: bill('90838'), severity: 'error', says: /Report 90837/ },
    {
      when: 'a visit of another day',
      draft: { lines: [aLine('99213', { date: parseDateOnly('2026-11-01') }), aLine('90833')] },
      severity: 'error',
      says: /Report 90832/,
    },
  ],
  passes: [
    { when: 'TIME-04: an add-on beside a visit', draft: bill('99213', '90836') },
    { when: 'PSY-03: psychotherapy alone', draft: bill('90834') },
    { when: 'a visit alone', draft: bill('99213') },
    { when: 'psychotherapy beside tobacco counseling', draft: bill('90834', '99406') },
    { when: 'psychotherapy beside a service of the month', draft: bill('90837', '99484') },
    { when: 'group psychotherapy beside a visit', draft: bill('99213', '90853') },
  ],
})
