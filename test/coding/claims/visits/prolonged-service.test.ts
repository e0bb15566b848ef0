import { describe, expect, test } from 'vitest'
import { findProlonged } from '#coding/claims/visits/prolonged.ts'
import { prolongedService } from '#coding/claims/visits/prolonged-service.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { deriveNote } from './derive.ts'

const NOTE = 'Established patient.\nASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg daily.\n'
const timed = (minutes: number): readonly string[] => [`${NOTE}Total time today: ${minutes} minutes.`]
const draft = (...codes: readonly string[]) => ({ lines: codes.map((code) => aLine(code)) })
const medicare = { payer: 'medicare' } as const

describeRule(prolongedService, {
  flags: [
    {
      when: 'TIME-13: 54 minutes with prolonged service (CPT)',
      draft: draft('99215', '99417'),
      notes: timed(54),
      severity: 'error',
      says: /not reached by 54 minutes/,
      quotes: ['54 minutes'],
    },
    {
      when: '55 minutes without it (CPT)',
      draft: draft('99215'),
      notes: timed(55),
      severity: 'information',
      says: /1 of 99417/,
      quotes: ['55 minutes'],
    },
    {
      when: '69 minutes without it (Medicare)',
      draft: draft('99215'),
      record: medicare,
      notes: timed(69),
      severity: 'information',
      says: /1 of G2212/,
      quotes: ['69 minutes'],
    },
    {
      when: 'TIME-13: 68 minutes with it (Medicare)',
      draft: draft('99215', 'G2212'),
      record: medicare,
      notes: timed(68),
      severity: 'error',
      says: /not reached by 68 minutes for Medicare/,
      quotes: ['68 minutes'],
    },
    {
      when: 'the code that Medicare does not take',
      draft: draft('99215', '99417'),
      record: medicare,
      notes: timed(70),
      severity: 'error',
      says: /not the code that this payer takes.*G2212/,
      quotes: ['70 minutes'],
    },
    {
      when: 'more units than the time gives',
      draft: { lines: [aLine('99215'), aLine('99417', { units: 2 })] },
      notes: timed(69),
      severity: 'error',
      says: /has 2; the time gives 1/,
      quotes: ['69 minutes'],
    },
    {
      when: 'fewer units than the time gives',
      draft: draft('99215', '99417'),
      notes: timed(70),
      severity: 'information',
      says: /has 1; the time gives 2/,
      quotes: ['70 minutes'],
    },
    {
      when: 'EM-11: beside a level that is not the top one',
      draft: draft('99214', '99417'),
      notes: timed(70),
      severity: 'error',
      says: /top level of a family/,
    },
    { when: 'beside no visit', draft: draft('99417'), notes: timed(70), severity: 'error', says: /beside no visit/ },
    {
      when: 'no time is stated',
      draft: draft('99215', '99417'),
      notes: [NOTE],
      severity: 'question',
      says: /state no one total/,
    },
  ],
  passes: [
    { when: 'TIME-13: 54 minutes without it', draft: draft('99215'), notes: timed(54) },
    { when: 'TIME-13: 55 minutes with it (CPT)', draft: draft('99215', '99417'), notes: timed(55) },
    { when: '68 minutes without it (Medicare)', draft: draft('99215'), record: medicare, notes: timed(68) },
    {
      when: 'EM-11, TIME-13: 69 minutes with it (Medicare)',
      draft: draft('99215', 'G2212'),
      record: medicare,
      notes: timed(69),
    },
    { when: 'a lower level with much time, which another rule looks at', draft: draft('99214'), notes: timed(70) },
  ],
})

describe('TIME-13: an established office visit by its minutes', () => {
  test.each([
    [39, 'commercial', '99214', undefined],
    [40, 'commercial', '99215', undefined],
    [54, 'commercial', '99215', undefined],
    [55, 'commercial', '99215', '99417'],
    [55, 'medicare', '99215', undefined],
    [68, 'medicare', '99215', undefined],
    [69, 'medicare', '99215', 'G2212'],
    [69, 'commercial', '99215', '99417'],
  ] as const)('%d minutes, %s: %s and %s', (...[minutes, payer, code, prolonged]) => {
    const grid = deriveNote(timed(minutes)[0] ?? '', { payer })
    expect(grid.time.codes.map((one) => one.code)).toEqual([code])
    expect(grid.prolonged.map((one) => one.code)).toEqual(prolonged === undefined ? [] : [prolonged])
  })
})

describe('every code of prolonged service begins at its minutes', () => {
  // Written out by hand: [visit, payer, code, first minute].
  test.each([
    ['99205', 'cpt', '99417', 75],
    ['99215', 'cpt', '99417', 55],
    ['99245', 'cpt', '99417', 70],
    ['99345', 'cpt', '99417', 90],
    ['99350', 'cpt', '99417', 75],
    ['99223', 'cpt', '99418', 90],
    ['99233', 'cpt', '99418', 65],
    ['99236', 'cpt', '99418', 100],
    ['99255', 'cpt', '99418', 95],
    ['99306', 'cpt', '99418', 65],
    ['99310', 'cpt', '99418', 60],
    ['99205', 'medicare', 'G2212', 89],
    ['99215', 'medicare', 'G2212', 69],
    ['99223', 'medicare', 'G0316', 90],
    ['99233', 'medicare', 'G0316', 65],
    ['99236', 'medicare', 'G0316', 110],
    ['99306', 'medicare', 'G0317', 95],
    ['99310', 'medicare', 'G0317', 85],
    ['99345', 'medicare', 'G0318', 140],
    ['99350', 'medicare', 'G0318', 110],
  ] as const)('%s, %s: %s from %d', (...[visit, payer, code, from]) => {
    const at = (minutes: number) => findProlonged(visit, minutes, payer)
    expect(at(from - 1)).toBeUndefined()
    expect(at(from)).toMatchObject({ code, units: 1 })
    expect(at(from + 14)).toMatchObject({ code, units: 1 })
    expect(at(from + 15)).toMatchObject({ code, units: 2 })
  })
})
