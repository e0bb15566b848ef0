// Documents that are one run of the same sign, as long as a document may be. A process that holds much compiled code of
// regular expressions gets what V8 has not optimised, which overflows its stack on matches of megabytes.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MAX_ATTACHMENT_BYTES, tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'

const READER = join(import.meta.dirname, '../../../fhir-mappers/src/attachments/decode-attachment.ts')
const LENGTH = MAX_ATTACHMENT_BYTES - 1000
const LIMIT = 20

type Long = { readonly type: string; readonly before: string; readonly sign: string; readonly after: string }

const HTML = { type: 'text/html', before: '<html><p>a', after: 'b</p>' }
const RTF = { type: 'text/rtf', before: '{\\rtf1 a', after: 'b}' }
const CCDA = {
  type: 'application/xml',
  before:
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody><text mediaType="text/plain" representation="B64">YW',
  after: 'I=</text></nonXMLBody></component></ClinicalDocument>',
}
const DOCUMENTS: readonly (readonly [string, Long, string])[] = [
  ['HTML of spaces', { ...HTML, sign: ' ' }, 'a b\n\n'],
  ['HTML of line ends', { ...HTML, sign: '\n' }, 'a b\n\n'],
  ['HTML of letters', { ...HTML, sign: 'x' }, `a${'x'.repeat(LIMIT - 1)}`],
  ['RTF of letters', { ...RTF, sign: 'x' }, `a${'x'.repeat(LIMIT - 1)}`],
  ['RTF of line ends', { ...RTF, sign: '\n' }, 'ab'],
  ['RTF of escaped letters', { ...RTF, sign: "\\'78" }, `a${'x'.repeat(LIMIT - 1)}`],
  ['base64 with spaces between', { ...CCDA, sign: ' ' }, 'ab'],
  ['text of letters', { type: 'text/plain', before: 'a', sign: 'x', after: 'b' }, `a${'x'.repeat(LIMIT - 1)}`],
]

const write = ({ before, sign, after }: Long): string => `${before}${sign.repeat(LENGTH / sign.length)}${after}`

/** The same in another process, without optimised regular expressions. */
function decodeUnoptimised(longs: readonly Long[]): readonly (string | undefined)[] {
  const script = `
    import { tryDecodeAttachment } from ${JSON.stringify(READER)}
    const texts = []
    for (const { type, before, sign, after } of ${JSON.stringify(longs)}) {
      const bytes = new TextEncoder().encode(before + sign.repeat(${LENGTH} / sign.length) + after)
      texts.push((await tryDecodeAttachment({ bytes, contentType: type, limit: ${LIMIT} }))?.text)
    }
    console.log(JSON.stringify(texts))`
  const flags = ['--no-regexp-optimization', '--input-type=module', '--eval']
  return JSON.parse(execFileSync(process.execPath, [...flags, script], { encoding: 'utf8' }))
}

describe('a document of one long run is read', () => {
  test.each(DOCUMENTS)('%s', async (_, long, text) => {
    const bytes = new TextEncoder().encode(write(long))
    expect((await tryDecodeAttachment({ bytes, contentType: long.type, limit: LIMIT }))?.text).toBe(text)
  })

  test('also where regular expressions are not optimised', () => {
    const texts = decodeUnoptimised(DOCUMENTS.map(([, long]) => long))
    expect(texts).toEqual(DOCUMENTS.map(([, , text]) => text))
  }, 60_000)
})
