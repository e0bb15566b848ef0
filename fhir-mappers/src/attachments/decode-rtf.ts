/**
 * A small RTF reader (Rich Text Format 1.9.1): text, paragraphs and table rows. Fonts, pictures, page furniture,
 * fields' instructions, deleted and hidden text are left out.
 */
import type { DecodedText } from './decoded-text.ts'
import { createTextBuilder } from './text-builder.ts'

const SKIPPED = new Set(
  `fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl info generator pict object objdata header
  headerl headerr headerf footer footerl footerr footerf fldinst datastore themedata colorschememapping latentstyles
  xmlnstbl filetbl bkmkstart bkmkend pntext pntxta pntxtb nonshppict annotation atnid atnauthor`.split(/\s+/),
)
const CHARACTERS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  nestrow: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  emspace: ' ',
  enspace: ' ',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  '~': ' ',
  _: '-',
  '\n': '\n',
  '\r': '\n',
}
/** Deeper nesting is an attack or a broken file. */
const MAXIMUM_DEPTH = 256

// One of: control word with its number and delimiter, escaped byte, control symbol, brace, line end, run of text. No match
// is longer than 1000 signs: what V8 has not optimised overflows its stack on a run of megabytes.
const TOKEN =
  /\\([a-z]{1,1000})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]{1,1000}|([^\\{}\r\n]{1,1000})/gi

type Group = { readonly isSkipped: boolean; readonly isHidden: boolean; readonly replacementLength: number }

/** @returns undefined when the groups do not close, or nest too deep. */
export function tryDecodeRtf(bytes: Uint8Array, limit: number): DecodedText | undefined {
  // One character a byte, so that offsets in the source are byte offsets.
  const source = new TextDecoder('windows-1252').decode(bytes)
  const builder = createTextBuilder(limit)
  const stack: Group[] = []
  let group: Group = { isSkipped: false, isHidden: false, replacementLength: 1 }
  let codePage = new TextDecoder('windows-1252')
  let pendingBytes: number[] = []
  let pendingAt = 0
  let leftToReplace = 0
  let isDestination = false
  let isCellEnded = false

  function flushBytes(): void {
    if (pendingBytes.length === 0) return
    const text = codePage.decode(Uint8Array.from(pendingBytes))
    pendingBytes = []
    emit(text, pendingAt)
  }

  function emit(text: string, at: number): void {
    flushBytes()
    if (group.isSkipped || group.isHidden) return
    if (isCellEnded && text !== '\n') builder.append(' | ', at)
    isCellEnded = false
    builder.append(text, at)
  }

  /** After `\u` come characters for readers without Unicode; they stand for the same thing and are dropped. */
  function takeText(text: string, at: number): void {
    const dropped = Math.min(leftToReplace, text.length)
    leftToReplace -= dropped
    if (dropped < text.length) emit(text.slice(dropped), at + dropped)
  }

  function takeByte(hex: string, at: number): void {
    if (leftToReplace > 0) leftToReplace--
    else if (!(group.isSkipped || group.isHidden)) {
      if (pendingBytes.length === 0) pendingAt = at
      pendingBytes.push(Number.parseInt(hex, 16))
    }
  }

  /** @returns how many raw bytes follow that are not text. */
  function takeWord(word: string, value: number | undefined, at: number): number {
    if (isDestination || SKIPPED.has(word)) group = { ...group, isSkipped: true }
    isDestination = false
    const character = CHARACTERS[word]
    if (character !== undefined) emit(character, at)
    switch (word) {
      case 'u':
        emit(String.fromCharCode((value ?? 0) & 0xffff), at)
        leftToReplace = group.replacementLength
        break
      case 'uc':
        group = { ...group, replacementLength: Math.max(0, Math.min(value ?? 1, 16)) }
        break
      case 'cell':
      case 'nestcell':
        isCellEnded = !group.isSkipped
        break
      case 'v':
      case 'deleted':
        flushBytes()
        group = { ...group, isHidden: value !== 0 }
        break
      case 'plain':
        flushBytes()
        group = { ...group, isHidden: false }
        break
      case 'ansicpg':
        codePage = openCodePage(value)
        break
      case 'bin':
        return Math.max(0, value ?? 0)
      default:
    }
    return 0
  }

  /** @returns false for a brace that does not fit: then this is no RTF. */
  function takeBrace(brace: string): boolean {
    flushBytes()
    leftToReplace = 0
    isDestination = false
    if (brace === '{') return stack.push(group) <= MAXIMUM_DEPTH
    const outer = stack.pop()
    if (outer) group = outer
    return outer !== undefined
  }

  function takeSymbol(symbol: string, at: number): void {
    if (symbol === '*') isDestination = true
    else takeText(CHARACTERS[symbol] ?? (/[\\{}]/.test(symbol) ? symbol : ''), at)
  }

  const tokens = new RegExp(TOKEN)
  for (let token = tokens.exec(source); token; token = tokens.exec(source)) {
    const [, word, value, hex, symbol, brace, text] = token
    if (brace !== undefined && !takeBrace(brace)) return undefined
    if (hex !== undefined) takeByte(hex, token.index)
    if (symbol !== undefined) takeSymbol(symbol, token.index)
    if (text !== undefined) takeText(text, token.index)
    if (word !== undefined) {
      tokens.lastIndex += takeWord(word.toLowerCase(), value === undefined ? undefined : Number(value), token.index)
    }
    // What follows the outermost group is no part of the document.
    if (brace === '}' && stack.length === 0) break
  }
  flushBytes()
  return stack.length === 0 ? builder.finish() : undefined
}

/** Windows code pages whose name on the web is another (WHATWG Encoding, 4.2). */
const CODE_PAGES: ReadonlyMap<number, string> = new Map([
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [10000, 'macintosh'],
  [65001, 'utf-8'],
])

function openCodePage(number = 1252): TextDecoder {
  const label = CODE_PAGES.get(number) ?? `windows-${number}`
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder('windows-1252')
  }
}
