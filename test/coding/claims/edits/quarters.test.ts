// Edits at their limits and at the ends of their quarter: one step on each side.
import { describe, expect, test } from 'vitest'
import { procedurePair } from '#coding/claims/edits/procedure-pair.ts'
import { unitLimit } from '#coding/claims/edits/unit-limit.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { tryRule } from '../try-rule.ts'
import { inQuarter, QUARTER_DAYS, withLimit, withPair } from './edit-tables.ts'

const LIMIT = 4

describe.each([1, 2, 3] as const)('MAI %i', (adjudication) => {
  const tables = inQuarter(withLimit({ units: LIMIT, adjudication }))
  const count = (day: string, ...units: readonly number[]): number => {
    const date = parseDateOnly(day)
    return tryRule(unitLimit, { draft: { lines: units.map((one) => aLine('G0001', { units: one, date })) }, tables })
      .length
  }

  test.each(QUARTER_DAYS)('%s: one unit over the limit is seen (%s); at and below it never', (day, isIn) => {
    expect(count(day, LIMIT - 1)).toBe(0)
    expect(count(day, LIMIT)).toBe(0)
    expect(count(day, LIMIT + 1)).toBe(isIn ? 1 : 0)
  })

  test('counts a line at a time by indicator 1, all lines of the day by 2 and 3', () => {
    expect(count('2026-10-01', LIMIT - 1, 1)).toBe(0)
    expect(count('2026-10-01', LIMIT, 1)).toBe(adjudication === 1 ? 0 : 1)
  })
})

describe.each([0, 1] as const)('PTP indicator %i', (indicator) => {
  const tables = inQuarter(withPair({ columnOne: 'G0001', columnTwo: 'G0002', indicator }))
  const count = (one: string, two: string, modifiers: readonly string[] = []): number =>
    tryRule(procedurePair, {
      draft: {
        lines: [
          aLine('G0001', { date: parseDateOnly(one) }),
          aLine('G0002', { date: parseDateOnly(two), modifiers: modifiers.map((code) => parseModifierCode(code)) }),
        ],
      },
      tables,
    }).length

  test.each(QUARTER_DAYS)('%s: the pair is seen (%s)', (day, isIn) => {
    expect(count(day, day)).toBe(isIn ? 1 : 0)
  })

  test('not on two days, also where the quarter ends between them', () => {
    expect(count('2026-12-30', '2026-12-31')).toBe(0)
    expect(count('2026-12-31', '2027-01-01')).toBe(0)
    expect(count('2026-09-30', '2026-10-01')).toBe(0)
  })

  test('a modifier opens indicator 1, never 0', () => {
    expect(count('2026-10-01', '2026-10-01', ['59'])).toBe(indicator === 0 ? 1 : 0)
  })
})
