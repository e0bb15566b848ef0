import { expect, test } from 'vitest'
import { assignRequestId } from '#proxy/http/request-id.ts'
import { createLog } from '#proxy/log.ts'
import { createMetrics } from '#proxy/metrics.ts'
import { serve } from './serve.ts'

const logged: string[] = []
const metrics = createMetrics()
const app = serve([assignRequestId({ log: createLog('info', { write: (line) => void logged.push(line) }), metrics })])

test.each([
  ['keeps an id in the usual form', 'load-balancer-0001', true],
  ['makes its own for one that is too short', 'abc', false],
  ['makes its own for one that could write into the log', 'abcdefgh"}\\n{"x', false],
])('%s', async (_, given, isKept) => {
  const response = await app.request('/somewhere?name=Doe', { headers: { 'x-request-id': given } })
  expect(response.headers.get('x-request-id') === given).toBe(isKept)
  expect(response.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9-]{8,64}$/)
})

test('logs the route and never the address that was asked for', () => {
  expect(logged.length).toBeGreaterThan(0)
  expect(logged.join('')).not.toMatch(/somewhere|Doe/)
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ msg: 'request', method: 'GET', route: '*', status: 200 })
  expect(metrics.render({})).toContain('postil_requests_total{method="GET",route="*",status="200"} 3')
})
