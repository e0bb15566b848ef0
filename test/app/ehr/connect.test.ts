// What can happen between the click in the chart and the first card, other than success.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorizeLaunch } from '#app/ehr/authorize-launch.ts'
import { connect } from '#app/ehr/connect.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'
import { openFakeBrowser } from './support/fake-browser.ts'
import { authorizeAt, reload, returnWithCode, signIn } from './support/launch-from-smart-server.ts'
import { aBundle, type SmartServer, startSmartServer, TOKEN_RESPONSE } from './support/smart-server.ts'

let server: SmartServer

beforeEach(async () => {
  server = await startSmartServer()
})
afterEach(() => server.stop())

describe('the launch page', () => {
  test('asks for writes only where the tenant has write targets', async () => {
    const scopesOf = async (writeTargets: ('Claim' | 'queue')[]) =>
      (await authorizeAt(server, { tenant: { writeTargets } })).authorization?.searchParams.get('scope')
    expect(await scopesOf(['queue'])).not.toMatch(/\.c|write/)
    expect(await scopesOf(['Claim'])).toMatch(/user\/Claim\.c\S*r/)
  })

  test('writes scopes the old way for a server that knows only those', async () => {
    server.routes['GET /fhir/.well-known/smart-configuration'] = {
      body: {
        authorization_endpoint: `${server.url}/authorize`,
        token_endpoint: `${server.url}/token`,
        code_challenge_methods_supported: ['S256'],
        capabilities: ['launch-ehr', 'permission-v1'],
      },
    }
    const scope = (await authorizeAt(server)).authorization?.searchParams.get('scope')
    expect(scope).toContain('patient/Condition.read')
    expect(scope).not.toContain('.rs')
  })

  const withoutPkce = () => {
    server.routes['GET /fhir/.well-known/smart-configuration'] = {
      body: { authorization_endpoint: `${server.url}/authorize`, token_endpoint: `${server.url}/token` },
    }
  }

  test('stops at a server that does not say it knows PKCE', async () => {
    withoutPkce()
    expect((await authorizeAt(server)).outcome).toMatchObject({ kind: 'failed', code: 'launch-failed' })
  })

  test('sends PKCE all the same to one that the tenant vouches for', async () => {
    withoutPkce()
    const { authorization } = await authorizeAt(server, { tenant: { pkce: 'unsafe-v1' } })
    expect(authorization?.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
  })

  test('never takes a registered server without an authorization endpoint for an open one', async () => {
    server.routes['GET /fhir/.well-known/smart-configuration'] = { status: 404 }
    server.routes['GET /fhir/metadata'] = { body: { resourceType: 'CapabilityStatement' } }
    const launch = await authorizeAt(server, { tenant: { pkce: 'unsafe-v1' } })
    expect(launch).toMatchObject({ outcome: { kind: 'failed' }, browser: { visited: [] } })
  })

  test('does not go to an endpoint that is no web address', async () => {
    server.routes['GET /fhir/.well-known/smart-configuration'] = {
      body: {
        authorization_endpoint: 'javascript:alert(1)//',
        token_endpoint: `${server.url}/token`,
        code_challenge_methods_supported: ['S256'],
      },
    }
    expect(await authorizeAt(server)).toMatchObject({ outcome: { code: 'unsafe-url' }, browser: { visited: [] } })
  })

  test.each([
    ['an open server', { kind: 'open-server' } as const],
    ['a tenant without a client id', { clientId: '' }],
  ])('does not launch %s', async (_case, tenant) => {
    expect((await authorizeAt(server, { tenant })).outcome).toMatchObject({ code: 'foreign-issuer' })
  })

  test('says so when nobody named a server', async () => {
    const browser = openFakeBrowser({ url: 'https://sidebar.example/launch.html' })
    const outcome = await authorizeLaunch({ browser, findTenant: async () => undefined })
    expect(outcome).toMatchObject({ kind: 'failed', code: 'launch-failed', message: expect.stringContaining('chart') })
  })
})

describe('the way back', () => {
  test('a refusal by the EHR is said in our words, not in the server’s', async () => {
    const launch = await authorizeAt(server)
    const state = launch.authorization?.searchParams.get('state') ?? ''
    launch.browser.open(
      `https://sidebar.example/index.html?error=access_denied&error_description=Jane+Roe+is+not+yours&state=${state}`,
    )
    const result = await connect({ browser: launch.browser })
    expect(result).toMatchObject({ kind: 'failed', code: 'not-allowed' })
    expect(JSON.stringify(result)).not.toContain('Roe')
    expect(launch.browser.readUrl().search).toBe(`?state=${state}`)
  })

  test('a state that this browser never made is refused, and its code not sent', async () => {
    const browser = openFakeBrowser({ url: 'https://sidebar.example/index.html?code=theirs&state=theirs' })
    expect(await connect({ browser })).toMatchObject({ kind: 'failed', code: 'launch-failed' })
    expect(server.seen).toEqual([])
  })

  test('an id_token of another launch is refused', async () => {
    const withNonce = (nonce: string) => {
      const claims = Buffer.from(JSON.stringify({ fhirUser: 'Practitioner/d1', nonce })).toString('base64url')
      server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, id_token: `header.${claims}.signature` } }
    }
    const launch = await authorizeAt(server)
    const nonce = launch.authorization?.searchParams.get('nonce') ?? ''
    expect((await authorizeAt(server)).authorization?.searchParams.get('nonce')).not.toBe(nonce)
    withNonce(nonce)
    expect(await connect({ browser: await returnWithCode(launch) })).toMatchObject({ kind: 'connected' })
    withNonce(nonce)
    const other = await connect({ browser: await returnWithCode(await authorizeAt(server)) })
    expect(other).toMatchObject({ kind: 'failed', code: 'launch-failed' })
  })

  test.each([
    ['refuses the code', { status: 400, body: { error: 'invalid_grant' } }],
    ['answers without a token', { body: { token_type: 'Bearer' } }],
    ['answers with a page', { headers: { 'content-type': 'text/html' }, body: '<p>maintenance</p>' }],
    ['names no patient', { body: { ...TOKEN_RESPONSE, patient: null } }],
    ['names a patient that is no id', { body: { ...TOKEN_RESPONSE, patient: '../x' } }],
  ])('a token endpoint that %s ends in a sentence', async (_case, answer) => {
    server.routes['POST /token'] = answer
    const result = await connect({ browser: await returnWithCode(await authorizeAt(server)) })
    expect(result).toMatchObject({ kind: 'failed', code: 'launch-failed' })
  })

  test.each([
    ['somebody else’s', { subject: { reference: 'Patient/p2' } }],
    ['nobody’s', {}],
  ])('an encounter that is %s is a hard stop before anything else is read', async (_case, subject) => {
    server.routes['GET /fhir/Encounter/e1'] = { body: { resourceType: 'Encounter', id: 'e1', ...subject } }
    const result = await connect({ browser: await returnWithCode(await authorizeAt(server)) })
    expect(result).toMatchObject({ kind: 'failed', code: 'wrong-patient' })
    const read = server.seen.filter(({ path }) => path.startsWith('/fhir/') && !path.includes('.well-known'))
    expect(read.map(({ path }) => path)).toEqual(['/fhir/Encounter/e1'])
  })

  test('an encounter that changes hands later stops the next reading', async () => {
    const { connection } = await signIn(server)
    server.routes['GET /fhir/Encounter/e1'] = {
      body: { resourceType: 'Encounter', id: 'e1', subject: { reference: 'Patient/p2' } },
    }
    await expect(connection.readBanner()).rejects.toMatchObject({ code: 'wrong-patient' })
    await expect(connection.readEncounter()).rejects.toMatchObject({ code: 'wrong-patient' })
  })
})

describe('a launch without an encounter', () => {
  const anEncounter = (id: string, day: string, changes: object = {}) => ({
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { code: 'AMB', display: 'office visit' },
    subject: { reference: 'Patient/p1' },
    period: { start: `${day}T09:00:00Z` },
    ...changes,
  })

  test('offers the patient’s own encounters, newest first, and a reload keeps the choice', async () => {
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, encounter: undefined } }
    server.routes['GET /fhir/Encounter'] = {
      body: aBundle([
        anEncounter('e0', '2025-01-01'),
        anEncounter('e1', '2026-11-02'),
        anEncounter('e8', '2026-11-03', { status: 'cancelled' }),
        anEncounter('e9', '2026-11-04', { subject: { reference: 'Patient/p2' } }),
      ]),
    }
    const storage = new Map<string, string>()
    const browser = await returnWithCode(await authorizeAt(server, { storage, query: '' }))
    const result = await connect({ browser })
    if (result.kind !== 'needs-encounter') throw new Error(result.kind)
    expect(result.choices).toEqual([
      { id: 'e1', date: '2026-11-02', label: 'office visit' },
      { id: 'e0', date: '2025-01-01', label: 'office visit' },
    ])
    expect(await result.choose(parseEncounterId('e1'))).toMatchObject({ connection: { encounterId: 'e1' } })
    // The memo of this page is gone after a reload; what is left is the storage.
    const stored = JSON.parse(storage.get(`${browser.readUrl().searchParams.get('state')}.postil`) ?? '{}')
    expect(stored).toMatchObject({ encounterId: 'e1' })
    expect(reload(browser, storage).readUrl().searchParams.has('state')).toBe(true)
  })

  test('a choice of somebody else’s encounter is refused', async () => {
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, encounter: undefined } }
    server.routes['GET /fhir/Encounter'] = { body: aBundle([]) }
    server.routes['GET /fhir/Encounter/e9'] = {
      body: anEncounter('e9', '2026-11-02', { subject: { reference: 'Patient/p2' } }),
    }
    const result = await connect({ browser: await returnWithCode(await authorizeAt(server, { query: '' })) })
    if (result.kind !== 'needs-encounter') throw new Error(result.kind)
    expect(await result.choose(parseEncounterId('e9'))).toMatchObject({ kind: 'failed', code: 'wrong-patient' })
  })
})
