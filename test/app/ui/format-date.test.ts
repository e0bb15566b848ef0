import { describe, expect, test } from 'vitest'
import { formatDay, formatMoment } from '#app/ui/format-date.ts'

describe('dates', () => {
  test.each([
    ['2026-11-21', '21 Nov 2026'],
    ['2026-11-21T23:30:00-06:00', '21 Nov 2026'],
    ['2026-09-01', '1 Sep 2026'],
    ['1961', '1961'],
    ['1961-03', '1961-03'],
    ['not a date', 'not a date'],
  ])('%s is written %s', (date, words) => {
    expect(formatDay(date)).toBe(words)
  })

  test('of today show the time alone', () => {
    const now = new Date(2026, 10, 21, 15, 0)
    expect(formatMoment(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toBe('09:05')
    expect(formatMoment(new Date(2026, 10, 20, 9, 5).toISOString(), now)).toBe('20 Nov, 09:05')
  })

  test('that are days show the day', () => {
    expect(formatMoment('2026-11-21', new Date(2026, 10, 21))).toBe('21 Nov 2026')
  })
})
