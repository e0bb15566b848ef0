import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import {
  DEFAULT_MODES,
  decideMode,
  isSameForAll,
  type Mode,
  type ModeSettings,
  mayShowOrWrite,
} from '#coding/domain/mode.ts'
import type { VisitFacts } from '#coding/domain/visit-facts.ts'

const MODES: readonly Mode[] = ['off', 'shadow', 'assisted', 'auto-draft']

function aVisit(changes: Partial<VisitFacts> = {}): VisitFacts {
  return {
    serviceLine: 'Cardiology',
    types: ['Office visit', 'FUP'],
    providers: ['Practitioner/one', 'Practitioner/two'],
    date: parseDateOnly('2026-03-02'),
    ...changes,
  }
}

const settings: ModeSettings = {
  mode: 'off',
  lines: [
    {
      serviceLine: 'Cardiology',
      mode: 'assisted',
      from: parseDateOnly('2026-03-01'),
      until: parseDateOnly('2026-03-31'),
      pilot: { providers: ['Practitioner/one'], visitTypes: ['Office visit'], others: 'shadow' },
    },
    { serviceLine: 'Cardiology', mode: 'shadow' },
    { serviceLine: 'Oncology', mode: 'auto-draft' },
  ],
}

describe('the mode of a visit', () => {
  test.each<[string, VisitFacts | undefined, Mode]>([
    ['in the pilot', aVisit(), 'assisted'],
    ['in other capitals', aVisit({ serviceLine: 'cardiology ', types: ['OFFICE VISIT'] }), 'assisted'],
    ['of another provider', aVisit({ providers: ['Practitioner/two'] }), 'shadow'],
    ['of another type', aVisit({ types: ['Stress test'] }), 'shadow'],
    ['that names no type', aVisit({ types: [] }), 'shadow'],
    ['on the first day', aVisit({ date: parseDateOnly('2026-03-01') }), 'assisted'],
    ['on the last day', aVisit({ date: parseDateOnly('2026-03-31') }), 'assisted'],
    [
      'the day before the pilot, for which the next line speaks',
      aVisit({ date: parseDateOnly('2026-02-28') }),
      'shadow',
    ],
    ['the day after', aVisit({ date: parseDateOnly('2026-04-01') }), 'shadow'],
    ['of another line', aVisit({ serviceLine: 'Oncology' }), 'auto-draft'],
    ['of a line that nobody set', aVisit({ serviceLine: 'Podiatry' }), 'off'],
    ['without a line', { types: [], providers: [], date: parseDateOnly('2026-03-02') }, 'off'],
    ['of which nothing is known', undefined, 'off'],
  ])('%s', (_name, facts, mode) => {
    expect(decideMode(settings, facts)).toBe(mode)
  })

  test('is assisted where a site has set nothing', () => {
    expect(decideMode(DEFAULT_MODES, aVisit())).toBe('assisted')
    expect(decideMode(DEFAULT_MODES, undefined)).toBe('assisted')
    expect(isSameForAll(DEFAULT_MODES)).toBe(true)
    expect(isSameForAll(settings)).toBe(false)
  })

  test('of an unknown visit never allows more than any known one', () => {
    const mode = fc.constantFrom(...MODES)
    const line = fc.record(
      {
        serviceLine: fc.constantFrom('Cardiology', 'Oncology'),
        mode,
        pilot: fc.record({ others: fc.constantFrom('off' as const, 'shadow' as const) }),
      },
      { requiredKeys: ['mode'] },
    )
    const facts = fc.constantFrom(aVisit(), aVisit({ serviceLine: 'Oncology' }), aVisit({ serviceLine: 'Podiatry' }))
    fc.assert(
      fc.property(fc.record({ mode, lines: fc.array(line, { maxLength: 3 }) }), facts, (some, visit) => {
        const [unknown, known] = [decideMode(some, undefined), decideMode(some, visit)]
        expect(MODES.indexOf(unknown)).toBeLessThanOrEqual(MODES.indexOf(known))
        if (isSameForAll(some)) expect(known).toBe(unknown)
      }),
    )
  })

  test('shows and writes in two modes alone', () => {
    expect(MODES.filter(mayShowOrWrite)).toEqual(['assisted', 'auto-draft'])
  })
})
