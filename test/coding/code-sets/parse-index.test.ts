import { describe, expect, test } from 'vitest'
import { buildCodeColumns, openCodeTable } from '#coding/code-sets/code-table.ts'
import { joinColumns } from '#coding/code-sets/columns.ts'
import { createTermFinder, listVariants } from '#coding/code-sets/index-paths.ts'
import { parseIndex } from '#coding/code-sets/parse-index.ts'
import { parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { buildIndexColumns, type NeoplasmEntry, openIndex } from '#coding/code-sets/release-index.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { readXml } from '#proxy/code-sets/read-xml.ts'
import { anOrderFile, INDEX, NEOPLASMS } from '../../fixtures/code-set-files.ts'

const parse = (xml: string) => parseIndex(readXml(xml, 'index.xml'))

describe('the alphabetic index', () => {
  const index = parse(INDEX)

  test('keeps text around the modifiers and the modifiers apart', () => {
    expect(index.mainTerms[0]).toMatchObject({
      title: 'Gromp, gromping NEC',
      nonEssential: ['chronic', 'painful'],
      code: 'Q01.9',
    })
  })

  test('keeps sub-terms, manifestations and cross-references', () => {
    expect(index.mainTerms[0]?.terms[0]?.terms[0]).toMatchObject({ title: 'with zorblitis', manifestation: 'Q03' })
    expect(index.mainTerms[1]).toMatchObject({ title: 'Knee disease', see: 'Gromp, knee' })
  })

  test('reads the cells of a table, empty ones left out', () => {
    const [main] = parse(NEOPLASMS).mainTerms
    expect([...(main?.cells ?? [])]).toEqual([[2, 'Q00.0']])
    expect([...(main?.terms[0]?.cells ?? [])]).toEqual([
      [2, 'Q00.1'],
      [5, 'Q00.9'],
    ])
  })

  test.each([
    ['another document', '<ICD10CM.tabular/>', /expected <ICD10CM\.index>/],
    ['an index without terms', '<ICD10CM.index><version>1</version></ICD10CM.index>', /no <mainTerm>/],
    ['a term without title', INDEX.replace('<title>Kneecap</title>', ''), /<mainTerm> has no <title>/],
    ['a cell without column', NEOPLASMS.replace('col="5"', 'col="x"'), /no column between 2 and 9/],
  ])('refuses %s, naming file and line', (_, xml, message) => {
    expect(() => parse(xml)).toThrow(CodingError)
    expect(() => parse(xml)).toThrow(message)
  })
})

describe('cross-references', () => {
  const find = createTermFinder(parse(INDEX).mainTerms)

  test.each([
    ['Gromp', 'Gromp, gromping NEC'],
    ['Gromping', 'Gromp, gromping NEC'],
    ['gromp, KNEE', 'knee'],
    ['Gromp (painful), knees, with zorblitis', 'with zorblitis'],
  ])('%s leads to %s', (path, title) => {
    expect(find(path)?.title).toBe(title)
  })

  test.each(['condition', 'Gromp, by site', 'Gromp, knee, elbow', ''])('"%s" leads nowhere', (path) => {
    expect(find(path)).toBeUndefined()
  })

  test('the parts of a title count as spellings of it', () => {
    expect(listVariants('Infarct, infarction')).toEqual(['Infarct, infarction', 'Infarct', 'infarction'])
    expect(listVariants('Knee')).toEqual(['Knee'])
  })
})

describe('index entries for the matcher', () => {
  const columns = buildCodeColumns(parseOrderFile(anOrderFile(), 'order.txt'))
  const codes = openCodeTable(columns)
  const built = buildIndexColumns({ index: parse(INDEX), neoplasms: parse(NEOPLASMS) }, codes)
  const index = openIndex(joinColumns([columns, built.columns]), codes)
  const entries = [...index.listEntries()]
  const findEntry = (...terms: readonly string[]) => entries.find((entry) => entry.terms.join() === terms.join())

  test('a line has its path, modifiers and code', () => {
    expect(findEntry('Gromp, gromping NEC')).toEqual({
      source: 'index',
      terms: ['Gromp, gromping NEC'],
      nonEssential: ['chronic', 'painful'],
      code: 'Q01.9',
      isIncomplete: false,
    })
  })

  test('a code with a dash is incomplete, and modifiers come down the path', () => {
    const entry = findEntry('Gromp, gromping NEC', 'knee')
    expect(entry).toMatchObject({ code: 'Q01.1', isIncomplete: true, nonEssential: ['chronic', 'painful'] })
  })

  test('the second code of a pair comes along', () => {
    expect(findEntry('Gromp, gromping NEC', 'knee', 'with zorblitis')).toMatchObject({ manifestation: 'Q03' })
  })

  test('"see" gives the code of the other line, and says by which way', () => {
    expect(findEntry('Knee disease')).toMatchObject({ code: 'Q01.1', via: ['Gromp, gromping NEC', 'knee'] })
  })

  test('"see Neoplasm, …, benign" gives the code of that cell of the table', () => {
    expect(findEntry('Kzorb tumor')).toMatchObject({ code: 'Q00.9' })
  })

  test('what leads nowhere gives no entry, and codes that do not exist are reported', () => {
    expect(findEntry('Kneecap')).toBeUndefined()
    expect(findEntry('Zorblitis', 'misprinted')).toBeUndefined()
    expect(built.dangling).toEqual(['index, line 17: code Q99.99 does not exist'])
  })

  test('the table of neoplasms is given by behavior', () => {
    const neoplasms: readonly NeoplasmEntry[] = [...index.listNeoplasms()]
    expect(neoplasms[1]).toEqual({
      terms: ['Neoplasm, neoplastic', 'test bone'],
      nonEssential: [],
      codes: { primary: 'Q00.1', benign: 'Q00.9' },
    })
    expect(index.sources).toEqual(['index', 'neoplasms'])
    expect([...index.listDrugs()]).toEqual([])
  })
})
