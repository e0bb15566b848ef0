/** The text layer of a PDF, line by line. A scan has none; it counts as unreadable. */
import type { DecodedText } from './decoded-text.ts'
import { createTextBuilder } from './text-builder.ts'

const MAXIMUM_PAGES = 100

/** @returns undefined when this is no PDF, is locked, or holds no text. */
export async function tryDecodePdf(bytes: Uint8Array, limit: number): Promise<DecodedText | undefined> {
  // Loaded only when a chart has a PDF: it is larger than the rest of the sidebar.
  const { getDocumentProxy } = await import('unpdf')
  const builder = createTextBuilder(limit)
  try {
    // A copy, because PDF.js takes the buffer away.
    const document = await getDocumentProxy(bytes.slice(), { verbosity: 0 })
    try {
      for (let number = 1; number <= Math.min(document.numPages, MAXIMUM_PAGES) && !builder.isFull(); number++) {
        const page = await document.getPage(number)
        const content = await page.getTextContent()
        for (const item of content.items) {
          if (!('str' in item)) continue
          builder.append(item.str, 0)
          if (item.hasEOL) builder.append('\n', 0)
        }
        builder.breakParagraph()
      }
      const { text, isCut } = builder.finish()
      const isWhole = document.numPages <= MAXIMUM_PAGES
      return text.trim() === '' ? undefined : { text, runs: [], isCut: isCut || !isWhole }
    } finally {
      await document.loadingTask.destroy()
    }
  } catch {
    return undefined
  }
}
