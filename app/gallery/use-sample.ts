/** How Postil was used at a made-up site, for the scenes: events that go the way of real ones. */
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { addDays } from '#coding/reports/find-week.ts'
import { tellUse } from '#coding/reports/tell-use.ts'
import type { CodeDirection, UseEvent } from '#coding/reports/use-event.ts'
import { createUseTally } from '#coding/reports/use-tally.ts'

const FIRST = '2026-10-05'
const WEEKS = 4
const VISITS_A_WEEK = 60

const FAMILIES = ['laterality', 'specificity', 'specificity', 'conflict'] as const
const CHAPTERS = ['Musculoskeletal', 'Circulation', 'Endocrine and metabolic'] as const
const DIRECTIONS: readonly CodeDirection[] = ['add', 'refine', 'remove', 'add', 'refine']

function listVisit(week: number, visit: number): readonly UseEvent[] {
  const number = week * VISITS_A_WEEK + visit
  const encounter = `e${number}`
  const fingerprint = buildFingerprint([`q${number}`])
  const at = (hour: number): string =>
    `${addDays(FIRST, week * 7 + (visit % 5))}T${String(hour).padStart(2, '0')}:00:00.000Z`
  const shown = { at: at(9), encounter, kind: 'shown', requestId: `r${number}` } as const
  const decided = { at: at(10), encounter, kind: 'decided' } as const
  const code = { finding: 'code', fingerprint: `c${number}` } as const
  const events: (UseEvent | false)[] = [
    {
      at: at(9),
      encounter,
      kind: 'reading',
      notes: 1 + (number % 2),
      wait: { of: 'first-finding', ms: 180 + ((number * 37) % 240) },
    },
    {
      ...shown,
      finding: 'prompt',
      fingerprint,
      family: FAMILIES[number % 4] ?? 'conflict',
      clinician: `Practitioner/${number % 9}`,
    },
    { ...shown, ...code, direction: DIRECTIONS[number % 5] ?? 'add', family: CHAPTERS[number % 3] ?? 'Circulation' },
    number % 10 < 6 && {
      at: at(11),
      encounter,
      kind: 'moved',
      fingerprint,
      became: 'resolved',
    },
    number % 10 === 6 && { ...decided, finding: 'prompt', fingerprint, choice: 'answer' },
    number % 10 === 7 && { ...decided, finding: 'prompt', fingerprint, choice: 'unable-to-determine' },
    number % 10 === 8 && {
      ...decided,
      finding: 'prompt',
      fingerprint,
      choice: 'dismiss',
      reason: number % 20 === 8 ? 'already-documented' : 'not-clinically-relevant',
    },
    number % 6 !== 0 && { ...decided, ...code, choice: number % 6 === 1 ? 'edit' : 'accept' },
    number % 4 === 0 && {
      at: addDays(FIRST, week * 7),
      encounter,
      kind: 'audited',
      codes: [
        { family: CHAPTERS[number % 3] ?? 'Circulation', verdict: 'agreed' },
        { family: 'Circulation', verdict: number % 8 === 0 ? 'unsupported' : 'agreed' },
      ],
    },
    { at: at(12), encounter, kind: 'ready', visitEnd: at(8) },
    number % 3 !== 0 && { at: `${addDays(at(12), 1)}T08:00:00.000Z`, encounter, kind: 'taken' },
    number % 3 !== 0 && { at: `${addDays(at(12), 2)}T09:00:00.000Z`, encounter, kind: 'filed' },
  ]
  return events.filter((event) => event !== false)
}

export function buildUseSample(): UseReportAnswer {
  const range = { from: addDays(FIRST, 0), to: addDays(FIRST, WEEKS * 7 - 1) }
  const tally = createUseTally(range)
  for (let week = 0; week < WEEKS; week++) {
    for (let visit = 0; visit < VISITS_A_WEEK; visit++) for (const event of listVisit(week, visit)) tally.take(event)
  }
  return { range, ...tellUse(tally.finish()) }
}
