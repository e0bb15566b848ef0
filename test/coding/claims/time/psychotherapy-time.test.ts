import { psychotherapyTime } from '#coding/claims/time/psychotherapy-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const session = (code: string) => ({ lines: [aLine(code)] })
const stating = (minutes: number) => [`Individual psychotherapy session, ${minutes} minutes face to face.`]

const BOUNDARIES = [
  [15, undefined],
  [16, '90832'],
  [37, '90832'],
  [38, '90834'],
  [52, '90834'],
  [53, '90837'],
] as const

describeRule(psychotherapyTime, {
  flags: [
    {
      when: 'TIME-03, SCR-25: 50 minutes billed as 90837',
      draft: session('90837'),
      notes: ['SESSION\nIndividual psychotherapy. Total session time: 50 minutes.\nWorked on sleep.'],
      severity: 'error',
      says: /states 50 minutes; 90837 stands for 53 minutes or more.*support 90834/,
      quotes: ['50 minutes'],
    },
    {
      when: 'start and stop that give 53 minutes, billed as 90834',
      draft: session('90834'),
      notes: ['Start time: 10:05 Stop time: 10:58\nPsychotherapy for anxiety.'],
      severity: 'error',
      says: /states 53 minutes.*support 90837/,
      quotes: ['Start time: 10:05 Stop time: 10:58'],
    },
    {
      when: 'a range over noon, billed too high',
      draft: session('90837'),
      notes: ['Session 11:40-12:30, in person.'],
      severity: 'error',
      says: /states 50 minutes/,
      quotes: ['11:40-12:30'],
    },
    {
      when: 'a range with the half of the day',
      draft: session('90837'),
      notes: ['Session time 10:05 AM to 10:55 AM'],
      severity: 'error',
      says: /states 50 minutes/,
      quotes: ['10:05 AM to 10:55 AM'],
    },
    {
      when: 'an add-on billed beyond its minutes',
      draft: session('90838'),
      notes: stating(45),
      severity: 'error',
      says: /support 90836/,
      quotes: ['45 minutes'],
    },
    {
      when: 'TIME-14: no length in the note',
      draft: session('90834'),
      notes: ['Psychotherapy for grief.'],
      severity: 'question',
      says: /do not state one length/,
    },
    {
      when: 'two lengths that contradict each other',
      draft: session('90834'),
      notes: ['Session 45 minutes.\nDuration of session: 55 minutes'],
      severity: 'question',
      says: /do not state one length/,
    },
    ...BOUNDARIES.map(([minutes, supported]) => ({
      when: `TIME-01, TIME-02: ${minutes} minutes billed as another code`,
      draft: session(supported === '90834' ? '90832' : '90834'),
      notes: stating(minutes),
      severity: 'error' as const,
      says: supported === undefined ? /support no code/ : new RegExp(`support ${supported}`),
      quotes: [`${minutes} minutes`],
    })),
  ],
  passes: [
    ...BOUNDARIES.flatMap(([minutes, supported]) =>
      supported === undefined
        ? []
        : [
            {
              when: `TIME-02, TIME-03, SCR-25: ${minutes} minutes as ${supported}`,
              draft: session(supported),
              notes: stating(minutes),
            },
          ],
    ),
    {
      when: 'home practice in another line',
      draft: session('90834'),
      notes: ['Session 45 minutes.\nHomework: worry log 15 minutes every evening.'],
    },
    {
      when: 'TIME-01, TIME-14: a visit without psychotherapy',
      draft: session('99213'),
      notes: ['Total time today 24 minutes.'],
    },
    {
      when: 'the same length said twice',
      draft: session('90834'),
      notes: ['Start time: 10:02 am   Stop time: 10:52 am   Duration: 50 minutes'],
    },
  ],
})
