import { describe, expect, test } from 'vitest'
import { createFhirClient } from '../../../sandbox/src/chart/fhir-client.ts'
import { readMarkupText } from '../../../sandbox/src/chart/markup-text.ts'
import { loadNoteContent } from '../../../sandbox/src/chart/note-content.ts'
import { readRtfText } from '../../../sandbox/src/chart/rtf-text.ts'
import { aNote } from './a-note.ts'

describe('HTML', () => {
  test.each([
    ['<h2>Plan</h2><p>Rest &amp; ice</p>', 'Plan\n\nRest & ice'],
    ['<ul><li>one</li><li>two</li></ul>', '• one\n• two'],
    ['<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>', 'a | b\n1 | 2'],
    ['line<br>next<br/>last', 'line\nnext\nlast'],
    ['<head><title>t</title><style>p{}</style></head><body>shown<script>alert(1)</script></body>', 'shown'],
    ['PHQ-9&nbsp;=&nbsp;17', 'PHQ-9 = 17'],
    ['unclosed <b>bold <p>para', 'unclosed bold\n\npara'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(readMarkupText(html, 'html')).toBe(text)
  })
})

describe('C-CDA', () => {
  test('shows titles and narrative, not the header', () => {
    const xml = `<ClinicalDocument><title>Progress Note</title><recordTarget><name>Nobody</name></recordTarget>
      <component><section><title>Plan</title><text><list><item>one &amp; two</item></list></text></section></component></ClinicalDocument>`
    expect(readMarkupText(xml, 'c-cda')).toBe('Progress Note\n\nPlan\n\n• one & two')
  })
})

describe('RTF', () => {
  test.each([
    ['{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\b Plan\\b0\\par rest}', 'Plan\nrest'],
    ["{\\rtf1 caf\\'e9 \\endash  40\\'b0}", 'café – 40°'],
    ['{\\rtf1 up \\u8594? down}', 'up → down'],
    ['{\\rtf1 a\\tab b\\line c\\~d}', 'a\tb\nc\u00a0d'],
    ['{\\rtf1{\\*\\generator X;}{\\info{\\title T}}text}', 'text'],
    ['{\\rtf1 \\{braces\\} and \\\\}', '{braces} and \\'],
    ['{\\rtf1 never closed', 'never closed'],
  ])('%s', (rtf, text) => {
    expect(readRtfText(rtf).replace(/ /g, ' ')).toBe(text.replace(/\u00a0/g, ' '))
  })
})

describe('loading', () => {
  const client = createFhirClient('/open/fhir')

  test('a format that the chart cannot show is left to the browser', async () => {
    const note = aNote({ attachment: { contentType: 'application/pdf', url: 'Binary/b' } })
    expect(await loadNoteContent(note, client)).toEqual({
      kind: 'file',
      mediaType: 'application/pdf',
      url: '/open/fhir/Binary/b',
    })
  })

  test('inline text is shown as it is', async () => {
    expect(await loadNoteContent(aNote({ text: '  two  spaces' }), client)).toEqual({
      kind: 'text',
      text: '  two  spaces',
    })
  })

  test('text behind an address is fetched with its own type', async () => {
    const requests: string[] = []
    const note = aNote({ attachment: { contentType: 'text/html', url: 'Binary/b' } })
    const content = await loadNoteContent(note, {
      ...client,
      readBinary: (url, contentType) => {
        requests.push(`${contentType} ${url}`)
        return Promise.resolve(new TextEncoder().encode('<p>seen</p>'))
      },
    })
    expect(content).toEqual({ kind: 'text', text: 'seen' })
    expect(requests).toEqual(['text/html Binary/b'])
  })
})
