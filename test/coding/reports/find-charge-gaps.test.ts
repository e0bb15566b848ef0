import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { DayActivity, DayEncounter } from '#coding/reports/day-activity.ts'
import { findChargeGaps, summariseDay } from '#coding/reports/find-charge-gaps.ts'

const day = parseDateOnly('2026-03-02')
const provider = { reference: 'Practitioner/ada', name: 'Ada' }

function anEncounter(changes: Partial<DayEncounter> = {}): DayEncounter {
  return { id: 'e', day, status: 'finished', provider, appointments: [], hasSignedNote: true, ...changes }
}

function aDay(changes: Partial<DayActivity> = {}): DayActivity {
  return { day, appointments: [], encounters: [anEncounter()], charges: [], procedures: [], found: [], ...changes }
}

const filed = (...procedures: readonly string[]) => ({
  encounterId: 'e',
  state: 'filed' as const,
  procedures,
  diagnoses: ['I10'],
})
const kindsOf = (activity: DayActivity) =>
  findChargeGaps(activity).map(({ kind, code }) => (code === undefined ? kind : `${kind} ${code}`))

describe('charges of a day', () => {
  test.each<[string, DayActivity, readonly string[]]>([
    ['a finished visit without a charge', aDay(), ['finished-uncoded']],
    ['a visit that goes on', aDay({ encounters: [anEncounter({ status: 'in-progress' })] }), []],
    ['a visit that was cancelled', aDay({ encounters: [anEncounter({ status: 'cancelled' })] }), []],
    ['a visit level and its note', aDay({ charges: [filed('99213')] }), []],
    [
      'a visit level without a signed note',
      aDay({ encounters: [anEncounter({ hasSignedNote: false })], charges: [filed('99213')] }),
      ['line-without-documentation 99213'],
    ],
    ['a draft', aDay({ charges: [{ ...filed('99213'), state: 'draft' }] }), ['coded-not-filed']],
    [
      'one of two still a draft',
      aDay({
        charges: [filed('99213'), { ...filed('20610'), state: 'draft' }],
        procedures: [{ encounterId: 'e', code: '20610' }],
      }),
      ['coded-not-filed'],
    ],
    [
      'a procedure that has no line',
      aDay({ charges: [filed('99213')], procedures: [{ encounterId: 'e', code: '20610', text: 'Injection' }] }),
      ['procedure-without-line 20610'],
    ],
    [
      'a procedure in words alone',
      aDay({ charges: [filed('99213')], procedures: [{ encounterId: 'e', text: 'X' }] }),
      [],
    ],
    [
      'a line that nothing documents',
      aDay({ charges: [filed('20610')], found: [{ encounterId: 'e', procedures: [] }] }),
      ['line-without-documentation 20610'],
    ],
    ['a line of notes that nobody has read', aDay({ charges: [filed('20610')] }), []],
    [
      'a line that the notes speak of',
      aDay({ charges: [filed('20610')], found: [{ encounterId: 'e', procedures: ['20610'] }] }),
      [],
    ],
    [
      'what stands with another encounter',
      aDay({
        charges: [filed('20610')],
        found: [
          { encounterId: 'e', procedures: [] },
          { encounterId: 'other', procedures: ['20610'] },
        ],
      }),
      ['line-without-documentation 20610'],
    ],
  ])('%s', (_name, activity, gaps) => {
    expect(kindsOf(activity)).toEqual(gaps)
  })

  test('an appointment that was kept and has no encounter is a gap; one that is answered or was not kept is none', () => {
    const appointments = [
      { id: 'open', day, status: 'kept', provider },
      { id: 'answered', day, status: 'kept', provider },
      { id: 'missed', day, status: 'not-kept', provider },
      { id: 'later', day, status: 'planned', provider },
    ] as const
    const encounters = [anEncounter({ status: 'in-progress', appointments: ['answered'] })]
    const gaps = findChargeGaps(aDay({ appointments, encounters }))
    expect(gaps).toEqual([{ kind: 'appointment-without-encounter', reference: 'Appointment/open', provider }])
  })

  test('are counted by provider, those of nobody last', () => {
    const encounters = [
      anEncounter({ id: 'e' }),
      anEncounter({ id: 'f' }),
      anEncounter({ id: 'g', status: 'in-progress' }),
      { id: 'h', day, status: 'finished', appointments: [], hasSignedNote: true } as const,
    ]
    const charges = [filed('99213'), { ...filed('99213'), encounterId: 'f', state: 'draft' as const }]
    const appointments = [{ id: 'a', day, status: 'kept', provider: { reference: 'Practitioner/ada' } } as const]
    expect(summariseDay(aDay({ encounters, charges, appointments }))).toEqual([
      { provider, kept: 1, finished: 2, coded: 2, filed: 1 },
      { kept: 0, finished: 1, coded: 0, filed: 0 },
    ])
  })
})
