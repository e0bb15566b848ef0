// Whatever bytes a chart holds, reading them ends, throws nothing and gives the same clean text every time.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'

const CONTENT_TYPES = [
  'text/plain',
  'text/html',
  'text/rtf',
  'application/xml',
  'application/pdf',
  '',
  'text/plain; charset=utf-16',
]

const PIECES = [
  '<html>',
  '<p>',
  '</p>',
  '<table><tr><td>',
  '</td>',
  '<script>',
  '</script>',
  '<div hidden>',
  '<!--',
  '-->',
  '&amp;',
  '&#0;',
  '{\\rtf1 ',
  '{',
  '}',
  '\\',
  "\\'e9",
  '\\u8211?',
  '\\u-1',
  '\\uc99',
  '\\bin9 ',
  '\\v ',
  '\\v0',
  '\\*\\x',
  '\\cell',
  '\\row',
  '\\par',
  '<?xml version="1.0"?>',
  '<ClinicalDocument>',
  '</ClinicalDocument>',
  '<section>',
  '<title>',
  '<text>',
  '</text>',
  '<![CDATA[',
  ']]>',
  '<nonXMLBody><text>',
  'AAAA',
  '%PDF-1.4',
  'right knee pain',
  '\r\n',
  '\u200b',
  '\u202e',
  '😀',
  '\ud800',
  '\u0000',
]

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => new TextEncoder().encode(pieces.join(''))),
)

describe('reading a document', () => {
  test('never throws, stays within its limit, and gives clean text', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(...CONTENT_TYPES), async (source, contentType) => {
        const decoded = await tryDecodeAttachment({ bytes: source, contentType, limit: 300 })
        if (!decoded) return
        expect(decoded.text.length).toBeLessThanOrEqual(300)
        expect(decoded.text.isWellFormed()).toBe(true)
        expect(decoded.text).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cf}]/u)
        for (const [index, run] of decoded.runs.entries()) {
          expect(run.text).toBeGreaterThanOrEqual(decoded.runs[index - 1]?.text ?? 0)
          expect(run.source).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 600 },
    )
  })

  test('the same bytes give the same text', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom('text/html', 'text/rtf', 'application/xml'),
        async (source, contentType) => {
          const read = () => tryDecodeAttachment({ bytes: source, contentType, limit: 1000 })
          expect(await read()).toEqual(await read())
        },
      ),
      { numRuns: 150 },
    )
  })

  test('plain text that is clean already comes back as it is', async () => {
    const clean = fc.stringMatching(/^[ -~\n\u00c0-\u017f]{1,200}$/).filter((text) => /^[^<{%\s]/.test(text))
    await fc.assert(
      fc.asyncProperty(clean, async (text) => {
        const decoded = await tryDecodeAttachment({
          bytes: new TextEncoder().encode(text),
          contentType: 'text/plain; charset=utf-8',
          limit: 1000,
        })
        expect(decoded?.text).toBe(text)
      }),
    )
  })

  test.each([
    ['text/html', '<p>knee pain &amp; swelling<br><b>both</b>'],
    ['text/rtf', '{\\b knee\\par}'],
    ['application/xml', '<section><text>knee</text></section>'],
    ['text/plain', 'knee\r\n\u200b pain '],
  ])('the cost of %s grows with its length, not faster', async (contentType, piece) => {
    const [head, tail] = {
      'text/html': ['<html>', ''],
      'text/rtf': ['{\\rtf1 ', '}'],
      'application/xml': ['<ClinicalDocument>', '</ClinicalDocument>'],
    }[contentType] ?? ['', '']
    const time = async (count: number) => {
      const source = new TextEncoder().encode(`${head}${piece.repeat(count)}${tail}`)
      const runs: number[] = []
      for (let run = 0; run < 3; run++) {
        const start = performance.now()
        await tryDecodeAttachment({ bytes: source, contentType, limit: 10_000_000 })
        runs.push(performance.now() - start)
      }
      return Math.min(...runs)
    }
    const [small, large] = [await time(2000), await time(16_000)]
    // Eight times the text; a quadratic reader would need 64 times as long. Slow starts are forgiven.
    expect(large).toBeLessThan(small * 30 + 100)
  })
})
