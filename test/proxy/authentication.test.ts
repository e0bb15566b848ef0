import { createHash, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEncounterId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import {
  aRecord,
  aSessionRequest,
  CLIENT_ID,
  createProofKey,
  createTestProxy,
  type DpopChanges,
  ehrPublicKey,
  ID_TOKEN_ISSUER,
  type IdTokenChanges,
  ISSUER,
  NOW,
  openRow,
  type ProofKey,
  send,
  signIdToken,
  signIn,
  smartRow,
  type TestProxy,
} from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const seconds = Math.floor(NOW / 1000)
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const strangerJwk = stranger.publicKey.export({ format: 'jwk' })
/** What a confused verifier would use as the password of an HMAC: the public key, as anyone can read it. */
const publicKeyAsSecret = createSecretKey(Buffer.from(ehrPublicKey.export({ type: 'spki', format: 'pem' })))

/** Everything that went out, apart from the configured addresses. */
function foreignAddresses(proxy: TestProxy): readonly string[] {
  return proxy.ehr.asked.filter((url) => !url.startsWith('https://ehr.example/'))
}

describe('an id_token', () => {
  const refused: readonly (readonly [string, IdTokenChanges])[] = [
    ['that has expired', { claims: { exp: seconds - 61 } }],
    ['issued eleven minutes ago', { claims: { iat: seconds - 671 } }],
    ['issued in the future', { claims: { iat: seconds + 120 } }],
    ['not valid yet', { claims: { nbf: seconds + 120 } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['of an issuer that only begins alike', { claims: { iss: `${ID_TOKEN_ISSUER}/` } }],
    ['for another client', { claims: { aud: 'someone-else' } }],
    ['for several clients without saying whose', { claims: { aud: [CLIENT_ID, 'someone-else'] } }],
    ['for several clients, and meant for another', { claims: { aud: [CLIENT_ID, 'x'], azp: 'x' } }],
    ['meant for another client', { claims: { azp: 'someone-else' } }],
    ['without an audience', { claims: { aud: undefined } }],
    ['without a time of issue', { claims: { iat: undefined } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['for another access token', { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }],
    ['signed by a stranger', { key: stranger.privateKey }],
    ['signed by a stranger who brings the key along', { key: stranger.privateKey, header: { jwk: strangerJwk } }],
    [
      'signed by a stranger who says where the key is',
      { key: stranger.privateKey, header: { jku: 'https://evil.example/jwks' } },
    ],
    [
      'signed by a stranger with a certificate address',
      { key: stranger.privateKey, header: { x5u: 'https://evil.example/x' } },
    ],
    ['with a key id that is a path', { key: stranger.privateKey, header: { kid: '../../evil' } }],
    ['with an unknown key id', { header: { kid: 'unknown' } }],
    ['signed with the public key as a password', { key: publicKeyAsSecret, header: { alg: 'HS256' } }],
    ['with an algorithm that is not configured', { header: { alg: 'PS256' } }],
    ['with a critical header that nobody knows', { header: { crit: ['x'], x: 1 } }],
    ['of a patient', { claims: { fhirUser: `${ISSUER}/Patient/patient-1` } }],
    ['of a relative', { claims: { fhirUser: 'RelatedPerson/1' } }],
    ['of nobody in particular', { claims: { fhirUser: undefined } }],
  ]

  test.each(refused)('%s is refused', async (_, changes) => {
    const proxy = createTestProxy(database.db)
    const idToken = signIdToken(changes)
    const key = await createProofKey()
    const response = await send(proxy, { path: '/v1/session', body: await aSessionRequest({ idToken }) }, { key })
    expect([401, 403]).toContain(response.status)
    expect(foreignAddresses(proxy)).toEqual([])
  })

  test.each([
    ['without a signature', signIdToken({ header: { alg: 'none' } })],
    ['with a signature and «None» as its algorithm', signIdToken({ header: { alg: 'None' } })],
    ['that is not one', 'not-a-token'],
    ['of five parts', 'a.b.c.d.e'],
    ['of two dots', '..'],
  ])('%s is refused', async (_, idToken) => {
    const proxy = createTestProxy(database.db)
    const key = await createProofKey()
    const response = await send(proxy, { path: '/v1/session', body: await aSessionRequest({ idToken }) }, { key })
    expect(response.status).toBe(401)
  })

  test.each([
    ['of a clock one minute late', { claims: { iat: seconds + 55 } }],
    ['that ended half a minute ago', { claims: { exp: seconds - 30 } }],
    ['for several clients that names ours', { claims: { aud: [CLIENT_ID, 'x'], azp: CLIENT_ID } }],
    ['with the digest of its access token', { claims: { at_hash: halfDigest('access-token') } }],
    ['with a relative fhirUser', { claims: { fhirUser: 'Practitioner/provider-1' } }],
    ['with the older profile claim', { claims: { fhirUser: undefined, profile: 'Practitioner/provider-1' } }],
  ])('%s is accepted', async (_, changes) => {
    const proxy = createTestProxy(database.db)
    const key = await createProofKey()
    const body = await aSessionRequest({ idToken: signIdToken(changes) })
    expect((await send(proxy, { path: '/v1/session', body }, { key })).status).toBe(200)
  })

  test('that another key brought first is refused, however its signature is spelled', async () => {
    const proxy = createTestProxy(database.db)
    const idToken = signIdToken()
    const body = await aSessionRequest({ idToken })
    const first = await send(proxy, { path: '/v1/session', body }, { key: await createProofKey() })
    expect(first.status).toBe(200)
    for (const copy of [idToken, respell(idToken)]) {
      const request = { path: '/v1/session', body: { ...body, idToken: copy } }
      expect((await send(proxy, request, { key: await createProofKey() })).status).toBe(401)
    }
  })

  test('renews for its own key as long as the access token lives, and no longer than the launch', async () => {
    const proxy = createTestProxy(database.db)
    const key = await createProofKey()
    const body = await aSessionRequest()
    const exchange = () => send(proxy, { path: '/v1/session', body }, { key })
    expect((await exchange()).status).toBe(200)
    proxy.clock.now = NOW + 60 * 60_000
    expect((await exchange()).status).toBe(200)
    const dead = await send(proxy, { path: '/v1/session', body: { ...body, accessToken: 'dead-token' } }, { key })
    expect(dead.status).toBe(401)
    proxy.clock.now = NOW + 13 * 60 * 60_000
    expect((await exchange()).status).toBe(401)
  })

  test('does not renew for another encounter than it was launched with', async () => {
    const proxy = createTestProxy(database.db)
    const key = await createProofKey()
    const body = await aSessionRequest()
    await send(proxy, { path: '/v1/session', body }, { key })
    proxy.ehr.encounters.set('encounter-3', 'Patient/patient-1')
    const other = { ...body, encounterId: parseEncounterId('encounter-3') }
    expect((await send(proxy, { path: '/v1/session', body: other }, { key })).status).toBe(403)
  })

  test('that two keys bring at the same moment lets exactly one in', async () => {
    const proxy = createTestProxy(database.db)
    const body = await aSessionRequest()
    const keys = await Promise.all(Array.from({ length: 5 }, createProofKey))
    const responses = await Promise.all(keys.map((key) => send(proxy, { path: '/v1/session', body }, { key })))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.filter(({ status }) => status === 401)).toHaveLength(4)
  })
})

describe('the exchange', () => {
  test('of a site whose EHR does not answer keeps nobody else out', async () => {
    const { parts } = createTestProxy(database.db)
    const outbound: typeof parts.outbound = (request) =>
      request.url.endsWith('/jwks') ? parts.outbound(request) : new Promise(() => undefined)
    const proxy = createTestProxy(database.db, { outbound })
    // More than are worked on at once; one after another, since twenty in a moment would be a crowd.
    for (let waiting = 1; waiting <= 20; waiting++) {
      void signIn(proxy)
      await expect.poll(() => proxy.parts.line.size()).toBe(waiting)
    }
    const asked = await Promise.all([1, 2, 3].map(() => proxy.app.request('/v1/open-servers')))
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  test.each([
    ['an access token that is dead', { accessToken: 'dead-token' }, 401],
    ["another patient's encounter", { encounterId: parseEncounterId('encounter-2') }, 403],
    ['a patient that the encounter does not have', { patientId: parsePatientId('patient-2') }, 403],
    ['an encounter that is not there', { encounterId: parseEncounterId('encounter-9') }, 403],
    ['an encounter id that would climb out of the address', { encounterId: parseEncounterId('..') }, 403],
    ['an issuer that is not registered', { issuer: 'https://evil.example/fhir' }, 403],
    ['an issuer inside the machine', { issuer: 'http://169.254.169.254/latest' }, 403],
  ])('refuses %s', async (_, changes, status) => {
    const proxy = createTestProxy(database.db)
    const key = await createProofKey()
    const response = await send(proxy, { path: '/v1/session', body: await aSessionRequest(changes) }, { key })
    expect(response.status).toBe(status)
    expect(foreignAddresses(proxy)).toEqual([])
  })

  test('asks the configured introspection, and believes its patient', async () => {
    const introspection = { url: 'https://ehr.example/introspect', clientId: CLIENT_ID }
    const unsaid = { active: true, client_id: CLIENT_ID, patient: 'patient-1', encounter: 'encounter-1' }
    const ours = { ...unsaid, sub: 'user-1' }
    const person = { iss: ID_TOKEN_ISSUER, sub: 'user-1', fhirUser: `${ISSUER}/Practitioner/provider-1` }
    const answers: Record<string, object> = {
      ours,
      'of whom the id_token names': { ...ours, ...person },
      'of whom the id_token names, said shorter': { ...unsaid, fhirUser: 'Practitioner/provider-1', sub: null },
      'of nobody who is said': unsaid,
      'of an empty subject': { ...unsaid, sub: '' },
      'of an issuer alone': { ...unsaid, iss: ID_TOKEN_ISSUER },
      'of another subject': { ...ours, ...person, sub: 'user-2' },
      'of another person': { ...ours, ...person, fhirUser: `${ISSUER}/Practitioner/provider-2` },
      'of a patient with the same id': { ...ours, ...person, fhirUser: `${ISSUER}/Patient/provider-1` },
      'of another server': { ...ours, ...person, iss: 'https://other.example/auth' },
      'of no client': { ...ours, client_id: undefined },
      'of another patient': { ...ours, patient: 'patient-2' },
      'of another encounter': { ...ours, encounter: 'encounter-2' },
      'of another client': { active: true, client_id: 'x', patient: 'patient-1', encounter: 'encounter-1' },
      dead: { active: false },
      'without an encounter': { ...ours, encounter: undefined },
      'no answer': { error: 'invalid_request' },
    }
    const statuses: Record<string, number> = {}
    for (const [name, answer] of Object.entries(answers)) {
      const proxy = createTestProxy(database.db, { rows: [{ ...smartRow, introspection }] })
      const { outbound } = proxy.parts
      const withIntrospection = createTestProxy(database.db, {
        rows: [{ ...smartRow, introspection }],
        outbound: async (request) =>
          request.url === introspection.url ? { status: 200, text: JSON.stringify(answer) } : outbound(request),
      })
      const key = await createProofKey()
      const response = await send(withIntrospection, { path: '/v1/session', body: await aSessionRequest() }, { key })
      statuses[name] = response.status
    }
    expect(statuses).toEqual({
      ours: 200,
      'of whom the id_token names': 200,
      'of whom the id_token names, said shorter': 200,
      'of nobody who is said': 403,
      'of an empty subject': 403,
      'of an issuer alone': 403,
      'of another subject': 403,
      'of another person': 403,
      'of a patient with the same id': 403,
      'of another server': 403,
      'of no client': 401,
      'of another patient': 403,
      'of another encounter': 403,
      'of another client': 401,
      dead: 401,
      'without an encounter': 200,
      'no answer': 503,
    })
  })

  test.each([
    ['that goes on for the same person', 'user-1', 200],
    ['with the live token of another person for the same encounter', 'user-2', 403],
  ])('is asked again at a renewal %s', async (_, sub, status) => {
    const introspection = { url: 'https://ehr.example/introspect', clientId: CLIENT_ID }
    const { parts } = createTestProxy(database.db)
    let asked = 0
    const proxy = createTestProxy(database.db, {
      rows: [{ ...smartRow, introspection }],
      outbound: async (request) => {
        if (request.url !== introspection.url) return parts.outbound(request)
        asked += 1
        const owner = { active: true, client_id: CLIENT_ID, sub: asked === 1 ? 'user-1' : sub }
        return { status: 200, text: JSON.stringify({ ...owner, patient: 'patient-1', encounter: 'encounter-1' }) }
      },
    })
    const [key, body] = [await createProofKey(), await aSessionRequest()]
    expect((await send(proxy, { path: '/v1/session', body }, { key })).status).toBe(200)
    const again = await send(proxy, { path: '/v1/session', body: { ...body, accessToken: 'renewed' } }, { key })
    expect(again.status).toBe(status)
  })

  describe('where two tenants have one authorization server and one client', () => {
    const introspection = { url: 'https://ehr.example/introspect', clientId: CLIENT_ID }
    const rows = [
      { ...smartRow, introspection },
      { ...smartRow, introspection, key: 'clinic', issuer: 'https://ehr.example/clinic/fhir' },
    ]
    /** A server that says that the token is good, and a clinic that does not know it. */
    const open = (): TestProxy => {
      const { parts } = createTestProxy(database.db)
      const owner = { active: true, client_id: CLIENT_ID, sub: 'user-1' }
      const answer = { ...owner, patient: 'patient-1', encounter: 'encounter-1' }
      return createTestProxy(database.db, {
        rows,
        outbound: async (request) => {
          if (request.url === introspection.url) return { status: 200, text: JSON.stringify(answer) }
          if (request.url.startsWith('https://ehr.example/clinic/')) return { status: 401, text: '' }
          return parts.outbound(request)
        },
      })
    }
    const idTokenOf = (fhirUser: string): string => signIdToken({ claims: { fhirUser } })

    test.each([
      ['is good where it was made', ISSUER, 200],
      ['opens no encounter of the same id at the other', 'https://ehr.example/clinic/fhir', 401],
    ])('a token %s', async (_, issuer, status) => {
      const body = await aSessionRequest({ issuer, idToken: idTokenOf('Practitioner/provider-1') })
      expect((await send(open(), { path: '/v1/session', body }, { key: await createProofKey() })).status).toBe(status)
    })

    test.each([
      ['is one where they are', ISSUER, 200],
      ['is none at the other', 'https://ehr.example/clinic/fhir', 401],
    ])('an auditor %s', async (_, issuer, status) => {
      const idToken = idTokenOf('Practitioner/auditor-1')
      const body = { kind: 'smart-person', issuer, idToken, accessToken: 'access-token' }
      expect((await send(open(), { path: '/v1/session', body }, { key: await createProofKey() })).status).toBe(status)
    })
  })

  test('gives the role of the person, and an opaque name that stays the same', async () => {
    const proxy = createTestProxy(database.db)
    const fhirUsers = [
      'Practitioner/coder-1',
      'Practitioner/coder-1',
      'https://other.example/fhir/Practitioner/coder-1',
    ]
    const sessions: { role: string; actor: string }[] = []
    for (const fhirUser of fhirUsers) {
      const body = await aSessionRequest({ idToken: signIdToken({ claims: { fhirUser } }) })
      const response = await send(proxy, { path: '/v1/session', body }, { key: await createProofKey() })
      sessions.push((await response.json()) as { role: string; actor: string })
    }
    expect(sessions.map(({ role }) => role)).toEqual(['coder', 'coder', 'provider'])
    expect(sessions[0]?.actor).toBe(sessions[1]?.actor)
    expect(sessions[0]?.actor).not.toMatch(/coder|Practitioner/)
  })

  test('opens an open server in the sandbox and nowhere else', async () => {
    const body = { kind: 'open-server', issuer: openRow.issuer, patientId: 'p', encounterId: 'e' }
    const sandbox = createTestProxy(database.db)
    const key = await createProofKey()
    expect((await send(sandbox, { path: '/v1/session', body }, { key })).status).toBe(200)
    const production = createTestProxy(database.db, { profile: 'production' })
    expect((await send(production, { path: '/v1/session', body }, { key })).status).toBe(403)
    const asSmart = { ...body, issuer: ISSUER }
    expect((await send(sandbox, { path: '/v1/session', body: asSmart }, { key })).status).toBe(403)
  })

  test('is refused to a page of another tenant', async () => {
    const proxy = createTestProxy(database.db)
    const body = await aSessionRequest()
    const from = async (origin: string) => {
      const request = { path: '/v1/session', body, headers: { origin } }
      return (await send(proxy, request, { key: await createProofKey() })).status
    }
    expect(await from('https://other-sidebar.example')).toBe(403)
    expect(await from('https://sidebar.example')).toBe(200)
  })

  test('needs a proof', async () => {
    const proxy = createTestProxy(database.db)
    expect((await send(proxy, { path: '/v1/session', body: await aSessionRequest() })).status).toBe(401)
  })
})

describe('a signed request', () => {
  let proxy: TestProxy
  let signed: { readonly key: ProofKey; readonly token: string }
  beforeAll(async () => {
    proxy = createTestProxy(database.db)
    signed = await signIn(proxy)
  })

  test('passes', async () => {
    expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, signed)).status).toBe(200)
  })

  const refused: readonly (readonly [string, DpopChanges])[] = [
    ['for another method', { claims: { htm: 'POST' } }],
    ['for another path', { claims: { htu: 'http://postil.example/v1/analyses' } }],
    ['for another host', { claims: { htu: 'http://evil.example/v1/writes' } }],
    ['with a query in its address', { claims: { htu: 'http://postil.example/v1/writes?x=1' } }],
    ['older than a minute', { claims: { iat: seconds - 61 } }],
    ['from more than a minute ahead', { claims: { iat: seconds + 61 } }],
    ['without a time', { claims: { iat: undefined } }],
    ['for another token', { claims: { ath: 'AAAA' } }],
    ['for no token', { claims: { ath: undefined } }],
    ['without an id', { claims: { jti: undefined } }],
    ['with an id that is too short to be unique', { claims: { jti: 'abc' } }],
    ['with an id that is too long', { claims: { jti: 'x'.repeat(129) } }],
    ['of another type', { header: { typ: 'JWT' } }],
    ['that names where its key is', { header: { jku: 'https://evil.example/jwks' } }],
    ['that names its key', { header: { kid: 'r1' } }],
    ['without its key', { header: { jwk: undefined } }],
    ['with an RSA key', { header: { jwk: strangerJwk } }],
  ]

  test.each(refused)('%s is refused', async (_, changes) => {
    expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, { ...signed, changes })).status).toBe(401)
  })

  test('with the private half of its key in the header is refused', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const key = { privateKey, jwk: { ...(await exportJWK(publicKey)), d: 'x' }, thumbprint: '' }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, { key, token: signed.token })).status).toBe(401)
  })

  test('signed with a shared secret is refused', async () => {
    const dpop = await new SignJWT({
      jti: 'x'.repeat(20),
      htm: 'GET',
      htu: 'http://postil.example/v1/writes',
      iat: seconds,
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'HS256', jwk: { kty: 'oct' } })
      .sign(randomBytes(32))
    const headers = { dpop, authorization: `DPoP ${signed.token}` }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes', headers })).status).toBe(401)
  })

  test('with a stolen session and another key is refused', async () => {
    const thief = { key: await createProofKey(), token: signed.token }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, thief)).status).toBe(401)
  })

  test('without any proof is refused', async () => {
    const headers = { authorization: `DPoP ${signed.token}` }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes', headers })).status).toBe(401)
    const bearer = { authorization: `Bearer ${signed.token}` }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes', headers: bearer })).status).toBe(401)
  })

  test('that was seen before is refused', async () => {
    const changes = { claims: { jti: 'the-same-proof-again' } }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, { ...signed, changes })).status).toBe(200)
    expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, { ...signed, changes })).status).toBe(401)
  })

  test('with a token that never was is refused, and leaves nothing behind', async () => {
    const before = await database.db.selectFrom('used_proof').selectAll().execute()
    const unknown = { key: signed.key, token: randomBytes(32).toString('base64url') }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, unknown)).status).toBe(401)
    expect(await database.db.selectFrom('used_proof').selectAll().execute()).toHaveLength(before.length)
  })

  test.each([
    ['another patient', { patientId: parsePatientId('patient-2') }],
    ['another encounter', { encounterId: parseEncounterId('encounter-2') }],
    ['another tenant', { tenant: parseTenantKey('clinic') }],
  ])('about %s is refused', async (_, changes) => {
    const body = { record: aRecord(changes) }
    expect((await send(proxy, { path: '/v1/analyses', body }, signed)).status).toBe(403)
  })

  test('from a page of another tenant is refused', async () => {
    const headers = { origin: 'https://other-sidebar.example' }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes', headers }, signed)).status).toBe(403)
  })

  test('of an auditor cannot chart', async () => {
    const auditor = await signIn(proxy, { idToken: signIdToken({ claims: { fhirUser: 'Practitioner/auditor-1' } }) })
    expect((await send(proxy, { path: '/v1/analyses', body: { record: aRecord() } }, auditor)).status).toBe(403)
  })

  test('after ten minutes hears that the session has ended', async () => {
    const late = createTestProxy(database.db)
    const session = await signIn(late)
    late.clock.now = NOW + 10 * 60_000 - 1
    expect((await send(late, { method: 'GET', path: '/v1/writes' }, session)).status).toBe(200)
    late.clock.now = NOW + 10 * 60_000
    const response = await send(late, { method: 'GET', path: '/v1/writes' }, session)
    expect([response.status, await response.json()]).toMatchObject([401, { code: 'session-expired' }])
    expect(response.headers.get('www-authenticate')).toBe('DPoP algs="ES256"')
  })

  test('of a tenant that was taken out of the file is refused', async () => {
    const without = createTestProxy(database.db, { rows: [openRow] })
    expect((await send(without, { method: 'GET', path: '/v1/writes' }, signed)).status).toBe(401)
  })
})

function halfDigest(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

/** The same signature in other letters: the last one carries bits that decoders throw away. */
function respell(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = letters.indexOf(token.at(-1) ?? '')
  return token.slice(0, -1) + (letters[last ^ 1] ?? '')
}
