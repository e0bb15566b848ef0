import { describe, expect, test } from 'vitest'
import { describeError } from '#proxy/log.ts'

const NOTE = '[1,\n   at home with Mrs Quillfeather, MRN 1234567\n    at Elm Street 12 (Springfield)]'

function fail(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('what is told of an error', () => {
  test('is its class, its code and its place', () => {
    const error = Object.assign(new RangeError('words'), { code: 'E_RANGE' })
    expect(describeError(error)).toEqual({
      errorName: 'RangeError',
      code: 'E_RANGE',
      at: expect.stringMatching(/^at .*log\.test\.ts:\d+:\d+\)?$/),
    })
  })

  test.each([
    ['a message of several lines', new Error(`invalid value: "${NOTE}"`)],
    ['a parser that quotes what it could not read', fail(() => JSON.parse(NOTE))],
    ['a message that was changed afterwards', Object.assign(new Error(NOTE), { message: 'other' })],
    ['a stack that was written by hand', Object.assign(new Error('x'), { stack: `Error: x\n${NOTE}` })],
    [
      'a class or a code that is none',
      Object.assign(new Error('x'), { name: 'Mrs Quillfeather', code: 'MRN 1234567' }),
    ],
  ])('is not a word of %s', (_, error) => {
    expect(JSON.stringify(describeError(error))).not.toMatch(/Quillfeather|1234567|home|Elm/)
  })

  test('is its place also below such a message', () => {
    expect(describeError(new Error(NOTE)).at).toMatch(/log\.test\.ts:\d+:\d+/)
    expect(describeError(fail(() => JSON.parse(NOTE))).at).toMatch(/log\.test\.ts:\d+:\d+/)
  })

  test('is the setting that it names, and of no error only what it is', () => {
    expect(describeError(Object.assign(new Error('x'), { setting: 'POSTIL_PORT' })).code).toBe('POSTIL_PORT')
    expect(describeError('Mrs Quillfeather')).toEqual({ errorName: 'string' })
  })
})
