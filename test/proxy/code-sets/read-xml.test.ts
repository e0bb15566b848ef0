import { describe, expect, test } from 'vitest'
import { getText } from '#coding/code-sets/xml-element.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { readXml } from '#proxy/code-sets/read-xml.ts'

describe('XML of a publisher', () => {
  test('becomes a tree with lines, entities of XML itself resolved', () => {
    const { root } = readXml('<a>\n<b x="1">one &amp; <![CDATA[two]]></b>\n</a>', 'x.xml')
    const [, b] = root.children
    expect(b).toMatchObject({ name: 'b', attributes: { x: '1' }, line: 2 })
    expect(getText(root)).toBe('one & two')
  })

  test.each([
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>', /document type definition/],
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      /document type definition/,
    ],
    ['an external subset', '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', /document type definition/],
    ['an undefined entity', '<a>&nbsp;</a>', /not well-formed/],
    ['depth without end', '<a>'.repeat(1000), /deeper than 40/],
    ['a file that is cut off', '<a>\n<b>', /x\.xml, line 2: not well-formed/],
    ['a tag that closes another', '<a></b>', /not well-formed/],
    ['text that is no XML', 'Page not found', /not well-formed/],
    ['nothing', '', /not well-formed|no element/],
  ])('refuses %s', (_, text, message) => {
    expect(() => readXml(text, 'x.xml')).toThrow(CodingError)
    expect(() => readXml(text, 'x.xml')).toThrow(message)
  })
})
