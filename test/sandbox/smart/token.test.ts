import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Sandbox } from '#sandbox/start-sandbox.ts'
import { aSandbox, EHR_SCOPES, fhir, launch, postToken } from './smart-client.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await aSandbox({ accessTokenSeconds: 60 })
  return () => sandbox.stop()
})
afterEach(() => {
  vi.useRealTimers()
})

const refresh = (token: unknown, more: Readonly<Record<string, string>> = {}) =>
  postToken(sandbox, { grant_type: 'refresh_token', refresh_token: String(token), ...more })

describe('an access token', () => {
  test.each([
    ['none', {}, 'Bearer realm="sandbox"'],
    ['a wrong one', { authorization: 'Bearer wrong' }, 'Bearer realm="sandbox", error="invalid_token"'],
    ['another scheme', { authorization: 'Basic eDp5' }, 'Bearer realm="sandbox"'],
  ])('%s → 401 with the challenge and an outcome', async (_, headers, challenge) => {
    const response = await fetch(`${sandbox.url}/fhir/Patient/p1`, { headers })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, challenge])
    expect((await response.json()).resourceType).toBe('OperationOutcome')
  })

  test('lives as long as the sandbox was told', async () => {
    const { body } = await launch(sandbox)
    expect(body['expires_in']).toBe(60)
    vi.useFakeTimers({ now: Date.now() + 59_000, toFake: ['Date'] })
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: body['access_token'] })).status).toBe(200)
    vi.setSystemTime(Date.now() + 2_000)
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: body['access_token'] })).status).toBe(401)
  })

  test('ends when a test says so; the refresh token goes on', async () => {
    const { body } = await launch(sandbox)
    sandbox.expireTokens()
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: body['access_token'] })).status).toBe(401)
    const renewed = await refresh(body['refresh_token'])
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: renewed.body['access_token'] })).status).toBe(200)
  })
})

describe('refresh', () => {
  test('rotates, and brings the launch context again', async () => {
    const { body } = await launch(sandbox)
    const renewed = await refresh(body['refresh_token'])
    expect(renewed.status).toBe(200)
    expect(renewed.body['refresh_token']).not.toBe(body['refresh_token'])
    expect(renewed.body).toMatchObject({ patient: 'p1', encounter: 'enc1', expires_in: 60 })
    expect(String(renewed.body['scope']).split(' ').toSorted()).toEqual(EHR_SCOPES.split(' ').toSorted())
  })

  test('an old refresh token ends the whole grant', async () => {
    const { body } = await launch(sandbox)
    const renewed = await refresh(body['refresh_token'])
    const reused = await refresh(body['refresh_token'])
    expect([reused.status, reused.body['error']]).toEqual([400, 'invalid_grant'])
    expect((await refresh(renewed.body['refresh_token'])).status).toBe(400)
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: renewed.body['access_token'] })).status).toBe(401)
  })

  test('may ask for less, not for more', async () => {
    const { body } = await launch(sandbox)
    const narrowed = await refresh(body['refresh_token'], { scope: 'patient/Patient.r' })
    expect(narrowed.body['scope']).toBe('patient/Patient.r')
    expect((await fhir(sandbox, '/fhir/Encounter/enc1', { token: narrowed.body['access_token'] })).status).toBe(403)
    const widened = await refresh(narrowed.body['refresh_token'], { scope: 'user/*.cruds' })
    expect([widened.status, widened.body['error']]).toEqual([400, 'invalid_scope'])
  })

  test('is not offered to an app that did not ask for online access', async () => {
    const { body } = await launch(sandbox, { request: { scope: 'launch openid patient/Patient.r' } })
    expect(body['refresh_token']).toBeUndefined()
  })

  test('needs the client that it was issued to', async () => {
    const { body } = await launch(sandbox)
    const answer = await refresh(body['refresh_token'], { client_id: 'other' })
    expect([answer.status, answer.body['error']]).toEqual([401, 'invalid_client'])
  })
})

describe('introspection', () => {
  const introspect = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${sandbox.url}/auth/introspect`, { method: 'POST', headers, body: new URLSearchParams(form) })

  test('tells what a live token stands for', async () => {
    const { body } = await launch(sandbox)
    const response = await introspect({ token: String(body['access_token']), client_id: 'postil-sidebar' })
    expect(await response.json()).toMatchObject({
      active: true,
      client_id: 'postil-sidebar',
      sub: 'prac1',
      fhirUser: `${sandbox.url}/fhir/Practitioner/prac1`,
      iss: `${sandbox.url}/auth`,
      aud: `${sandbox.url}/fhir`,
      patient: 'p1',
      encounter: 'enc1',
      exp: expect.any(Number),
      scope: expect.stringContaining('patient/Patient.r'),
    })
  })

  test('takes the token itself for the caller, as SMART wants', async () => {
    const { body } = await launch(sandbox)
    const token = String(body['access_token'])
    const response = await introspect({ token }, { authorization: `Bearer ${token}` })
    expect((await response.json()).active).toBe(true)
  })

  test('says of anything else only that it is not active', async () => {
    const { body } = await launch(sandbox)
    sandbox.expireTokens()
    for (const token of ['wrong', String(body['access_token']), String(body['refresh_token'])]) {
      expect(await (await introspect({ token, client_id: 'postil-sidebar' })).json()).toEqual({ active: false })
    }
  })

  test.each([
    ['an unknown caller', { token: 'x' }, 401],
    ['a dead bearer', { token: 'x' }, 401],
    ['no token', {}, 400],
  ])('%s is refused', async (name, form, status) => {
    const headers = name === 'a dead bearer' ? { authorization: 'Bearer dead' } : {}
    expect((await introspect({ ...form }, headers)).status).toBe(status)
  })
})

describe('a service that signs in by itself', () => {
  const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  let open: Sandbox
  let key: CryptoKey
  beforeAll(async () => {
    const pair = await generateKeyPair('ES384')
    key = pair.privateKey
    const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] }
    open = await aSandbox({ backendClients: [{ id: 'service', algorithm: 'ES384', jwks }] })
  })
  afterAll(() => open.stop())

  const assert = (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    new SignJWT({ iss: 'service', sub: 'service', aud: `${open.url}/auth/token`, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES384', kid: 'k1', typ: 'JWT' })
      .setExpirationTime('4m')
      .sign(key)
  const ask = async (assertion: string, scope = 'system/Patient.rs') =>
    fetch(`${open.url}/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope,
        client_assertion_type: TYPE,
        client_assertion: assertion,
      }),
    })

  test('gets a token for at most five minutes, that reads what its scopes say on its one base', async () => {
    const answer = (await (await ask(await assert())).json()) as { access_token: string; expires_in: number }
    expect(answer.expires_in).toBeLessThanOrEqual(300)
    const status = async (path: string) =>
      (await fetch(open.url + path, { headers: { authorization: `Bearer ${answer.access_token}` } })).status
    expect(await status('/fhir/Patient/p1')).toBe(200)
    expect(await status('/fhir/Encounter/enc1')).toBe(403)
    expect(await status('/charges/fhir/Patient/p1')).toBe(401)
    open.expireTokens()
    expect(await status('/fhir/Patient/p1')).toBe(401)
  })

  test('is refused for another audience, another name, or an assertion that was used', async () => {
    expect((await ask(await assert({ aud: 'https://elsewhere.example/token' }))).status).toBe(401)
    expect((await ask(await assert({ sub: 'somebody' }))).ok).toBe(false)
    const used = await assert()
    expect((await ask(used)).status).toBe(200)
    expect((await ask(used)).ok).toBe(false)
  })

  test('gets nothing of a person', async () => {
    const answer = (await (await ask(await assert(), 'user/Patient.rs system/Patient.rs')).json()) as { scope?: string }
    expect(answer.scope ?? '').not.toContain('user/')
  })
})
