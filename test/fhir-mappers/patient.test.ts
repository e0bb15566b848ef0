import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { findAge, mapPatient } from '#fhir-mappers/patient.ts'
import { aPatient } from '../fixtures/fhir/resources.ts'

function bannerOf(overrides: Readonly<Record<string, unknown>>) {
  const mapped = mapPatient(aPatient(overrides))
  return mapped.ok ? mapped.value.banner : undefined
}

test('takes over sex, birth date and the banner', () => {
  expect(mapPatient(aPatient())).toEqual({
    ok: true,
    value: {
      id: 'pat1',
      sex: 'female',
      birthDate: '1961-04-30',
      banner: { name: 'Ada M. Testcase', sex: 'Female', birthDate: '1961-04-30', recordNumber: 'MRN-1' },
    },
  })
})

describe('the language', () => {
  const named = (code: string, preferred?: boolean) => ({
    language: { coding: [{ system: 'urn:ietf:bcp:47', code }] },
    ...(preferred !== undefined && { preferred }),
  })
  test.each([
    ['the preferred one', [named('en'), named('es-MX', true)], 'es'],
    ['the only one', [named('SO')], 'so'],
    ['none of two without a preference', [named('en'), named('es')], undefined],
    ['none where words stand for a code', [{ language: { text: 'Spanish' } }], undefined],
    ['none where nothing is said', undefined, undefined],
  ])('is %s', (_, communication, language) => {
    const mapped = mapPatient(aPatient({ communication }))
    expect(mapped.ok && mapped.value.language).toBe(language)
  })
})

describe('the age on a day', () => {
  const on = parseDateOnly('2026-11-02')
  test.each([
    ['1961-11-02', { unit: 'years', value: 65 }],
    ['1961-11-03', { unit: 'years', value: 64 }],
    ['2026-11-02', { unit: 'days', value: 0 }],
    ['2025-11-03', { unit: 'days', value: 364 }],
    ['2025-11-02', { unit: 'years', value: 1 }],
    // A day that not every year has.
    ['2024-02-29', { unit: 'years', value: 2 }],
    // Of a partial date the youngest age that it allows.
    ['1961', { unit: 'years', value: 64 }],
    ['1961-11', { unit: 'years', value: 64 }],
    ['1961-10', { unit: 'years', value: 65 }],
    ['2024-02', { unit: 'years', value: 2 }],
    ['2026', { unit: 'years', value: 0 }],
    ['2026-11', { unit: 'years', value: 0 }],
    ['2026-03', { unit: 'years', value: 0 }],
    ['2026-11-03', undefined],
    ['2027', undefined],
    ['unknown', undefined],
    [undefined, undefined],
  ])('born %s is %o', (birthDate, age) => {
    expect(findAge(birthDate, on)).toEqual(age)
  })
})

describe('the name in the banner', () => {
  test.each([
    ['parts before text', [{ text: 'TESTCASE^ADA', family: 'Testcase', given: ['Ada'] }], 'Ada Testcase'],
    ['text alone', [{ text: 'Ada Testcase' }], 'Ada Testcase'],
    ['family alone', [{ family: 'Testcase' }], 'Testcase'],
    ['suffix last', [{ family: 'Testcase', given: ['Ada'], suffix: ['Jr.'] }], 'Ada Testcase Jr.'],
    [
      'official before nickname',
      [
        { use: 'nickname', given: ['Addie'] },
        { use: 'official', given: ['Ada'] },
      ],
      'Ada',
    ],
    ['current before ended', [{ use: 'official', given: ['Old'], period: { end: '2020' } }, { given: ['New'] }], 'New'],
    ['maiden when there is no other', [{ use: 'maiden', given: ['Ada'], family: 'Born' }], 'Ada Born'],
    ['right to left, in logical order', [{ given: ['ליאת'], family: 'כהן' }], 'ליאת כהן'],
    ['without hidden direction marks', [{ given: ['\u202eAda\u202c'], family: 'Test\u2067case' }], 'Ada Testcase'],
    ['given as a bare text', [{ given: 'Ada', family: ['Testcase'] }], 'Ada Testcase'],
    ['nulls in the list', [null, { given: [null, 'Ada'] }], 'Ada'],
    ['nothing', [], 'Name not recorded'],
    ['empty parts', [{ given: [' '], family: '' }], 'Name not recorded'],
    ['missing', undefined, 'Name not recorded'],
  ])('%s', (_case, name, expected) => {
    expect(bannerOf({ name })?.name).toBe(expected)
  })
})

describe('the record number', () => {
  const ssn = { system: 'http://hl7.org/fhir/sid/us-ssn', use: 'usual', value: '000-00-0000' }
  const ssnByType = { type: { coding: [{ code: 'SS' }] }, use: 'official', value: '000-00-0000' }
  test.each([
    [
      'typed MR wins',
      [
        { use: 'usual', value: 'A' },
        { type: { coding: [{ code: 'MR' }] }, value: 'B' },
      ],
      'B',
    ],
    ['else usual', [{ value: 'A' }, { use: 'usual', value: 'B' }], 'B'],
    ['never a social security number', [ssn, ssnByType], undefined],
    ['not an old one', [{ use: 'old', type: { coding: [{ code: 'MR' }] }, value: 'A' }], undefined],
    ['not one of an unknown kind', [{ value: 'A' }], undefined],
    ['not an empty one', [{ use: 'usual', value: ' ' }], undefined],
  ])('%s', (_case, identifier, expected) => {
    expect(bannerOf({ identifier })?.recordNumber).toBe(expected)
  })
})

test.each([
  [{ gender: undefined }, 'unknown', 'Sex not recorded'],
  [{ gender: 'MALE' }, 'male', 'Male'],
  [{ gender: 'X' }, 'unknown', 'Sex not recorded'],
])('%o is %s', (overrides, sex, words) => {
  const mapped = mapPatient(aPatient(overrides))
  expect(mapped).toMatchObject({ ok: true, value: { sex, banner: { sex: words } } })
})

test('another resource and a patient without id are refused', () => {
  expect(mapPatient({ resourceType: 'OperationOutcome' })).toMatchObject({ ok: false, problem: { code: 'wrong-type' } })
  expect(mapPatient(aPatient({ id: undefined }))).toMatchObject({ ok: false, problem: { code: 'no-id' } })
})
