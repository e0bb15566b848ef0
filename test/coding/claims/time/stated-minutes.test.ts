import { describe, expect, test } from 'vitest'
import { findStatedMinutes } from '#coding/claims/time/stated-minutes.ts'
import { aNote } from '../../../app/features/builders.ts'

const count = (text: string): readonly number[] => findStatedMinutes(aNote({ text })).map(({ minutes }) => minutes)

describe('minutes from start and stop', () => {
  test.each([
    ['10:05-10:58', [53]],
    ['from 2:10 to 3:05 pm', [55]],
    ['11:40-12:30', [50]],
    ['12:50-1:35', [45]],
    ['11:40 am to 12:25 pm', [45]],
    ['across midnight, 23:40-00:20', [40]],
    ['across midnight, 11:50 pm to 12:35 am', [45]],
    ['10:05-10:20 and 11:00-11:25', [15, 25]],
  ])('%s', (text, minutes) => {
    expect(count(text)).toEqual(minutes)
  })

  test.each(['25:05-26:10', '10:65-10:70', '10:05-10:05', '2:00 pm to 1:00 pm'])('%s states none', (text) => {
    expect(count(text)).toEqual([])
  })
})

describe('minutes in words', () => {
  test.each([
    ['50 minutes', [50]],
    ['a 50-minute session', [50]],
    ['1 hour 15 minutes', [75]],
    ['1 hr 10 min', [70]],
    ['1 hour and 5 minutes', [65]],
    ['1h15m', [75]],
    ['1 hour', [60]],
    ['an hour and 20 minutes', [80]],
    ['lasted an hour', [60]],
    ['1.5 hours', [90]],
    ['1.25 hrs', [75]],
    ['one hour and a half', [90]],
    ['half an hour', [30]],
    ['2 hours 1 minute', [121]],
    ['0 minutes', []],
    ['45-50 minutes', []],
    ['45 to 50 minutes', []],
    ['arrived 10 minutes late', []],
    ['2 hours ago', []],
    ['3 hours before the meal', []],
    ['q 4 h', []],
    ['24 hours', []],
  ])('%s', (text, minutes) => {
    expect(count(text)).toEqual(minutes)
  })
})
