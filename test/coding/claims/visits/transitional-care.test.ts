import { transitionalCare } from '#coding/claims/visits/transitional-care.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })
// The visit is on Monday, 2026-11-02.
const MODERATE =
  'ASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg daily.\nType 2 diabetes, not at goal. Increase metformin to 1000 mg twice daily.'
const LOW = 'ASSESSMENT AND PLAN\nHypertension, at goal.'
const after = (discharged: string, contacted: string, work = MODERATE): readonly string[] => [
  `Discharged from the hospital on ${discharged}. Patient was called on ${contacted}.\n${work}`,
]

describeRule(transitionalCare, {
  flags: [
    {
      when: 'a visit on the fifteenth day',
      draft: line('99495'),
      notes: after('10/18/2026', '10/19/2026'),
      severity: 'error',
      says: /15 days after discharge.*Neither/,
      quotes: ['Discharged from the hospital on 10/18/2026'],
    },
    {
      when: 'the higher code with moderate decision making',
      draft: line('99496'),
      notes: after('10/28/2026', '10/29/2026'),
      severity: 'error',
      says: /support 99495/,
      quotes: ['Discharged from the hospital on 10/28/2026'],
    },
    {
      when: 'the lower code with low decision making',
      draft: line('99495'),
      notes: after('10/28/2026', '10/29/2026', LOW),
      severity: 'error',
      says: /Neither/,
      quotes: ['Discharged from the hospital on 10/28/2026'],
    },
    {
      when: 'a contact on the third business day',
      draft: line('99495'),
      notes: after('10/20/2026', '10/23/2026'),
      severity: 'warning',
      says: /of 2026-10-23, came more than 2 business days/,
      quotes: ['called on 10/23/2026'],
    },
    {
      when: 'no contact in the notes',
      draft: line('99495'),
      notes: [`Discharged on 2026-10-28.\n${MODERATE}`],
      severity: 'question',
      says: /do not tell of a contact/,
    },
    {
      when: 'no date of discharge',
      draft: line('99495'),
      notes: [MODERATE],
      severity: 'question',
      says: /do not state one/,
    },
  ],
  passes: [
    { when: 'a visit on the fourteenth day', draft: line('99495'), notes: after('10/19/2026', '10/20/2026') },
    {
      when: 'a contact on Monday after a discharge on Thursday',
      draft: line('99495'),
      notes: after('10/22/2026', '10/26/2026'),
    },
    {
      when: 'two attempts in time',
      draft: line('99495'),
      notes: [`Discharged on 2026-10-28. Two attempts to reach her by phone.\n${MODERATE}`],
    },
    { when: 'another visit', draft: line('99214'), notes: after('10/01/2026', '10/02/2026') },
  ],
})
