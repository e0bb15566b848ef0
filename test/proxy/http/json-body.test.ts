import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { answerJson } from '#proxy/http/answer.ts'
import { readJson } from '#proxy/http/json-body.ts'
import { limitSize } from '#proxy/http/size-limit.ts'
import { serve } from './serve.ts'

const schema = z.strictObject({
  name: z.string().check(z.maxLength(5)),
  list: z.exactOptional(z.array(z.int())),
  byName: z.exactOptional(z.record(z.string().check(z.regex(/^[A-Z]\d\d$/)), z.int())),
})
const app = serve([limitSize(200_000)], async (context) => answerJson(context, (await readJson(context, schema)).value))

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
  ])('answers %.60s', async (body, status) => {
    expect((await app.request('/', { method: 'POST', body })).status).toBe(status)
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
