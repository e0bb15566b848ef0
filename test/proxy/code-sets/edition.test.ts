import { describe, expect, test } from 'vitest'
import { type CodeSetName, findEdition } from '#proxy/code-sets/edition.ts'
import { isCptKeyed, recognizeFile } from '#proxy/code-sets/recognize-file.ts'

describe('the edition in a name', () => {
  test.each<[set: CodeSetName, path: string, release: string, window: string]>([
    ['icd10cm', 'icd10cm-order-2026.txt.gz', 'FY2026', '2025-10-01/2026-09-30'],
    ['icd10cm', 'icd10cm_order_2022.txt', 'FY2022', '2021-10-01/2022-09-30'],
    ['icd10cm', 'icd10cm-code-descriptions-2027.zip/sub/icd10cm-order-2027.txt', 'FY2027', '2026-10-01/2027-09-30'],
    ['icd10cm', 'icd10cm-tabular_-2027.xml', 'FY2027', '2026-10-01/2027-09-30'],
    ['icd10cm', 'POAexemptCodesFY26.zip/POAexemptCodesFY26.txt', 'FY2026', '2025-10-01/2026-09-30'],
    ['icd10cm', 'ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx', 'FY2026', '2025-10-01/2026-09-30'],
    ['icd10cm', 'ICD10CM_FY2017_Full_XML.zip/icd10cm_index_2017.xml', 'FY2017', '2016-10-01/2017-09-30'],
    ['icd10cm', 'icd10cm-order-Jan-2021.txt.gz', 'FY2021-01', '2021-01-01/2021-09-30'],
    ['icd10cm', 'April-1-2023-Update/icd10cm-order.txt', 'FY2023-04', '2023-04-01/2023-09-30'],
    ['icd10cm', '2026-update/icd10cm-tabular.xml', 'FY2026-04', '2026-04-01/2026-09-30'],
    ['icd10cm', 'icd10cm-table-index-April-2026.zip/icd10cm-index-2026.xml', 'FY2026-04', '2026-04-01/2026-09-30'],
    ['icd10cm', 'FY2027-04/table-2027.zip/icd10cm-index-2027.xml', 'FY2027-04', '2027-04-01/2027-09-30'],
    ['icd10cm', 'April-2026/icd10cm-order-2024.txt', 'FY2024', '2023-10-01/2024-09-30'],
    ['icd10cm', 'ICD-10-CM-October-1-2026/icd10cm-order.txt', 'FY2027', '2026-10-01/2027-09-30'],
    ['hcpcs', 'HCPC2026_OCT_ANWEB_09232026.txt', '2026-10', '2026-10-01/2026-12-31'],
    ['hcpcs', 'HCPC2025_JAN_ANWEB_12172024.txt', '2025-01', '2025-01-01/2025-03-31'],
    ['hcpcs', 'hcpcs-level2-2025-jan.tsv.gz', '2025-01', '2025-01-01/2025-03-31'],
    ['cms-hcc', '2026_Initial_ICD-10-CM_Mappings.csv', 'PY2026', '2025-01-01/2025-12-31'],
    ['ms-drg', 'msdrg-v40/appendix_F_J.txt', 'v40', '2022-10-01/2023-09-30'],
    ['ms-drg', 'cc-mcc-list-v43.1.tsv', 'v43.1', '2026-04-01/2026-09-30'],
  ])('%s %s is %s', (...[set, path, release, window]) => {
    const edition = findEdition(set, path)
    expect(edition?.release).toBe(release)
    expect(`${edition?.effectiveFrom}/${edition?.effectiveTo}`).toBe(window)
  })

  test('a name without a year names none', () => {
    expect(findEdition('icd10cm', 'files/icd10cm-order.txt')).toBeUndefined()
    expect(findEdition('hcpcs', 'anweb.txt')).toBeUndefined()
  })
})

describe('what a file is', () => {
  test.each([
    ['icd10cm-order-2026.txt.gz', 'order'],
    ['Code Descriptions zip.zip/icd10cm_order_2022.txt', 'order'],
    ['icd10cm-codes-2026.txt', 'codes'],
    ['icd10cm-tabular_-2027.xml', 'tabular'],
    ['icd10cm_tabular_2021.xml.gz', 'tabular'],
    ['icd10cm-index-2026.xml', 'index'],
    ['icd10cm_eindex_2022.xml.gz', 'external-causes'],
    ['icd10cm_drug_2022.xml.gz', 'drugs'],
    ['icd10cm_neoplasm_2022.xml.gz', 'neoplasms'],
    ['ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx', 'conversion'],
    ['POAexemptCodesFY26.txt', 'poa'],
    ['HCPC2026_OCT_ANWEB_09232026.txt', 'hcpcs'],
    ['2026 Initial ICD-10-CM Mappings.csv', 'hcc'],
  ])('%s is the %s file', (path, role) => {
    expect(recognizeFile(path)).toMatchObject({ kind: 'code-set', role })
  })

  test.each([
    'icd10cm-order-addenda-2026.txt',
    'icd10cm-codes-addenda-2026.txt',
    'icd10cm-tabular-addenda-2026.pdf',
    'POAexemptAddCodesFY26.txt',
    'POAexemptDeleteCodesFY26.txt',
    'icd10OrderFiles.pdf',
    'HCPC2025_recordlayout.txt',
    'icd10cm_tabular.xsd',
    'README.md',
  ])('%s is left alone', (path) => {
    expect(recognizeFile(path)).toBeUndefined()
  })

  test.each([
    ['MCR_MUE_PractitionerServices_Eff_10-01-2026.csv', 'ncci-mue-practitioner', '2026Q4'],
    [
      'medicare-ncci-2026q4-practitioner-ptp-edits-ccipra-v323r0-f1.zip/ccipra-v323r0-f1.TXT',
      'ncci-ptp-practitioner',
      '2026Q4',
    ],
    ['medicare-ncci-2026q1-ccioph-v320r0-f1.zip/ccioph-v320r0-f1.txt', 'ncci-ptp-facility', '2026Q1'],
    ['rvu26d-updated-08-26-2026.zip/PPRRVU26_OCT.csv', 'pfs', '2026Q4'],
    ['site-charges-2026.csv', 'site-charges', '2026'],
    ['site-coverage-2026.csv', 'site-coverage', '2026'],
    ['pfs-rvu-indicators-2025-no-descriptors.csv.gz', 'pfs', '2025'],
    ['ncci-add-on-codes-2024-06-03.tsv.gz', 'ncci-add-on', '2024Q3'],
    ['ncci-mue-outpatient-hospital-2024-07-01.tsv.gz', 'ncci-mue-facility', '2024Q3'],
  ] as const)('%s is %s of %s, keyed by CPT', (path, set, release) => {
    expect(recognizeFile(path)).toMatchObject({ kind: 'code-set', set })
    expect(isCptKeyed(set)).toBe(true)
    expect(findEdition(set, path)?.release).toBe(release)
  })

  test.each([
    'ncci-ptp-practitioner-active-2024-07-01.tsv.xz',
    'ncci-mue-dme-supplier-2024-07-01.tsv.gz',
    'ccipra-v323r0-f1.xlsx',
  ])('%s is left out with a reason', (path) => {
    expect(recognizeFile(path)).toMatchObject({ kind: 'left-out' })
  })
})
