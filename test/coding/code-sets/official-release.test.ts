// Proof against the official files, which lie beside the repository: nothing of them is copied here but codes in question.
import { beforeAll, expect, test } from 'vitest'
import { checkRelease, SENTINELS } from '#coding/code-sets/check-release.ts'
import { createCodeSearch } from '#coding/code-sets/code-search.ts'
import { compileRelease, type ReleaseSources } from '#coding/code-sets/compile-release.ts'
import { SIDES } from '#coding/code-sets/laterality.ts'
import { type Icd10Release, openRelease } from '#coding/code-sets/open-release.ts'
import { parseIndex } from '#coding/code-sets/parse-index.ts'
import { type OrderRow, parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { parseTabular } from '#coding/code-sets/parse-tabular.ts'
import { createReleaseCodeSet, type ReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import type { DrugEntry, IndexEntry } from '#coding/code-sets/release-index.ts'
import type { NoteKind } from '#coding/code-sets/release-note.ts'
import { expandTabular } from '#coding/code-sets/seventh-characters.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { getFiscalEdition } from '#proxy/code-sets/edition.ts'
import { readXml } from '#proxy/code-sets/read-xml.ts'
import { describeWithShared, readSharedText } from '../../support/shared-data.ts'
import { loadFiscal2026 } from '../prompts/fiscal-2026.ts'

const IN_2026 = parseDateOnly('2026-01-15')
const IN_2021 = parseDateOnly('2021-03-15')
const code = parseIcd10Code
const withoutDot = (text: string): string => text.replace('.', '')

function readOfficial(name: string): string {
  return readSharedText('code-sets', 'icd10cm', name)
}

const FILES_2026 = { order: 'icd10cm-order-2026.txt.gz', tabular: 'icd10cm-tabular-2026-reconstructed.xml.gz' }
const FILES_2021 = { order: 'icd10cm-order-Jan-2021.txt.gz', tabular: 'icd10cm_tabular_2021.xml.gz' }

function readSources(files: typeof FILES_2026): ReleaseSources {
  return {
    rows: parseOrderFile(readOfficial(files.order), files.order),
    tabular: parseTabular(readXml(readOfficial(files.tabular), files.tabular)),
    alphabetic: {},
  }
}

/** The official lines, read here once more by plain slicing, so that the parser is not checked against itself. */
function sliceOrderFile(name: string): readonly Omit<OrderRow, 'line'>[] {
  return readOfficial(name)
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => ({
      code: code(line.slice(6, 13)),
      isBillable: line.charAt(14) === '1',
      shortTitle: line.slice(16, 76).trim(),
      title: line.slice(77),
    }))
}

describeWithShared('code-sets', 'FY2026 and January 2021 as published', () => {
  let sources: ReleaseSources
  let release: Icd10Release
  let codeSet: ReleaseCodeSet
  let missing: readonly string[]

  beforeAll(() => {
    const readIndex = (name: string) => parseIndex(readXml(readOfficial(name), name))
    sources = {
      ...readSources(FILES_2026),
      alphabetic: {
        index: readIndex('icd10cm-index-2026-reconstructed.xml.gz'),
        drugs: readIndex('icd10cm_drug_2022.xml.gz'),
      },
    }
    const compiled = compileRelease(sources)
    missing = compiled.warnings
    release = openRelease(getFiscalEdition(2026), compiled.columns)
    const january = openRelease(getFiscalEdition(2021, 1), compileRelease(readSources(FILES_2021)).columns)
    codeSet = createReleaseCodeSet([release, january])
  }, 60_000)

  test('all 98,186 rows are present with the right flag and both titles', () => {
    const official = sliceOrderFile(FILES_2026.order)
    expect(official).toHaveLength(98_186)
    expect(official.filter((row) => row.isBillable)).toHaveLength(74_719)
    const { codes } = release
    const wrong = official.filter((row, index) => {
      const found = codes.findRow(row.code)
      return (
        found !== index ||
        codes.isBillable(found) !== row.isBillable ||
        codes.getTitle(found) !== row.title ||
        codes.getShortTitle(found) !== row.shortTitle
      )
    })
    expect(wrong).toEqual([])
    expect(codes.size).toBe(official.length)
  })

  test('look-up calls exactly the flagged codes billable', () => {
    const billable = sources.rows.filter((row) => codeSet.lookUp(row.code, IN_2026).kind === 'valid_billable')
    expect(billable).toEqual(sources.rows.filter((row) => row.isBillable))
  })

  test('the invariants hold, sentinels included', () => {
    expect(checkRelease(sources, { sentinels: SENTINELS })).toEqual([])
  })

  test('the tabular list stands for every code of the order file, and 76 more by the rule that S06 has in words only', () => {
    const listed = new Set(sources.rows.map((row) => withoutDot(row.code)))
    const expanded = expandTabular(sources.tabular ?? { file: '', version: '', chapters: [] })
    const surplus = expanded.filter((each) => !listed.has(each))
    expect(new Set(expanded).size).toBe(98_262)
    expect(surplus).toHaveLength(76)
    expect(surplus.filter((each) => !/^S06..[78][DS]$/.test(each))).toEqual([])
  })

  test('of all references to codes, only the known misprints of the publisher lead nowhere', () => {
    expect(missing.map((warning) => /([A-Z]\d[0-9A-Z.]+)(?= |$)/.exec(warning.replace(/^.*?: /, ''))?.[1])).toEqual([
      ...['G3190', 'R101', 'A00'],
      ...['Z15.08', 'Q99.814', 'Q99.814'].toSorted((a, b) => (a < b ? 1 : -1)),
    ])
  })

  test('the two editions answer side by side by date', () => {
    const ask = (text: string, on = IN_2026) => codeSet.lookUp(code(text), on).kind
    expect([ask('M54.5', IN_2021), ask('M54.5')]).toEqual(['valid_billable', 'valid_header'])
    expect([ask('E11.A', IN_2021), ask('E11.A')]).toEqual(['not_yet_valid', 'valid_billable'])
    expect([ask('I10', IN_2021), ask('I10')]).toEqual(['valid_billable', 'valid_billable'])
    expect(ask('I10', parseDateOnly('2023-01-01'))).toBe('outside-releases')
  })

  test('names the missing placeholder', () => {
    expect(codeSet.lookUp(code('M80.08A'), IN_2026)).toMatchObject({ reason: expect.stringContaining('M80.08XA') })
  })

  // Read by eye in the tabular list. "asked": the code, "other": the code that the note does or does not name.
  test.each<[asked: string, other: string, kind: NoteKind, printedAt: string | undefined]>([
    ['A08.11', 'J10.2', 'excludes1', 'A08'],
    ['B20', 'Z21', 'excludes1', 'B20'],
    ['B20', 'R75', 'excludes1', 'B20'],
    ['C18.2', 'C7A.022', 'excludes1', 'C18'],
    ['D59.31', 'N17.9', 'code-also', 'D59.3'],
    ['E08.9', 'C50.911', 'code-first', 'E08'],
    ['E08.9', 'E40', 'code-first', 'E08'],
    ['E11.9', 'E10.9', 'excludes1', 'E11'],
    ['E11.65', 'Z79.4', 'use-additional-code', 'E11'],
    ['E11.9', 'Z79.82', 'use-additional-code', undefined],
    ['E66.01', 'O99.211', 'code-first', 'E66'],
    ['E66.813', 'Z68.41', 'use-additional-code', 'E66'],
    ['E66.9', 'Q87.11', 'excludes2', 'E66'],
    ['E84.0', 'B96.5', 'use-additional-code', 'E84.0'],
    ['F02.80', 'G30.9', 'code-first', 'F02'],
    ['F02.80', 'F10.27', 'excludes2', 'F02'],
    ['F02.80', 'F10.20', 'excludes2', undefined],
    ['F05', 'R41.0', 'excludes1', 'F05'],
    ['F10.10', 'F10.20', 'excludes1', 'F10.1'],
    ['F32.9', 'F31.9', 'excludes1', 'F32'],
    ['F33.1', 'F30.9', 'excludes1', 'F33'],
    ['F17.210', 'Z87.891', 'excludes1', 'F17'],
    ['G40.909', 'R56.9', 'excludes1', 'G40'],
    ['G40.909', 'G83.84', 'excludes2', 'G40'],
    ['G47.33', 'R06.81', 'excludes1', 'G47.3'],
    ['G63', 'E11.42', 'excludes1', 'G63'],
    ['G63', 'E11.41', 'excludes1', undefined],
    ['G63', 'B27.01', 'excludes1', 'G63'],
    ['G63', 'B27.02', 'excludes1', undefined],
    ['G63', 'E85.4', 'code-first', 'G63'],
    ['G99.0', 'E13.43', 'excludes1', 'G99.0'],
    ['H35.00', 'I10', 'code-also', 'H35.0'],
    ['H36.89', 'E11.319', 'excludes1', 'H36'],
    ['H42', 'E11.39', 'code-first', 'H42'],
    ['H65.01', 'Z77.22', 'use-additional-code', 'H65'],
    ['I10', 'O10.011', 'excludes1', 'I10'],
    ['I10', 'O12.01', 'excludes1', undefined],
    ['I11.0', 'I50.23', 'use-additional-code', 'I11.0'],
    ['I12.9', 'I15.0', 'excludes1', 'I12'],
    ['I12.9', 'N17.9', 'excludes2', 'I12'],
    ['I16.0', 'I1A.0', 'code-also', 'I16'],
    ['I20.9', 'I25.110', 'excludes1', 'I20'],
    ['I21.4', 'I25.2', 'excludes2', 'I21'],
    ['I25.10', 'I25.84', 'use-additional-code', 'I25.1'],
    ['I26.99', 'I27.81', 'excludes1', 'I26'],
    ['I50.9', 'I11.0', 'code-first', 'I50'],
    ['I50.9', 'P29.0', 'excludes2', 'I50'],
    ['I63.9', 'P91.821', 'excludes1', 'I63'],
    ['I63.9', 'R29.705', 'use-additional-code', 'I63'],
    ['J18.9', 'J70.3', 'excludes1', 'J18'],
    ['J18.9', 'J10.08', 'code-first', 'J18'],
    ['J44.9', 'J45.909', 'code-also', 'J44'],
    ['J45.909', 'J44.89', 'excludes2', 'J45'],
    ['J45.20', 'R06.2', 'excludes1', 'J45'],
    ['K21.9', 'P78.83', 'excludes1', 'K21'],
    ['K50.90', 'K51.90', 'excludes1', 'K50'],
    ['K70.30', 'F10.20', 'use-additional-code', 'K70'],
    ['L89.154', 'I96', 'code-first', 'L89'],
    ['L97.511', 'E11.621', 'code-first', 'L97'],
    ['L97.511', 'L89.610', 'excludes2', 'L97'],
    ['M10.9', 'M1A.9XX0', 'excludes2', 'M10'],
    ['M48.56XA', 'M80.08XA', 'excludes1', 'M48.5'],
    ['M54.50', 'M54.41', 'excludes1', 'M54.5'],
    ['M80.08XA', 'M48.50XA', 'excludes1', 'M80'],
    ['N08', 'E11.21', 'excludes1', 'N08'],
    ['N08', 'A41.9', 'code-first', 'N08'],
    ['N08', 'A42.7', 'code-first', undefined],
    ['N18.30', 'E11.22', 'code-first', 'N18'],
    ['N18.6', 'I12.0', 'code-first', 'N18'],
    ['N39.0', 'N30.00', 'excludes1', 'N39.0'],
    ['N39.0', 'B96.20', 'use-additional-code', 'N39.0'],
    ['R05.9', 'J41.0', 'excludes1', 'R05'],
    ['R07.9', 'R68.84', 'excludes2', 'R07'],
    ['R51.9', 'G43.909', 'excludes2', 'R51'],
    ['R65.20', 'O85', 'code-first', 'R65.2'],
    ['R65.20', 'N17.9', 'use-additional-code', 'R65.2'],
    ['S06.0X0A', 'S09.90XA', 'excludes1', 'S06'],
    ['S06.0X0A', 'S02.0XXA', 'code-also', 'S06'],
    ['S52.501A', 'S58.011A', 'excludes1', 'S52'],
    ['T36.0X5A', 'T49.0X5A', 'excludes1', 'T36'],
    ['Z00.00', 'Z00.121', 'excludes1', 'Z00.0'],
    ['Z12.31', 'Z80.3', 'use-additional-code', 'Z12'],
    ['Z79.4', 'Z79.84', 'excludes2', 'Z79.4'],
    ['Z99.2', 'Z49.01', 'excludes1', 'Z99.2'],
  ])('%s and %s: %s under %s', (...[asked, other, kind, printedAt]) => {
    const pair = { code: code(asked), other: code(other), on: IN_2026 }
    expect([asked, other].map((each) => codeSet.lookUp(code(each), IN_2026).kind)).toEqual([
      'valid_billable',
      'valid_billable',
    ])
    expect(codeSet.listNotesNaming(pair, kind).at(0)?.printedAt).toBe(printedAt)
  })

  test('all 81,497 terms of the index lead where they should', () => {
    const entries: readonly IndexEntry[] = [...release.index.listEntries()]
    const find = (...terms: readonly string[]) => entries.find((entry) => entry.terms.join(' > ') === terms.join(' > '))
    expect(release.columns.numbers['index.parent']).toHaveLength(81_497)
    expect(find('Hypertension, hypertensive')).toMatchObject({ code: 'I10', isIncomplete: false })
    expect(find('Osteoarthritis', 'knee')).toMatchObject({ code: 'M17.9' })
    expect(find('Abdominalgia')).toMatchObject({ code: 'R10.9', via: ['Pain', 'abdominal'] })
    expect(find('Amyloidosis', 'with lung involvement')).toMatchObject({ code: 'E85.4', manifestation: 'J99' })
    const drugs: readonly DrugEntry[] = [...release.index.listDrugs()]
    expect(drugs.find((drug) => drug.terms[0] === 'Warfarin')?.codes['adverse-effect']).toBe('T45.515')
  })

  test('type-ahead finds what clinicians type first', () => {
    const search = createCodeSearch(release.columns, release.codes, new Map([['chf', ['congestive heart failure']]]))
    const find = (query: string) => search(query, 1)[0]?.code
    expect(find('diabetes')).toBe('E11.9')
    expect(find('hypertension')).toBe('I10')
    expect(find('right knee osteoarthritis')).toBe('M17.11')
    expect(find('pnuemonia')).toBe('J18.9')
    expect(find('chf')).toBe('I50.9')
    expect(find('M17.11')).toBe('M17.11')
  })
})

/** Why a derived laterality group may differ from the reference list. Every difference must be one of these. */
const LATERALITY_DIFFERENCES: readonly (readonly [kind: string, codes: RegExp, count: number, reason: string])[] = [
  [
    'unspecified gained',
    /^(?:G819|G833|I69)/,
    32,
    '"affecting unspecified side" serves the dominant and the other side; the list pairs it once',
  ],
  ['unspecified gained', /^H0[12]/, 13, '"unspecified eye, unspecified eyelid" serves the upper and the lower lid'],
  [
    'unspecified gained',
    /^(?:H215|I632|I70|L031|M892|P918)/,
    17,
    'the one code of the subcategory whose site or side is unspecified; it leaves out a single word',
  ],
  [
    'unspecified gained',
    /^T84[0146]/,
    42,
    'the one code of the subcategory whose bone or joint is unspecified; it leaves out a single word',
  ],
  ['unspecified lost', /^L891/, 12, '"unspecified part of back" says less than an unknown side of the upper back'],
  [
    'unspecified lost',
    /^M891/,
    8,
    '"Physeal arrest, humerus, unspecified" leaves out more than the side: complete, proximal',
  ],
  [
    'unspecified lost',
    /^S623/,
    196,
    '"unspecified metacarpal bone" says less than the second metacarpal of an unknown hand',
  ],
  [
    'unspecified differs',
    /^(?:H65|M796)/,
    3,
    'a closer title exists: the list missed a comma, and prefers "unspecified limb" to "arm, unspecified"',
  ],
  [
    'bilateral lost',
    /^I70[2-7]33$/,
    6,
    '"Other atherosclerosis, bilateral legs" is another condition than the ulcer of an ankle',
  ],
  ['bilateral lost', /^Z9669/, 1, '"Finger-joint replacement, bilateral" does not name the hand'],
  [
    'bilateral gained',
    /^(?:M163|Q65)/,
    3,
    'the bilateral code has the same words, but another branch: M16.2, Q65.1, Q65.4',
  ],
  ['bilateral differs', /^Z97/, 1, 'the list takes bilateral legs for bilateral arms'],
  ['group gained', /^(?:H30121|M24874)$/, 2, 'the two titles differ in a comma or a preposition besides the side'],
]

describeWithShared('domain', 'families derived from the release', () => {
  let release: Icd10Release
  let codeSet: ReleaseCodeSet

  beforeAll(() => {
    release = loadFiscal2026()
    codeSet = createReleaseCodeSet([release])
  }, 60_000)

  test('laterality groups agree with the reference list, and every difference is explained', () => {
    type Group = readonly (string | null)[]
    const list: { rows: Group[] } = JSON.parse(readSharedText('domain', 'icd10cm-fy2026-laterality.json'))
    const derived = new Map(listBillableGroups(release).map((group) => [group[0], group]))
    const differences: [kind: string, code: string][] = []
    for (const row of list.rows) {
      const right = String(row[0])
      const own = derived.get(right)
      derived.delete(right)
      SIDES.forEach((side, index) => {
        const [theirs, ours] = [row[index] ?? null, own?.[index] ?? null]
        if (theirs === ours) return
        const change = theirs === null ? 'gained' : ours === null ? 'lost' : 'differs'
        differences.push([`${side} ${change}`, right])
      })
    }
    for (const right of derived.keys()) differences.push(['group gained', String(right)])
    expect(list.rows).toHaveLength(13_350)
    const counts = LATERALITY_DIFFERENCES.map(
      ([kind, codes]) => differences.filter(([k, right]) => k === kind && codes.test(right)).length,
    )
    expect(counts).toEqual(LATERALITY_DIFFERENCES.map(([, , count]) => count))
    expect(differences).toHaveLength(counts.reduce((sum, count) => sum + count, 0))
  })

  test('7th-character families agree with the reference list for every code of seven characters', () => {
    type Families = { sets: Record<string, Record<string, string>>; families: Record<string, string> }
    const { sets, families }: Families = JSON.parse(readSharedText('domain', 'icd10cm-seventh-characters.json'))
    const findSet = (bare: string): Record<string, string> | undefined => {
      for (let length = 6; length >= 3; length--) {
        const name = families[bare.slice(0, length)]
        if (name !== undefined) return sets[name]
      }
      return undefined
    }
    let compared = 0
    const differences: string[] = []
    for (let row = 0; row < release.codes.size; row++) {
      const bare = release.codes.getBareCode(row)
      if (bare.length < 7) continue
      const theirs = findSet(bare)?.[bare.charAt(6)]
      const ours = release.seventhCharacters.find(row)?.get(bare.charAt(6))?.split('; ')[0]
      compared += 1
      if (theirs !== ours) differences.push(`${bare}: ${theirs} / ${ours}`)
    }
    expect(compared).toBe(51_485)
    expect(differences.slice(0, 20)).toEqual([])
  })

  test('a stem takes only the 7th characters that the order file has: S06 after a death', () => {
    expect([...(codeSet.findSeventhCharacters(code('S06.1X7'), IN_2026)?.keys() ?? [])]).toEqual(['A'])
    expect([...(codeSet.findSeventhCharacters(code('S06.1X0'), IN_2026)?.keys() ?? [])]).toEqual(['A', 'D', 'S'])
  })

  test.each([
    ['M17.11', { right: 'M17.11', left: 'M17.12', bilateral: 'M17.0', unspecified: 'M17.10' }],
    ['C44.1021', { right: 'C44.1021', left: 'C44.1091' }],
    ['H34.8310', { right: 'H34.8310', left: 'H34.8320', bilateral: 'H34.8330', unspecified: 'H34.8390' }],
    ['S52.501A', { right: 'S52.501A', left: 'S52.502A', unspecified: 'S52.509A' }],
    ['S52.501', { right: 'S52.501', left: 'S52.502', unspecified: 'S52.509' }],
  ])('the sides of %s', (asked, sides) => {
    expect(codeSet.findLateralityGroup(code(asked), IN_2026)).toEqual(sides)
  })
})

/** Right, left, bilateral, unspecified of every group whose right side is billable, without dots, as the list has them. */
function listBillableGroups({ codes, columns }: Icd10Release): readonly (string | null)[][] {
  const rows = [...(columns.numbers['laterality.rows'] ?? [])]
  const groups: (string | null)[][] = []
  for (let start = 0; start < rows.length; start += SIDES.length) {
    const members = rows.slice(start, start + SIDES.length)
    if (!codes.isBillable(members[0] ?? 0)) continue
    groups.push(members.map((row) => (row < codes.size ? codes.getBareCode(row) : null)))
  }
  return groups
}
