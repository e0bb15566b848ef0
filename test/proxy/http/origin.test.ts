import { describe, expect, test } from 'vitest'
import { checkOrigin } from '#proxy/http/origin.ts'
import { serve } from './serve.ts'

const app = serve([
  checkOrigin({ publicOrigin: 'https://postil.example', tenants: [{ allowedOrigins: ['https://sidebar.example'] }] }),
])

describe('the origin', () => {
  test.each([
    ['no origin: not a browser, or our own page reading', undefined, 200],
    ['our own page', 'https://postil.example', 200],
    ['a page of a tenant', 'https://sidebar.example', 200],
    ['another scheme', 'http://sidebar.example', 403],
    ['another port', 'https://sidebar.example:8443', 403],
    ['a name that only begins alike', 'https://sidebar.example.evil.example', 403],
    ['a sandboxed frame', 'null', 403],
  ])('%s', async (_, origin, status) => {
    const response = await app.request('/', { headers: origin === undefined ? {} : { origin } })
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe(
      origin === 'https://sidebar.example' ? origin : null,
    )
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    expect(response.headers.get('vary')).toBe('origin')
  })

  test('answers the question that a browser asks first', async () => {
    const response = await app.request('/', { method: 'OPTIONS', headers: { origin: 'https://sidebar.example' } })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization, content-type, dpop')
    expect(response.headers.get('access-control-max-age')).toBe('600')
  })

  test('refuses that question for a page that nobody knows', async () => {
    const response = await app.request('/', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } })
    expect(response.status).toBe(403)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})
