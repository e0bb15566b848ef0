import { visitTimeNotCounted } from '#coding/claims/visits/visit-time-not-counted.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string, totalMinutes?: number) => ({
  lines: [aLine(code)],
  ...(totalMinutes === undefined ? {} : { totalMinutes }),
})
const note = (text: string): readonly string[] => [
  `Established patient.\nASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg daily.\n${text}`,
]

describeRule(visitTimeNotCounted, {
  flags: [
    {
      when: 'EM-02: the level is reached with the time of a nurse',
      draft: line('99214'),
      notes: note('I spent 20 minutes today. The nurse spent 15 minutes on teaching.'),
      severity: 'error',
      says: /15 minutes: Time of staff.*own total is 20 minutes/,
      quotes: ['20 minutes', '15 minutes'],
    },
    {
      when: 'the level is reached with the time of another day',
      draft: line('99215'),
      notes: note('I spent 25 minutes today. I spent 20 minutes yesterday on the records.'),
      severity: 'error',
      says: /another day/,
      quotes: ['25 minutes', '20 minutes'],
    },
    {
      when: 'minutes of tobacco counseling that are reported by themselves',
      draft: { lines: [aLine('99214'), aLine('99406')] },
      notes: note('Total time: 35 minutes, including 8 minutes of tobacco cessation counseling.'),
      severity: 'error',
      says: /8 minutes: The draft reports tobacco counseling by itself.*27 minutes/,
      quotes: ['35 minutes', '8 minutes'],
    },
    {
      when: 'the draft carries a total with the time of staff in it',
      draft: line('99213', 35),
      notes: note('I spent 20 minutes today. Staff spent 15 minutes.'),
      severity: 'error',
      says: /do not count/,
      quotes: ['20 minutes', '15 minutes'],
    },
  ],
  passes: [
    { when: 'EM-02: the clinician’s own time', draft: line('99214', 32), notes: note('I spent 32 minutes today.') },
    {
      when: 'time that the note leaves out itself',
      draft: line('99214'),
      notes: note('I spent 32 minutes today, excluding 10 minutes for the procedure.'),
    },
    {
      when: 'time within the total of a service that the draft does not report',
      draft: line('99214'),
      notes: note('Total time: 35 minutes, including 8 minutes of tobacco cessation counseling.'),
    },
    {
      when: 'minutes that are nobody’s work',
      draft: line('99213'),
      notes: note('He walks 30 minutes every day and waited 20 minutes.'),
    },
    { when: 'a level that decision making supports', draft: line('99213'), notes: note('The nurse spent 15 minutes.') },
  ],
})
