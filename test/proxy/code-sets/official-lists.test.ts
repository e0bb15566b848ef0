// The publishers' other lists, read where they lie beside the repository; counts as published.
import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { CodeAttribute } from '#coding/code-sets/code-attribute.ts'
import { parseHccHierarchies, parseHccLabels } from '#coding/code-sets/hcc-tables.ts'
import { parseComplicationList } from '#coding/code-sets/parse-complication-list.ts'
import { parseConversionTable } from '#coding/code-sets/parse-conversion-table.ts'
import { parseHccMapping } from '#coding/code-sets/parse-hcc-mapping.ts'
import { parseHcpcs } from '#coding/code-sets/parse-hcpcs.ts'
import { parseIndex } from '#coding/code-sets/parse-index.ts'
import { parsePoaExempt } from '#coding/code-sets/parse-poa-exempt.ts'
import { readFirstSheet } from '#proxy/code-sets/read-xlsx.ts'
import { readXml } from '#proxy/code-sets/read-xml.ts'
import { describeWithShared, getSharedPath, readSharedText } from '../../support/shared-data.ts'

const count = (attributes: readonly CodeAttribute[], key: 'name' | 'value', wanted: string): number =>
  attributes.filter((attribute) => attribute[key] === wanted).length

const find = (attributes: readonly CodeAttribute[], code: string, name: string): string | undefined =>
  attributes.find((attribute) => attribute.code === code && attribute.name === name)?.value

describeWithShared('code-sets', 'lists as published', () => {
  test('the conversion table of FY2026', () => {
    const name = 'ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx'
    const data = readFileSync(getSharedPath('code-sets', 'icd10cm', name))
    const replacements = parseConversionTable(readFirstSheet(data, name), name)
    const [first] = replacements
    expect(first).toEqual({ code: 'A04.71', previous: ['A04.7'] })
    expect(replacements).toHaveLength(5892)
  })

  test('the POA exempt list of FY2026 has 38,349 codes, the same as the reference list', () => {
    const zip = readFileSync(getSharedPath('code-sets', 'icd10cm', 'POAexemptCodesFY26.zip'))
    const name = 'POAexemptCodesFY26.txt'
    const text = Buffer.from(unzipSync(zip, { filter: (member) => member.name === name })[name] ?? '').toString('utf8')
    const exempt = parsePoaExempt(text, name)
    const reference: { codes: string[] } = JSON.parse(readSharedText('domain', 'poa-exempt-fy2026.json'))
    expect(exempt).toHaveLength(38_349)
    expect(exempt.map((code) => code.replace('.', '')).toSorted()).toEqual(reference.codes.toSorted())
  })

  test('HCPCS Level II of January 2025', () => {
    const { entries, dropped } = parseHcpcs(
      readSharedText('code-sets', 'hcpcs', 'hcpcs-level2-2025-jan.tsv.gz'),
      'hcpcs.tsv',
    )
    expect(entries.filter((entry) => entry.kind === 'code')).toHaveLength(8259)
    expect(entries.filter((entry) => entry.kind === 'modifier')).toHaveLength(383)
    expect(entries.filter((entry) => entry.kind === 'code' && entry.terminated === undefined)).toHaveLength(7114)
    expect(dropped).toBe(0)
  })

  test('the CMS-HCC mapping of 2026, in both forms', () => {
    const table = parseHccMapping(
      readSharedText('code-sets', 'cms-hcc', '2026_Initial_ICD-10-CM_Mappings.csv.gz'),
      'hcc.csv',
    )
    const pairs = parseHccMapping(readSharedText('code-sets', 'cms-hcc', 'ra_dx_to_cc_2026.csv.gz'), 'pairs.csv')
    for (const attributes of [table, pairs]) {
      expect(count(attributes, 'name', 'CMS-HCC V28')).toBe(8183)
      expect(count(attributes, 'name', 'CMS-HCC V24')).toBe(10_211)
      expect(count(attributes, 'name', 'RxHCC V08')).toBe(5399)
      const v28 = ['E11.40', 'I50.23', 'N18.30', 'J44.9', 'E66.01', 'C50.911', 'F32.9', 'M17.11', 'I25.10']
      expect(v28.map((code) => find(attributes, code, 'CMS-HCC V28'))).toEqual([
        ...['37', '224', '329', '280', '48', '23'],
        ...[undefined, undefined, undefined],
      ])
    }
  })

  test('the labels and hierarchies of CMS-HCC V28, which are of categories that the mapping knows', () => {
    const labels = parseHccLabels(readSharedText('code-sets', 'cms-hcc', 'ra_labels_2026.csv.gz'), 'labels.csv')
    const hierarchies = parseHccHierarchies(
      readSharedText('code-sets', 'cms-hcc', 'ra_hierarchies_2026.csv.gz'),
      'hierarchies.csv',
    )
    const pairs = parseHccMapping(readSharedText('code-sets', 'cms-hcc', 'ra_dx_to_cc_2026.csv.gz'), 'pairs.csv')
    const mapped = new Set(pairs.flatMap(({ name, value }) => (name === 'CMS-HCC V28' ? [value] : [])))
    const labelled = labels.filter(({ model }) => model === 'CMS-HCC V28')
    expect([labels.length, hierarchies.length, labelled.length]).toEqual([783, 734, 115])
    expect(new Set(labelled.map(({ category }) => category))).toEqual(mapped)
    expect(labelled.find(({ category }) => category === '1')?.value).toBe('HIV/AIDS')
    const ofDiabetes = hierarchies.filter(({ model, category }) => model === 'CMS-HCC V28' && category === '36')
    expect(ofDiabetes.map(({ value }) => value)).toEqual(['37', '38'])
  })

  test('the complication levels of MS-DRG version 40, in both forms', () => {
    const list = parseComplicationList(readSharedText('code-sets', 'msdrg-v40', 'cc-mcc-list-v40.tsv.gz'), 'list.tsv')
    const appendices = parseComplicationList(
      readSharedText('code-sets', 'msdrg-v40', 'appendix_F_J.txt.gz'),
      'appendix.txt',
    )
    for (const attributes of [list, appendices]) {
      expect(['CC', 'MCC', 'MCC-alive'].map((level) => count(attributes, 'value', level))).toEqual([14_814, 3307, 8])
      const codes = ['I50.23', 'I50.20', 'N17.9', 'J96.01', 'E43', 'E44.0', 'D62', 'I50.9']
      expect(codes.map((code) => find(attributes, code, 'MS-DRG'))).toEqual([
        ...['MCC', 'CC', 'CC', 'MCC', 'MCC', 'CC', 'CC', undefined],
      ])
    }
  })

  test.each([
    ['icd10cm_drug_2022.xml.gz', 7423],
    ['icd10cm_neoplasm_2022.xml.gz', 1939],
    ['icd10cm_eindex_2022.xml.gz', 7800],
  ])('%s has %i terms', (name, terms) => {
    const { mainTerms } = parseIndex(readXml(readSharedText('code-sets', 'icd10cm', name), name))
    const countTerms = (list: typeof mainTerms): number =>
      list.reduce((sum, term) => sum + 1 + countTerms(term.terms), 0)
    expect(countTerms(mainTerms)).toBe(terms)
  })
})
