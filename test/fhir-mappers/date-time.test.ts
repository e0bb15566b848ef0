import { describe, expect, test } from 'vitest'
import { asDateTime, findDay, mapPeriod } from '#fhir-mappers/date-time.ts'

describe('findDay', () => {
  test.each([
    ['2026-11-02', undefined, '2026-11-02'],
    ['2026-11-02T23:30:00-05:00', 'America/New_York', '2026-11-02'],
    // Written in UTC: an evening visit in New York is already tomorrow there.
    ['2026-11-03T01:30:00Z', 'America/New_York', '2026-11-02'],
    ['2026-11-03T01:30:00Z', undefined, '2026-11-03'],
    ['2026-11-02T22:00:00Z', 'Pacific/Auckland', '2026-11-03'],
    ['2026-11', undefined, undefined],
    ['2026', 'America/New_York', undefined],
    ['2026-02-30', undefined, undefined],
    ['yesterday', undefined, undefined],
    [20261102, undefined, undefined],
  ])('%s in %s is %s', (value, timeZone, day) => {
    expect(findDay(value, timeZone)).toBe(day)
  })
})

test.each(['2026', '2026-11', '2026-11-02', '2026-11-02T10:00Z', '2026-11-02T10:00:00.123456789+05:30'])(
  '%s is a date of FHIR',
  (value) => {
    expect(asDateTime(value)).toBe(value)
  },
)

test.each(['2026-13', '20261102', '2026-11-02 10:00', `2026-11-02T10:00:00.${'1'.repeat(60)}Z`, ''])(
  '%s is none',
  (value) => {
    expect(asDateTime(value)).toBeUndefined()
  },
)

test('a period keeps the end that it has', () => {
  expect(mapPeriod({ start: '2026-11-02', end: 'soon' })).toEqual({ start: '2026-11-02' })
  expect(mapPeriod(null)).toEqual({})
})
