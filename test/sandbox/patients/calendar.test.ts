import { describe, expect, test } from 'vitest'
import { startCalendar } from '../../../sandbox/patients/calendar.ts'

const calendar = startCalendar('2026-03-01')

describe('calendar', () => {
  test.each([
    [0, '2026-03-01'],
    [1, '2026-02-28'],
    [-7, '2026-03-08'],
    [60, '2025-12-31'],
  ])('%i days ago was %s', (daysAgo, date) => {
    expect(calendar.date(daysAgo)).toBe(date)
  })

  test('a time keeps its day and hour and says its offset', () => {
    expect(calendar.dateTime(1, '09:10')).toMatch(/^2026-02-28T09:10:00[+-]\d\d:\d\d$/)
  })

  test('the instant is the local one of this machine', () => {
    expect(Date.parse(calendar.dateTime(0, '09:10'))).toBe(new Date('2026-03-01T09:10:00').getTime())
  })

  test.each([
    [{ years: 4, days: 0 }, '2022-03-01'],
    [{ years: 67, days: 112 }, '1958-11-09'],
  ])('somebody of age %o was born on %s', (age, date) => {
    expect(calendar.birthDate(age)).toBe(date)
  })
})
