/** HTML and C-CDA notes as the text that a reader sees. The chart never renders markup from a note. */
import { Parser } from 'htmlparser2'

const HIDDEN = new Set(['head', 'style', 'script', 'recordtarget', 'author', 'custodian'])
const LINES = new Set(['div', 'tr', 'li', 'item', 'section', 'text', 'br'])
const PARAGRAPHS = new Set(['p', 'paragraph', 'ul', 'ol', 'list', 'table', 'h1', 'h2', 'h3', 'h4', 'title'])
const ITEMS = new Set(['li', 'item'])
const CELLS = new Set(['td', 'th'])

/** Text that grows, with never more line breaks than asked for. */
function createLines() {
  let text = ''
  const end = (lineBreaks: string): void => {
    text = text.trimEnd()
    if (text !== '') text += lineBreaks
  }
  return {
    breakLine: () => end(text.endsWith('\n\n') ? '\n\n' : '\n'),
    breakParagraph: () => end('\n\n'),
    append: (piece: string) => {
      text += /\s$/.test(text) ? piece.trimStart() : piece
    },
    startsCell: () => text !== '' && !/(?:\n|• |\| )$/.test(text),
    finish: () => text.trim(),
  }
}

/** @param format C-CDA is XML, and its titles are part of the document */
export function readMarkupText(source: string, format: 'html' | 'c-cda'): string {
  const lines = createLines()
  let hiddenDepth = 0
  const isHidden = (name: string): boolean => HIDDEN.has(name) || (format === 'html' && name === 'title')
  const breakFor = (name: string): void => {
    if (PARAGRAPHS.has(name)) lines.breakParagraph()
    else if (LINES.has(name)) lines.breakLine()
  }
  const parser = new Parser(
    {
      onopentag: (tag) => {
        const name = tag.toLowerCase()
        if (isHidden(name)) hiddenDepth++
        breakFor(name)
        if (ITEMS.has(name)) lines.append('• ')
        if (CELLS.has(name) && lines.startsCell()) lines.append(' | ')
      },
      ontext: (piece) => {
        if (hiddenDepth === 0) lines.append(piece.replace(/\s+/g, ' '))
      },
      onclosetag: (tag) => {
        const name = tag.toLowerCase()
        if (isHidden(name)) hiddenDepth--
        if (name !== 'br') breakFor(name)
      },
    },
    { xmlMode: format === 'c-cda' },
  )
  parser.end(source)
  return lines.finish()
}
