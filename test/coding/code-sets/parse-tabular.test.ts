import { describe, expect, test } from 'vitest'
import { parseTabular, type TabularNode } from '#coding/code-sets/parse-tabular.ts'
import { expandTabular } from '#coding/code-sets/seventh-characters.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { readXml } from '#proxy/code-sets/read-xml.ts'
import { ROWS, TABULAR } from '../../fixtures/code-set-files.ts'

const parse = (xml: string) => parseTabular(readXml(xml, 'tabular.xml'))
const tabular = parse(TABULAR)

function findNode(code: string): TabularNode {
  const all = (node: TabularNode): TabularNode[] => [node, ...node.children.flatMap(all)]
  const nodes = tabular.chapters.flatMap((chapter) => chapter.sections.flatMap((section) => section.nodes.flatMap(all)))
  const found = nodes.find((node) => node.code === code)
  if (!found) throw new Error(`${code} is not in the fixture`)
  return found
}

describe('the tabular list', () => {
  test('keeps chapters, sections and codes nested', () => {
    expect(tabular.version).toBe('2026')
    expect(tabular.chapters[0]?.sections.map((section) => section.id)).toEqual(['Q00-Q01', 'Q02-Q03'])
    expect(findNode('Q01.1').children.map((child) => child.code)).toEqual(['Q01.10', 'Q01.11', 'Q01.12'])
  })

  test('tells notes by kind, with the line above that ends in a colon', () => {
    expect(findNode('Q00').notes.map(({ kind, text }) => [kind, text])).toEqual([
      ['includes', 'zorbling'],
      ['excludes1', 'gromp disease (Q01.0-Q01.1)'],
      ['excludes1', 'zorblitis of vitamin B12 deficiency'],
    ])
    expect(findNode('Q03').notes[1]).toMatchObject({ kind: 'code-first', leadIn: 'underlying disease, such as:' })
    expect(tabular.chapters[0]?.sections[0]?.notes[1]).toMatchObject({ leadIn: 'code to identify:' })
  })

  test('joins a note between two 7th characters to the one before it', () => {
    expect(findNode('Q02').seventhCharacters?.get('A')).toBe(
      'initial encounter for closed fracture; initial encounter for fracture NOS',
    )
  })

  test('expands to the codes of the order file, placeholder included', () => {
    expect(new Set(expandTabular(tabular))).toEqual(new Set(ROWS.map((row) => row.code.replace('.', ''))))
  })

  test('takes the 7th characters of the nearest definition, and none for a code of seven characters', () => {
    const nested = parse(
      TABULAR.replace(
        '<diag><name>Q02.12</name><desc>Upper fictional fracture, left test bone</desc></diag>',
        `<diag><name>Q02.12</name><desc>Left</desc>
          <sevenChrDef><extension char="9">other</extension></sevenChrDef>
          <diag><name>Q02.124A</name><desc>Whole</desc></diag>
          <diag><name>Q02.125</name><desc>Part</desc></diag>
        </diag>`,
      ),
    )
    const codes = expandTabular(nested)
    expect(codes).toContain('Q021259')
    expect(codes).not.toContain('Q02125A')
    expect(codes.filter((code) => code.startsWith('Q02124'))).toEqual(['Q02124A'])
  })

  test.each([
    ['another document', '<html><p/></html>', /expected <ICD10CM\.tabular>, found <html>/],
    ['a list of changes', '<ICD10CM.tabular isAddenda="true"/>', /addenda/],
    ['a list without chapters', '<ICD10CM.tabular><version>1</version></ICD10CM.tabular>', /no <chapter>/],
    ['a code without title', TABULAR.replace('<desc>Acute zorblitis</desc>', ''), /<diag> has no <desc>/],
    ['a name that is no code', TABULAR.replace('<name>Q00.0<', '<name>Q-0.0<'), /"Q-0\.0" is not shaped like a code/],
    ['a 7th character of two', TABULAR.replace('char="D"', 'char="DD"'), /no single character/],
    ['a 7th character twice', TABULAR.replace('char="D"', 'char="A"'), /defined twice/],
    ['a section without id', TABULAR.replace(' id="Q00-Q01">\n', '>\n'), /<section> has no id/],
  ])('refuses %s, naming file and line', (_, xml, message) => {
    expect(() => parse(xml)).toThrow(CodingError)
    expect(() => parse(xml)).toThrow(message)
    expect(() => parse(xml)).toThrow(/tabular\.xml, line \d+/)
  })
})
