import { expect, test } from 'vitest'
import { answer, answerJson, setHeader } from '#proxy/http/answer.ts'
import { createApplication } from '#proxy/http/application.ts'
import type { Answer } from '#proxy/http/context.ts'
import { answerError } from '#proxy/http/problem.ts'
import { createLog } from '#proxy/log.ts'

const seen: string[] = []
const app = createApplication()
app.onError((error, context) => answerError(error, context, createLog('silent')))
app.get('/outside', (context) => answer(context, 'outside'))
app.use(async (context, next) => {
  setHeader(context, 'x-first', 'yes')
  await next()
  seen.push(`${context.req.method} ${context.route} ${context.answer?.status}`)
})
app.use('/below/*', (context, next) => (context.req.query('stop') === 'yes' ? answer(context, 'stopped') : next()))
app.get('/below/fixed', (context) => answer(context, 'fixed'))
app.get('/below/:id', (context) => answerJson(context, { id: context.req.param('id'), query: context.req.query() }))
app.get('/below/:id/more', [(_context, next) => next()], (context) => answer(context, context.req.param('id') ?? ''))
app.get('/fails', () => {
  throw new TypeError('broken')
})
app.get('/fails-later', () => Promise.reject<Answer>(new TypeError('broken')))
app.notFound((context) => answer(context, 'nothing', { status: 404 }))

test.each([
  ['/outside', 200, 'outside', []],
  ['/below/fixed', 200, 'fixed', ['GET /below/fixed 200']],
  ['/below/a%2Fb?x=1&x=2&y=%C3%A4', 200, '{"id":"a/b","query":{"x":"1","y":"ä"}}', ['GET /below/:id 200']],
  ['/below/%ff', 200, '{"id":"%ff","query":{}}', ['GET /below/:id 200']],
  ['/below/one/more', 200, 'one', ['GET /below/:id/more 200']],
  ['/below/fixed?stop=yes', 200, 'stopped', ['GET /below/fixed 200']],
  ['/below/fixed/', 404, 'nothing', ['GET * 404']],
  ['/belowxfixed', 404, 'nothing', ['GET * 404']],
  ['/fails', 500, undefined, ['GET /fails 500']],
  ['/fails-later', 500, undefined, ['GET /fails-later 500']],
])('%s is answered with %i, and those who wait see it', async (...[path, status, text, log]) => {
  // Twice, because what was found for an address is remembered.
  for (const _time of [1, 2]) {
    seen.length = 0
    const response = await app.request(path)
    const body = await response.text()
    expect({ status: response.status, seen }).toEqual({ status, seen: log })
    if (text !== undefined) expect(body).toBe(text)
    expect(response.headers.get('x-first')).toBe(path === '/outside' ? null : 'yes')
  }
})

test('a method that a path does not know is not found, and a HEAD is a GET without its body', async () => {
  expect((await app.request('/below/fixed', { method: 'DELETE' })).status).toBe(404)
  expect((await app.request('/below/fixed', { method: 'POST' })).status).toBe(404)
  const head = await app.request('/below/fixed', { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
})
