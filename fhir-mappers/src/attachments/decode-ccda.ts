/**
 * The narrative of a C-CDA document: section titles as headings, paragraphs, list items and table rows as lines
 * (C-CDA R2.1, narrative block). The header, which names the patient, is not read.
 */
import { SaxesParser } from 'saxes'
import { FhirMappersError } from '../errors.ts'
import type { DecodedText } from './decoded-text.ts'
import { createTextBuilder } from './text-builder.ts'

export type DecodedCcda = DecodedText & {
  /** A document that is not XML but is carried in it (`nonXMLBody`), still in base64. */
  readonly embedded?: { readonly contentType: string; readonly base64: string }
}

const LINES = new Set(['paragraph', 'item', 'tr', 'caption', 'table', 'list', 'renderMultiMedia'])
const CELLS = new Set(['td', 'th'])
/** Deeper nesting is not a document that anybody wrote. */
const MAXIMUM_DEPTH = 200

/** @returns undefined when the text is not well-formed XML. */
export function tryDecodeCcda(source: string, limit: number): DecodedCcda | undefined {
  const builder = createTextBuilder(limit)
  const path: string[] = []
  let cellsInRow = 0
  let embedded: { contentType: string; base64: string } | undefined
  const parser = new SaxesParser({ position: true })

  const isTitle = () => path.at(-1) === 'title' && path.at(-2) === 'section'
  const isNarrative = () => {
    const text = path.lastIndexOf('text')
    return text > 0 && path[text - 1] === 'section'
  }
  const isEmbedded = () => path.at(-1) === 'text' && path.at(-2) === 'nonXMLBody'

  parser.on('opentag', ({ name, attributes }) => {
    markTextStart()
    path.push(withoutPrefix(name))
    if (path.length > MAXIMUM_DEPTH) throw new FhirMappersError('too-deep', 'This document is nested too deep.')
    if (isEmbedded()) embedded = { contentType: readText(attributes['mediaType']), base64: '' }
    if (isTitle()) builder.breakParagraph()
    if (isNarrative()) openNarrative(path.at(-1) ?? '')
  })
  parser.on('closetag', () => {
    markTextStart()
    const name = path.at(-1) ?? ''
    if (isTitle() || LINES.has(name)) builder.breakLine()
    if (name === 'text' && isNarrative()) builder.breakLine()
    path.pop()
  })
  const takeText = (text: string, at: number) => {
    if (isEmbedded() && embedded) embedded.base64 += text
    else if (isTitle() || isNarrative()) builder.appendCollapsed(text, at)
  }
  // Text is reported when the next markup begins, so where it began has to be remembered.
  let textStart = 0
  const markTextStart = () => {
    textStart = parser.position
  }
  parser.on('text', (text) => takeText(text, textStart))
  parser.on('cdata', (text) => {
    takeText(text, parser.position - text.length - ']]>'.length)
    markTextStart()
  })
  parser.on('comment', markTextStart)
  parser.on('processinginstruction', markTextStart)

  function openNarrative(name: string): void {
    if (LINES.has(name)) builder.breakLine()
    if (name === 'br') builder.breakLine()
    if (name === 'tr') cellsInRow = 0
    if (name === 'item') builder.append('- ', parser.position)
    if (CELLS.has(name) && cellsInRow++ > 0) builder.append(' | ', parser.position)
  }

  try {
    // The parser throws at the first mistake, as long as nobody listens for errors.
    parser.write(source).close()
  } catch {
    return undefined
  }
  return { ...builder.finish(), ...(embedded ? { embedded } : {}) }
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
