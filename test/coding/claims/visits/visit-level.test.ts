import { visitLevel } from '#coding/claims/visits/visit-level.ts'
import { aNote } from '../../../app/features/builders.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })
const LOW = 'Established patient.\nASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg daily.'
const MODERATE = `${LOW}\nType 2 diabetes, not at goal. Increase metformin to 1000 mg twice daily.`
const timed = (minutes: number): string => `${LOW}\nTotal time today: ${minutes} minutes.`
const ward = { encounterClass: 'inpatient' } as const
const discharge = 'DISCHARGE SUMMARY\nDISCHARGE DIAGNOSIS: Cellulitis of the left leg.\n'

describeRule(visitLevel, {
  flags: [
    {
      when: 'EM-01: the line is above what the note supports',
      draft: line('99214'),
      notes: [LOW],
      severity: 'warning',
      says: /above.*problems low, data straightforward, risk moderate.*support 99213/,
      quotes: ['Hypertension', 'lisinopril 20 mg'],
    },
    {
      when: 'the line is below it, with the same weight',
      draft: line('99213'),
      notes: [MODERATE],
      severity: 'warning',
      says: /below.*support 99214/,
      quotes: ['Hypertension', 'lisinopril 20 mg'],
    },
    {
      when: 'the minutes reach one level less',
      draft: line('99215'),
      notes: [timed(39)],
      severity: 'warning',
      says: /above.*39 minutes.*99213.*or 99214/,
      quotes: ['Hypertension', 'lisinopril 20 mg', '39 minutes'],
    },
    {
      when: 'a discharge day of more than 30 minutes that nobody states',
      draft: line('99239'),
      record: ward,
      notes: [discharge],
      severity: 'warning',
      says: /support 99238/,
      quotes: ['Cellulitis of the left leg'],
    },
    {
      when: 'PSY-02: a level chosen by time beside psychotherapy',
      draft: { lines: [aLine('99215'), aLine('90836')] },
      notes: [timed(40)],
      severity: 'warning',
      says: /above.*support 99213/,
      quotes: ['Hypertension', 'lisinopril 20 mg', '40 minutes'],
    },
    {
      when: 'a discharge day of 30 minutes',
      draft: line('99239'),
      record: ward,
      notes: [`${discharge}I spent 30 minutes on the discharge today.`],
      severity: 'warning',
      says: /support 99238/,
      quotes: ['Cellulitis of the left leg', '30 minutes'],
    },
    {
      when: 'an emergency visit by minutes, which it has none of',
      draft: line('99285'),
      record: { encounterClass: 'emergency' },
      notes: [timed(90)],
      severity: 'warning',
      says: /support 99283/,
      quotes: ['Hypertension', 'lisinopril 20 mg', '90 minutes'],
    },
    {
      when: 'staff alone saw the patient',
      draft: line('99213'),
      record: { notes: [aNote({ authorRole: 'nurse', text: 'Blood pressure check, 128/76.' })] },
      severity: 'warning',
      says: /no note of a clinician/,
    },
    {
      when: 'the code of staff for a visit of a clinician',
      draft: line('99211'),
      notes: [LOW],
      severity: 'warning',
      says: /below.*support 99213/,
      quotes: ['Hypertension', 'lisinopril 20 mg'],
    },
  ],
  passes: [
    { when: 'EM-01: the level by decision making', draft: line('99213'), notes: [LOW] },
    { when: 'the level by decision making where the time gives less', draft: line('99213'), notes: [timed(12)] },
    { when: 'the level by time', draft: line('99214'), notes: [timed(30)] },
    { when: 'the top level by time', draft: line('99215'), notes: [timed(40)] },
    { when: 'the level in a family of its own', draft: line('99243'), notes: [LOW] },
    { when: 'a discharge day without minutes', draft: line('99238'), record: ward, notes: [discharge] },
    {
      when: 'a discharge day of 31 minutes',
      draft: line('99239'),
      record: ward,
      notes: [`${discharge}I spent 31 minutes on the discharge today.`],
    },
    {
      when: 'staff alone, with their code',
      draft: line('99211'),
      record: { notes: [aNote({ authorRole: 'nurse', text: 'Blood pressure check, 128/76.' })] },
    },
    { when: 'no visit on the draft', draft: line('90834'), notes: [LOW] },
  ],
})
