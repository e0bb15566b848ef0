import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatChartLocation, parseChartLocation } from '../../../sandbox/src/chart/chart-location.ts'
import {
  clampWidth,
  DEFAULT_WIDTH,
  findWidthForKey,
  MAXIMUM_WIDTH,
  MINIMUM_WIDTH,
  parseWidth,
} from '../../../sandbox/src/chart/frame-width.ts'

describe('the address of the chart', () => {
  test('a deep link names patient, user and server', () => {
    expect(parseChartLocation('?patient=pat-knee&user=prac-rivera&base=charges')).toEqual({
      patientId: 'pat-knee',
      userId: 'prac-rivera',
      base: 'charges',
    })
  })

  test.each(['', '?base=other', '?'])('«%s» opens the full server without a patient', (search) => {
    expect(parseChartLocation(search)).toEqual({ base: 'fhir' })
  })

  test('what is formatted is parsed back', () => {
    const text = fc.string({ minLength: 1 })
    fc.assert(
      fc.property(text, text, text, (patientId, encounterId, userId) => {
        const location = { patientId, encounterId, userId, base: 'fhir' } as const
        expect(parseChartLocation(formatChartLocation(location))).toEqual(location)
      }),
    )
  })
})

describe('the width of the frame', () => {
  test.each([
    [319, MINIMUM_WIDTH],
    [320, 320],
    [400.4, 400],
    [720, 720],
    [721, MAXIMUM_WIDTH],
  ])('%d becomes %i', (width, expected) => {
    expect(clampWidth(width)).toBe(expected)
  })

  test.each([
    ['ArrowLeft', 420],
    ['ArrowRight', 380],
    ['Home', MINIMUM_WIDTH],
    ['End', MAXIMUM_WIDTH],
    ['Enter', undefined],
  ])('%s at 400 gives %s', (key, expected) => {
    expect(findWidthForKey(key, 400)).toBe(expected)
  })

  test.each([
    [null, DEFAULT_WIDTH],
    ['', DEFAULT_WIDTH],
    ['wide', DEFAULT_WIDTH],
    ['500', 500],
    ['9000', MAXIMUM_WIDTH],
  ])('remembered as %s it is %i', (stored, expected) => {
    expect(parseWidth(stored)).toBe(expected)
  })
})
