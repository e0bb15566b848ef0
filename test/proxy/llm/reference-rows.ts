// The rows of a table of the reference on the model layer, so that none is without a test of its name.
import { expect, test } from 'vitest'
import { describeWithShared, readSharedText } from '../../support/shared-data.ts'

export type RowTests = Readonly<Record<string, () => Promise<void>>>

/** @returns the first cell of every row of the first table behind the heading. */
function readFirstCells(text: string, heading: string): readonly string[] {
  const from = text.indexOf(`\n${heading}`)
  const table = /(?:^\|.*\n)+/m.exec(text.slice(from))?.[0] ?? ''
  const cells = [...table.matchAll(/^\| *(.+?) *\|/gm)].map(([, cell = '']) => cell)
  return cells.filter((cell) => !/^-+(?:\|-+)*$/.test(cell)).slice(1)
}

/** Every row as a test under its own name, and a test that fails while a row of the table has none. */
export function testRows(heading: string, rows: RowTests): void {
  for (const [name, run] of Object.entries(rows)) test(name, run, 60_000)
  describeWithShared('reference', 'the table', () => {
    test('has no row without a test, and no test is of a row that is gone', () => {
      const cells = readFirstCells(readSharedText('reference', 'proxy-llm.md'), heading)
      expect(cells.length).toBeGreaterThan(5)
      expect(Object.keys(rows).toSorted()).toEqual(cells.toSorted())
    })
  })
}
