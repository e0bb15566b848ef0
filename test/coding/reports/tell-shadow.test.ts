import { describe, expect, test } from 'vitest'
import type { ShadowDay } from '#coding/contract/site-report.ts'
import { tellShadow } from '#coding/reports/tell-shadow.ts'

type Cell = ShadowDay['cells'][number]
const cell = (family: string, visits: number, changes: Partial<Cell> = {}): Cell => ({
  ...{ family, serviceLine: 'Cardiology', agreed: visits, missing: 1, extra: 0, visits },
  ...changes,
})
const day = (compared: number, cells: readonly Cell[]): ShadowDay => ({
  ...{ compared, uncompared: 1, source: 'ehr' },
  cells: [...cells],
})
const named = (rows: ReturnType<typeof tellShadow>['families']) => rows.map(({ name, agreed }) => [name, agreed])

describe('what is told of a comparison', () => {
  test('adds up the days', () => {
    const told = tellShadow([day(6, [cell('Circulation', 6)]), day(8, [cell('Circulation', 8)])])
    expect(told).toMatchObject({ days: 2, compared: 14, uncompared: 2, all: { agreed: 14, missing: 2, extra: 0 } })
    expect(named(told.families)).toEqual([['Circulation', 14]])
  })

  test('is nothing of fewer than five visits', () => {
    const told = tellShadow([day(4, [cell('Circulation', 4)])])
    expect(told).not.toHaveProperty('all')
    expect([told.families, told.lines]).toEqual([[], []])
  })

  test('small families stand together, and a single one with the next larger', () => {
    const large = [cell('Circulation', 30), cell('Respiration', 12)]
    expect(named(tellShadow([day(40, [...large, cell('Eye', 3), cell('Ear', 2)])]).families)).toEqual([
      ['Circulation', 30],
      ['Respiration', 12],
      [undefined, 5],
    ])
    expect(named(tellShadow([day(40, [...large, cell('Eye', 4)])]).families)).toEqual([
      ['Circulation', 30],
      [undefined, 16],
    ])
  })

  test('what is left of the whole is never small', () => {
    const told = tellShadow([day(20, [cell('Circulation', 20), cell('Eye', 1)])])
    expect(told.families).toEqual([])
    expect(told.all).toMatchObject({ agreed: 21 })
  })

  test('a line has as many visits as its largest family, not as all of them', () => {
    const three = ['Circulation', 'Eye', 'Ear'].map((family) => cell(family, 3))
    const other = cell('Circulation', 30, { serviceLine: 'Orthopedics' })
    expect(tellShadow([day(33, [...three, other])]).lines).toEqual([])
  })

  test('days of before visits were counted are told of all codes only', () => {
    const { visits: _visits, ...old } = cell('Circulation', 30)
    const told = tellShadow([day(30, [old])])
    expect([told.families, told.all?.agreed]).toEqual([[], 30])
  })
})
