/** HTML and C-CDA notes as the text that a reader sees. The chart never renders markup from a note. */
import { Parser } from 'htmlparser2'

const HIDDEN = new Set(['head', 'style', 'script', 'recordtarget', 'author', 'custodian'])
const BLOCKS = new Set([
  'p',
  'div',
  'tr',
  'li',
  'item',
  'paragraph',
  'ul',
  'ol',
  'list',
  'table',
  'section',
  'text',
  'br',
])
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'title'])
const CELLS = new Set(['td', 'th'])

function tidy(text: string): string {
  return text
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** @param format C-CDA is XML: its names have capitals, and its title is part of the document */
export function readMarkupText(source: string, format: 'html' | 'c-cda'): string {
  let text = ''
  let hiddenDepth = 0
  const isHidden = (name: string) => HIDDEN.has(name) || (format === 'html' && name === 'title')
  const parser = new Parser(
    {
      onopentag: (tag) => {
        const name = tag.toLowerCase()
        if (isHidden(name)) hiddenDepth++
        if (HEADINGS.has(name)) text += '\n\n'
        else if (BLOCKS.has(name)) text += '\n'
        if (name === 'li' || name === 'item') text += '• '
        if (CELLS.has(name) && !/[\n|] ?$/.test(text)) text += ' | '
      },
      ontext: (piece) => {
        if (hiddenDepth === 0) text += piece.replace(/\s+/g, ' ')
      },
      onclosetag: (tag) => {
        const name = tag.toLowerCase()
        if (isHidden(name)) hiddenDepth--
        if (HEADINGS.has(name) || BLOCKS.has(name)) text += '\n'
      },
    },
    { xmlMode: format === 'c-cda', decodeEntities: true },
  )
  parser.end(source)
  return tidy(text)
}
