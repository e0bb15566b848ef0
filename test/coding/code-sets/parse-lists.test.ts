import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHccHierarchies, parseHccLabels } from '#coding/code-sets/hcc-tables.ts'
import { parseComplicationList } from '#coding/code-sets/parse-complication-list.ts'
import { parseConversionTable } from '#coding/code-sets/parse-conversion-table.ts'
import { parseCsv } from '#coding/code-sets/parse-csv.ts'
import { parseHccMapping } from '#coding/code-sets/parse-hcc-mapping.ts'
import { parsePoaExempt } from '#coding/code-sets/parse-poa-exempt.ts'
import { CodingError } from '#coding/domain/errors.ts'

describe('comma-separated values', () => {
  test('quotes hold commas, quotes and line breaks; lines are counted by where a row begins', () => {
    expect(parseCsv('a,"b, ""c""\nd"\r\n,e\n', 'x.csv')).toEqual([
      { line: 1, cells: ['a', 'b, "c"\nd'] },
      { line: 3, cells: ['', 'e'] },
    ])
  })

  test.each(['a,"b', 'a"b",c', '"a"b'])('refuses a stray quote: %s', (text) => {
    expect(() => parseCsv(text, 'x.csv')).toThrow(/x\.csv, line 1: a quote/)
  })

  test('reads back whatever is written', () => {
    const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), { maxLength: 8 }), (rows) => {
        const text = rows.map((row) => `${row.map(quote).join(',')}\n`).join('')
        expect(parseCsv(text, 'x.csv').map((row) => row.cells)).toEqual(rows)
      }),
    )
  })
})

describe('the conversion table', () => {
  const sheet = (...rows: readonly (readonly string[])[]) => rows.map((cells, index) => ({ line: index + 1, cells }))
  const header = ['Current code assignment', 'Effective October 1', 'Previous Code(s) Assignment']

  test('reads one code and the codes before it, whatever stands between them', () => {
    const rows = sheet(
      ['CONVERSION TABLE'],
      header,
      ['Q01.11  ', '2026', 'Q01.1, Q01.9\nQ00.9'],
      ['Q00.0', '', 'None'],
      ['', '', ''],
    )
    expect(parseConversionTable(rows, 'x.xlsx')).toEqual([
      { code: 'Q01.11', previous: ['Q01.1', 'Q01.9', 'Q00.9'] },
      { code: 'Q00.0', previous: [] },
    ])
  })

  test('refuses a sheet of another layout, and a line without a code', () => {
    expect(() => parseConversionTable(sheet(['Code', 'Title']), 'x.xlsx')).toThrow(
      /no column "Current code assignment"/,
    )
    expect(() => parseConversionTable(sheet(header, ['none', '', '']), 'x.xlsx')).toThrow(/x\.xlsx, line 2/)
  })
})

describe('the POA exempt list', () => {
  test('reads the column by its name', () => {
    expect(parsePoaExempt('Order26\tPOAexemptCode\tDescription\r\n00001\tQ00.0\tZorblitis\r\n', 'poa.txt')).toEqual([
      'Q00.0',
    ])
  })

  test('refuses another list', () => {
    expect(() => parsePoaExempt('Code\tTitle\r\n', 'poa.txt')).toThrow(CodingError)
    expect(() => parsePoaExempt('POAexemptCode\r\n!\r\n', 'poa.txt')).toThrow(/poa\.txt, line 2/)
  })
})

describe('the CMS-HCC mapping', () => {
  const table = [
    ' "Mappings",,,,',
    '"Diagnosis\nCode",Description,"CMS-HCC\nModel\nCategory\nV28","RxHCC\nModel\nCategory\nV08","CMS-HCC\nModel\nCategory\nV28 for 2025\nPayment Year"',
    'Q000,"Zorblitis, acute",37,,Yes',
    'Q0110,Gromp,48,5,Yes',
    'Q0110,Gromp,49,-,Yes',
    ',,,,',
    '"1. a footnote",,,,',
  ]
  // The publisher's first line has a blank before its quote, which no reader of CSV accepts.
  const text = table.join('\n').replace(' "Mappings"', 'Mappings')

  test('reads a category for every model, repeated rows too, and no footnote', () => {
    expect(parseHccMapping(text, 'hcc.csv')).toEqual([
      { code: 'Q00.0', name: 'CMS-HCC V28', value: '37' },
      { code: 'Q01.10', name: 'CMS-HCC V28', value: '48' },
      { code: 'Q01.10', name: 'RxHCC V08', value: '5' },
      { code: 'Q01.10', name: 'CMS-HCC V28', value: '49' },
    ])
  })

  test('reads one pair a line', () => {
    expect(parseHccMapping('diagnosis_code,cc,model_name\nQ000,37,CMS-HCC Model V28\n', 'hcc.csv')).toEqual([
      { code: 'Q00.0', name: 'CMS-HCC V28', value: '37' },
    ])
  })

  test('refuses a table without the column of codes, or without codes', () => {
    expect(() => parseHccMapping('a,b\n', 'hcc.csv')).toThrow(/no column "Diagnosis Code"/)
    expect(() => parseHccMapping('diagnosis_code,cc,model_name\n', 'hcc.csv')).toThrow(/no code with a category/)
    expect(() => parseHccMapping('diagnosis_code,cc,model_name\n?,1,x\n', 'hcc.csv')).toThrow(/hcc\.csv, line 2/)
  })
})

describe('labels and hierarchies of risk categories', () => {
  test('are read by the names of their columns, each model as the mapping names it', () => {
    const labels =
      'cc,label,model_domain,model_version,model_fullname\nHCC1,"Zorblitis, all",CMS-HCC,V28,V28L3\nRXHCC5,Gromp,RxHCC,R08,x\n'
    expect(parseHccLabels(labels, 'labels.csv')).toEqual([
      { model: 'CMS-HCC V28', category: '1', value: 'Zorblitis, all' },
      { model: 'RxHCC V08', category: '5', value: 'Gromp' },
    ])
    const hierarchies = 'model_version,model_domain,cc_parent,cc_child\nV24,ESRD,17,18\n'
    expect(parseHccHierarchies(hierarchies, 'h.csv')).toEqual([
      { model: 'CMS-HCC ESRD V24', category: '17', value: '18' },
    ])
  })

  test.each([
    ['cc,label\nHCC1,x\n', /labels\.csv, line 1.*model_domain/],
    ['cc,label,model_domain,model_version\n', /line 2: no category/],
    ['cc,label,model_domain,model_version\nHCC1,x,CMS-HCC,V28\nHCC2,,CMS-HCC,V28\n', /line 3/],
    ['cc,label,model_domain,model_version\nHCC1,x,Other,V28\n', /line 2/],
    ['cc,label,model_domain,model_version\nC1,x,CMS-HCC,V28\n', /line 2/],
  ])('are refused as %j', (text, problem) => {
    expect(() => parseHccLabels(text, 'labels.csv')).toThrow(problem)
  })

  test('are refused where a lower category is none', () => {
    const text = 'cc_parent,cc_child,model_domain,model_version\n17,all,CMS-HCC,V28\n'
    expect(() => parseHccHierarchies(text, 'h.csv')).toThrow(/h\.csv, line 2/)
  })
})

describe('the MS-DRG complication lists', () => {
  const appendices = [
    '|  Appendix F Unrelated  |',
    '  XV508A4 Destruction',
    '|  Appendix G Complications  |',
    'Diagnoses in Appendix G are considered complications',
    '  Q000    Acute zorblitis',
    '| Appendix H Major |',
    '  Q0110   Gromp',
    '  Q009    Zorblitis',
    'Appendix H Part 2: only if discharged alive',
    '  Q009  Zorblitis',
    '|  Appendix I HACS |',
    '  Q001    Zorblitis with fever',
  ].join('\r\n')

  test('reads appendices G and H, part 2 over part 1, and nothing else', () => {
    expect(parseComplicationList(appendices, 'a.txt').map(({ code, value }) => [code, value])).toEqual([
      ['Q00.0', 'CC'],
      ['Q01.10', 'MCC'],
      ['Q00.9', 'MCC-alive'],
    ])
  })

  test('reads pairs, and refuses a level that it does not know', () => {
    expect(parseComplicationList('code\tlevel\nQ000\tCC\n', 'a.tsv')).toHaveLength(1)
    expect(() => parseComplicationList('code\tlevel\nQ000\tXX\n', 'a.tsv')).toThrow(/a\.tsv, line 2/)
    expect(() => parseComplicationList('something else', 'a.tsv')).toThrow(/neither appendix G nor H/)
  })
})
