// Attacks on the authentication of a CDS client: each is refused with 401, reads nothing of the chart, and asks nobody but
// the configured key address for anything.
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { PROXY_CHAIN } from '#proxy/audit/audit-log.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { NOW, ORIGIN, smartRow } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'
import {
  CLIENT_ISSUER,
  callHook,
  createHookProxy,
  type HookProxy,
  JWKS_URL,
  keys,
  readCards,
  SERVICE,
  signCall,
  type TokenChanges,
} from './hook-fixture.ts'

let database: TestDatabase
let proxy: HookProxy
beforeAll(async () => {
  database = await openPglite()
  proxy = createHookProxy(database.db)
})
afterAll(() => database.close())

const PATH = `/cds-services/${SERVICE}`
const AUD = `${ORIGIN}${PATH}`
const seconds = Math.floor(NOW / 1000)
const strangerEc = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const strangerRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const spki = keys.rsaPublic.export({ type: 'spki', format: 'pem' }).toString()
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** HMAC with the public key as its secret: what a verifier that takes any algorithm would accept. */
function signWithPublicKey(alg: 'HS256' | 'HS384' | 'HS512'): string {
  const [, payload = ''] = signCall(PATH).split('.')
  const head = encode({ alg, typ: 'JWT', kid: 'r1', jku: JWKS_URL })
  const mac = createHmac(alg.replace('HS', 'sha'), spki).update(`${head}.${payload}`).digest('base64url')
  return `${head}.${payload}.${mac}`
}

/** Keeps the signature and changes what was signed. */
function tamper(change: (payload: Record<string, unknown>) => Record<string, unknown>): string {
  const [head = '', payload = '', signature = ''] = signCall(PATH).split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  return `${head}.${encode(change(claims))}.${signature}`
}

function mangleSignature(token: string, change: (signature: string) => string): string {
  const [head = '', payload = '', signature = ''] = token.split('.')
  return `${head}.${payload}.${change(signature)}`
}

const claimVectors: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'an issuer that no tenant knows': { iss: 'https://stranger.example' },
  'an issuer with a slash more': { iss: `${CLIENT_ISSUER}/` },
  'an issuer in other case': { iss: CLIENT_ISSUER.toUpperCase() },
  'an issuer with a path more': { iss: `${CLIENT_ISSUER}/other` },
  'the issuer of another tenant': { iss: 'https://cloud.example', tenant: 'clinic', sub: 'app' },
  'an issuer in a list': { iss: [CLIENT_ISSUER] },
  'an empty issuer': { iss: '' },
  'no issuer': { iss: undefined },
  'a tenant where none is configured': { tenant: 'clinic' },
  'an empty tenant where none is configured': { tenant: '' },
  'the audience of another service': { aud: `${ORIGIN}/cds-services/postil-order-sign` },
  'the audience of the feedback endpoint': { aud: `${AUD}/feedback` },
  'the origin alone as audience': { aud: ORIGIN },
  'the discovery address as audience': { aud: `${ORIGIN}/cds-services` },
  'the audience with a slash more': { aud: `${AUD}/` },
  'the audience with a query': { aud: `${AUD}?a=1` },
  'the audience with a fragment': { aud: `${AUD}#a` },
  'the audience over https where it is http': { aud: AUD.replace('http:', 'https:') },
  'the audience on another port': { aud: AUD.replace('postil.example', 'postil.example:8443') },
  'the audience on another host': { aud: AUD.replace('postil.example', 'postil.example.evil') },
  'the audience in other case': { aud: AUD.toUpperCase() },
  'ours among several audiences': { aud: [AUD, 'https://elsewhere.example'] },
  'an empty list of audiences': { aud: [] },
  'an empty audience': { aud: '' },
  'no audience': { aud: undefined },
  'a number as audience': { aud: 1 },
  'a token that ended before the skew': { iat: seconds - 290, exp: seconds - 61 },
  'a token that ended long ago': { iat: seconds - 7200, exp: seconds - 6900 },
  'a life of more than five minutes': { iat: seconds, exp: seconds + 301 },
  'a life of an hour': { iat: seconds, exp: seconds + 3600 },
  'an end before its beginning': { iat: seconds, exp: seconds - 10 },
  'a life of nothing': { iat: seconds, exp: seconds },
  'no end': { exp: undefined },
  'an end in words': { exp: 'tomorrow' },
  'an end in milliseconds': { exp: NOW + 200_000 },
  'an end with a fraction': { exp: seconds + 10.5 },
  'an end of null': { exp: null },
  'a beginning in the future beyond the skew': { iat: seconds + 61, exp: seconds + 200 },
  'a beginning too long ago': { iat: seconds - 361, exp: seconds - 61 + 5 },
  'no beginning': { iat: undefined },
  'a beginning in words': { iat: 'now' },
  'a beginning of null': { iat: null },
  'a validity that has not begun': { nbf: seconds + 120 },
  'no token id': { jti: undefined },
  'an empty token id': { jti: '' },
  'a token id with a space': { jti: 'a b' },
  'a token id of 257 characters': { jti: 'x'.repeat(257) },
  'a number as token id': { jti: 7 },
  'a token id of null': { jti: null },
}

const headerVectors: Readonly<Record<string, TokenChanges>> = {
  'algorithm none': { header: { alg: 'none' } },
  'algorithm None': { header: { alg: 'None' } },
  'algorithm NONE': { header: { alg: 'NONE' } },
  'algorithm RS256 by the right key': { header: { alg: 'RS256', kid: 'r1' }, key: keys.rsa },
  'algorithm RS512 by the right key': { header: { alg: 'RS512', kid: 'r1' }, key: keys.rsa },
  'algorithm PS384 by the right key': { header: { alg: 'PS384', kid: 'r1' }, key: keys.rsa },
  'algorithm ES256': { header: { alg: 'ES256' }, key: p256.privateKey },
  'algorithm EdDSA': { header: { alg: 'EdDSA' }, key: ed.privateKey },
  'an empty algorithm': { header: { alg: '' } },
  'the key of a stranger under our kid': { key: strangerEc.privateKey },
  'an RSA key of a stranger under our kid': { header: { alg: 'RS384', kid: 'r1' }, key: strangerRsa.privateKey },
  'a kid that is not published': { header: { kid: 'e2' } },
  'the kid of the other key': { header: { kid: 'r1' } },
  'no kid': { header: { kid: undefined } },
  'an empty kid': { header: { kid: '' } },
  'a kid that is a path': { header: { kid: '../../e1' } },
  'a jku elsewhere': { header: { jku: 'https://evil.example/jwks.json' }, key: strangerEc.privateKey },
  'a jku elsewhere, signed by the right key': { header: { jku: 'https://evil.example/jwks.json' } },
  'a jku on a host that begins like ours': { header: { jku: 'https://ehr.example.evil.example/cds-client/jwks.json' } },
  'a jku with our address as its user': { header: { jku: 'https://ehr.example@evil.example/cds-client/jwks.json' } },
  'a jku with a query': { header: { jku: `${JWKS_URL}?x=1` } },
  'a jku with a fragment': { header: { jku: `${JWKS_URL}#x` } },
  'a jku over http': { header: { jku: JWKS_URL.replace('https:', 'http:') } },
  'a jku of another tenant': { header: { jku: 'https://cloud.example/jwks' } },
  'a jku into the machine': { header: { jku: 'http://169.254.169.254/latest/meta-data' } },
  'a jku that is a file': { header: { jku: 'file:///etc/passwd' } },
  'a jku that is a list': { header: { jku: [JWKS_URL] } },
  'an empty jku': { header: { jku: '' } },
  'a key of its own in the header': {
    header: { jwk: strangerEc.publicKey.export({ format: 'jwk' }) },
    key: strangerEc.privateKey,
  },
  'a certificate address in the header': { header: { x5u: 'https://evil.example/cert.pem' } },
  'a certificate in the header': { header: { x5c: ['MIIB'] } },
  'a critical extension': { header: { crit: ['exp'] } },
  'an unencoded payload': { header: { b64: false, crit: ['b64'] } },
  'a compressed payload': { header: { zip: 'DEF' } },
  'another type': { header: { typ: 'dpop+jwt' } },
  'an access token by its type': { header: { typ: 'at+jwt' } },
  'no type': { header: { typ: undefined } },
}

const rawVectors: Readonly<Record<string, () => string>> = {
  'no token': () => '',
  'a word': () => 'hello',
  'two parts': () => signCall(PATH).split('.').slice(0, 2).join('.'),
  'four parts': () => `${signCall(PATH)}.e30`,
  'five parts, as an encrypted token has': () => `${signCall(PATH)}.e30.e30`,
  'an empty signature': () => mangleSignature(signCall(PATH), () => ''),
  'a signature cut by one': () => mangleSignature(signCall(PATH), (signature) => signature.slice(0, -4)),
  'a signature of zeros': () => mangleSignature(signCall(PATH), () => Buffer.alloc(96).toString('base64url')),
  'a signature with padding': () => mangleSignature(signCall(PATH), (signature) => `${signature}==`),
  'a header that is no JSON': () => signCall(PATH).replace(/^[^.]+/, Buffer.from('{').toString('base64url')),
  'a payload that is no JSON': () => signCall(PATH).replace(/\.[^.]+\./, `.${Buffer.from('{').toString('base64url')}.`),
  'a payload that is a list': () => signCall(PATH).replace(/\.[^.]+\./, `.${encode([])}.`),
  'a payload that is null': () => signCall(PATH).replace(/\.[^.]+\./, `.${encode(null)}.`),
  'HS256 with the public key as secret': () => signWithPublicKey('HS256'),
  'HS384 with the public key as secret': () => signWithPublicKey('HS384'),
  'HS512 with the public key as secret': () => signWithPublicKey('HS512'),
  'an issuer that was changed after signing': () => tamper((claims) => ({ ...claims, iss: 'https://cloud.example' })),
  'an end that was changed after signing': () => tamper((claims) => ({ ...claims, exp: seconds + 250 })),
  'a token id that was changed after signing': () => tamper((claims) => ({ ...claims, jti: randomUUID() })),
  'a token longer than any is': () => signCall(PATH, { claims: { more: 'x'.repeat(9000) } }),
}

async function expectRefused(response: Response): Promise<void> {
  const text = await response.text()
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
  expect(JSON.parse(text)).toMatchObject({ code: 'unauthorized' })
  expect(text).not.toMatch(/cards|knee|patient-1/)
  expect(proxy.hookEhr.asked.filter((url) => url !== JWKS_URL)).toEqual([])
}

describe('a call is refused for', () => {
  test.each(Object.entries(claimVectors))('%s', async (_, claims) => {
    await expectRefused(await callHook(proxy, { token: signCall(PATH, { claims }) }))
  })
  test.each(Object.entries(headerVectors))('%s', async (_, changes) => {
    await expectRefused(await callHook(proxy, { token: signCall(PATH, changes) }))
  })
  test.each(Object.entries(rawVectors))('%s', async (_, makeToken) => {
    await expectRefused(await callHook(proxy, { token: makeToken() }))
  })

  test('the right token under another scheme', async () => {
    const response = await proxy.app.request(AUD, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${signCall(PATH)}` },
      body: '{}',
    })
    await expectRefused(response)
  })

  test('the right token in the address', async () => {
    await expectRefused(await callHook(proxy, { path: `${PATH}?access_token=${signCall(PATH)}`, token: '' }))
  })

  test('a token that was used before', async () => {
    const token = signCall(PATH)
    expect((await callHook(proxy, { token })).status).toBe(200)
    await expectRefused(await callHook(proxy, { token }))
  })

  test('a token id that was used before, in another token', async () => {
    const jti = randomUUID()
    expect((await callHook(proxy, { token: signCall(PATH, { claims: { jti } }) })).status).toBe(200)
    await expectRefused(await callHook(proxy, { token: signCall(PATH, { claims: { jti, exp: seconds + 100 } }) }))
  })

  test('a token that was used at another replica', async () => {
    const token = signCall(PATH)
    const replica = createHookProxy(database.db)
    expect((await callHook(replica, { token })).status).toBe(200)
    await expectRefused(await callHook(proxy, { token }))
  })

  test('a token that comes twice at once: one of the two', async () => {
    const token = signCall(PATH)
    const answers = await Promise.all([1, 2, 3, 4].map(() => callHook(proxy, { token })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401])
  })

  test('a token of the call at the feedback endpoint', async () => {
    await expectRefused(await callHook(proxy, { path: `${PATH}/feedback`, token: signCall(PATH) }))
  })

  test('a token of the feedback endpoint at the call', async () => {
    await expectRefused(await callHook(proxy, { token: signCall(`${PATH}/feedback`) }))
  })

  test('a customer of a shared issuer that is not the one it names', async () => {
    const claims = { iss: 'https://cloud.example', tenant: 'other', sub: 'app' }
    await expectRefused(await callHook(proxy, { token: signCall(PATH, { claims, header: { jku: undefined } }) }))
  })

  test('a shared issuer without a customer', async () => {
    const claims = { iss: 'https://cloud.example', sub: 'app' }
    await expectRefused(await callHook(proxy, { token: signCall(PATH, { claims, header: { jku: undefined } }) }))
  })

  test('a subject that is not the one that is configured', async () => {
    const claims = { iss: 'https://cloud.example', tenant: 'clinic', sub: 'other' }
    await expectRefused(await callHook(proxy, { token: signCall(PATH, { claims, header: { jku: undefined } }) }))
  })

  test('a tenant that has no hooks', async () => {
    const off = createHookProxy(database.db, { rows: [smartRow] })
    const response = await callHook(off)
    expect(response.status).toBe(401)
    expect(off.hookEhr.asked).toEqual([])
  })
})

describe('a call is taken', () => {
  test.each<[string, TokenChanges]>([
    ['with ES384', {}],
    ['with RS384', { header: { alg: 'RS384', kid: 'r1' }, key: keys.rsa }],
    ['without a jku', { header: { jku: undefined } }],
    ['with the audience in a list of one', { claims: { aud: [AUD] } }],
    ['at the edge of the skew', { claims: { iat: seconds - 240, exp: seconds - 59 } }],
    ['with a life of five minutes', { claims: { iat: seconds, exp: seconds + 300 } }],
    ['with a clock a minute ahead', { claims: { iat: seconds + 60, exp: seconds + 300 } }],
    ['with claims that we do not know', { claims: { vendor: 'x', sub: 'any' } }],
  ])('%s', async (_, changes) => {
    const response = await callHook(proxy, { token: signCall(PATH, changes) })
    expect(response.status).toBe(200)
    expect(await readCards(response)).toHaveLength(1)
  })
})

test('who was refused is on record, and nothing of the token is', async () => {
  const rows = await inTenant(database.db, PROXY_CHAIN, (transaction) =>
    sql<{ entry: string }>`select entry from audit where action = 'access.refuse'`.execute(transaction),
  )
  expect(rows.rows.length).toBeGreaterThan(60)
  expect(JSON.stringify(rows.rows)).not.toMatch(/evil|stranger|patient-1/)
  expect(JSON.stringify(rows.rows)).toContain('/cds-services/:id')
  const own = await inTenant(database.db, parseTenantKey('hospital'), (transaction) =>
    sql`select 1 from audit where action = 'access.refuse'`.execute(transaction),
  )
  expect(own.rows).toEqual([])
})

test('there are more than a hundred ways in that are closed', () => {
  const names = [claimVectors, headerVectors, rawVectors].flatMap((vectors) => Object.keys(vectors))
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(100)
})
