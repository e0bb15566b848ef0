import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCodesFile, parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { anOrderFile, formatOrderLine, ROWS } from '../../fixtures/code-set-files.ts'

const GOOD = formatOrderLine({ code: 'Q00', isBillable: false, title: 'Zorblitis' }, 1)

describe('the order file', () => {
  test('gives every row with its line, flag and both titles', () => {
    const rows = parseOrderFile(anOrderFile(), 'order.txt')
    expect(rows).toHaveLength(ROWS.length)
    expect(rows[8]).toEqual({
      line: 9,
      code: 'Q01.11',
      isBillable: true,
      shortTitle: 'Unilateral primary gromp disease, right knee',
      title: 'Unilateral primary gromp disease, right knee',
    })
  })

  test('ignores empty lines at the end', () => {
    expect(parseOrderFile(`${GOOD}\r\n\r\n`, 'order.txt')).toHaveLength(1)
  })

  test.each([
    ['an empty file', '', /order\.txt, line 1: the file is empty/],
    ['a missing order number', GOOD.replace('00001', '     '), /columns 1-5/],
    ['a code in lower case', GOOD.replace('Q00', 'q00'), /columns 7-13/],
    ['a code with a dot', GOOD.replace('Q00    ', 'Q00.1  '), /columns 7-13/],
    ['a flag that is neither', GOOD.replace(' 0 ', ' 2 '), /column 15/],
    ['a shifted column', GOOD.replace('00001 ', '00001'), /not blank|columns/],
    ['a title that is cut off', GOOD.slice(0, 70), /not blank|title/],
    ['a code that stands twice', GOOD + GOOD.replace('00001', '00002'), /line 2: Q00 stands twice/],
    ['order numbers that fall', GOOD + GOOD.replace('Q00', 'Q01'), /line 2: order number 1 follows 1/],
    ['a page of HTML', '<!doctype html>\n<p>Not found</p>', /line 1/],
  ])('refuses %s, naming file and line', (_, text, message) => {
    expect(() => parseOrderFile(text, 'order.txt')).toThrow(CodingError)
    expect(() => parseOrderFile(text, 'order.txt')).toThrow(message)
  })

  test('reads back whatever is written in its layout', () => {
    const code = fc.stringMatching(/^[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?$/)
    const title = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ,()-]{0,200}[a-z]$/)
    const rows = fc.uniqueArray(fc.record({ code, isBillable: fc.boolean(), title }), {
      minLength: 1,
      selector: (row) => row.code,
    })
    fc.assert(
      fc.property(rows, (written) => {
        const read = parseOrderFile(anOrderFile(written), 'order.txt')
        expect(read.map(({ code: c, isBillable, title: t }) => ({ code: c, isBillable, title: t }))).toEqual(written)
      }),
      { numRuns: 50 },
    )
  })

  test('never throws anything but its own error on noise', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (noise) => {
        try {
          parseOrderFile(noise, 'noise')
        } catch (error) {
          expect(error).toBeInstanceOf(CodingError)
        }
      }),
    )
  })
})

describe('the codes file', () => {
  test('lists codes with their dot', () => {
    expect(parseCodesFile('Q000    Acute zorblitis\r\nQ0211XA Upper fracture\r\n', 'codes.txt')).toEqual([
      'Q00.0',
      'Q02.11XA',
    ])
  })

  test('refuses a line without a code', () => {
    expect(() => parseCodesFile('Acute zorblitis', 'codes.txt')).toThrow(/codes\.txt, line 1/)
  })
})
