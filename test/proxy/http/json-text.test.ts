import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countMembers, surveyJson } from '#proxy/http/json-text.ts'

const LONG = 'x'.repeat(100)

describe('what a JSON text consists of', () => {
  test.each([
    ['{}', { depth: 1, values: 2, members: 0 }],
    ['[1,2,3]', { depth: 1, values: 4, members: 0 }],
    ['{"a":{"b":[]},"c":1}', { depth: 3, values: 5, members: 3 }],
    ['{"a" : ":,[{"}', { depth: 1, values: 2, members: 1 }],
    [String.raw`{"\":":"\\","\\\"":1}`, { depth: 1, values: 3, members: 2 }],
    [`{"${LONG}:":"${LONG}\\":","b":"${LONG}\\\\"}`, { depth: 1, values: 3, members: 2 }],
    [`["${'\\"'.repeat(99)}:"]`, { depth: 1, values: 2, members: 0 }],
    ['{"a', { depth: 1, values: 2, members: 0 }],
    [`{"${LONG}`, { depth: 1, values: 2, members: 0 }],
    ['"\\', { depth: 0, values: 1, members: 0 }],
  ])('is counted without reading it: %.40s', (text, survey) => {
    expect(surveyJson(text)).toEqual(survey)
  })

  test('has as many members as are read of it, however it is written', () => {
    const lengthened = fc.string({ unit: 'binary' }).map((text) => `${text}${LONG}\\"`)
    const value = fc.jsonValue({ noUnicodeString: false, stringUnit: 'binary' })
    fc.assert(
      fc.property(fc.record({ value, long: fc.dictionary(lengthened, lengthened) }), fc.nat(3), (one, indent) => {
        const text = JSON.stringify(one, undefined, indent)
        expect(surveyJson(text).members).toBe(countMembers(JSON.parse(text)))
      }),
    )
  })
})
