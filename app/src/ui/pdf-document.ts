/**
 * A small PDF (ISO 32000-1): pages of text and boxes in the fonts that every reader has. The same input gives the same
 * bytes: no clock, no identifiers.
 */

/** Points from the lower left corner; US Letter. */
export const PAGE = { width: 612, height: 792 } as const

export type PdfText = {
  readonly kind: 'text'
  readonly x: number
  readonly y: number
  readonly size: number
  readonly text: string
  /** `values` are set in a font of one width, so that what fits can be counted. */
  readonly font: 'labels' | 'values' | 'bold'
}
type PdfBox = {
  readonly kind: 'box'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
type PdfLine = {
  readonly kind: 'line'
  readonly from: readonly [x: number, y: number]
  readonly to: readonly [x: number, y: number]
}
export type PdfMark = PdfText | PdfBox | PdfLine

const FONTS = { labels: 'F1', values: 'F2', bold: 'F3' } as const
const FONT_NAMES = ['Helvetica', 'Courier', 'Helvetica-Bold']

/** Width of a character of Courier, as a share of its size. */
const CHARACTER = 0.6

/** @returns the text, cut with a mark where the box ends. */
export function fitText(text: string, size: number, width: number): string {
  const room = Math.max(1, Math.floor(width / (size * CHARACTER)))
  return text.length <= room ? text : `${text.slice(0, room - 1)}>`
}

/** WinAnsi holds Latin letters; of others the base letter stays, so that a name remains readable. */
function toWinAnsi(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (isLatin1(character)) return character
    const base = character.normalize('NFKD').replace(/\p{M}/gu, '')
    return base !== '' && Array.from(base).every(isLatin1) ? base : (REPLACED.get(character) ?? '?')
  }).join('')
}

const isLatin1 = (character: string): boolean => /^[\u0020-\u007e\u00a0-\u00ff]$/.test(character)
const REPLACED: ReadonlyMap<string, string> = new Map([
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['Ł', 'L'],
  ['ł', 'l'],
  ['Đ', 'D'],
  ['đ', 'd'],
  ['ı', 'i'],
])

const escapeText = (text: string): string => toWinAnsi(text).replaceAll(/[\\()]/g, (character) => `\\${character}`)

function writeMark(mark: PdfMark): string {
  if (mark.kind === 'box') return `${mark.x} ${mark.y} ${mark.width} ${mark.height} re S`
  if (mark.kind === 'line') return `${mark.from.join(' ')} m ${mark.to.join(' ')} l S`
  return `BT /${FONTS[mark.font]} ${mark.size} Tf ${mark.x} ${mark.y} Td (${escapeText(mark.text)}) Tj ET`
}

/** Objects 1 and 2 are catalog and page tree, then the fonts, then page and content in turn. */
export function buildPdf(title: string, pages: readonly (readonly PdfMark[])[]): Uint8Array<ArrayBuffer> {
  const firstPage = 3 + FONT_NAMES.length
  const info = firstPage + 2 * pages.length
  const fonts = FONT_NAMES.map((_, index) => `/F${index + 1} ${3 + index} 0 R`).join(' ')
  const kids = pages.map((_, index) => `${firstPage + 2 * index} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    ...FONT_NAMES.map((name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`),
    ...pages.flatMap((marks, index) => {
      const content = ['0.5 w', ...marks.map(writeMark)].join('\n')
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << ${fonts} >> >> /Contents ${firstPage + 2 * index + 1} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
    `<< /Title (${escapeText(title)}) /Producer (Postil) >>`,
  ]
  return writeFile(objects, info)
}

function writeFile(objects: readonly string[], info: number): Uint8Array<ArrayBuffer> {
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  text += `xref\n0 ${size}\n0000000000 65535 f \n${entries}`
  text += `trailer\n<< /Size ${size} /Root 1 0 R /Info ${info} 0 R >>\nstartxref\n${start}\n%%EOF\n`
  // Every character is of Latin-1 by now, so one character is one byte and offsets are right.
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
