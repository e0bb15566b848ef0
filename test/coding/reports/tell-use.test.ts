import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MeasureId, measureUse, type UseEvent } from '#coding/reports/measure-use.ts'
import { mayTellParts, SMALLEST_TOLD } from '#coding/reports/suppress-small.ts'
import { tellUse } from '#coding/reports/tell-use.ts'

const at = (day: number, hour = 9) =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`

function shown(visit: number, fingerprint: string, finding: 'prompt' | 'code' = 'prompt'): UseEvent {
  return { at: at(2), encounter: `e${visit}`, kind: 'shown', finding, fingerprint }
}
type More = { day?: number; hour?: number; finding?: 'prompt' | 'code'; reason?: string }
type Choice = Extract<UseEvent, { kind: 'decided' }>['choice']
function decided(visit: number, fingerprint: string, what: Choice | (More & { choice: Choice })): UseEvent {
  const { choice, day = 2, hour = 10, finding = 'prompt', reason } = typeof what === 'string' ? { choice: what } : what
  return {
    at: at(day, hour),
    encounter: `e${visit}`,
    kind: 'decided',
    finding,
    fingerprint,
    choice,
    ...(reason !== undefined && { reason }),
  }
}
const read = (visit: number, day = 2): UseEvent => ({ at: at(day, 8), encounter: `e${visit}`, kind: 'analysis' })
const of = (events: readonly UseEvent[], id: MeasureId) => measureUse(events).measures.get(id)

describe('how Postil is used', () => {
  const events = [
    read(1),
    shown(1, 'a'),
    shown(1, 'a'),
    shown(1, 'b'),
    shown(1, 'I10', 'code'),
    decided(1, 'a', 'answer'),
    decided(1, 'b', { choice: 'dismiss', reason: 'other' }),
    decided(1, 'b', { choice: 'undo', hour: 11 }),
    decided(1, 'I10', { choice: 'edit', finding: 'code' }),
    read(2, 3),
    shown(2, 'a'),
    decided(2, 'a', { choice: 'send', day: 3, hour: 8 }),
    decided(2, 'a', { choice: 'unable-to-determine', day: 4, hour: 8 }),
    { at: at(5, 8), encounter: 'e2', kind: 'filed' },
  ] as const satisfies readonly UseEvent[]

  test.each([
    ['prompt-rate', 3, 2],
    ['answered', 2, 3],
    ['documented', 1, 3],
    ['agreed', 1, 2],
    ['dismissed', 0, 3],
    ['not-acted-on', 1, 3],
    ['sent-answered', 1, 1],
    ['hours-to-answer', 24, 1],
    ['code-accepted', 0, 1],
    ['code-edited', 1, 1],
    ['days-to-filing', 2, 1],
    ['model-cost', 0, 0],
  ] as const)('%s', (id, numerator, denominator) => {
    expect(of(events, id)).toEqual({ numerator, denominator })
  })

  test('what was decided about a question that nobody was shown is not counted', () => {
    expect(of([read(1), decided(1, 'a', 'answer')], 'answered')).toEqual({ numerator: 0, denominator: 0 })
  })
})

describe('what is told', () => {
  test('few events are not told, and neither is the part that would give them away', () => {
    expect(mayTellParts([10, 3, 20, 7])).toEqual([true, false, true, false])
    expect(mayTellParts([10, 3, 2, 20])).toEqual([true, false, false, true])
    expect(mayTellParts([10, 0, 20])).toEqual([true, true, true])
    expect(mayTellParts([4])).toEqual([false])
  })

  test('no week that is left out can be worked out from the whole and the others', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 2, maxLength: 12 }), (counts) => {
        const hidden = mayTellParts(counts).flatMap((isTold, index) => (isTold ? [] : [index]))
        for (const [index, count] of counts.entries()) {
          if (count > 0 && count < SMALLEST_TOLD) expect(hidden).toContain(index)
        }
        const others = counts.filter((count) => count > 0).length
        if (hidden.length === 1) expect(others).toBe(1)
      }),
    )
  })

  test('a question counts in the week in which it was shown, with what came of it later', () => {
    const many = Array.from({ length: 6 }, (_, visit) => [
      read(visit),
      shown(visit, 'a'),
      decided(visit, 'a', { choice: 'answer', day: 12 }),
    ])
    const { weeks, whole } = tellUse(many.flat().toSorted((a, b) => a.at.localeCompare(b.at)))
    expect(weeks.map(({ monday }) => monday)).toEqual(['2026-03-02'])
    expect(weeks[0]?.measures.find(({ id }) => id === 'answered')?.told).toEqual({ numerator: 6, denominator: 6 })
    expect(whole.find(({ id }) => id === 'answered')?.told).toEqual({ numerator: 6, denominator: 6 })
  })

  test('reasons are told together or not at all', () => {
    const of = (count: number, reason: string, from: number) =>
      Array.from({ length: count }, (_, index) => [
        shown(from + index, 'a'),
        decided(from + index, 'a', { choice: 'dismiss', reason }),
      ]).flat()
    expect(tellUse([...of(6, 'other', 0), ...of(5, 'already-documented', 10)]).dismissals).toHaveLength(2)
    expect(tellUse([...of(6, 'other', 0), ...of(4, 'already-documented', 10)]).dismissals).toBeUndefined()
  })
})

describe('the measures that need more than questions', () => {
  const code = (visit: number, fingerprint: string, direction: 'add' | 'refine' | 'remove'): UseEvent => ({
    at: at(2),
    encounter: `e${visit}`,
    kind: 'shown',
    finding: 'code',
    fingerprint,
    direction,
  })
  const accepted = (visit: number, fingerprint: string) =>
    decided(visit, fingerprint, { choice: 'accept', finding: 'code' })

  test('tell additions, more exact codes and removals apart, and their balance', () => {
    const events = [
      code(1, 'a', 'add'),
      code(1, 'b', 'add'),
      code(1, 'c', 'refine'),
      code(1, 'd', 'remove'),
      accepted(1, 'a'),
      accepted(1, 'c'),
      accepted(1, 'd'),
    ]
    expect(of(events, 'added-accepted')).toEqual({ numerator: 1, denominator: 2 })
    expect(of(events, 'refined-accepted')).toEqual({ numerator: 1, denominator: 1 })
    expect(of(events, 'removed-accepted')).toEqual({ numerator: 1, denominator: 1 })
    expect(of(events, 'direction-balance')).toEqual({ numerator: 0, denominator: 3 })
  })

  test('leave codes of before directions were on record out', () => {
    const events = [shown(1, 'a', 'code'), accepted(1, 'a')]
    expect(of(events, 'code-accepted')).toEqual({ numerator: 1, denominator: 1 })
    expect(of(events, 'direction-balance')).toEqual({ numerator: 0, denominator: 0 })
  })

  test('count the charge lag by stage, each of the visits that came through it', () => {
    const ready = (visit: number, day: number): UseEvent => ({
      at: at(day),
      encounter: `e${visit}`,
      kind: 'ready',
      visitEnd: at(1),
    })
    const taken = (visit: number, day: number): UseEvent => ({ at: at(day), encounter: `e${visit}`, kind: 'taken' })
    const filed = (visit: number, day: number): UseEvent => ({ at: at(day), encounter: `e${visit}`, kind: 'filed' })
    const events = [ready(1, 2), ready(2, 4), taken(1, 3), taken(1, 5), filed(1, 7)]
    expect(of(events, 'days-to-ready')).toEqual({ numerator: 4, denominator: 2 })
    expect(of(events, 'days-to-coder')).toEqual({ numerator: 1, denominator: 1 })
    expect(of(events, 'days-to-draft')).toEqual({ numerator: 4, denominator: 1 })
    expect(of(events, 'charge-lag')).toEqual({ numerator: 6, denominator: 1 })
  })

  test('tell how long somebody waits for the first finding', () => {
    const waits = Array.from(
      { length: 100 },
      (_, index): UseEvent => ({ at: at(2), encounter: 'e1', kind: 'analysis', firstFindingMs: (index * 37) % 100 }),
    )
    expect(of([read(1), ...waits], 'first-finding-p50')).toEqual({ numerator: 49, denominator: 100 })
    expect(of([read(1), ...waits], 'first-finding-p95')).toEqual({ numerator: 94, denominator: 100 })
  })
})
