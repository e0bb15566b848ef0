import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatConditions,
  formatOccurrences,
  formatProcedures,
  formatValues,
  tryParseConditions,
  tryParseOccurrences,
  tryParseProcedures,
  tryParseValues,
} from '#app/features/draft/stay-codes.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10PcsCode } from '#coding/domain/icd10-pcs-code.ts'

describe('what a person types of a stay', () => {
  test.each([
    [tryParseConditions, '04, c5;10', ['04', 'C5', '10']],
    [tryParseConditions, ' ', []],
    [tryParseProcedures, '0src0j9 2026-10-01, 02703ZZ', [{ code: '0SRC0J9', date: '2026-10-01' }, { code: '02703ZZ' }]],
    [tryParseOccurrences, '11 2026-10-01', [{ code: '11', date: '2026-10-01' }]],
    [
      tryParseOccurrences,
      '74 2026-10-02 to 2026-10-04, a1 2026-10-01',
      [
        { code: '74', date: '2026-10-02', end: '2026-10-04' },
        { code: 'A1', date: '2026-10-01' },
      ],
    ],
    [
      tryParseValues,
      '80 3; 01 1250.50',
      [
        { code: '80', amount: 3 },
        { code: '01', amount: 1250.5 },
      ],
    ],
  ])('%o of "%s"', (parse, text, value) => {
    expect(parse(text)).toEqual({ ok: true, value })
  })

  test.each([
    [tryParseConditions, '100', /Two characters/],
    [tryParseConditions, Array.from({ length: 25 }, () => '04').join(','), /24 at most/],
    [tryParseProcedures, '0SRO0J9', /Seven characters/],
    [tryParseProcedures, '0SRC0J9 2026-02-30', /Seven characters/],
    [tryParseProcedures, Array.from({ length: 26 }, () => '0SRC0J9').join(','), /25 at most/],
    [tryParseOccurrences, '11', /A code and its day/],
    [tryParseOccurrences, '11 2026-02-30', /A code and its day/],
    [tryParseOccurrences, '74 2026-10-04 to 2026-10-02', /A code and its day/],
    [tryParseValues, '80', /A code and its amount/],
    [tryParseValues, '80 -1', /A code and its amount/],
    [tryParseValues, '80 1.234', /A code and its amount/],
  ])('%o refuses "%s"', (parse, text, problem) => {
    const parsed = parse(text)
    expect(parsed.ok ? '' : parsed.problem).toMatch(problem)
  })

  test('what is shown is read back as it was', () => {
    const code = fc.stringMatching(/^[\dA-Z]{2}$/)
    const date = fc.constantFrom(parseDateOnly('2026-10-01'), parseDateOnly('2026-10-02'))
    const end = parseDateOnly('2026-10-03')
    const stay = fc.record({
      conditionCodes: fc.array(code, { maxLength: 24 }),
      occurrences: fc.array(fc.oneof(fc.record({ code, date }), fc.record({ code, date, end: fc.constant(end) })), {
        maxLength: 24,
      }),
      values: fc.array(fc.record({ code, amount: fc.nat(99_999_999).map((cents) => cents / 100) }), { maxLength: 24 }),
    })
    fc.assert(
      fc.property(stay, (one) => {
        expect(tryParseConditions(formatConditions(one))).toEqual({ ok: true, value: one.conditionCodes })
        expect(tryParseOccurrences(formatOccurrences(one))).toEqual({ ok: true, value: one.occurrences })
        expect(tryParseValues(formatValues(one))).toEqual({ ok: true, value: one.values })
      }),
    )
    const pcs = fc.stringMatching(/^[0-9A-HJ-NP-Z]{7}$/).map(parseIcd10PcsCode)
    const procedure = fc.oneof(fc.record({ code: pcs }), fc.record({ code: pcs, date }))
    fc.assert(
      fc.property(fc.array(procedure, { maxLength: 25 }), (procedures) => {
        expect(tryParseProcedures(formatProcedures(procedures))).toEqual({ ok: true, value: procedures })
      }),
    )
  })
})
