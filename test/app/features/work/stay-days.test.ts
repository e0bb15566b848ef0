import { describe, expect, test } from 'vitest'
import { findDayBlock, findStayBlock, listStayDays, nameDays } from '#app/features/work/stay-days.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

const [first, second, third] = ['2026-11-01', '2026-11-02', '2026-11-03'].map(parseDateOnly)
if (!(first && second && third)) throw new TypeError('no days')

describe('the days of a stay', () => {
  const days = listStayDays(
    [first, second, third],
    [
      { day: second, standing: 'filed' },
      { day: first, standing: 'checked' },
    ],
  )

  test('are told one by one, what is left among them', () => {
    expect(days.map(({ standing }) => standing)).toEqual(['checked', 'filed', 'nothing'])
    expect(nameDays(days, 'nothing')).toBe('3 Nov 2026')
    expect(nameDays([], 'nothing')).toBeUndefined()
  })

  test('hold the stay back until each that is filed was checked off', () => {
    expect(findStayBlock(days)).toBe('Check off 2 Nov 2026 first.')
    const checked = days.map((one) => (one.standing === 'filed' ? { ...one, standing: 'checked' as const } : one))
    expect(findStayBlock(checked)).toBeUndefined()
  })

  test('are none of a visit of one day', () => {
    expect(listStayDays([first], [{ day: first, standing: 'filed' }])).toEqual([])
    expect(findStayBlock([])).toBeUndefined()
  })

  test('keep a filed day whose note is gone from the chart', () => {
    expect(listStayDays([first, second], [{ day: third, standing: 'filed' }]).at(-1)).toEqual({
      day: third,
      standing: 'filed',
    })
  })

  test.each([
    ['filed', undefined],
    ['checked', 'This day is checked off.'],
    ['nothing', 'File the draft of this day first.'],
  ] as const)('a day that is %s is checked off: %s', (standing, block) => {
    expect(findDayBlock(standing)).toBe(block)
  })
})
