import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { describeWithShared, readSharedText } from '../../support/shared-data.ts'
import { codeSet, knowledge } from '../an-encounter.ts'

const IN_2026 = parseDateOnly('2026-03-02')
const IN_2027 = parseDateOnly('2026-11-20')
const code = parseIcd10Code

describe('lookUp', () => {
  test.each([
    ['M17.11', '2026-03-02', 'valid_billable'],
    ['M17.11', '2025-10-01', 'valid_billable'],
    ['M17.11', '2027-09-30', 'valid_billable'],
    ['M17.11', '2025-09-30', 'outside-releases'],
    ['M17.11', '2027-10-01', 'outside-releases'],
    ['M17', '2026-03-02', 'valid_header'],
    ['N18.3', '2026-03-02', 'valid_header'],
    ['M72.2', '2026-09-30', 'valid_billable'],
    ['M72.2', '2026-10-01', 'valid_header'],
    ['M67.A01', '2026-09-30', 'not_yet_valid'],
    ['M67.A01', '2026-10-01', 'valid_billable'],
    ['B99.9', '2026-03-02', 'no-data'],
  ])('%s on %s is %s', (text, date, kind) => {
    const answer = codeSet.lookUp(code(text), parseDateOnly(date))
    expect(answer.kind).toBe(kind)
    expect(answer.reason).not.toBe('')
  })

  test('names the nearest release outside its windows', () => {
    expect(codeSet.lookUp(code('I10'), parseDateOnly('2020-01-01'))).toMatchObject({ nearest: 'FY2026' })
    expect(codeSet.lookUp(code('I10'), parseDateOnly('2030-01-01'))).toMatchObject({ nearest: 'FY2027' })
    expect(codeSet.describe(parseDateOnly('2030-01-01'))).toEqual({ state: 'outside-releases', release: 'FY2027' })
  })

  test('says that it speaks from embedded knowledge', () => {
    expect(codeSet.lookUp(code('I10'), IN_2027)).toMatchObject({
      title: 'Essential (primary) hypertension',
      edition: { codeSet: 'ICD-10-CM', release: 'FY2027', basis: 'embedded' },
    })
  })
})

test('laterality, 7th characters and children come from the decision tables', () => {
  expect(codeSet.findLateralityGroup(code('M17.11'), IN_2026)).toMatchObject({
    right: 'M17.11',
    left: 'M17.12',
    bilateral: 'M17.0',
  })
  expect(codeSet.findLateralityGroup(code('I10'), IN_2026)).toBeUndefined()
  expect([...(codeSet.findSeventhCharacters(code('S52.501A'), IN_2026)?.keys() ?? [])].join('')).toBe(
    'ADGKPSBEHMQCFJNR',
  )
  expect(codeSet.findSeventhCharacters(code('I10'), IN_2026)).toBeUndefined()
  expect(codeSet.listChildren(code('N18.3'), IN_2026)).toEqual(['N18.30', 'N18.31', 'N18.32'])
  expect(codeSet.listChildren(code('I10'), IN_2026)).toEqual([])
})

describeWithShared('code-sets', 'against the official files of FY2026', () => {
  const added = new Set(knowledge.releases.flatMap(({ adds }) => Object.keys(adds)))
  const embedded = [...knowledge.titles].filter(([one]) => !added.has(one))

  test('every embedded code is billable and has its official title', () => {
    const official = new Map(
      readSharedText('code-sets', 'icd10cm', 'icd10cm-order-2026.txt.gz')
        .split('\n')
        .map((line) => [line.slice(6, 13).trim(), { isBillable: line[14] === '1', title: line.slice(77).trim() }]),
    )
    const wrong = embedded.filter(([one, title]) => {
      const row = official.get(one.replace('.', ''))
      return row?.isBillable !== true || row.title !== title
    })
    expect(wrong).toEqual([])
  })

  test('no side contradicts the published groups', () => {
    const { rows } = JSON.parse(readSharedText('domain', 'icd10cm-fy2026-laterality.json')) as {
      rows: readonly (readonly (string | null)[])[]
    }
    const sideOf = new Map(
      rows.flatMap((row) =>
        row.flatMap((one, index) =>
          one === null ? [] : [[one, ['right', 'left', 'bilateral', 'unspecified'][index]] as const],
        ),
      ),
    )
    const wrong = embedded.flatMap(([one]) => {
      const group = codeSet.findLateralityGroup(code(one), IN_2026)
      const side = Object.entries(group ?? {}).find(([, member]) => member === one)?.[0]
      const official = sideOf.get(one.replace('.', ''))
      // Where one code stands for several rows of a table, the table names it once.
      return side === undefined || official === undefined || official === side
        ? []
        : [`${one}: ${side}, not ${official}`]
    })
    expect(wrong).toEqual([])
  })
})
