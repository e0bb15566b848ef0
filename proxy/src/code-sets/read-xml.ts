/** Reads an XML file of a publisher into a tree, and refuses whatever such a file never contains. */

import { SaxesParser } from 'saxes'
import { badRelease } from '#coding/code-sets/bad-release.ts'
import type { XmlDocument, XmlElement } from '#coding/code-sets/xml-element.ts'

// The tabular list nests 9 deep, the index 12. Anything deeper is not a code set.
const MAX_DEPTH = 40
const MAX_ELEMENTS = 5_000_000

type OpenElement = XmlElement & { readonly children: (XmlElement | string)[] }

/**
 * No document type is accepted, so no entity can be defined: neither expansion bombs nor external entities exist here.
 * @throws CodingError `bad-release` naming file and line.
 */
export function readXml(text: string, file: string): XmlDocument {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const stack: OpenElement[] = []
  let root: XmlElement | undefined
  let count = 0
  const fail = (problem: string): never => {
    throw badRelease({ file, line: parser.line }, problem)
  }
  parser.on('error', (error) => fail(`not well-formed XML (${error.message.replace(/^\d+:\d+: /, '')})`))
  parser.on('doctype', () => fail('a document type definition is not allowed'))
  parser.on('opentag', (tag) => {
    count += 1
    if (stack.length >= MAX_DEPTH) fail(`elements nest deeper than ${MAX_DEPTH}`)
    if (count > MAX_ELEMENTS) fail(`more than ${MAX_ELEMENTS} elements`)
    const element: OpenElement = { name: tag.name, attributes: tag.attributes, children: [], line: parser.line }
    stack.at(-1)?.children.push(element)
    stack.push(element)
    root ??= element
  })
  const addText = (value: string): void => {
    stack.at(-1)?.children.push(value)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    stack.pop()
  })
  parser.write(text).close()
  return root ? { file, root } : fail('no element')
}
