import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { createSiteHandler, readSite } from '#proxy/http/site.ts'
import { parseTenants } from '#proxy/tenants.ts'
import { openRow, smartRow } from '../proxy-fixture.ts'
import { serve } from './serve.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'postil-site-'))
mkdirSync(path.join(directory, 'assets'))
writeFileSync(path.join(directory, 'index.html'), '<!doctype html><title>Postil</title>')
writeFileSync(path.join(directory, 'assets', 'index-abc123.js'), 'export {}')
writeFileSync(path.join(directory, 'notes.secret'), 'not for the web')
writeFileSync(path.join(directory, '..', 'postil-outside.html'), 'outside')
afterAll(() => {
  rmSync(directory, { recursive: true })
  rmSync(path.join(directory, '..', 'postil-outside.html'))
})

const tenants = parseTenants({ tenants: [smartRow, openRow] }, 'sandbox')
const app = serve([], createSiteHandler(readSite(directory), tenants, 'sandbox'))

describe('the sidebar as files', () => {
  test('sends the root to the page', async () => {
    const response = await app.request('/')
    expect([response.status, response.headers.get('location')]).toEqual([302, '/index.html'])
  })

  test('keeps what has a digest in its name, and asks again for pages', async () => {
    expect((await app.request('/index.html')).headers.get('cache-control')).toBe('no-cache')
    expect((await app.request('/assets/index-abc123.js')).headers.get('cache-control')).toBe(
      'public, max-age=31536000, immutable',
    )
  })

  test('lets a frame without an origin load its scripts, and nothing else', async () => {
    const allowed = async (path: string) => (await app.request(path)).headers.get('access-control-allow-origin')
    expect([await allowed('/assets/index-abc123.js'), await allowed('/index.html')]).toEqual(['*', null])
  })

  test('is compressed for those who take it', async () => {
    const response = await app.request('/index.html', { headers: { 'accept-encoding': 'br, gzip' } })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(await response.arrayBuffer()).toString()).toContain('<title>Postil</title>')
    expect((await app.request('/index.html')).headers.get('content-encoding')).toBeNull()
  })

  test.each([
    '/../postil-outside.html',
    '/%2e%2e/postil-outside.html',
    '/assets/../../postil-outside.html',
    '/..%2fpostil-outside.html',
    '/notes.secret',
    '/constructor',
    '/t/nobody/index.html',
    '/t/hospital/../../postil-outside.html',
    '/t/hospital/%2e%2e/postil-outside.html',
    '/t/hospital/t/hospital/index.html',
    '/t/hospital',
  ])('has nothing at %s', async (address) => {
    expect((await app.request(`http://postil.example${address}`)).status).toBe(404)
  })

  test('lets only the tenants frame it and be talked to', async () => {
    const { headers } = await app.request('/index.html')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self' https://ehr.example wss://ehr.example https://login.example wss://login.example " +
        'https://open.example wss://open.example; ' +
        "frame-ancestors 'self' https://chart.example; base-uri 'none'; form-action 'none'; " +
        "require-trusted-types-for 'script'",
    )
    expect(headers.get('x-frame-options')).toBeNull()
  })

  test('under the path of a tenant, lets only that one', async () => {
    const policyAt = async (address: string) => {
      const response = await app.request(address)
      return [response.status, response.headers.get('content-security-policy')]
    }
    expect(await policyAt('/t/hospital/index.html')).toEqual([
      200,
      expect.stringMatching(
        /connect-src 'self' https:\/\/ehr.example wss:\/\/ehr.example https:\/\/login.example wss:\/\/login.example; frame-ancestors 'self' https:\/\/chart.example;/,
      ),
    ])
    expect(await policyAt('/t/public/index.html')).toEqual([
      200,
      expect.stringMatching(/connect-src 'self' https:\/\/open.example wss:\/\/open.example; frame-ancestors 'self';/),
    ])
  })

  test('in production, several tenants share no page: each is framed by its own EHR, and none names the others', async () => {
    const shared = serve([], createSiteHandler(readSite(directory), tenants, 'production'))
    for (const address of ['/', '/index.html']) expect((await shared.request(address)).status).toBe(404)
    const asset = await shared.request('/assets/index-abc123.js')
    expect(asset.status).toBe(200)
    expect(JSON.stringify([...asset.headers])).not.toMatch(/ehr\.example|open\.example/)
    const own = await shared.request('/t/hospital/index.html')
    expect([own.status, own.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("frame-ancestors 'self' https://chart.example;"),
    ])
    const only = serve([], createSiteHandler(readSite(directory), tenants.slice(0, 1), 'production'))
    expect((await only.request('/index.html')).status).toBe(200)
  })

  test('must have been built', () => {
    expect(() => readSite(path.join(directory, 'nowhere'))).toThrow('POSTIL_STATIC_DIR')
    expect(() => readSite(path.join(directory, 'assets'))).toThrow('POSTIL_STATIC_DIR')
  })
})
