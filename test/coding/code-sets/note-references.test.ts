import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildCodeColumns, openCodeTable } from '#coding/code-sets/code-table.ts'
import { findCodeReferences, resolveReference } from '#coding/code-sets/note-references.ts'
import { parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { anOrderFile } from '../../fixtures/code-set-files.ts'

const codes = openCodeTable(buildCodeColumns(parseOrderFile(anOrderFile(), 'order.txt')))

/** The references as "first" or "first-last". */
const list = (text: string) =>
  findCodeReferences(text).map(({ first, last }) => (first === last ? first : `${first}-${last}`))

/** The codes that a note names in the fixture. */
const name = (text: string) =>
  findCodeReferences(text).map((reference) =>
    resolveReference(reference, codes)?.flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, index) => codes.getCode(from + index)),
    ),
  )

describe('codes in a note', () => {
  // Every shape that stands in the tabular list of FY2026.
  test.each([
    ['asymptomatic HIV status (Z21)', ['Z21']],
    ['gestational diabetes (O24.4-)', ['O244']],
    ['type 1 diabetes mellitus (E10.-)', ['E10']],
    ['nerve root compression (M50.1.-, M51.1.-)', ['M501', 'M511']],
    ['stage of chronic kidney disease (N18.1-N18.6)', ['N181-N186']],
    ['head injury (S00 - S09)', ['S00-S09']],
    ['atherosclerosis of the extremities (I70.2--I70.7-)', ['I702-I707']],
    ['apnea of newborn (P28.3- - P28.4-)', ['P283-P284']],
    ['rheumatoid arthritis, by site (M05.00 to M05.8A)', ['M0500-M058A']],
    ['mucositis (J34.81, K12.3-, K92.81)', ['J3481', 'K123', 'K9281']],
    ['pregnancy (O00-O07, O08.2)', ['O00-O07', 'O082']],
    ['postpartum (O98-O9A)', ['O98-O9A']],
    ['weeks of gestation (Z3A.-)', ['Z3A']],
    ['electrolyte imbalance (E87.8}', ['E878']],
    ['jaw pain R68.84', ['R6884']],
    ['conditions classifiable to S06.0- to S06.8-code to specified injury', ['S060-S068']],
    ['current injury - see Injury of spine, by body region', []],
    ['megaloblastic anemia unresponsive to vitamin B12 or folate', []],
    ['HLA-B27 positive', []],
    ['human immunodeficiency virus [HIV] disease', []],
  ])('%s', (text, expected) => {
    expect(list(text)).toEqual(expected)
  })

  test.each([
    ['T36-T50 with fifth or sixth character 5', { kind: 'intent', characters: '5' }],
    ['T36-T50 with fifth or six character 5', { kind: 'intent', characters: '5' }],
    ['T36-T50 with fifth or sixth character 1-4', { kind: 'intent', characters: '1234' }],
    ['B27.0-B27.9 with fifth character 1', { kind: 'character', position: 5, characters: '1' }],
    ['A37 with fifth-character 1', { kind: 'character', position: 5, characters: '1' }],
    ['S02.- with 7th character B', { kind: 'character', position: 7, characters: 'B' }],
    ['S42.- with 7th character B or C', { kind: 'character', position: 7, characters: 'BC' }],
    ['I69. with final characters -23', { kind: 'ending', ending: '23' }],
    ['E08-E13 with .51-.52', { kind: 'after-dot', ranges: [['51', '52']] }],
    [
      'F11-F19 with .15. .25, .95',
      {
        kind: 'after-dot',
        ranges: [
          ['15', '15'],
          ['25', '25'],
          ['95', '95'],
        ],
      },
    ],
    [
      'F10-F19, with .17, .27, .97',
      {
        kind: 'after-dot',
        ranges: [
          ['17', '17'],
          ['27', '27'],
          ['97', '97'],
        ],
      },
    ],
    ['E08-E13 with .62-', { kind: 'after-dot', ranges: [['62', '62']] }],
    ['S52.- with open fracture 7th character', { kind: 'unknown' }],
  ])('%s', (text, condition) => {
    expect(findCodeReferences(`something (${text})`)[0]?.condition).toEqual(condition)
  })

  test('a condition holds inside its own parentheses only', () => {
    const found = findCodeReferences('leukemia (C91.-) due to drug (T36-T50 with fifth or sixth character 5)')
    expect(found.map((reference) => reference.condition?.kind)).toEqual([undefined, 'intent'])
  })

  test('a code stands for itself and everything below, a range includes all below its end', () => {
    expect(name('(Q01.1)')).toEqual([['Q01.1', 'Q01.10', 'Q01.11', 'Q01.12']])
    expect(name('(Q00.1-Q01.1)')[0]).toEqual([
      ...['Q00.1', 'Q00.9', 'Q01', 'Q01.0', 'Q01.1', 'Q01.10', 'Q01.11', 'Q01.12'],
    ])
  })

  test('a condition picks among the codes of the range', () => {
    expect(name('(Q01.- with fifth character 1)')).toEqual([['Q01.11']])
    expect(name('(Q00-Q02 with .11)')).toEqual([['Q01.11', 'Q02.11', 'Q02.11XA', 'Q02.11XD', 'Q02.11XS']])
    expect(name('(Q02.- with 7th character S)')).toEqual([['Q02.11XS', 'Q02.12XS']])
    expect(name('(Q01.- with final characters -12)')).toEqual([['Q01.12']])
  })

  test('what does not exist, or is narrowed in words, names nothing', () => {
    expect(name('(Q77.1)')).toEqual([undefined])
    expect(name('(Q01.- with pain)')).toEqual([undefined])
  })

  test('reads any text in linear time without throwing', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => void findCodeReferences(text)))
    const started = performance.now()
    findCodeReferences('A00.0-'.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
