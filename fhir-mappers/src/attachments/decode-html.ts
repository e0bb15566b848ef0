/** HTML to plain text: headings, paragraphs, list items and table rows become lines; what is not shown is left out. */
import { Parser } from 'htmlparser2'
import type { DecodedText } from './decoded-text.ts'
import { createTextBuilder } from './text-builder.ts'

const NOT_SHOWN = new Set([
  'head',
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
  'select',
])
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'ul', 'ol', 'dl', 'blockquote', 'pre'])
const LINES = new Set([
  'div',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'tr',
  'li',
  'dt',
  'dd',
  'caption',
  'hr',
])
const CELLS = new Set(['td', 'th'])
// Word writes `mso-hide`; the others are how templates hide their own machinery.
const HIDDEN_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)/i

function isHidden(name: string, attributes: Readonly<Record<string, string>>): boolean {
  return NOT_SHOWN.has(name) || 'hidden' in attributes || HIDDEN_STYLE.test(attributes['style'] ?? '')
}

/** Far more than any page has; the parser's cost grows with the square of the depth. */
const MAXIMUM_DEPTH = 2000

/** @returns undefined when elements lie deeper in one another than in any document that was written to be read. */
export function tryDecodeHtml(source: string, limit: number): DecodedText | undefined {
  const builder = createTextBuilder(limit)
  let depth = 0
  let hiddenDepth = 0
  let preformattedDepth = 0
  let cellsInRow = 0

  function breakFor(name: string): void {
    if (PARAGRAPHS.has(name)) builder.breakParagraph()
    else if (LINES.has(name)) builder.breakLine()
  }

  function open(name: string, at: number): void {
    breakFor(name)
    if (name === 'pre') preformattedDepth++
    if (name === 'br') builder.append('\n', at)
    if (name === 'tr') cellsInRow = 0
    if (name === 'li') builder.append('- ', at)
    if (CELLS.has(name) && cellsInRow++ > 0) builder.append(' | ', at)
  }

  function close(name: string): void {
    if (name === 'pre') preformattedDepth--
    breakFor(name)
  }

  const parser = new Parser({
    onopentag(name, attributes) {
      if (++depth > MAXIMUM_DEPTH) parser.pause()
      // Everything inside something hidden is hidden, so only the depth matters there; the parser closes every tag.
      if (hiddenDepth > 0 || isHidden(name, attributes)) hiddenDepth++
      else open(name, parser.startIndex)
    },
    onclosetag(name) {
      depth--
      if (hiddenDepth > 0) hiddenDepth--
      else close(name)
    },
    ontext(text) {
      if (hiddenDepth > 0) return
      if (preformattedDepth > 0) builder.append(text, parser.startIndex)
      else builder.appendCollapsed(text, parser.startIndex)
    },
  })
  parser.write(source)
  // Ending it would close, and so walk through, all that is still open.
  if (depth > MAXIMUM_DEPTH) return undefined
  parser.end()
  return builder.finish()
}
