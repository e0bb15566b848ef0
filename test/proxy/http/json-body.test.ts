import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { analysisRequest } from '#coding/contract/analysis.ts'
import { MAX_NOTE_LENGTH } from '#coding/contract/encounter-record.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { DEFAULT_LIMITS } from '#proxy/config.ts'
import { answerJson } from '#proxy/http/answer.ts'
import { readJson } from '#proxy/http/json-body.ts'
import { limitSize } from '#proxy/http/size-limit.ts'
import { aRecord } from '../proxy-fixture.ts'
import { serve } from './serve.ts'

const schema = z.strictObject({
  name: z.string().check(z.maxLength(5)),
  list: z.exactOptional(z.array(z.int())),
  byName: z.exactOptional(z.record(z.string().check(z.regex(/^[A-Z]\d\d$/)), z.int())),
})
const app = serve([limitSize(300_000)], async (context) => answerJson(context, (await readJson(context, schema)).value))

describe('the body', () => {
  test.each([
    ['{"name":"abc"}', 200],
    ['{"name":"abcde"}', 200],
    ['{"name":"abcdef"}', 413],
    ['{"name":1}', 400],
    ['{"name":"abc","extra":true}', 400],
    ['{"name":"abc","__proto__":{"isAdmin":true}}', 400],
    ['{"name":"abc","constructor":{"prototype":{}}}', 400],
    ['{"name":"abc","list":[NaN]}', 400],
    ['{"name":"abc","list":[1e999]}', 400],
    ['{"name"', 400],
    ['', 400],
    ['null', 400],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 400],
    ['{"name":"abc","name":"abd"}', 400],
    ['{"name":"abc","list":[],"list":[1]}', 400],
    [String.raw`{"name":"abc","n\u0061me":"abd"}`, 400],
    ['{"name":"abc","byName":{"M17":1,"M17":2}}', 400],
    ['{"name":"abc","byName":{"M17":1,"M18":1}}', 200],
    [`{"name":"abc","list":[${'1,'.repeat(59_996)}1]}`, 200],
    [`{"name":"abc","list":[${'1,'.repeat(60_000)}1]}`, 413],
    [`{"name":"abc","list":[${'"a":1,'.repeat(20_000)}]}`, 400],
    ['\uFEFF{"name":"abc"}', 200],
  ])('answers %.60s', async (body, status) => {
    expect((await app.request('/', { method: 'POST', body })).status).toBe(status)
  })

  test.each([undefined, '14'])('is UTF-8 and nothing else (length %s)', async (length) => {
    const body = Uint8Array.from([...new TextEncoder().encode('{"name":"ab'), 0xff, 0x22, 0x7d])
    const headers = { ...(length !== undefined && { 'content-length': length }) }
    const response = await app.request('/', { method: 'POST', body, headers })
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('UTF-8')])
  })

  test.each(['{"M17":"x","Jane Doe":1}', '{"Jane Doe":1}', '{"Z99":1,"Jane Doe":"Doe"}'])(
    'repeats no name that a caller made up: %s',
    async (byName) => {
      const response = await app.request('/', { method: 'POST', body: `{"name":"abc","byName":${byName}}` })
      const text = await response.text()
      expect([response.status, text.includes('byName')]).toEqual([400, true])
      expect(text).not.toContain('Doe')
    },
  )

  test('names the place that is wrong and never the value', async () => {
    const response = await app.request('/', { method: 'POST', body: '{"name":"abc","list":["Jane Doe"]}' })
    const text = await response.text()
    expect(text).toContain('list.0')
    expect(text).not.toContain('Doe')
  })
})

describe('the notes of an analysis', () => {
  const analyses = serve([limitSize(DEFAULT_LIMITS.bodyBytes)], async (context) => {
    const { value } = await readJson(context, analysisRequest)
    return answerJson(context, value.record.notes.length)
  })
  const ask = async (lengths: readonly number[]) => {
    const [note] = aRecord().notes
    const notes = lengths.map((length, index) => ({
      ...note,
      id: parseNoteId(`note-${index}`),
      text: 'Knee “pain”.\n'.repeat(length).slice(0, length),
    }))
    const body = JSON.stringify({ record: { ...aRecord(), notes } })
    const response = await analyses.request('/', { method: 'POST', body })
    return [response.status, await response.json()]
  }

  test('are five of the longest together, and no more', async () => {
    const five = Array.from({ length: 5 }, () => MAX_NOTE_LENGTH)
    expect(await ask(five)).toEqual([200, 5])
    expect(await ask([...five, 1])).toMatchObject([
      413,
      { code: 'too-large', message: 'This is more than Postil takes (record.notes). Send less of it.' },
    ])
    expect(await ask([MAX_NOTE_LENGTH + 1])).toMatchObject([413, { message: expect.stringContaining('notes.0.text') }])
  })
})
