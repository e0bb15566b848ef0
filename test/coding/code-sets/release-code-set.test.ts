import { describe, expect, test } from 'vitest'
import { parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { type CodePair, createReleaseCodeSet, type ExcludesConflict } from '#coding/code-sets/release-code-set.ts'
import { describeNote } from '#coding/code-sets/release-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { aRelease } from '../../fixtures/a-release.ts'
import { anOrderFile, ROWS } from '../../fixtures/code-set-files.ts'

const code = parseIcd10Code
const IN_2026 = parseDateOnly('2026-01-15')
const IN_2025 = parseDateOnly('2025-01-15')

const withoutNew = ROWS.filter((row) => row.code !== 'Q00.1')
const withOld = [...withoutNew, { code: 'Q04', isBillable: true, title: 'Ended disease' }]
const orderOf = (rows: typeof ROWS) => parseOrderFile(anOrderFile(rows), 'order.txt')

const release2026 = aRelease(2026, {
  replacements: [{ code: code('Q00.9'), previous: [code('Q04'), code('Q05')] }],
  poaExempt: [code('Q03')],
})
const release2025 = aRelease(2025, { rows: orderOf(withOld) })
const codeSet = createReleaseCodeSet([release2026, release2025])

describe('the answer for a code on a date', () => {
  const ask = (text: string, on = IN_2026) => codeSet.lookUp(code(text), on)

  test('billable, with title, edition and the line of the order file', () => {
    expect(ask('Q01.11')).toEqual({
      kind: 'valid_billable',
      code: 'Q01.11',
      title: 'Unilateral primary gromp disease, right knee',
      edition: { codeSet: 'ICD-10-CM', release: 'FY2026', basis: 'release' },
      sourceLine: 9,
      reason: 'FY2026 lists it as valid for submission.',
    })
  })

  test('a heading, with what is missing', () => {
    expect(ask('Q01.1')).toMatchObject({
      kind: 'valid_header',
      reason: expect.stringContaining('Q01.10, Q01.11, Q01.12'),
    })
    expect(ask('Q02.11')).toMatchObject({
      kind: 'valid_header',
      reason: expect.stringContaining('7th character is missing (A, D, S)'),
    })
    expect(ask('Q01')).toMatchObject({ reason: expect.stringContaining('choose among 5 codes, Q01.0 to Q01.9') })
  })

  test('not yet valid: a later release has it', () => {
    expect(ask('Q00.1', IN_2025)).toMatchObject({
      kind: 'not_yet_valid',
      title: 'Zorblitis with fever',
      reason: 'FY2025 does not list it yet; FY2026 does, from 2025-10-01.',
    })
  })

  test('terminated: an earlier release had it, and the conversion table names what replaced it', () => {
    expect(ask('Q04')).toMatchObject({ kind: 'terminated', title: 'Ended disease', replacedBy: ['Q00.9'] })
    expect(ask('Q05')).toMatchObject({ kind: 'terminated', replacedBy: ['Q00.9'] })
  })

  test('invalid, with the placeholder where that is what is missing', () => {
    expect(ask('Q02.11A')).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('Q02.11XA') })
    expect(ask('Q77')).toMatchObject({ kind: 'invalid', reason: 'FY2026 does not list it.' })
  })

  test('outside the releases, naming the nearest; no data without any', () => {
    expect(ask('Q01.11', parseDateOnly('2019-05-05'))).toMatchObject({ kind: 'outside-releases', nearest: 'FY2025' })
    expect(ask('Q01.11', parseDateOnly('2026-10-01'))).toMatchObject({ kind: 'outside-releases', nearest: 'FY2026' })
    expect(createReleaseCodeSet([]).lookUp(code('Q01.11'), IN_2026).kind).toBe('no-data')
  })

  test('the release changes at midnight of 1 October', () => {
    expect(codeSet.describe(parseDateOnly('2025-09-30'))).toEqual({ state: 'release', release: 'FY2025' })
    expect(codeSet.describe(parseDateOnly('2025-10-01'))).toEqual({ state: 'release', release: 'FY2026' })
    expect(codeSet.describe(parseDateOnly('2030-01-01'))).toEqual({ state: 'outside-releases', release: 'FY2026' })
  })

  test('an update of April overrules the release of October from its first day', () => {
    const april = {
      ...aRelease(2026, { rows: orderOf(withOld) }),
      release: 'FY2026-04',
      effectiveFrom: parseDateOnly('2026-04-01'),
    }
    const both = createReleaseCodeSet([april, release2026])
    expect(both.lookUp(code('Q04'), parseDateOnly('2026-03-31')).kind).not.toBe('valid_billable')
    expect(both.lookUp(code('Q04'), parseDateOnly('2026-04-01')).kind).toBe('valid_billable')
  })
})

describe('families of a code', () => {
  test('sides, across branches of the tree', () => {
    const knee = { right: 'Q01.11', left: 'Q01.12', bilateral: 'Q01.0', unspecified: 'Q01.10' }
    expect(codeSet.findLateralityGroup(code('Q01.11'), IN_2026)).toEqual(knee)
    expect(codeSet.findLateralityGroup(code('Q01.0'), IN_2026)).toEqual(knee)
    expect(codeSet.findLateralityGroup(code('Q02.11XD'), IN_2026)).toEqual({ right: 'Q02.11XD', left: 'Q02.12XD' })
    expect(codeSet.findLateralityGroup(code('Q00.0'), IN_2026)).toBeUndefined()
  })

  test('7th characters of a stem, of its heading, and of a finished code', () => {
    for (const each of ['Q02.11', 'Q02', 'Q02.11XA']) {
      expect([...(codeSet.findSeventhCharacters(code(each), IN_2026)?.keys() ?? [])]).toEqual(['A', 'D', 'S'])
    }
    expect(codeSet.findSeventhCharacters(code('Q01.11'), IN_2026)).toBeUndefined()
  })

  test('only 7th characters that the order file has', () => {
    const rows = ROWS.filter((row) => row.code !== 'Q02.11XS')
    const partial = createReleaseCodeSet([aRelease(2026, { rows: orderOf(rows) })])
    expect([...(partial.findSeventhCharacters(code('Q02.11'), IN_2026)?.keys() ?? [])]).toEqual(['A', 'D'])
  })

  test('children, siblings and billable descendants', () => {
    expect(codeSet.listChildren(code('Q02.11'), IN_2026)).toEqual(['Q02.11XA', 'Q02.11XD', 'Q02.11XS'])
    expect(codeSet.listChildren(code('Q00.0'), IN_2026)).toEqual([])
    expect(codeSet.listSiblings(code('Q01.11'), IN_2026)).toEqual(['Q01.10', 'Q01.12'])
    expect(codeSet.listBillable(code('Q01'), IN_2026)).toEqual(['Q01.0', 'Q01.10', 'Q01.11', 'Q01.12', 'Q01.9'])
    expect(codeSet.listBillable(code('Q77'), IN_2026)).toEqual([])
  })

  test('POA exemption, and no data when the list was not loaded', () => {
    expect(codeSet.isPoaExempt(code('Q03'), IN_2026)).toBe(true)
    expect(codeSet.isPoaExempt(code('Q00.0'), IN_2026)).toBe(false)
    expect(codeSet.isPoaExempt(code('Q00.0'), IN_2025)).toBe('no-data')
  })
})

describe('notes', () => {
  test('own notes first, then those of the codes above, the section and the chapter', () => {
    expect(
      codeSet.listNotes(code('Q00.0'), IN_2026).map((note) => [note.printedAt, note.isInherited, note.text]),
    ).toEqual([
      ['Q00.0', false, 'Zorblitis of Sézary'],
      ['Q00', true, 'zorbling'],
      ['Q00', true, 'gromp disease (Q01.0-Q01.1)'],
      ['Q00', true, 'zorblitis of vitamin B12 deficiency'],
      ['Q00-Q01', true, 'code to identify:'],
      ['Q00-Q01', true, 'fracture (Q02.-)'],
      ['Chapter 17', true, 'gromp disease of the mind (Q01.9)'],
    ])
  })

  test('Excludes1 is found from both sides, for what is above and below', () => {
    const ask = (a: string, b: string): readonly ExcludesConflict[] =>
      codeSet.listExcludes1Conflicts({ code: code(a), other: code(b), on: IN_2026 })
    expect(ask('Q00.0', 'Q01.12')).toHaveLength(1)
    expect(ask('Q01.12', 'Q00.0')).toMatchObject([{ code: 'Q00.0', excluded: 'Q01.12', note: { printedAt: 'Q00' } }])
    expect(ask('Q00.0', 'Q01.9')).toEqual([])
    expect(ask('Q00.0', 'Q00.1')).toEqual([])
    expect(ask('Q02.11XA', 'Q01.11')).toHaveLength(1)
    expect(ask('Q02.11XA', 'Q01.12')).toEqual([])
  })

  test('code first and use additional name their codes', () => {
    const pair: CodePair = { code: code('Q03'), other: code('Q01.11'), on: IN_2026 }
    const [note] = codeSet.listNotesNaming(pair, 'code-first')
    expect(note && codeSet.listCodesNamed(note, IN_2026)).toContain('Q01.0')
    expect(note && describeNote(note)).toBe('Code first underlying disease, such as: gromp disease (Q01.-)')
    expect(codeSet.listNotesNaming({ ...pair, other: code('Q00.0') }, 'code-first')).toEqual([])
    expect(
      codeSet.listNotesNaming({ ...pair, code: code('Q00.0'), other: code('Q02.11XA') }, 'use-additional-code'),
    ).toHaveLength(1)
  })

  test('a release without the tabular list has no notes, and still validates', () => {
    const { rows } = { rows: orderOf(ROWS) }
    const bare = createReleaseCodeSet([aRelease(2026, { rows, alphabetic: {} })])
    expect(bare.lookUp(code('Q00.0'), IN_2026).kind).toBe('valid_billable')
    expect(bare.findIndex(IN_2026)?.sources).toEqual([])
  })
})
