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
