import { describe, expect, test } from 'vitest'
import {
  tryParseDate,
  tryParseModifiers,
  tryParsePlace,
  tryParsePointers,
  tryParseProcedureEntry,
  tryParseUnits,
} from '#app/features/draft/parse-entries.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'
import { aCode } from '../builders.ts'

function aDiagnosis(code: string): ValidatedDiagnosis {
  const { code: validated } = aCode({ code })
  if (validated.category !== 'diagnosis') throw new TypeError('not a diagnosis')
  return validated
}

describe('what a person types into a line', () => {
  test.each([
    ['25, rt', ['25', 'RT']],
    ['', []],
    ['25 25', ['25']],
    ['RT 59 76 25', ['RT', '59', '76', '25']],
  ])('modifiers %j', (text, value) => {
    expect(tryParseModifiers(text)).toEqual({ ok: true, value })
  })

  test.each(['2', '255', 'RT 59 76 25 LT', '2_'])('no modifiers: %j', (text) => {
    expect(tryParseModifiers(text).ok).toBe(false)
  })

  test.each([
    ['1', true],
    ['999', true],
    ['0', false],
    ['1000', false],
    ['1.5', false],
    ['', false],
    ['two', false],
  ])('units %j', (text, ok) => {
    expect(tryParseUnits(text).ok).toBe(ok)
  })

  test('places and days', () => {
    expect(tryParsePlace('11').ok).toBe(true)
    expect(tryParsePlace('1').ok).toBe(false)
    expect(tryParseDate('2026-11-21').ok).toBe(true)
    expect(tryParseDate('2026-02-30').ok).toBe(false)
  })

  test('a procedure by its number, which no table has confirmed', () => {
    expect(tryParseProcedureEntry(' j1885 ')).toMatchObject({
      ok: true,
      value: { code: 'J1885', system: 'hcpcs', edition: { basis: 'no-data' } },
    })
    expect(tryParseProcedureEntry('123').ok).toBe(false)
  })
})

describe('the diagnoses of a line', () => {
  const diagnoses = ['M17.11', 'I10'].map((code) => ({
    code: aDiagnosis(code),
    source: 'rule' as const,
    verified: true,
    evidence: [],
  }))

  test.each([
    ['2 1', ['I10', 'M17.11']],
    ['1,1', ['M17.11']],
    ['', []],
  ])('%s', (text, codes) => {
    expect(tryParsePointers(text, diagnoses)).toEqual({ ok: true, value: codes })
  })

  test.each([
    ['3', 'Use the numbers of the diagnoses, 1 to 2.'],
    ['x', 'Use the numbers of the diagnoses, 1 to 2.'],
    ['1 2 3 4 5', 'A line is for four diagnoses at most.'],
  ])('%s is refused', (text, problem) => {
    expect(tryParsePointers(text, diagnoses)).toEqual({ ok: false, problem })
  })
})
