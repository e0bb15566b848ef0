import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { getFiscalEdition } from '#proxy/code-sets/edition.ts'
import { type ImportOptions, importCodeSets } from '#proxy/code-sets/import-code-sets.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { listSourceFiles } from '#proxy/code-sets/source-file.ts'
import { verifyCodeSets } from '#proxy/code-sets/verify-code-sets.ts'
import { aCodesZip, anOrderFile, aTableZip, INDEX, ROWS, SENTINELS, TABULAR } from '../../fixtures/code-set-files.ts'

const IN_2026 = parseDateOnly('2026-01-15')
const code = parseIcd10Code

let dir: string
let source: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'postil-import-'))
  source = path.join(dir, 'source')
  await mkdir(source)
})
afterEach(() => rm(dir, { recursive: true }))

const put = (name: string, content: string | Uint8Array) => writeFile(path.join(source, name), content)

async function runImport(options: Partial<ImportOptions> = {}) {
  const lines: string[] = []
  const outcomes = await importCodeSets({
    store: createReleaseStore(dir),
    files: await listSourceFiles(source),
    report: (line) => lines.push(line),
    sentinels: SENTINELS,
    pins: [],
    ...options,
  })
  return { outcomes, lines }
}

/** A workbook as small as the format allows. */
function aWorkbook(rows: readonly (readonly string[])[]): Uint8Array {
  const strings = rows.flat()
  let next = 0
  const cells = rows.map((row, line) => {
    const columns = row.map((_, column) => `<c r="${'ABC'.charAt(column)}${line + 1}" t="s"><v>${next++}</v></c>`)
    return `<row r="${line + 1}">${columns.join('')}</row>`
  })
  return zipSync({
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${cells.join('')}</sheetData></worksheet>`),
    'xl/sharedStrings.xml': strToU8(`<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`),
  })
}

describe('importing a folder', () => {
  test('takes zips, zips in zips, gz and workbooks, and makes one release of them', async () => {
    await put('icd10cm-code-descriptions-2026.zip', aCodesZip(2026))
    await put('icd10cm-table-and-index-2026.zip', aTableZip(2026))
    await put(
      'ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx',
      aWorkbook([
        ['Current code assignment', 'Year', 'Previous'],
        ['Q00.9', '2026', 'Q05'],
      ]),
    )
    await put('POAexemptCodesFY26.txt.gz', gzipSync('Order26\tPOAexemptCode\tDescription\r\n00001\tQ03\tx\r\n'))
    const { outcomes } = await runImport()
    expect(outcomes).toEqual([{ release: 'icd10cm FY2026', result: 'stored', problems: [] }])

    const { diagnoses, releases } = await loadCodeSets(dir)
    expect(diagnoses.lookUp(code('Q01.11'), IN_2026)).toMatchObject({
      kind: 'valid_billable',
      edition: { release: 'FY2026' },
    })
    expect(diagnoses.lookUp(code('Q05'), IN_2026)).toMatchObject({ kind: 'terminated', replacedBy: ['Q00.9'] })
    expect(diagnoses.isPoaExempt(code('Q03'), IN_2026)).toBe(true)
    expect(diagnoses.listNotes(code('Q00'), IN_2026).length).toBeGreaterThan(0)
    expect(releases[0]?.index.sources).toEqual(['index', 'neoplasms'])

    const [manifest] = await createReleaseStore(dir).list('icd10cm')
    expect(manifest).toMatchObject({ release: 'FY2026', effectiveFrom: '2025-10-01', effectiveTo: '2026-09-30' })
    expect(manifest?.sources.map((each) => each.role)).toEqual([
      'order',
      'codes',
      'tabular',
      'conversion',
      'poa',
      'index',
      'neoplasms',
    ])
    expect(manifest?.sources[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('makes a release of the order file alone, without notes', async () => {
    await put('icd10cm-order-2026.txt', anOrderFile())
    expect((await runImport()).outcomes[0]?.result).toBe('stored')
    const { diagnoses } = await loadCodeSets(dir)
    expect(diagnoses.lookUp(code('Q00.0'), IN_2026).kind).toBe('valid_billable')
    expect(diagnoses.listNotes(code('Q00.0'), IN_2026)).toEqual([])
  })

  test('lends an alphabetic file of an earlier year to a release without, and says so', async () => {
    await put('icd10cm-order-2026.txt', anOrderFile())
    await put('icd10cm-index-2024.xml', INDEX)
    const { lines } = await runImport()
    expect(lines).toContain('icd10cm FY2024: no order file, so no release of its own')
    expect((await createReleaseStore(dir).list('icd10cm'))[0]?.warnings).toContain('index: of FY2024')
  })

  test('gives an update that brings the tabular list alone the order file of its year', async () => {
    await put('icd10cm-order-2026.txt', anOrderFile())
    await put('icd10cm-tabular-April-2026.xml', TABULAR)
    await runImport()
    const manifests = await createReleaseStore(dir).list('icd10cm')
    expect(manifests.map((manifest) => [manifest.release, manifest.warnings[0]])).toEqual([
      ['FY2026', undefined],
      ['FY2026-04', 'order: of FY2026'],
    ])
  })

  test('takes the year from the option when no name says one', async () => {
    await put('icd10cm-order-final.txt', anOrderFile())
    await expect(runImport()).rejects.toMatchObject({ code: 'no-source' })
    const { outcomes } = await runImport({ defaultEdition: getFiscalEdition(2026) })
    expect(outcomes[0]?.release).toBe('icd10cm FY2026')
  })

  test('refuses what is keyed by CPT while nobody accepted its terms, and says why', async () => {
    await put('MCR_MUE_PractitionerServices_Eff_10-01-2026.csv', 'x')
    await expect(runImport()).rejects.toMatchObject({
      code: 'licence-refused',
      message: expect.stringContaining('American Medical Association'),
    })
  })

  test.each(['nothing.pdf', 'readme.txt'])('finds nothing in %s', async (name) => {
    await put(name, 'x')
    await expect(runImport()).rejects.toMatchObject({ code: 'no-source' })
  })

  test.each([
    ['a zip that is cut off', 'icd10cm-code-descriptions-2026.zip', aCodesZip(2026).subarray(0, 700)],
    ['a zip that is none', 'codes-2026.zip', strToU8('<html>Not found</html>')],
  ])('refuses %s', async (_, name, content) => {
    await put(name, content)
    await expect(runImport()).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('refuses zips in zips without end, and a folder that is not there', async () => {
    let zip = aCodesZip(2026)
    for (let depth = 0; depth < 4; depth++) zip = zipSync({ 'inner-2026.zip': zip })
    await put('outer.zip', zip)
    await expect(runImport()).rejects.toMatchObject({ code: 'too-large' })
    await expect(listSourceFiles(path.join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'no-source' })
  })
})

describe('a good release is never replaced by a bad one', () => {
  const isKept = async (): Promise<boolean> => {
    const { diagnoses } = await loadCodeSets(dir)
    return diagnoses.lookUp(code('Q00.0'), IN_2026).kind === 'valid_billable'
  }

  beforeEach(async () => {
    await put('icd10cm-order-2026.txt', anOrderFile())
    await runImport()
  })

  test.each([
    ['cut off in a line', anOrderFile().slice(0, -50), /line \d+/],
    ['cut off between lines', anOrderFile(ROWS.slice(0, 12)), /a change of \d+/],
    ['with a row twice', anOrderFile([...ROWS, ...ROWS.slice(0, 1)]), /stands twice/],
    ['without a heading', anOrderFile(ROWS.filter((row) => row.code !== 'Q00')), /no heading above it/],
    ['with flags gone', anOrderFile(ROWS.map((row) => ({ ...row, isBillable: false }))), /Q00\.9 should be billable/],
    ['that is a page', '<html>Service unavailable</html>', /line 1/],
  ])('an order file %s', async (_, content, problem) => {
    await put('icd10cm-order-2026.txt', content)
    const { outcomes } = await runImport()
    expect(outcomes).toEqual([
      {
        release: 'icd10cm FY2026',
        result: 'refused',
        problems: expect.arrayContaining([expect.stringMatching(problem)]),
      },
    ])
    expect(await isKept()).toBe(true)
  })

  test('a tabular list of another edition', async () => {
    await put(
      'icd10cm-tabular-2026.xml',
      TABULAR.replace('<diag><name>Q00.1</name><desc>Zorblitis with fever</desc></diag>', ''),
    )
    const { outcomes } = await runImport()
    expect(outcomes[0]?.problems).toEqual(['Q001 is in the order file, but not in the tabular list'])
    expect(await isKept()).toBe(true)
  })

  test('an order file that is not the one whose checksum is known', async () => {
    const { outcomes } = await runImport({ pins: [{ release: 'FY2026', role: 'order', sha256: '0'.repeat(64) }] })
    expect(outcomes[0]).toMatchObject({
      result: 'refused',
      problems: [expect.stringContaining('is not the order file of FY2026')],
    })
    expect(await isKept()).toBe(true)
  })

  test('verify finds a good store good, and names what has been tampered with', async () => {
    const store = createReleaseStore(dir)
    expect(await verifyCodeSets(store, SENTINELS)).toEqual([{ release: 'icd10cm FY2026', problems: [] }])
    const [manifest] = await store.list('icd10cm')
    await writeFile(path.join(dir, 'code-sets/icd10cm', manifest?.data.name ?? ''), 'tampered')
    expect(await verifyCodeSets(store, SENTINELS)).toEqual([
      { release: 'icd10cm FY2026', problems: [expect.stringContaining('has changed')] },
    ])
    await expect(loadCodeSets(dir)).rejects.toMatchObject({ code: 'store-damaged' })
  })
})

test('a shorter list of the same quarter does not replace the longer', async () => {
  const header = 'kind\tcode\tlong_description\tshort_description\tcoverage\tadded\tterminated\n'
  const lines = Array.from({ length: 20 }, (_, index) => `code\tG${9000 + index}\tMade up\tMade up\tC\t20200101\t\n`)
  await put('hcpcs-level2-2025-jan.tsv', header + lines.join(''))
  await runImport()
  await put('hcpcs-level2-2025-jan.tsv', header + lines.slice(0, 5).join(''))
  const { outcomes } = await runImport()
  expect(outcomes).toEqual([
    { release: 'hcpcs 2025-01', result: 'refused', problems: ['5 codes, but the stored edition has 20; it is kept'] },
  ])
  const { tables } = await loadCodeSets(dir)
  expect(tables.findProcedureState('G9019', parseDateOnly('2025-02-01'))).toMatchObject({ value: 'valid' })
})

test('names and hierarchies of risk categories are tables of their payment year, beside the mapping', async () => {
  const columns = 'model_domain,model_version\n'
  await put('2026 Initial ICD-10-CM Mappings.csv', 'diagnosis_code,cc,model_name\nE1140,37,CMS-HCC Model V28\n')
  await put('ra_labels_2026.csv.gz', gzipSync(`cc,label,${columns}HCC37,Zorblitis,CMS-HCC,V28\n`))
  await put('ra_hierarchies_2026.csv', `cc_parent,cc_child,${columns}36,37,CMS-HCC,V28\n`)
  expect((await runImport()).outcomes.map(({ release, result }) => `${release} ${result}`)).toEqual([
    'cms-hcc PY2026 stored',
    'cms-hcc-labels PY2026 stored',
    'cms-hcc-hierarchies PY2026 stored',
  ])
  const { hccLabels, hccHierarchies } = await loadCodeSets(dir)
  const on = parseDateOnly('2025-03-02')
  expect(hccLabels.list('CMS-HCC V28', on)).toMatchObject({
    kind: 'found',
    rows: [{ category: '37', value: 'Zorblitis' }],
  })
  expect(hccHierarchies.list('CMS-HCC V28', on).rows).toMatchObject([{ category: '36', value: '37' }])
  expect(hccLabels.list('CMS-HCC V24', on)).toEqual({ kind: 'found', rows: [] })
  expect(hccLabels.list('CMS-HCC V28', parseDateOnly('2027-03-02'))).toEqual({ kind: 'outside-releases', rows: [] })
  await put('ra_labels_2026.csv.gz', gzipSync(`cc,label,${columns}HCC37,,CMS-HCC,V28\n`))
  expect((await runImport()).outcomes).toContainEqual({
    release: 'cms-hcc-labels PY2026',
    result: 'refused',
    problems: [expect.stringMatching(/line 2/)],
  })
  expect((await loadCodeSets(dir)).hccLabels.list('CMS-HCC V28', on).rows).toHaveLength(1)
})

describe('tables keyed by CPT', () => {
  const acceptance = { by: 'Jo Doe, coding manager', at: '2026-11-02T10:00:00.000Z', terms: 'the terms as shown' }
  const on = parseDateOnly('2026-11-02')
  const question = { on, audience: 'practitioner' } as const

  beforeEach(async () => {
    await put('ccipra-v323r0-f1-2026q4.txt', 'G0001\tG0002\t\t20200101\t*\t1\tx\n')
    await put('ccipra-v323r0-f2-2026q4.txt', 'G0003\tG0004\t\t20200101\t*\t0\tx\n')
    await put('MCR_MUE_PractitionerServices_Eff_10-01-2026.csv', 'HCPCS/CPT Code,MUE Values,MAI\nG0001,2,3 Clinical\n')
    await put('ncci-mue-dme-supplier-2026-10-01.tsv', 'x')
    await put('AOC_2026q4.txt', 'Add-On Code\tPrimary Code\tEdit Type\nG0005\tG0001\t1\n')
    await put(
      'PPRRVU2026_Oct_nonQPP.csv',
      'HCPCS,MOD,STATUS CODE,PCTC,GLOB DAYS,MULT PROC,BILAT SURG,ASST SURG,CO-SURG,TEAM SURG\nG0001,,A,0,010,2,1,0,0,0\n',
    )
  })

  test('are imported once somebody accepted, and keep who and when', async () => {
    const { outcomes, lines } = await runImport({ acceptance })
    expect(outcomes.map(({ release, result }) => `${release} ${result}`)).toEqual([
      'ncci-ptp-practitioner 2026Q4 stored',
      'ncci-mue-practitioner 2026Q4 stored',
      'ncci-add-on 2026Q4 stored',
      'pfs 2026Q4 stored',
    ])
    expect(lines.join('\n')).toContain('limits for suppliers of equipment are not used')
    const [manifest] = await createReleaseStore(dir).list('ncci-ptp-practitioner')
    expect(manifest).toMatchObject({
      acceptance,
      counts: { rows: 2 },
      effectiveFrom: '2026-10-01',
      effectiveTo: '2026-12-31',
    })
    const { tables } = await loadCodeSets(dir)
    expect(tables.findPair('G0004', 'G0003', question)).toMatchObject({ state: 'found', value: { indicator: 0 } })
    expect(tables.findUnitLimit('G0001', question)).toMatchObject({ value: { units: 2, adjudication: 3 } })
    expect(tables.findAddOn('G0005', on)).toMatchObject({ value: { type: 1, primaries: new Set(['G0001']) } })
    expect(tables.findPolicy('G0001', on)).toMatchObject({ value: { globalDays: '010' } })
    expect(tables.findPair('G0001', 'G0002', { ...question, audience: 'facility' }).state).toBe('no-data')
    expect(await verifyCodeSets(createReleaseStore(dir), SENTINELS)).toHaveLength(4)
  })

  test('stay out beside others that need no acceptance', async () => {
    await put('icd10cm-order-2026.txt', anOrderFile())
    const { outcomes, lines } = await runImport()
    expect(outcomes.map(({ release }) => release)).toEqual(['icd10cm FY2026'])
    expect(lines.filter((line) => line.includes('--accept-cpt-terms'))).toHaveLength(5)
    const { tables } = await loadCodeSets(dir)
    expect(tables.findPair('G0003', 'G0004', question).state).toBe('no-data')
  })

  test('a part that is broken keeps the whole edition out, and says where', async () => {
    await put('ccipra-v323r0-f2-2026q4.txt', 'G0003\tG0004\t\tsoon\t*\t0\tx\n')
    const { outcomes } = await runImport({ acceptance })
    expect(outcomes[0]).toMatchObject({
      result: 'refused',
      problems: [expect.stringMatching(/f2-2026q4\.txt, line 1/)],
    })
  })

  test('a missing part does not replace the whole', async () => {
    await runImport({ acceptance })
    await rm(path.join(source, 'ccipra-v323r0-f2-2026q4.txt'))
    const { outcomes } = await runImport({ acceptance })
    expect(outcomes[0]).toMatchObject({
      result: 'refused',
      problems: ['1 rows, but the stored edition has 2; it is kept'],
    })
  })
})
