/** The cells of the first sheet of a workbook, as text: all that the conversion table needs (ECMA-376, part 1, 18.3). */

import { strFromU8, unzipSync } from 'fflate'
import { badRelease } from '#coding/code-sets/bad-release.ts'
import type { SheetRow } from '#coding/code-sets/parse-conversion-table.ts'
import { findElement, getText, listElements, type XmlElement } from '#coding/code-sets/xml-element.ts'
import { readXml } from './read-xml.ts'

const SHEET = 'xl/worksheets/sheet1.xml'
const STRINGS = 'xl/sharedStrings.xml'
const MAX_PART_BYTES = 100 * 1024 * 1024

/** @throws CodingError `bad-release` */
export function readFirstSheet(data: Uint8Array, file: string): readonly SheetRow[] {
  const parts = openWorkbook(data, file)
  const sheet = parts[SHEET]
  if (!sheet) throw badRelease({ file, line: 1 }, 'the workbook has no first sheet')
  const strings = parts[STRINGS] ? readStrings(strFromU8(parts[STRINGS]), file) : []
  const rows = findElement(readXml(strFromU8(sheet), file).root, 'sheetData')
  return listElements(rows ?? { name: '', attributes: {}, children: [], line: 1 }).map((row) => ({
    line: Number(row.attributes['r'] ?? 0),
    cells: readCells(row, strings),
  }))
}

function openWorkbook(data: Uint8Array, file: string): Record<string, Uint8Array> {
  try {
    return unzipSync(data, {
      filter: (part) => (part.name === SHEET || part.name === STRINGS) && part.originalSize <= MAX_PART_BYTES,
    })
  } catch (cause) {
    throw badRelease({ file, line: 1 }, 'not a whole workbook', { cause })
  }
}

function readStrings(text: string, file: string): readonly string[] {
  return listElements(readXml(text, file).root).map(getText)
}

/** Cells name their column ("C7"), because empty ones may be left out. */
function readCells(row: XmlElement, strings: readonly string[]): readonly string[] {
  const cells: string[] = []
  for (const cell of listElements(row)) {
    const column = getColumn(cell.attributes['r'] ?? '') ?? cells.length
    const value = findElement(cell, 'v') ?? findElement(cell, 'is')
    const text = value ? getText(value) : ''
    while (cells.length < column) cells.push('')
    cells[column] = cell.attributes['t'] === 's' ? (strings[Number(text)] ?? '') : text
  }
  return cells
}

function getColumn(reference: string): number | undefined {
  const letters = /^([A-Z]{1,2})\d+$/.exec(reference)?.[1]
  if (letters === undefined) return undefined
  return letters.split('').reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
