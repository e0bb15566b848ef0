import { describe, expect, test } from 'vitest'
import {
  formatDrug,
  listLineNeeds,
  tryParseComparison,
  tryParseDescription,
  tryParseDrug,
  tryParseMinutes,
  tryParseRevenueCode,
} from '#app/features/draft/parse-line-facts.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'

describe('facts of a line', () => {
  test.each([
    ['99213', []],
    ['20999', ['unlisted']],
    ['01402', ['anesthesia']],
    ['J1885', ['drug']],
    ['J3490', ['unlisted', 'drug']],
  ])('%s asks for %j', (code, needs) => {
    expect(listLineNeeds(aLine(code), 'professional')).toEqual(needs)
  })

  test('a fact that the line has is shown, whatever its code', () => {
    expect(listLineNeeds(aLine('99213', { minutes: 3 }), 'professional')).toEqual(['anesthesia'])
    expect(listLineNeeds(aLine('99213', { revenueCode: '0510' }), 'professional')).toEqual(['revenue'])
  })

  test('every line of a hospital’s claim asks for its revenue code', () => {
    expect(listLineNeeds(aLine('J1885'), 'institutional')).toEqual(['drug', 'revenue'])
  })

  test.each([
    [tryParseDrug, '00409-3795-01 2.5 ml', { ndc: '00409379501', amount: 2.5, unit: 'ML' }],
    [tryParseDrug, '', undefined],
    [tryParseRevenueCode, '0510', '0510'],
    [tryParseRevenueCode, ' 510', '0510'],
    [tryParseRevenueCode, '', undefined],
    [tryParseMinutes, '90', 90],
    [tryParseMinutes, ' ', undefined],
    [tryParseComparison, '20610', '20610'],
    [tryParseDescription, 'Needling', 'Needling'],
    [tryParseDescription, ' ', undefined],
  ])('%o of "%s"', (parse, text, value) => {
    expect(parse(text)).toEqual({ ok: true, value })
  })

  test.each([
    [tryParseRevenueCode, '51', /four digits/],
    [tryParseRevenueCode, '05100', /four digits/],
    [tryParseDrug, '0409379501 1 ML', /Eleven digits/],
    [tryParseDrug, '00409379501 0 ML', /Eleven digits/],
    [tryParseDrug, '00409379501 1 XX', /Eleven digits/],
    [tryParseMinutes, '1.5', /Whole minutes/],
    [tryParseMinutes, '0', /Whole minutes/],
    [tryParseComparison, '2061', /five characters/],
    [tryParseDescription, 'x'.repeat(81), /Eighty/],
  ])('%o refuses "%s"', (parse, text, problem) => {
    const parsed = parse(text)
    expect(parsed.ok ? '' : parsed.problem).toMatch(problem)
  })

  test('a drug is shown as it is read', () => {
    const drug = { ndc: '00409379501', amount: 2.5, unit: 'ML' } as const
    expect(tryParseDrug(formatDrug(drug))).toEqual({ ok: true, value: drug })
    expect(formatDrug(undefined)).toBe('')
  })
})
