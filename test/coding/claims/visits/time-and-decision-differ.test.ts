import { timeAndDecisionDiffer } from '#coding/claims/visits/time-and-decision-differ.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })
const note = (minutes: string): readonly string[] => [
  `Established patient.\nASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg daily.\n${minutes}`,
]

describeRule(timeAndDecisionDiffer, {
  flags: [
    {
      when: 'EM-09: the line follows time, which gives more',
      draft: line('99215'),
      notes: note('I spent 42 minutes in total on the date of this visit.'),
      severity: 'information',
      says: /decision making the notes support 99213.*by time 99215 \(42 minutes\).*follows time/,
      quotes: ['42 minutes', 'Hypertension'],
    },
    {
      when: 'the line follows decision making, which gives more',
      draft: line('99213'),
      notes: note('Total time: 12 minutes.'),
      severity: 'information',
      says: /99213.*by time 99212 \(12 minutes\).*follows decision making.*either way/,
      quotes: ['12 minutes', 'Hypertension'],
    },
  ],
  passes: [
    { when: 'EM-09: both give one code', draft: line('99213'), notes: note('Total time: 22 minutes.') },
    {
      when: 'PSY-02: beside psychotherapy, where time does not choose the level',
      draft: { lines: [aLine('99213'), aLine('90836')] },
      notes: note('Total time: 42 minutes.'),
    },
    { when: 'no time is stated', draft: line('99213'), notes: note('') },
    {
      when: 'two totals are stated',
      draft: line('99213'),
      notes: note('Total time: 12 minutes. Total time: 45 minutes.'),
    },
    {
      when: 'the line follows neither, which another rule says',
      draft: line('99214'),
      notes: note('Total time: 42 minutes.'),
    },
  ],
})
