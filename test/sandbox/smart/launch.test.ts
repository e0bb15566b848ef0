import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '#sandbox/start-sandbox.ts'
import {
  aSandbox,
  authorizationRequest,
  EHR_SCOPES,
  exchange,
  fhir,
  launch,
  openLaunch,
  postToken,
  STANDALONE_SCOPES,
  Tab,
} from './smart-client.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await aSandbox()
})
afterAll(() => sandbox.stop())

describe('discovery', () => {
  test.each(['/fhir', '/charges/fhir'])(
    '%s names the endpoints, PKCE and the capabilities of a clinician launch',
    async (base) => {
      const response = await fetch(`${sandbox.url}${base}/.well-known/smart-configuration`, {
        headers: { origin: 'http://any.test' },
      })
      const document = await response.json()
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(document).toMatchObject({ issuer: `${sandbox.url}/auth`, code_challenge_methods_supported: ['S256'] })
      expect(document.capabilities).toEqual(
        expect.arrayContaining([
          'launch-ehr',
          'client-public',
          'context-ehr-patient',
          'context-ehr-encounter',
          'permission-v2',
        ]),
      )
      const openid = await (await fetch(`${document.issuer}/.well-known/openid-configuration`)).json()
      expect(openid).toMatchObject({
        issuer: document.issuer,
        authorization_endpoint: document.authorization_endpoint,
        token_endpoint: document.token_endpoint,
        jwks_uri: document.jwks_uri,
      })
    },
  )

  test('the open base has no authorization and none is asked for', async () => {
    expect((await fetch(`${sandbox.url}/open/fhir/.well-known/smart-configuration`)).status).toBe(404)
    expect((await fetch(`${sandbox.url}/open/fhir/Patient/p1`)).status).toBe(200)
  })
})

describe('EHR launch', () => {
  test('gives a token with the patient, the encounter and the scopes of the launch', async () => {
    const { status, body, headers } = await launch(sandbox)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toContain('no-store')
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 900,
      patient: 'p1',
      encounter: 'enc1',
      need_patient_banner: false,
      tenant: 'postil-sandbox',
      smart_style_url: `${sandbox.url}/style.json`,
      fhirContext: [{ reference: 'DocumentReference/doc1', type: 'DocumentReference' }],
    })
    expect(String(body['scope']).split(' ').toSorted()).toEqual(EHR_SCOPES.split(' ').toSorted())
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: body['access_token'] })).status).toBe(200)
    expect((await fetch(String(body['smart_style_url']))).status).toBe(200)
  })

  test('signs who the user is: the id_token verifies and names the practitioner', async () => {
    const { body } = await launch(sandbox, { chart: { userId: 'coder1' } })
    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/auth/jwks`))
    const { payload } = await jwtVerify(String(body['id_token']), keys, {
      issuer: `${sandbox.url}/auth`,
      audience: 'postil-sidebar',
    })
    expect(payload).toMatchObject({ sub: 'coder1', fhirUser: `${sandbox.url}/fhir/Practitioner/coder1` })
  })

  test('repeats the state and names the issuer (RFC 9207) in the redirect', async () => {
    const { url } = authorizationRequest(sandbox, { launch: await openLaunch(sandbox) })
    const { url: redirect } = await new Tab().follow(url)
    expect(redirect.searchParams.get('state')).toBe('a-state')
    expect(redirect.searchParams.get('iss')).toBe(`${sandbox.url}/auth`)
  })

  test('the base for charges gives tokens of its own, good nowhere else', async () => {
    const { body } = await launch(sandbox, {
      chart: { base: 'charges' },
      request: { aud: `${sandbox.url}/charges/fhir` },
    })
    expect((await fhir(sandbox, '/charges/fhir/Patient/p1', { token: body['access_token'] })).status).toBe(200)
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: body['access_token'] })).status).toBe(401)
  })

  test('two launches in one browser, for two patients and users, never mix', async () => {
    const tab = new Tab()
    const requests = await Promise.all(
      (['1', '2'] as const).map(async (key) => {
        const chart = { patientId: `p${key}`, encounterId: `enc${key}`, userId: key === '1' ? 'prac1' : 'coder1' }
        return authorizationRequest(sandbox, { launch: await openLaunch(sandbox, chart) })
      }),
    )
    // Both begin before either ends, as two frames do.
    const started = await Promise.all(requests.map(({ url }) => tab.visit(url)))
    const tokens = []
    for (const [index, response] of started.entries()) {
      const next = new URL(response.headers.get('location') ?? '', sandbox.url).href
      const { url: redirect } = await tab.follow(next)
      tokens.push(await exchange(sandbox, redirect.searchParams.get('code') ?? '', requests[index]?.verifier ?? ''))
    }
    expect(tokens.map(({ body }) => [body['patient'], body['encounter']])).toEqual([
      ['p1', 'enc1'],
      ['p2', 'enc2'],
    ])
    // And a third, after a session of another user exists.
    const third = authorizationRequest(sandbox, { launch: await openLaunch(sandbox) })
    const { url: redirect } = await tab.follow(third.url)
    const { body } = await exchange(sandbox, redirect.searchParams.get('code') ?? '', third.verifier)
    expect(body['patient']).toBe('p1')
  })

  test.each([
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['an aud that is no base', { aud: 'http://elsewhere.test/fhir' }, 'invalid_target'],
    ['no aud', { aud: '' }, 'invalid_request'],
    ['an unknown launch', { launch: 'unknown' }, 'invalid_request'],
    ['a launch without its scope', { scope: 'openid fhirUser patient/Patient.r' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
  ])('with %s goes back to the app with an error', async (_, overrides, error) => {
    const { url } = authorizationRequest(sandbox, { launch: await openLaunch(sandbox), ...overrides })
    const { url: redirect } = await new Tab().follow(url)
    expect(new URLSearchParams(redirect.search || redirect.hash.slice(1)).get('error')).toBe(error)
    expect(redirect.searchParams.get('code')).toBeNull()
  })

  test('aud is compared byte for byte', async () => {
    const { url } = authorizationRequest(sandbox, { launch: await openLaunch(sandbox), aud: `${sandbox.url}/fhir/` })
    const { url: redirect } = await new Tab().follow(url)
    expect(redirect.searchParams.get('error')).toBe('invalid_target')
  })

  test('a launch of one base is no launch of the other', async () => {
    const { url } = authorizationRequest(sandbox, {
      launch: await openLaunch(sandbox),
      aud: `${sandbox.url}/charges/fhir`,
    })
    const { url: redirect } = await new Tab().follow(url)
    expect(redirect.searchParams.get('error')).toBe('invalid_request')
  })

  test.each([
    ['a foreign redirect URI', { redirect_uri: 'http://evil.test/index.html' }],
    ['a redirect URI with a query', { redirect_uri: 'http://sidebar.test:5173/index.html?x=1' }],
    ['an unknown client', { client_id: 'other' }],
  ])('%s gets an error page and no redirect', async (_, overrides) => {
    const { url } = authorizationRequest(sandbox, { launch: await openLaunch(sandbox), ...overrides })
    const response = await new Tab().visit(url)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })
})

describe('the code', () => {
  async function aCode() {
    const { url, verifier } = authorizationRequest(sandbox, { launch: await openLaunch(sandbox) })
    const { url: redirect } = await new Tab().follow(url)
    return { code: redirect.searchParams.get('code') ?? '', verifier }
  }

  test('needs its own verifier', async () => {
    const { code } = await aCode()
    const { status, body } = await exchange(sandbox, code, 'x'.repeat(43))
    expect([status, body['error']]).toEqual([400, 'invalid_grant'])
  })

  test('works once; a second use ends the tokens of the first', async () => {
    const { code, verifier } = await aCode()
    const first = await exchange(sandbox, code, verifier)
    const second = await exchange(sandbox, code, verifier)
    expect([first.status, second.status, second.body['error']]).toEqual([200, 400, 'invalid_grant'])
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: first.body['access_token'] })).status).toBe(401)
  })

  test('is not exchanged for a page of another origin', async () => {
    const { code, verifier } = await aCode()
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://sidebar.test:5173/index.html',
      code_verifier: verifier,
    }
    const foreign = await postToken(sandbox, form, 'http://evil.test')
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([400, null])
    const own = await postToken(sandbox, form)
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, 'http://sidebar.test:5173'])
  })
})

describe('standalone launch', () => {
  const request = () => authorizationRequest(sandbox, { scope: STANDALONE_SCOPES })

  test('lets the user choose who they are, the patient and the encounter', async () => {
    const tab = new Tab()
    const { url, verifier } = request()
    const first = await tab.follow(url)
    const page = await first.response.text()
    expect(page).toContain('Zoë Álvarez-Brandt')
    expect(page).toContain('<legend>Who are you?</legend>')
    expect(first.response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const second = await tab.follow(first.url.href, { user: 'coder1', patient: 'p2', action: 'continue' })
    const encounters = await second.response.text()
    expect(encounters).toContain('value="enc2"')
    expect(encounters).not.toContain('value="enc1"')
    const last = await tab.follow(first.url.href, {
      user: 'coder1',
      patient: 'p2',
      encounter: 'enc2',
      action: 'continue',
    })
    const { body } = await exchange(sandbox, last.url.searchParams.get('code') ?? '', verifier)
    expect(body).toMatchObject({ patient: 'p2', encounter: 'enc2', need_patient_banner: true })
    expect((await fhir(sandbox, '/fhir/Patient/p2', { token: body['access_token'] })).status).toBe(200)
    expect((await fhir(sandbox, '/fhir/Patient/p1', { token: body['access_token'] })).status).toBe(403)
  })

  test.each([
    ['nothing chosen', {}],
    ['a patient that is not there', { user: 'prac1', patient: 'p9' }],
    ['a user that is not there', { user: 'nobody', patient: 'p1' }],
  ])('%s shows the page again with a hint', async (_, choice) => {
    const tab = new Tab()
    const { url: page } = await tab.follow(request().url)
    const { response } = await tab.follow(page.href, { action: 'continue', ...choice })
    expect(await response.text()).toContain('role="alert"')
  })

  test('the encounter of another patient is not taken', async () => {
    const tab = new Tab()
    const { url: page } = await tab.follow(request().url)
    const { response } = await tab.follow(page.href, {
      user: 'prac1',
      patient: 'p1',
      encounter: 'enc2',
      action: 'continue',
    })
    expect(await response.text()).toContain('Choose an encounter')
  })

  test('cancelling goes back with access_denied', async () => {
    const tab = new Tab()
    const { url: page } = await tab.follow(request().url)
    const { url: redirect } = await tab.follow(page.href, { action: 'cancel' })
    expect(redirect.searchParams.get('error')).toBe('access_denied')
  })

  test('the page of another browser is not ours to answer', async () => {
    const { url: page } = await new Tab().follow(request().url)
    const { response } = await new Tab().follow(page.href, { user: 'prac1', patient: 'p1', action: 'continue' })
    expect(response.status).toBe(400)
  })
})

describe('scopes', () => {
  const grantedTo = async (scope: string, chart: object = {}) => {
    const { body } = await launch(sandbox, { request: { scope }, chart })
    return String(body['scope']).split(' ').toSorted()
  }

  test('what is not understood is dropped, the rest is granted and named', async () => {
    const scope =
      'launch openid patient/Patient.r patient/Encounter.sr system/*.rs nonsense offline_access user/Claim.write'
    expect(await grantedTo(scope)).toEqual(['launch', 'openid', 'patient/Patient.r', 'user/Claim.write'])
  })

  test('an EHR that registered the app for less grants less', async () => {
    const { body } = await launch(sandbox, { chart: { scopes: ['patient/Patient.r'] } })
    expect(String(body['scope']).split(' ')).not.toContain('user/Claim.cru')
    const write = await fhir(sandbox, '/fhir/Claim', {
      token: body['access_token'],
      method: 'POST',
      body: '{"resourceType":"Claim"}',
    })
    expect(write.status).toBe(403)
  })

  test('granular scopes survive the round trip', async () => {
    const scope = 'launch openid user/DocumentReference.c?category=clinical-note'
    expect(await grantedTo(scope)).toContain('user/DocumentReference.c?category=clinical-note')
  })
})
