import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') })
const cipher = createColumnCipher([key('k1', 1)])
const place = ['tenant', 'table', 'column', 'row']

describe('an encrypted column', () => {
  test('gives back what was put in, and never writes the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = cipher.encrypt(text, place)
        expect(cipher.decrypt(cell, place)).toBe(text)
        expect(cipher.encrypt(text, place)).not.toBe(cell)
      }),
    )
  })

  test('does not open anywhere else', () => {
    const cell = cipher.encrypt('text', place)
    expect(() => cipher.decrypt(cell, ['other', 'table', 'column', 'row'])).toThrow('cannot be opened')
    expect(() => cipher.decrypt(cell, ['tenant', 'table', 'column', 'other'])).toThrow('cannot be opened')
  })

  test('does not open when any of its bytes was changed', () => {
    const cell = cipher.encrypt('text', place)
    const [version, id, payload = ''] = cell.split('.')
    const bytes = Buffer.from(payload, 'base64url')
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => cipher.decrypt(`${version}.${id}.${changed.toString('base64url')}`, place)).toThrow(
        'cannot be opened',
      )
    }
  })

  test.each(['', 'v1', 'v1.k1.', 'v1.k1.AAAA', 'v2.k1.AAAA', 'v1.k9.AAAA', 'plain text'])(
    'does not open «%s»',
    (cell) => {
      expect(() => cipher.decrypt(cell, place)).toThrow('cannot be opened')
    },
  )

  test.each([
    ['plain text', 'malformed'],
    ['v1.k1.', 'malformed'],
    ['v2.k1.AAAA', 'malformed'],
    ['v1.k9.AAAA', 'unknown-key'],
    ['v1.k1.AAAA', 'not-authentic'],
  ])('says of «%s» that it is %s', (cell, code) => {
    expect(() => cipher.decrypt(cell, place)).toThrow(expect.objectContaining({ name: 'CryptoError', code }))
  })

  test('written with a retired key opens as long as the key is listed', () => {
    const cell = cipher.encrypt('text', place)
    const rotated = createColumnCipher([key('k2', 2), key('k1', 1)])
    expect(rotated.decrypt(cell, place)).toBe('text')
    expect(rotated.encrypt('text', place)).toMatch(/^v1\.k2\./)
    expect(() => createColumnCipher([key('k2', 2)]).decrypt(cell, place)).toThrow('cannot be opened')
    expect(() => createColumnCipher([key('k1', 9)]).decrypt(cell, place)).toThrow('cannot be opened')
  })
})
