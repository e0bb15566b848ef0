import { describe, expect, test } from 'vitest'
import { MAX_ATTACHMENT_BYTES, tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import { findSourceOffset } from '#fhir-mappers/attachments/decoded-text.ts'
import { buildPdf } from '../../../sandbox/patients/build-pdf.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

async function decode(source: string | Uint8Array, contentType: string, limit = 200_000) {
  const bytes = typeof source === 'string' ? utf8(source) : source
  return tryDecodeAttachment({ bytes, contentType, limit })
}

const textOf = async (source: string | Uint8Array, contentType: string) => (await decode(source, contentType))?.text

describe('what a document is', () => {
  test.each([
    ['text/plain', '<p>5 < 6</p>', '<p>5 < 6</p>'],
    ['text/plain', '<!DOCTYPE html><p>really HTML</p>', 'really HTML\n\n'],
    ['text/plain', '{\\rtf1 really RTF}', 'really RTF'],
    ['text/html', 'no tag at all', 'no tag at all'],
    ['text/rtf', 'no RTF', 'no RTF'],
    ['', 'nobody said what this is', 'nobody said what this is'],
    ['application/xml', '<?xml version="1.0"?><html><body>XHTML</body></html>', 'XHTML'],
  ])('%s: %j', async (contentType, source, text) => {
    expect(await textOf(source, contentType)).toBe(text)
  })

  test.each([
    ['image/png', '\u0089PNG'],
    ['audio/wav', 'RIFF'],
    ['application/octet-stream', 'x'],
    ['text/plain', ' \n\u200b'],
    ['application/xml', '<ClinicalDocument><unclosed>'],
    ['application/xml', '<other/>'],
    ['text/rtf', '{\\rtf1 unclosed'],
    ['application/pdf', '%PDF-1.4 broken'],
    ['application/pdf', 'no PDF'],
  ])('%s %j has nothing to read', async (contentType, source) => {
    expect(await decode(source, contentType)).toBeUndefined()
  })

  test('more bytes than a note has are not read', async () => {
    expect(await decode(new Uint8Array(MAX_ATTACHMENT_BYTES).fill(65), 'text/plain')).toMatchObject({ isCut: true })
    expect(await decode(new Uint8Array(MAX_ATTACHMENT_BYTES + 1).fill(65), 'text/plain')).toBeUndefined()
  })

  test('text past the limit is cut, and says so', async () => {
    expect(await decode('12345', 'text/plain', 5)).toMatchObject({ text: '12345', isCut: false })
    expect(await decode('123456', 'text/plain', 5)).toMatchObject({ text: '12345', isCut: true })
    expect((await decode('1234😀', 'text/plain', 5))?.text.isWellFormed()).toBe(true)
  })
})

describe('character sets', () => {
  test.each([
    { what: 'UTF-8', bytes: utf8('40° – café'), type: 'charset=utf-8', text: '40° – café' },
    {
      what: 'UTF-8 that calls itself Latin-1',
      bytes: utf8('40° – café'),
      type: 'charset=iso-8859-1',
      text: '40° – café',
    },
    { what: 'UTF-8 with a mark', bytes: utf8('\ufeffcafé'), type: '', text: 'café' },
    { what: 'Latin-1 that calls itself UTF-8', bytes: latin1('caf\u00e9'), type: 'charset=UTF-8', text: 'café' },
    { what: 'windows-1252 without a word', bytes: latin1('4\u0096 \u0093q\u0094'), type: '', text: '4– “q”' },
    { what: 'Greek', bytes: Uint8Array.of(0xe1, 0xe2), type: 'charset="iso-8859-7"', text: 'αβ' },
    { what: 'an unknown name', bytes: latin1('caf\u00e9'), type: 'charset=x-made-up', text: 'café' },
    { what: 'UTF-16 with a mark', bytes: Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x42, 0), type: '', text: 'AB' },
    { what: 'UTF-16', bytes: Uint8Array.of(0, 0x41, 0, 0x42), type: 'charset=utf-16be', text: 'AB' },
  ])('$what', async ({ bytes, type, text }) => {
    expect(await textOf(bytes, `text/plain; ${type}`)).toBe(text)
  })
})

describe('what nobody can see', () => {
  test.each([
    ['a\u200bb\u200dc\ufeffd\u00ade', 'abcde'],
    ['left\u202eright\u202c\u2066x\u2069', 'leftrightx'],
    ['a\u0000\u0007\u001bb\u007f', 'ab'],
    ['a\u00a0b\u2003c\u3000d', 'a b c d'],
    ['a\r\nb\rc\u2028d\u0085e\ff', 'a\nb\nc\nd\ne\nf'],
    ['tab\tstays\n\n\nso do  lines', 'tab\tstays\n\n\nso do  lines'],
    ['tag\u{e0041}\u{e007f}s', 'tags'],
    ['e\u0301 stays, 😀 too', 'e\u0301 stays, 😀 too'],
  ])('%j reads as %j', async (source, text) => {
    expect(await textOf(source, 'text/plain')).toBe(text)
  })
})

describe('HTML', () => {
  test('headings, paragraphs, lists and tables become lines', async () => {
    const html = `<html><head><title>T</title><style>p{}</style></head><body>
      <h1>Assessment</h1><p>Knee   pain,<br>right &amp; left &lt;3&gt; &eacute;</p>
      <ul><li>One</li><li>Two <b>bold</b></li></ul>
      <table><tr><th>Test</th><th>Result</th></tr><tr><td>A1c</td><td></td><td>7.2</td></tr></table>
      <div>a<div>b</div></div><pre>x  y
  z</pre></body></html>`
    expect(await textOf(html, 'text/html')).toBe(
      'Assessment\n\nKnee pain,\nright & left <3> é\n\n- One\n- Two bold\n\nTest | Result\nA1c |  | 7.2\n\na\nb\n\nx  y\n  z\n\n',
    )
  })

  test.each([
    ['<p>seen</p><script>alert(1)</script>'],
    ['<p>seen</p><div style="color:red; DISPLAY : none">hid<p>den</p></div>'],
    ['<p>seen</p><span hidden>hid</span>'],
    ['<p>seen</p><p style="visibility:hidden">hid</p>'],
    ['<p>seen</p><span style="mso-hide:all">hid</span>'],
    ['<p>seen</p><!-- hid -->'],
    ['<p>seen</p><img hidden alt="hid"><template>hid</template><noscript>hid</noscript>'],
  ])('leaves out what is not shown: %s', async (html) => {
    expect((await textOf(`<html>${html}`, 'text/html'))?.trim()).toBe('seen')
  })

  test('elements a hundred thousand deep are refused, and quickly', async () => {
    const start = performance.now()
    expect(await textOf(`<html>${'<b>'.repeat(100_000)}x`, 'text/html')).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(1000)
    expect(await textOf(`<html>${'<b>'.repeat(1000)}x`, 'text/html')).toBe('x')
  })

  test('what follows something hidden is shown again', async () => {
    expect(await textOf('<html>a<span hidden>b<br hidden>c</span>d', 'text/html')).toBe('ad')
  })
})

describe('RTF', () => {
  test.each([
    [String.raw`{\rtf1\ansi a\par b\line c\tab d}`, 'a\nb\nc\td'],
    [String.raw`{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator x;}{\info{\title T}}text}`, 'text'],
    [String.raw`{\rtf1 caf\'e9 \u8211? \'93q\'94 \{x\} \\ a\~b\-c\_d}`, 'café – “q” {x} \\ a bc-d'],
    [String.raw`{\rtf1\uc2 \u945 ab\u946\'3f\'3f c{\uc0\u947}\u948 xy}`, 'αβ cγδ'],
    [String.raw`{\rtf1 \u-3913?}`, '\uf0b7'],
    [String.raw`{\rtf1 \u55357?\u56832?}`, '😀'],
    [String.raw`{\rtf1 seen{\v hid{ den}} and\v hid\v0  seen{\deleted gone}}`, 'seen and seen'],
    [String.raw`{\rtf1{\header page 1}{\pict 89504e47}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}}`, 'link'],
    [String.raw`{\rtf1 \trowd a\cell b\cell\row c\cell d\cell\row}`, 'a | b\nc | d\n'],
    [String.raw`{\rtf1\ansicpg1251 \'cf\'f0}`, 'Пр'],
    [String.raw`{\rtf1\ansicpg932 \'83\'65}`, 'テ'],
    ['{\\rtf1 a\\bin3 {}}b}', 'ab'],
    ['{\\rtf1 line\r\nends are\nno text}', 'lineends areno text'],
  ])('%s', async (source, text) => {
    expect(await textOf(latin1(source), 'application/rtf')).toBe(text)
  })

  test('a thousand groups within one another are refused, not followed', async () => {
    expect(await textOf(`{\\rtf1 ${'{'.repeat(1000)}x${'}'.repeat(1000)}}`, 'text/rtf')).toBeUndefined()
  })
})

describe('C-CDA', () => {
  const wrap = (body: string) =>
    `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Note of Jane Roe</title>
     <recordTarget><patientRole><patient><name>Jane Roe</name></patient></patientRole></recordTarget>
     <component><structuredBody>${body}</structuredBody></component></ClinicalDocument>`

  test('sections with their headings; tables as rows; nothing of the header or the entries', async () => {
    const section = `<component><section><code code="51848-0"/><title>Assessment</title><text>
      <paragraph>Knee <content>pain</content>, right.</paragraph><list><item>One</item><item>Two</item></list>
      <table><thead><tr><th>Test</th><th>Value</th></tr></thead><tbody><tr><td>A1c</td><td>7.2 &lt; 8</td></tr></tbody></table>
      </text><entry><act><text>coded</text></act></entry>
      <component><section><title>Plan</title><text>Rest<br/>Ice<![CDATA[ & heat]]></text></section></component>
      </section></component>`
    expect(await textOf(wrap(section), 'application/xml')).toBe(
      'Assessment\nKnee pain, right.\n- One\n- Two\nTest | Value\nA1c | 7.2 < 8\n\nPlan\nRest\nIce & heat\n',
    )
  })

  test('a document that is carried in it is read as what it is', async () => {
    const data = Buffer.from('{\\rtf1 inner}').toString('base64')
    const body = (type: string, text: string) =>
      `<ClinicalDocument><component><nonXMLBody><text mediaType="${type}" representation="B64">\n${text}\n</text></nonXMLBody></component></ClinicalDocument>`
    expect(await textOf(body('text/rtf', data), 'text/xml')).toBe('inner')
    expect(await textOf(body('text/rtf', '%%%'), 'text/xml')).toBeUndefined()
    const nested = Buffer.from(body('text/plain', data)).toString('base64')
    expect(await textOf(body('application/xml', nested), 'text/xml')).toBeUndefined()
  })

  test('entities of its own making are not expanded', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${wrap('<component><section><title>T</title><text>&b;</text></section></component>').slice(21)}`
    expect(await textOf(bomb, 'application/xml')).toBeUndefined()
  })

  test('elements a million deep are refused, and quickly', async () => {
    expect(await textOf(`<ClinicalDocument>${'<a>'.repeat(1_000_000)}`, 'application/xml')).toBeUndefined()
  })
})

describe('PDF', () => {
  test('the text layer, line by line and page by page', async () => {
    const lines = Array.from({ length: 70 }, (_, index) => `Line ${index + 1} of the report`)
    const text = await textOf(new Uint8Array(buildPdf(lines.join('\n'))), 'application/pdf')
    expect(text?.split('\n').filter((line) => line !== '')).toEqual(lines)
  })
})

describe('the way back to the source', () => {
  test.each([
    ['text/html', '<html><p>Right &amp; left\n   knee</p><p hidden>x</p><p>pain</p>', 'pain'],
    ['text/html', '<html><p>Right &amp; left\n   knee</p>', 'knee'],
    ['text/rtf', '{\\rtf1{\\fonttbl x}a\\u945?b\\par right knee}', 'right knee'],
    ['text/plain', 'a\u200bb\r\nright knee', 'right knee'],
  ])('%s %j', async (contentType, source, words) => {
    const decoded = await decode(source, contentType)
    const at = decoded?.text.indexOf(words) ?? -1
    expect(at).toBeGreaterThanOrEqual(0)
    const from = decoded && findSourceOffset(decoded, at)
    expect(source.slice(from, (from ?? 0) + words.length)).toBe(words)
  })

  test('a C-CDA’s narrative leads back to its element', async () => {
    const source = '<ClinicalDocument><section><title>Plan</title><text>right knee</text></section></ClinicalDocument>'
    const decoded = await decode(source, 'application/xml')
    expect(decoded && findSourceOffset(decoded, decoded.text.indexOf('right knee'))).toBe(source.indexOf('right knee'))
  })

  test('before the first character nothing is known', () => {
    expect(findSourceOffset({ text: '', runs: [], isCut: false }, 0)).toBeUndefined()
  })
})
