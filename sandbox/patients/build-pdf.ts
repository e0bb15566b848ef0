/** Sets plain text as a small PDF, one Courier line a line, as scanned and printed reports arrive in a chart. */

const LINES_PER_PAGE = 60

// PDF 32000-1:2008, 7.3.4.2: parentheses and the backslash are escaped in a literal string.
function escapeLiteral(line: string): string {
  return line.replace(/[\\()]/g, '\\$&')
}

function buildPageContent(lines: readonly string[]): string {
  const shown = lines.map((line) => `(${escapeLiteral(line)}) Tj T*`).join('\n')
  return `BT /F1 10 Tf 12 TL 50 760 Td\n${shown}\nET`
}

function splitPages(text: string): string[][] {
  const lines = text.trimEnd().split('\n')
  const pages: string[][] = []
  for (let start = 0; start < lines.length; start += LINES_PER_PAGE) {
    pages.push(lines.slice(start, start + LINES_PER_PAGE))
  }
  return pages
}

/** @param text Latin-1 only, which is all that the standard font can show. */
export function buildPdf(text: string): Buffer {
  const pages = splitPages(text)
  const pageIds = pages.map((_, index) => 4 + 2 * index)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((lines, index) => {
      const content = buildPageContent(lines)
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${4 + 2 * index + 1} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let body = '%PDF-1.4\n'
  const offsets: number[] = []
  for (const [index, object] of objects.entries()) {
    offsets.push(body.length)
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  // 7.5.4: each entry of the cross-reference table is exactly 20 bytes long.
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  body += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n`
  body += `${body.lastIndexOf('xref\n0 ')}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}
