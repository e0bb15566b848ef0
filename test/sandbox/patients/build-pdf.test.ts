import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import { buildPdf } from '../../../sandbox/patients/build-pdf.ts'

async function readPages(text: string): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(buildPdf(text)))
  return (await extractText(document, { mergePages: false })).text
}

describe('PDF', () => {
  test('its text can be read back', async () => {
    const [page] = await readPages('LVEF 32 % (normal 52 - 72)\nback\\slash, 38.6 \u00b0C')
    expect(page).toContain('LVEF 32 % (normal 52 - 72)')
    expect(page).toContain('back\\slash, 38.6 \u00b0C')
  })

  test('a long text goes over several pages, nothing lost', async () => {
    const lines = Array.from({ length: 130 }, (_, index) => `line ${index + 1}.`)
    const pages = await readPages(lines.join('\n'))
    expect(pages).toHaveLength(3)
    expect(lines.filter((line) => !pages.join('\n').includes(line))).toEqual([])
  })

  test('every offset of the cross-reference table leads to its object', () => {
    const body = buildPdf('one\ntwo').toString('latin1')
    const offsets = [...body.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset))
    expect(offsets.map((offset, index) => body.startsWith(`${index + 1} 0 obj`, offset))).toEqual(
      offsets.map(() => true),
    )
  })
})
