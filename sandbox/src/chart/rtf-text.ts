/** RTF notes as plain text: what a reader of the chart needs, not a word processor. */

// RTF 1.9.1: groups that hold no text of the document.
const HIDDEN_GROUPS = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', '*'])

const CHARACTERS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  tab: '\t',
  cell: ' | ',
  bullet: '•',
  endash: '–',
  emdash: '—',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
}

/** A control word, a control symbol, a byte in hexadecimal, a brace, a line break of the file, or text. */
const TOKEN = /\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|\r?\n|([^\\{}\r\n]+)/gi

export function readRtfText(source: string): string {
  const windows1252 = new TextDecoder('windows-1252')
  let text = ''
  let depth = 0
  let hiddenSince = 0
  let skipNext = false
  const show = (piece: string): void => {
    if (hiddenSince > 0) return
    text += skipNext ? piece.slice(1) : piece
    skipNext = false
  }
  const readWord = (word: string, argument: string | undefined): void => {
    if (HIDDEN_GROUPS.has(word) && hiddenSince === 0) hiddenSince = depth
    // \uN is followed by one character for readers that know no Unicode.
    if (word === 'u' && argument !== undefined) {
      show(String.fromCharCode(Number(argument) & 0xffff))
      skipNext = true
    } else show(CHARACTERS[word] ?? '')
  }
  for (const [, word, argument, hex, symbol, brace, literal] of source.matchAll(TOKEN)) {
    if (brace === '{') depth++
    else if (brace === '}') {
      if (depth === hiddenSince) hiddenSince = 0
      depth--
    } else if (word !== undefined) readWord(word, argument)
    else if (hex !== undefined) show(windows1252.decode(Uint8Array.of(Number.parseInt(hex, 16))))
    else if (symbol === '*') readWord('*', undefined)
    else if (symbol !== undefined) show(symbol === '~' ? ' ' : symbol)
    else if (literal !== undefined) show(literal)
  }
  return text.replace(/\n{3,}/g, '\n\n').trim()
}
