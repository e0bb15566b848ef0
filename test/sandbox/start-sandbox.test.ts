import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '#sandbox/start-sandbox.ts'
import { aSandbox, SIDEBAR } from './smart/smart-client.ts'
import { aClaim } from './tiny-record.ts'

let sandbox: Sandbox
let chartDir: string

beforeAll(async () => {
  chartDir = await mkdtemp(join(tmpdir(), 'chart-'))
  sandbox = await aSandbox({ chartDir })
  return async () => {
    await sandbox.stop()
    await rm(chartDir, { recursive: true })
  }
})
afterEach(() => {
  sandbox.faults = undefined
})

const post = (path: string, body: unknown, type = 'application/json') =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) })

describe('the chart endpoints', () => {
  test('list the users with their roles', async () => {
    expect(await (await fetch(`${sandbox.url}/chart/users`)).json()).toEqual([
      { id: 'prac1', name: 'Ines Moreau', role: 'provider' },
      { id: 'coder1', name: 'Tove Berg', role: 'coder' },
    ])
  })

  test('say where the sidebar is', async () => {
    expect(await (await fetch(`${sandbox.url}/chart/settings`)).json()).toEqual({ sidebarUrl: SIDEBAR })
  })

  test.each(['fhir', 'charges'])('open a launch on the base "%s"', async (base) => {
    const response = await post('/chart/launch', { patientId: 'p1', encounterId: 'enc1', userId: 'prac1', base })
    const url = new URL((await response.json()).launchUrl)
    expect(`${url.origin}${url.pathname}`).toBe(`${SIDEBAR}/launch.html`)
    expect(url.searchParams.get('iss')).toBe(`${sandbox.url}/${base === 'fhir' ? 'fhir' : 'charges/fhir'}`)
    expect(url.searchParams.get('launch')).not.toBe('')
  })

  const whole = { patientId: 'p1', encounterId: 'enc1', userId: 'prac1', base: 'fhir' }
  test.each([
    ['an encounter of another patient', { ...whole, encounterId: 'enc2' }, 404],
    ['an unknown user', { ...whole, userId: 'nobody' }, 404],
    ['an unknown base', { ...whole, base: 'open' }, 400],
    ['a missing patient', { ...whole, patientId: undefined }, 400],
    ['no object', 'x', 400],
  ])('refuse a launch with %s', async (_, body, status) => {
    expect((await post('/chart/launch', body)).status).toBe(status)
  })

  test('refuse a launch that another page could post without asking', async () => {
    expect((await post('/chart/launch', whole, 'text/plain')).status).toBe(415)
  })
})

describe('the chart page', () => {
  test('that is not built says how to build it', async () => {
    const response = await fetch(`${sandbox.url}/`)
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('npm run build')
  })

  test('may frame the sidebar and the sign-in, nothing else, and is framed by nobody', async () => {
    await writeFile(join(chartDir, 'index.html'), '<!doctype html><title>Chart</title>')
    const response = await fetch(`${sandbox.url}/`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(response.headers.get('content-security-policy')).toContain(`frame-src 'self' ${SIDEBAR};`)
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  test.each(['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd', '/nothing.js', '/%zz'])(
    '%s is not found',
    async (path) => {
      expect((await fetch(`${sandbox.url}${path}`)).status).toBe(404)
    },
  )
})

describe('over HTTP', () => {
  test('browsers of any origin may call FHIR and read the headers they need', async () => {
    const preflight = await fetch(`${sandbox.url}/fhir/Claim`, {
      method: 'OPTIONS',
      headers: {
        origin: SIDEBAR,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,if-none-exist',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('If-None-Exist')
    const response = await fetch(`${sandbox.url}/open/fhir/Patient/p1`, { headers: { origin: SIDEBAR } })
    for (const name of ['ETag', 'Location', 'Last-Modified', 'X-Request-Id']) {
      expect(response.headers.get('access-control-expose-headers')).toContain(name)
    }
  })

  test('every answer is numbered, with the number of the client if it brings one', async () => {
    const numbered = await fetch(`${sandbox.url}/open/fhir/Patient/p1`, { headers: { 'x-request-id': 'abc-1' } })
    const unnumbered = await fetch(`${sandbox.url}/open/fhir/Patient/p1`)
    expect(numbered.headers.get('x-request-id')).toBe('abc-1')
    expect(unnumbered.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a body that is too large answers 413, one that just fits is taken', async () => {
    const binary = (bytes: number) =>
      fetch(`${sandbox.url}/open/fhir/Binary`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(bytes),
      })
    const limit = 5 * 1024 * 1024
    const tooLarge = await binary(limit + 1)
    expect([tooLarge.status, (await tooLarge.json()).resourceType]).toEqual([413, 'OperationOutcome'])
    const fitting = await binary(limit)
    expect([fitting.status, fitting.ok ? '' : await fitting.text()]).toEqual([201, ''])
  })

  test('what one base stores, the other shows', async () => {
    const created = await (await post('/open/fhir/Claim', aClaim('seen'), 'application/fhir+json')).json()
    expect((await sandbox.read(`Claim/${created.id}`))?.id).toBe(created.id)
    expect(await sandbox.search('Claim', { identifier: 'seen' })).toHaveLength(1)
  })
})

describe('faults', () => {
  test('answer in place of the sandbox', async () => {
    sandbox.faults = ({ method }) => (method === 'GET' ? { status: 429, headers: { 'Retry-After': '1' } } : undefined)
    const response = await fetch(`${sandbox.url}/open/fhir/Patient/p1`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1'])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('%s: the connection breaks, and %i Claims are stored', async (fault, stored) => {
    sandbox.faults = ({ path }) => (path === '/open/fhir/Claim' ? fault : undefined)
    await expect(post('/open/fhir/Claim', aClaim(fault), 'application/fhir+json')).rejects.toThrow('fetch failed')
    expect(await sandbox.search('Claim', { identifier: fault })).toHaveLength(stored)
  })
})

describe('the start', () => {
  test('names a resource that is not valid, and frees the port', async () => {
    const broken = { resourceType: 'Claim', id: 'c1', status: 'draft' } as never
    await expect(aSandbox({ resources: [broken] })).rejects.toMatchObject({
      code: 'bad-resource',
      message: expect.stringContaining('Claim/c1'),
    })
  })

  test('says that the port is taken', async () => {
    const port = Number(new URL(sandbox.url).port)
    await expect(aSandbox({ port })).rejects.toMatchObject({ code: 'port-in-use' })
  })
})
