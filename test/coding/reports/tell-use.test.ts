import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { findDirectionDrift } from '#coding/reports/direction-drift.ts'
import { addDays, findWeek } from '#coding/reports/find-week.ts'
import {
  DIRECTION_LINES,
  LINES,
  type LineId,
  MEASURES,
  type Measure,
  type MeasureId,
} from '#coding/reports/measures.ts'
import { tellUse } from '#coding/reports/tell-use.ts'
import type { EventOf, UseEvent } from '#coding/reports/use-event.ts'
import { createUseTally, type UseRange } from '#coding/reports/use-tally.ts'
import { seedRandom } from '../accuracy/random.ts'

const RANGE: UseRange = { from: parseDateOnly('2026-03-02'), to: parseDateOnly('2026-03-29') }

function tell(events: readonly UseEvent[], range = RANGE): UseReportAnswer {
  const tally = createUseTally(range)
  for (const event of events.toSorted((a, b) => a.at.localeCompare(b.at))) tally.take(event)
  return tellUse(tally.finish())
}

type Answered = Pick<UseReportAnswer['weeks'][number], 'measures'>
const of = ({ measures }: Answered, id: MeasureId) => measures.find((one) => one.id === id)?.told
const ofWhole = (answer: UseReportAnswer, id: MeasureId) => of({ measures: answer.whole }, id)

const at = (day: number, hour = 9): string =>
  `${addDays('2026-03-01', day - 1)}T${String(hour).padStart(2, '0')}:00:00.000Z`

type About = { readonly visit: number; readonly day?: number; readonly hour?: number }
const place = ({ visit, day = 2, hour = 9 }: About) => ({ at: at(day, hour), encounter: `e${visit}` })

const read = (about: About, more: Partial<EventOf<'reading'>> = {}): UseEvent => ({
  ...place(about),
  kind: 'reading',
  ...more,
})
const shown = (about: About, more: Partial<EventOf<'shown'>> = {}): UseEvent => {
  return { ...place(about), kind: 'shown', finding: 'prompt', fingerprint: 'q', requestId: 'r', ...more }
}
const decided = (
  about: About,
  choice: EventOf<'decided'>['choice'],
  more: Partial<EventOf<'decided'>> = {},
): UseEvent => {
  return { ...place({ hour: 10, ...about }), kind: 'decided', finding: 'prompt', fingerprint: 'q', choice, ...more }
}
const moved = (about: About, became: EventOf<'moved'>['became'], [now, was]: readonly string[] = ['q']): UseEvent => {
  return {
    ...place({ hour: 11, ...about }),
    kind: 'moved',
    fingerprint: (now ?? 'q') as Fingerprint,
    became,
    ...(was !== undefined && { was: was as Fingerprint }),
  }
}
const code = (about: About, direction?: EventOf<'shown'>['direction']): UseEvent =>
  shown(about, { finding: 'code', fingerprint: 'c', ...(direction && { direction }) })
const decidedCode = (about: About, choice: EventOf<'decided'>['choice']): UseEvent =>
  decided(about, choice, { finding: 'code', fingerprint: 'c' })

/** The same in so many visits, from a number on: fewer than five would not be told. */
const times = (count: number, from: number, make: (visit: number) => readonly UseEvent[]): readonly UseEvent[] =>
  Array.from({ length: count }, (_, index) => make(from + index)).flat()

/** What may be known of codes: each way in which one may be shown and settled is one unknown. */
const OPEN = ([['add'], ['refine'], ['remove'], [undefined]] as const).flatMap(([direction]) =>
  (['accept', 'edit', 'dismiss', undefined] as const).map((choice) => [direction, choice] as const),
)
const OUTCOME_CELLS = { accept: 'code-accepted', edit: 'code-edited', dismiss: 'code-dismissed' } as const
const SIDES = { add: 'added', refine: 'refined', remove: 'removed' } as const

function vectorOf(cell: string): number[] {
  return OPEN.map(([direction, choice]) => {
    const outcome = choice === undefined ? 'code-left' : OUTCOME_CELLS[choice]
    const side = `${direction === undefined ? 'other' : SIDES[direction]}-${choice === 'accept' ? 'taken' : 'left'}`
    return cell === outcome || cell === side ? 1 : 0
  })
}
const sumOf = (cells: readonly string[]): number[] =>
  cells.map(vectorOf).reduce(
    (sum, one) => sum.map((value, index) => value + (one[index] ?? 0)),
    OPEN.map(() => 0),
  )
const totalOf = (line: LineId): number[] => sumOf(LINES[line])

/** Every number of an answer, as a sum of the unknowns. */
function listTold({ whole, lines }: UseReportAnswer): number[][] {
  const ofMeasures = whole.flatMap(({ id, told }) => {
    const measure: Measure | undefined = MEASURES.find((one) => one.id === id)
    if (!told || told.denominator === 0) return []
    if (measure?.kind === 'share') return [sumOf(measure.cells), totalOf(measure.line)]
    if (measure?.kind !== 'balance') return []
    const [added, removed] = [vectorOf('added-taken'), vectorOf('removed-taken')]
    return [
      added.map((one, index) => one - (removed[index] ?? 0)),
      sumOf(['added-taken', 'refined-taken', 'removed-taken']),
    ]
  })
  return [
    ...ofMeasures,
    ...lines.flatMap(({ parts, together }) => [
      ...parts.map(({ id }) => vectorOf(id)),
      ...(together ? [sumOf(together.ids)] : []),
    ]),
  ]
}

/** Rows in echelon form (Gauss). */
function eliminate(rows: readonly number[][]): number[][] {
  const kept: number[][] = []
  for (const row of rows) {
    const rest = reduce(kept, row)
    if (rest.some((value) => Math.abs(value) > 1e-9)) kept.push(rest)
  }
  return kept
}

function reduce(kept: readonly number[][], row: readonly number[]): number[] {
  let rest = [...row]
  for (const one of kept) {
    const pivot = one.findIndex((value) => Math.abs(value) > 1e-9)
    const factor = (rest[pivot] ?? 0) / (one[pivot] ?? 1)
    rest = rest.map((value, index) => value - factor * (one[index] ?? 0))
  }
  return rest
}

const isKnown = (known: readonly number[][], row: readonly number[]): boolean =>
  reduce(known, row).every((value) => Math.abs(value) < 1e-9)

describe('what a blind second coder found', () => {
  const audited = (
    visit: number,
    monday: string,
    verdicts: readonly EventOf<'audited'>['codes'][number]['verdict'][],
  ): UseEvent => ({
    at: parseDateOnly(monday),
    encounter: `e${visit}`,
    kind: 'audited',
    codes: verdicts.map((verdict) => ({ family: 'Circulation', verdict })),
  })
  const week = (from: number, monday: string) => [
    ...times(20, from, (visit) => [audited(visit, monday, ['agreed', 'agreed'])]),
    ...times(6, from + 20, (visit) => [audited(visit, monday, ['agreed', 'differs'])]),
    ...times(5, from + 26, (visit) => [audited(visit, monday, ['agreed', 'unsupported', 'unsupported'])]),
  ]

  test('is told by week, by family and in its parts, over the codes of the sample', () => {
    const answer = tell([...week(0, '2026-03-02'), ...week(100, '2026-03-09')])
    expect(ofWhole(answer, 'unsupported')).toEqual({ numerator: 20, denominator: 134 })
    expect(ofWhole(answer, 'audited-accuracy')).toEqual({ numerator: 102, denominator: 134 })
    expect(answer.weeks.map((one) => of(one, 'unsupported'))).toEqual([
      { numerator: 10, denominator: 67 },
      { numerator: 10, denominator: 67 },
    ])
    const [family] = answer.families.filter(({ of: what }) => what === 'code')
    expect(family && of(family, 'unsupported')).toEqual({ numerator: 20, denominator: 134 })
    expect(answer.lines.find(({ id }) => id === 'audited')?.parts).toEqual([
      { id: 'audited-agreed', count: 102 },
      { id: 'audited-differs', count: 12 },
      { id: 'audited-unsupported', count: 20 },
    ])
  })

  test('is not told of fewer than five visits, nor where a week that is told would give them away', () => {
    const few = times(4, 300, (visit) => [audited(visit, '2026-03-09', ['unsupported'])])
    expect(ofWhole(tell(few), 'unsupported')).toBeUndefined()
    const both = tell([...week(0, '2026-03-02'), ...few])
    expect(both.weeks.map((one) => of(one, 'unsupported'))).toEqual([undefined, undefined])
    expect(ofWhole(both, 'unsupported')).toEqual({ numerator: 14, denominator: 71 })
  })

  test('of other weeks is not among them', () => {
    expect(ofWhole(tell(week(0, '2026-02-23')), 'unsupported')).toEqual({ numerator: 0, denominator: 0 })
  })
})

describe('what became of questions', () => {
  const events = [
    ...times(10, 0, (visit) => [read({ visit }), shown({ visit }), moved({ visit }, 'resolved')]),
    ...times(6, 100, (visit) => [read({ visit }), shown({ visit }), decided({ visit }, 'answer')]),
    ...times(5, 200, (visit) => [shown({ visit }), decided({ visit }, 'unable-to-determine')]),
    ...times(7, 300, (visit) => [shown({ visit }), decided({ visit }, 'dismiss', { reason: 'other' })]),
    ...times(8, 400, (visit) => [shown({ visit }), moved({ visit }, 'withdrawn')]),
    ...times(9, 500, (visit) => [shown({ visit }), moved({ visit }, 'expired')]),
    ...times(5, 600, (visit) => [shown({ visit }), decided({ visit }, 'snooze')]),
  ]
  const answer = tell(events)

  test.each([
    ['prompt-rate', 50, 16],
    // In the note counts as answered, and only the note as documented.
    ['answered', 21, 50],
    ['documented', 10, 50],
    ['agreed', 6, 11],
    ['dismissed', 7, 50],
    ['withdrawn', 8, 50],
    ['not-acted-on', 9, 50],
  ] as const)('%s', (id, numerator, denominator) => {
    expect(ofWhole(answer, id)).toEqual({ numerator, denominator })
  })

  test('each question is in one part of the whole', () => {
    const line = answer.lines.find(({ id }) => id === 'questions')
    expect(line?.together).toBeUndefined()
    expect(Object.fromEntries((line?.parts ?? []).map(({ id, count }) => [id, count]))).toEqual({
      documented: 10,
      'answered-by-click': 11,
      dismissed: 7,
      'put-off': 5,
      withdrawn: 8,
      'left-alone': 9,
    })
  })

  test('other words of the same question are no second one, and what is answered in them is answered', () => {
    const told = tell(
      times(6, 0, (visit) => [
        read({ visit }),
        shown({ visit }),
        moved({ visit, hour: 10 }, 'open', ['q2', 'q']),
        shown({ visit, hour: 11 }, { fingerprint: 'q2' }),
        moved({ visit, hour: 12 }, 'resolved', ['q2']),
      ]),
    )
    expect(ofWhole(told, 'documented')).toEqual({ numerator: 6, denominator: 6 })
  })

  test('what came back after it was withdrawn is open again', () => {
    const told = tell(
      times(6, 0, (visit) => [shown({ visit }), moved({ visit }, 'withdrawn'), moved({ visit, hour: 12 }, 'open')]),
    )
    expect(ofWhole(told, 'not-acted-on')).toEqual({ numerator: 6, denominator: 6 })
  })

  test('what was taken back does not count', () => {
    const told = tell(
      times(6, 0, (visit) => [shown({ visit }), decided({ visit }, 'dismiss'), decided({ visit, hour: 11 }, 'undo')]),
    )
    expect(ofWhole(told, 'dismissed')).toEqual({ numerator: 0, denominator: 6 })
  })

  test('what was decided about a question that nobody was shown is not counted', () => {
    expect(ofWhole(tell([read({ visit: 1 }), decided({ visit: 1 }, 'answer')]), 'answered')).toEqual({
      numerator: 0,
      denominator: 0,
    })
  })

  test('a card that came too late is not shown, until somebody reads the visit', () => {
    const late = (visit: number) => [
      shown({ visit }, { requestId: `r${visit}` }),
      { ...place({ visit }), kind: 'unseen', requestId: `r${visit}` } as const,
    ]
    const told = tell([...times(7, 0, (visit) => [...late(visit), read({ visit, hour: 12 })]), ...times(20, 100, late)])
    expect(ofWhole(told, 'not-acted-on')).toEqual({ numerator: 7, denominator: 7 })
    expect(ofWhole(told, 'prompt-rate')).toEqual({ numerator: 7, denominator: 7 })
  })

  test('a sent query is answered by click or in the notes, and the median hours are told', () => {
    const answerHours = [1, 2, 3, 40, 5]
    const told = tell([
      ...times(5, 0, (visit) => [
        shown({ visit }),
        read({ visit }),
        decided({ visit, hour: 9 }, 'send'),
        {
          encounter: `e${visit}`,
          kind: 'moved' as const,
          fingerprint: 'q' as Fingerprint,
          became: 'resolved' as const,
          at: new Date(Date.parse(at(2)) + (answerHours[visit] ?? 0) * 3_600_000).toISOString(),
        },
      ]),
      ...times(5, 10, (visit) => [shown({ visit }), read({ visit }), decided({ visit }, 'send')]),
      ...times(10, 20, (visit) => [shown({ visit }), read({ visit })]),
    ])
    expect(ofWhole(told, 'sent-answered')).toEqual({ numerator: 5, denominator: 10 })
    expect(ofWhole(told, 'hours-to-answer')).toEqual({ numerator: 3, denominator: 5 })
    expect(ofWhole(told, 'query-rate')).toEqual({ numerator: 10, denominator: 20 })
  })

  test('are counted by note and by clinician, never of one clinician', () => {
    const visits = (clinicians: number) =>
      times(10, 0, (visit) => [
        read({ visit }, { notes: 2 }),
        shown({ visit }, { clinician: `p${visit % clinicians}` }),
      ])
    expect(ofWhole(tell(visits(5)), 'prompts-a-note')).toEqual({ numerator: 10, denominator: 20 })
    expect(ofWhole(tell(visits(5)), 'prompts-a-clinician')).toEqual({ numerator: 10, denominator: 5 })
    expect(ofWhole(tell(visits(4)), 'prompts-a-clinician')).toBeUndefined()
  })
})

describe('when it counts', () => {
  const late = (day: number) =>
    tell(
      times(6, 0, (visit) => [read({ visit }), shown({ visit }), moved({ visit, day }, 'resolved')]),
      {
        from: RANGE.from,
        to: parseDateOnly('2026-03-08'),
      },
    )

  test('a question counts in the week in which it was shown, with what came of it in the four weeks after', () => {
    const [week] = late(12).weeks
    expect(week?.monday).toBe('2026-03-02')
    expect(of(week ?? { measures: [] }, 'documented')).toEqual({ numerator: 6, denominator: 6 })
    expect(ofWhole(late(8 + 28), 'documented')).toEqual({ numerator: 6, denominator: 6 })
    expect(ofWhole(late(9 + 28), 'documented')).toEqual({ numerator: 0, denominator: 6 })
  })

  test('a week reads the same whatever range it is part of', () => {
    const events = [1, 2, 3].flatMap((week) =>
      times(8, week * 100, (visit) => [
        read({ visit, day: week * 7 - 5 }),
        shown({ visit, day: week * 7 - 5 }),
        moved({ visit, day: week * 7 + (visit % 2) * 3 }, 'resolved'),
      ]),
    )
    const whole = tell(events)
    const first = tell(events, { from: RANGE.from, to: parseDateOnly('2026-03-08') })
    expect(first.weeks[0]).toEqual(whole.weeks[0])
  })
})

describe('what is told', () => {
  const withWeek = (
    day: number,
    counts: Readonly<Record<'resolved' | 'dismissed' | 'left', number>>,
  ): readonly UseEvent[] => [
    ...times(counts.resolved, day * 1000, (visit) => [shown({ visit, day }), moved({ visit, day }, 'resolved')]),
    ...times(counts.dismissed, day * 1000 + 300, (visit) => [
      shown({ visit, day }),
      decided({ visit, day }, 'dismiss'),
    ]),
    ...times(counts.left, day * 1000 + 600, (visit) => [shown({ visit, day })]),
  ]

  test('a numerator below five is not told, nor what it could be worked out from', () => {
    const told = tell(withWeek(2, { resolved: 20, dismissed: 1, left: 12 }))
    expect(ofWhole(told, 'dismissed')).toBeUndefined()
    expect(ofWhole(told, 'not-acted-on')).toBeUndefined()
    expect(ofWhole(told, 'documented')).toEqual({ numerator: 20, denominator: 33 })
    expect(told.lines.find(({ id }) => id === 'questions')?.together?.count).toBe(13)
  })

  test('all but one of five is told as little as one of five', () => {
    expect(ofWhole(tell(withWeek(2, { resolved: 30, dismissed: 0, left: 1 })), 'documented')).toBeUndefined()
    expect(ofWhole(tell(withWeek(2, { resolved: 30, dismissed: 0, left: 0 })), 'documented')).toEqual({
      numerator: 30,
      denominator: 30,
    })
  })

  test('many questions of one visit are as few as one', () => {
    const one = Array.from({ length: 9 }, (_, index) => shown({ visit: 1 }, { fingerprint: `q${index}` }))
    expect(ofWhole(tell(one), 'not-acted-on')).toBeUndefined()
  })

  test('a measure that one week has too few of is told for all days only', () => {
    const told = tell([
      ...withWeek(2, { resolved: 20, dismissed: 6, left: 9 }),
      ...withWeek(9, { resolved: 20, dismissed: 2, left: 9 }),
    ])
    expect(ofWhole(told, 'dismissed')).toEqual({ numerator: 8, denominator: 66 })
    for (const week of told.weeks) {
      expect(of(week, 'dismissed')).toBeUndefined()
      expect(of(week, 'not-acted-on')).toBeUndefined()
      expect(of(week, 'documented')).toMatchObject({ numerator: 20 })
    }
  })

  test('nothing below five can be worked out from what a week tells', () => {
    const count = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(
        fc.array(fc.record({ resolved: count, dismissed: count, left: count }), { minLength: 1, maxLength: 4 }),
        (weeks) => {
          const told = tell(weeks.flatMap((counts, index) => withWeek(2 + index * 7, counts)))
          for (const week of told.weeks) {
            const { resolved, dismissed, left } = weeks[
              (Date.parse(week.monday) - Date.parse('2026-03-02')) / (7 * 24 * 3_600_000)
            ] ?? {
              resolved: 0,
              dismissed: 0,
              left: 0,
            }
            const known = [of(week, 'documented'), of(week, 'dismissed'), of(week, 'not-acted-on')]
            const hidden = [resolved, dismissed, left].filter((_, index) => known[index] === undefined)
            for (const one of known) if (one) expect(one.numerator === 0 || one.numerator >= 5).toBe(true)
            // What is left of the whole is the sum of the hidden ones, and it is large or nobody knows the whole.
            const isWholeKnown = known.some((one) => one !== undefined)
            const rest = hidden.reduce((sum, one) => sum + one, 0)
            if (isWholeKnown && rest > 0) expect(rest).toBeGreaterThanOrEqual(5)
            if (isWholeKnown && hidden.some((one) => one > 0 && one < 5)) expect(hidden.length).toBeGreaterThan(1)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('no count of codes below five can be worked out from all that is told of all days', () => {
    const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 5, max: 30 }))
    let told = 0
    fc.assert(
      fc.property(fc.array(count, { minLength: OPEN.length, maxLength: OPEN.length }), (counts) => {
        const events = OPEN.flatMap(([direction, choice], index) =>
          times(counts[index] ?? 0, index * 100, (visit) => [
            code({ visit }, direction),
            ...(choice ? [decidedCode({ visit }, choice)] : []),
          ]),
        )
        const answer = tell(events)
        const known = eliminate(listTold(answer))
        told += known.length
        for (const one of [...Object.values(LINES).flat().map(vectorOf), ...DIRECTION_LINES.map(totalOf)]) {
          const value = one.reduce((sum, factor, index) => sum + factor * (counts[index] ?? 0), 0)
          if (value > 0 && value < 5) expect(isKnown(known, one), JSON.stringify(counts)).toBe(false)
        }
      }),
      { numRuns: 400 },
    )
    // Not by telling nothing.
    expect(told / 400).toBeGreaterThan(3)
  })

  test('a direction with three codes is not what all codes and the other directions leave', () => {
    const taken = (direction: EventOf<'shown'>['direction'], from: number, count: number) =>
      times(count, from, (visit) => [code({ visit }, direction), decidedCode({ visit }, 'accept')])
    const { lines, whole } = tell([...taken('add', 0, 30), ...taken('refine', 100, 20), ...taken('remove', 200, 3)])
    expect(of({ measures: whole }, 'code-accepted')).toEqual({ numerator: 53, denominator: 53 })
    const told = lines.map(({ id }) => id)
    expect(told).toContain('added')
    expect(told).not.toContain('removed')
    expect(told).not.toContain('refined')
  })

  test('reasons that are too few stand together', () => {
    const reasons = (counts: Readonly<Record<string, number>>) =>
      Object.entries(counts).flatMap(([reason, count], index) =>
        times(count, index * 100, (visit) => [shown({ visit }), decided({ visit }, 'dismiss', { reason })]),
      )
    expect(tell(reasons({ other: 6, 'already-documented': 5 })).dismissals).toHaveLength(2)
    expect(tell(reasons({ other: 9, 'already-documented': 3, 'not-clinically-relevant': 2 })).dismissals).toEqual([
      { reason: 'other', count: 9 },
      { reason: 'others', count: 5 },
    ])
    expect(tell(reasons({ other: 6, 'already-documented': 4 })).dismissals).toEqual([{ reason: 'others', count: 10 }])
  })

  test('families are told apart where they are large, and together where not', () => {
    const told = tell([
      ...times(25, 0, (visit) => [shown({ visit }, { family: 'laterality' }), moved({ visit }, 'resolved')]),
      ...times(30, 100, (visit) => [shown({ visit }, { family: 'specificity' }), moved({ visit }, 'resolved')]),
      ...times(8, 200, (visit) => [shown({ visit }, { family: 'linkage' }), moved({ visit }, 'resolved')]),
      ...times(3, 300, (visit) => [shown({ visit }, { family: 'conflict' }), moved({ visit }, 'resolved')]),
    ])
    const families = told.families.map((one) => [one.name, of(one, 'documented')?.denominator])
    expect(families).toEqual([
      ['specificity', 30],
      ['laterality', 25],
      [undefined, 11],
    ])
  })
})

describe('the measures that need more than questions', () => {
  test('tell additions, more exact codes and removals apart, and their balance', () => {
    const told = tell([
      ...times(10, 0, (visit) => [code({ visit }, 'add'), decidedCode({ visit }, 'accept')]),
      ...times(6, 50, (visit) => [code({ visit }, 'add'), decidedCode({ visit }, 'dismiss')]),
      ...times(5, 100, (visit) => [code({ visit }, 'refine'), decidedCode({ visit }, 'accept')]),
      ...times(5, 200, (visit) => [code({ visit }, 'remove'), decidedCode({ visit }, 'accept')]),
    ])
    expect(ofWhole(told, 'added-accepted')).toEqual({ numerator: 10, denominator: 16 })
    expect(ofWhole(told, 'refined-accepted')).toEqual({ numerator: 5, denominator: 5 })
    expect(ofWhole(told, 'removed-accepted')).toEqual({ numerator: 5, denominator: 5 })
    expect(ofWhole(told, 'direction-balance')).toEqual({ numerator: 5, denominator: 20 })
    expect(ofWhole(told, 'code-accepted')).toEqual({ numerator: 20, denominator: 26 })
  })

  test('leave codes of before directions were on record out of the balance', () => {
    const told = tell(times(6, 0, (visit) => [code({ visit }), decidedCode({ visit }, 'accept')]))
    expect(ofWhole(told, 'code-accepted')).toEqual({ numerator: 6, denominator: 6 })
    expect(ofWhole(told, 'direction-balance')).toEqual({ numerator: 0, denominator: 0 })
  })

  test('count the charge lag by stage, each of the visits that came through it', () => {
    const told = tell(
      times(5, 0, (visit) => [
        { ...place({ visit, day: 3 }), kind: 'ready', visitEnd: at(2) },
        { ...place({ visit, day: 4 }), kind: 'taken' },
        { ...place({ visit, day: 6 }), kind: 'taken' },
        { ...place({ visit, day: 8 }), kind: 'filed' },
      ]),
    )
    expect(ofWhole(told, 'days-to-ready')).toEqual({ numerator: 5, denominator: 5 })
    expect(ofWhole(told, 'days-to-coder')).toEqual({ numerator: 5, denominator: 5 })
    expect(ofWhole(told, 'days-to-draft')).toEqual({ numerator: 20, denominator: 5 })
    expect(ofWhole(told, 'charge-lag')).toEqual({ numerator: 30, denominator: 5 })
  })

  test('tell how long somebody waits for a finding, a card, and a note of the batch', () => {
    const values = times(100, 0, (visit) => [
      read({ visit }, { wait: { of: 'first-finding', ms: (visit * 37) % 100 } }),
      { ...place({ visit }), kind: 'waited', wait: { of: 'card', ms: visit } },
      { ...place({ visit }), kind: 'waited', wait: { of: 'note-of-batch', ms: visit * 2 } },
    ])
    const told = tell(values)
    expect(ofWhole(told, 'first-finding-p50')).toEqual({ numerator: 49, denominator: 100 })
    expect(ofWhole(told, 'first-finding-p95')).toEqual({ numerator: 94, denominator: 100 })
    expect(ofWhole(told, 'card-p95')).toEqual({ numerator: 94, denominator: 100 })
    expect(ofWhole(told, 'batch-p50')).toEqual({ numerator: 98, denominator: 100 })
  })

  test('divide the cost of the model by the visits it was asked about, whoever asked', () => {
    const told = tell([
      ...times(50, 100, (visit) => [read({ visit })]),
      ...times(6, 0, (visit) => [
        {
          ...place({ visit }),
          kind: 'model',
          costMicroUsd: 400,
          hasFailed: false,
          items: 4,
          invented: visit < 5 ? 1 : 0,
        },
        { ...place({ visit, day: 3 }), kind: 'model', costMicroUsd: 600, hasFailed: true },
      ]),
    ])
    expect(ofWhole(told, 'model-cost')).toEqual({ numerator: 6000, denominator: 6 })
    expect(ofWhole(told, 'model-failed')).toEqual({ numerator: 6, denominator: 12 })
    expect(ofWhole(told, 'model-invented')).toEqual({ numerator: 5, denominator: 24 })
  })

  test('tell which finished visits were read', () => {
    const days = [20, 30].map(
      (finished, index): UseEvent => ({
        at: addDays('2026-03-02', index),
        kind: 'day',
        finished,
        reviewed: finished - 8,
      }),
    )
    expect(ofWhole(tell(days), 'review-rate')).toEqual({ numerator: 34, denominator: 50 })
  })
})

describe('the balance of the newest week', () => {
  test('is told as moved even where the parts of a week are too small to tell by how much', () => {
    const accept = (day: number, direction: 'add' | 'remove', count: number) =>
      times(count, day * 1000 + (direction === 'add' ? 0 : 500), (visit) => [
        code({ visit, day }, direction),
        decidedCode({ visit, day }, 'accept'),
      ])
    const moved = tell([
      ...accept(2, 'add', 20),
      ...accept(2, 'remove', 20),
      ...accept(9, 'add', 40),
      ...accept(9, 'remove', 1),
    ])
    expect(moved.drift).toEqual({ kind: 'drifted', monday: '2026-03-09' })
    const told = tell([
      ...accept(2, 'add', 20),
      ...accept(2, 'remove', 20),
      ...accept(9, 'add', 40),
      ...accept(9, 'remove', 5),
    ])
    expect(told.drift).toMatchObject({ kind: 'drifted', told: { before: 0 } })
  })

  const week = (monday: string, added: number, removed: number) => ({ monday, added, removed, accepted: 100 })
  const steady = ['2026-03-02', '2026-03-09', '2026-03-16'].map((monday) => week(monday, 40, 20))

  test.each([
    ['drifted', 90, 2],
    ['drifted', 5, 70],
    ['steady', 45, 18],
  ] as const)('is %s at %i additions and %i removals of a hundred', (kind, added, removed) => {
    expect(findDirectionDrift([...steady, week('2026-03-23', added, removed)])).toMatchObject({
      kind,
      monday: '2026-03-23',
      before: 0.2,
    })
  })

  test('is not judged by few codes', () => {
    expect(findDirectionDrift([...steady, { monday: '2026-03-23', added: 9, removed: 0, accepted: 9 }]).kind).toBe(
      'too-few',
    )
    expect(findDirectionDrift(steady.slice(0, 1)).kind).toBe('too-few')
  })
})

test('a week is that of its Monday', () => {
  expect(['2026-03-02', '2026-03-08T23:59:59Z', '2026-03-09'].map(findWeek)).toEqual([
    '2026-03-02',
    '2026-03-02',
    '2026-03-09',
  ])
})

describe('on a seeded trail, each measure is what its formula says of what was done', () => {
  const random = seedRandom(8)
  const pick = <One>(list: readonly One[]): One => list[Math.floor(random() * list.length)] as One
  const QUESTIONS = [
    'note',
    'answer',
    'answer-other',
    'unable-to-determine',
    'dismiss',
    'snooze',
    'taken out',
    'ignored',
    'none',
  ]
  const visits = Array.from({ length: 1200 }, (_, visit) => ({
    visit,
    day: 2 + Math.floor(random() * 28),
    notes: 1 + Math.floor(random() * 3),
    clinician: `c${Math.floor(random() * 9)}`,
    question: pick(QUESTIONS),
    isSent: random() < 0.4,
    direction: pick(['add', 'refine', 'remove'] as const),
    choice: pick(['accept', 'edit', 'dismiss', undefined] as const),
    waited: Math.floor(random() * 1000),
    items: 4,
    invented: Math.floor(random() * 3),
    cost: 1000 + Math.floor(random() * 500),
    filedAfter: Math.floor(random() * 10),
  }))
  type Visit = (typeof visits)[number]
  const isAsked = ({ question }: Visit): boolean => question !== 'none'
  const CLICKS: readonly string[] = ['answer', 'answer-other', 'unable-to-determine']

  const events = visits.flatMap((one): readonly UseEvent[] => {
    const { visit, day, question, choice } = one
    const about = { visit, day }
    const { items, invented } = one
    const asked: UseEvent[] = isAsked(one)
      ? [
          shown(about, { clinician: one.clinician }),
          ...(one.isSent ? [decided({ ...about, hour: 9 }, 'send')] : []),
          ...(question === 'note'
            ? [moved(about, 'resolved')]
            : question === 'taken out'
              ? [moved(about, 'withdrawn')]
              : []),
          ...([...CLICKS, 'dismiss', 'snooze'].includes(question)
            ? [decided(about, question as 'answer', question === 'dismiss' ? { reason: 'other' } : {})]
            : []),
        ]
      : []
    return [
      read(about, { notes: one.notes, wait: { of: 'first-finding', ms: one.waited } }),
      ...asked,
      code(about, one.direction),
      ...(choice ? [decidedCode(about, choice)] : []),
      { ...place(about), kind: 'model', costMicroUsd: one.cost, hasFailed: false, items, invented },
      { ...place(about), kind: 'ready', visitEnd: at(day) },
      { ...place({ ...about, day: day + one.filedAfter }), kind: 'filed' },
    ]
  })
  const answer = tell(events)

  const count = (test: (visit: Visit) => boolean): number => visits.filter(test).length
  const sum = (value: (visit: Visit) => number): number => visits.reduce((total, one) => total + value(one), 0)
  const asked = count(isAsked)
  const clicked = count(({ question }) => CLICKS.includes(question))
  const inNote = count(({ question }) => question === 'note')
  const sent = count((one) => isAsked(one) && one.isSent)
  const ofDirection = (direction: string, choice?: string): number =>
    count((one) => one.direction === direction && (choice === undefined || one.choice === choice))
  const sorted = visits.map(({ waited }) => waited).toSorted((a, b) => a - b)
  const accepted = count(({ choice }) => choice === 'accept')

  test.each<[MeasureId, number, number]>([
    ['prompt-rate', asked, visits.length],
    ['prompts-a-note', asked, sum(({ notes }) => notes)],
    ['prompts-a-clinician', asked, 9],
    ['answered', inNote + clicked, asked],
    ['documented', inNote, asked],
    ['agreed', count(({ question }) => question === 'answer'), clicked],
    ['dismissed', count(({ question }) => question === 'dismiss'), asked],
    ['withdrawn', count(({ question }) => question === 'taken out'), asked],
    ['not-acted-on', count(({ question }) => question === 'ignored'), asked],
    ['query-rate', sent, visits.length],
    ['sent-answered', count((one) => one.isSent && (one.question === 'note' || CLICKS.includes(one.question))), sent],
    ['code-accepted', accepted, visits.length],
    ['code-edited', count(({ choice }) => choice === 'edit'), visits.length],
    ['code-dismissed', count(({ choice }) => choice === 'dismiss'), visits.length],
    ['added-accepted', ofDirection('add', 'accept'), ofDirection('add')],
    ['refined-accepted', ofDirection('refine', 'accept'), ofDirection('refine')],
    ['removed-accepted', ofDirection('remove', 'accept'), ofDirection('remove')],
    ['direction-balance', ofDirection('add', 'accept') - ofDirection('remove', 'accept'), accepted],
    ['charge-lag', sum(({ filedAfter }) => filedAfter), visits.length],
    ['first-finding-p50', sorted[599] ?? 0, visits.length],
    ['first-finding-p95', sorted[1139] ?? 0, visits.length],
    ['model-invented', sum(({ invented }) => invented), 4 * visits.length],
    ['model-cost', sum(({ cost }) => cost), visits.length],
  ])('%s', (id, numerator, denominator) => {
    const told = ofWhole(answer, id)
    expect(told?.numerator).toBeCloseTo(numerator, 6)
    expect(told?.denominator).toBe(denominator)
  })

  test('weeks add up to the whole', () => {
    for (const id of ['documented', 'dismissed', 'code-accepted', 'removed-accepted', 'query-rate'] as const) {
      const weeks = answer.weeks.map((week) => of(week, id))
      expect(weeks.reduce((total, told) => total + (told?.numerator ?? 0), 0)).toBe(ofWhole(answer, id)?.numerator)
      expect(weeks.reduce((total, told) => total + (told?.denominator ?? 0), 0)).toBe(ofWhole(answer, id)?.denominator)
    }
  })
})
