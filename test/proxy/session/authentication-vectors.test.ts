// Attacks on the sign-in and on signed requests, generated: each is refused with 401 or 403, leaves a row on the audit
// trail, and calls nobody but the configured key address.
import { createHash, createHmac, createSecretKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '#proxy/config.ts'
import { ACCESS, type Endpoint } from '#proxy/http/access.ts'
import { ENDPOINT_REQUESTS } from '../endpoint-requests.ts'
import {
  aSessionRequest,
  CLIENT_ID,
  createProofKey,
  createTestProxy,
  ehrPublicKey,
  ID_TOKEN_ISSUER,
  type IdTokenChanges,
  ISSUER,
  NOW,
  ORIGIN,
  otherRow,
  type ProofKey,
  send,
  signIdToken,
  signIn,
  signProof,
  type TestProxy,
} from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const limits = {
  ...DEFAULT_LIMITS,
  requestsPerMinutePerSession: 1e6,
  requestsPerMinutePerPerson: 1e6,
  requestsPerMinutePerTenant: 1e6,
  exchangesPerMinutePerAddress: 1e6,
}
const seconds = Math.floor(NOW / 1000)
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const strangerJwk = stranger.publicKey.export({ format: 'jwk' })
const spki = ehrPublicKey.export({ type: 'spki', format: 'pem' }).toString()
const base64 = (text: string): string => Buffer.from(text).toString('base64url')

/** Vectors by name; a name that comes twice would be one vector less, so it is refused. */
type Vectors<Value> = Readonly<Record<string, Value>>
function collect<Value>(...groups: readonly (readonly (readonly [string, Value])[])[]): Vectors<Value> {
  const all = groups.flat()
  const names = new Set(all.map(([name]) => name))
  if (names.size !== all.length) throw new TypeError('two vectors have one name')
  return Object.fromEntries(all)
}
const each = <Value, Made>(values: readonly Value[], make: (value: Value) => readonly [string, Made]) =>
  values.map(make)

const claimVectors = collect<IdTokenChanges>(
  each([61, 62, 120, 3600, 86_400, seconds], (ago) => [`expired ${ago} s ago`, { claims: { exp: seconds - ago } }]),
  each([61, 120, 3600, 10 ** 9], (ahead) => [`not before ${ahead} s from now`, { claims: { nbf: seconds + ahead } }]),
  each([61, 120, 86_400], (ahead) => [`issued ${ahead} s from now`, { claims: { iat: seconds + ahead } }]),
  each([661, 700, 3600, seconds], (ago) => [`issued ${ago} s ago`, { claims: { iat: seconds - ago } }]),
  each(['exp', 'iat', 'sub', 'aud', 'iss', 'fhirUser'], (name) => [
    `without ${name}`,
    { claims: { [name]: undefined } },
  ]),
  each(['exp', 'iat', 'nbf'], (name) => [`${name} as text`, { claims: { [name]: String(seconds) } }]),
  each(['exp', 'iat', 'nbf'], (name) => [`${name} as null`, { claims: { [name]: null } }]),
  each(['exp', 'iat', 'nbf'], (name) => [`${name} as a list`, { claims: { [name]: [seconds + 100] } }]),
  each(
    [
      `${ID_TOKEN_ISSUER}/`,
      ID_TOKEN_ISSUER.toUpperCase(),
      ID_TOKEN_ISSUER.replace('https', 'http'),
      `${ID_TOKEN_ISSUER}.evil.example`,
      `${ID_TOKEN_ISSUER}?x`,
      `${ID_TOKEN_ISSUER}#x`,
      ` ${ID_TOKEN_ISSUER}`,
      `${ID_TOKEN_ISSUER}\u0000`,
      'https://ehr.example@evil.example/auth',
      'https://еhr.example/auth',
      ISSUER,
      otherRow.idToken.issuer,
      '',
    ],
    (iss) => [`issuer «${iss}»`, { claims: { iss } }],
  ),
  [['issuer in a list', { claims: { iss: [ID_TOKEN_ISSUER] } }]],
  each(
    [
      'someone-else',
      CLIENT_ID.toUpperCase(),
      `${CLIENT_ID} `,
      `${CLIENT_ID},x`,
      '*',
      '',
      'postil',
      ISSUER,
      'роstil-client',
    ],
    (aud) => [`audience «${aud}»`, { claims: { aud } }],
  ),
  each(
    [[], ['x'], [CLIENT_ID, 'x'], ['x', CLIENT_ID, 'y'], [[CLIENT_ID]], { client: CLIENT_ID }, 1, null, true],
    (aud) => [`audience ${JSON.stringify(aud)}`, { claims: { aud } }],
  ),
  each(['x', '', `${CLIENT_ID}x`], (azp) => [`authorized party «${azp}»`, { claims: { azp } }]),
  each([null, 1, [CLIENT_ID]], (azp) => [`authorized party ${JSON.stringify(azp)}`, { claims: { azp } }]),
  each(['', 'AAAA', base64('access-token'), 'x'.repeat(22)], (at_hash) => [
    `at_hash «${at_hash}»`,
    { claims: { at_hash } },
  ]),
  each([null, 7, []], (at_hash) => [`at_hash ${JSON.stringify(at_hash)}`, { claims: { at_hash } }]),
  each(
    [
      `${ISSUER}/Patient/patient-1`,
      'Patient/patient-1',
      'RelatedPerson/1',
      'Person/1',
      'Device/1',
      'Organization/1',
      'practitioner/provider-1',
      'Practitioner/',
      'Practitioner',
      'Practitioner/a/b',
      'Practitioner/provider-1?x',
      'Practitioner/provider-1#x',
      'Practitioner/ provider-1',
      'Practitioner/рrovider-1',
      'xPractitioner/provider-1',
      'Patient/x Practitioner/provider-1',
      'Practitioner/provider-1\n',
      ' ',
    ],
    (fhirUser) => [`fhirUser «${fhirUser}»`, { claims: { fhirUser } }],
  ),
  each([null, 1, ['Practitioner/provider-1'], {}], (fhirUser) => [
    `fhirUser ${JSON.stringify(fhirUser)}`,
    { claims: { fhirUser } },
  ]),
  each(['', null, 5, []], (sub) => [`subject ${JSON.stringify(sub)}`, { claims: { sub } }]),
)

const headerVectors = collect<IdTokenChanges>(
  each(['none', 'None', 'NONE', 'nOnE'], (alg) => [`algorithm ${alg}`, { header: { alg } }]),
  each(['', 'RS1', 'rs256', 'RS256 ', 'PS256', 'EdDSA', 'ES256', 'HS384', 'dir', 'RSA-OAEP'], (alg) => [
    `algorithm «${alg}» over an RSA signature`,
    { header: { alg } },
  ]),
  each([null, 1, ['RS256'], {}], (alg) => [`algorithm ${JSON.stringify(alg)}`, { header: { alg } }]),
  each(
    [spki, spki.trim(), spki.replace(/\n/g, ''), JSON.stringify(strangerJwk), '', 'secret', ISSUER].filter(Boolean),
    (secret) => [
      `HS256 with a public text as its password, ${createHash('sha256').update(secret).digest('hex').slice(0, 6)}`,
      { header: { alg: 'HS256' }, key: createSecretKey(Buffer.from(secret)) },
    ],
  ),
  each(
    [
      { jwk: strangerJwk },
      { jku: 'https://evil.example/jwks' },
      { jku: 'https://ehr.example/jwks' },
      { x5u: 'https://evil.example/cert' },
      { x5c: ['MIIB'] },
      { x5t: 'AAAA' },
      { kid: '../../../../dev/null' },
      { kid: '/etc/passwd' },
      { kid: "r1' or '1'='1" },
      { kid: 'https://evil.example/k' },
      { kid: 'r1\u0000' },
      { kid: '' },
      { kid: 'r1' },
    ],
    (header) => [
      `stranger’s signature with ${JSON.stringify(header).slice(0, 60)}`,
      { header, key: stranger.privateKey },
    ],
  ),
  each([['x'], ['exp'], ['b64'], [], 'x', [1]], (crit) => [
    `critical header ${JSON.stringify(crit)}`,
    { header: { crit, x: 1, exp: 1 } },
  ]),
  [
    ['an unencoded payload', { header: { b64: false, crit: ['b64'] } }],
    ['an unknown key id', { header: { kid: 'r2' } }],
    ['a key id that is a number', { header: { kid: 1 } }],
    ['a compressed payload', { header: { zip: 'DEF', crit: ['zip'] } }],
  ],
)

const good = signIdToken()
const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.split('.')
const flip = (text: string, index: number): string => {
  const letter = text[index] === 'A' ? 'B' : 'A'
  return text.slice(0, index) + letter + text.slice(index + 1)
}
function rewrite(change: (json: string) => string): string {
  return `${goodHeader}.${base64(change(Buffer.from(goodPayload, 'base64url').toString()))}.${goodSignature}`
}

const tokenVectors = collect<string>(
  each([0, 1, 10, 20, 40, 80, 160], (index) => [
    `signature changed at ${index}`,
    `${goodHeader}.${goodPayload}.${flip(goodSignature, index)}`,
  ]),
  each([0, 5, 20, 40, 80, 120], (index) => [
    `payload changed at ${index}`,
    `${goodHeader}.${flip(goodPayload, index)}.${goodSignature}`,
  ]),
  each([0, 5, 10], (index) => [
    `header changed at ${index}`,
    `${flip(goodHeader, index)}.${goodPayload}.${goodSignature}`,
  ]),
  each([1, 10, 100, 300], (cut) => [`signature cut by ${cut}`, good.slice(0, -cut)]),
  each(
    [
      ['nothing but dots', '..'],
      ['one dot', '.'],
      ['five parts', 'a.b.c.d.e'],
      ['four parts', `${good}.x`],
      ['two parts', `${goodHeader}.${goodPayload}`],
      ['an empty signature', `${goodHeader}.${goodPayload}.`],
      ['an empty payload', `${goodHeader}..${goodSignature}`],
      ['an empty header', `.${goodPayload}.${goodSignature}`],
      ['header and payload swapped', `${goodPayload}.${goodHeader}.${goodSignature}`],
      ['a word', 'not-a-token'],
      ['a space before', ` ${good}`],
      ['a space inside', `${goodHeader}. ${goodPayload}.${goodSignature}`],
      ['a line break at its end', `${good}\n`],
      ['a zero byte at its end', `${good}\u0000`],
      ['padding', `${good}==`],
      [
        'padding everywhere',
        good
          .split('.')
          .map((part) => `${part}=`)
          .join('.'),
      ],
      ['letters outside of base64url', `${goodHeader}.${goodPayload}.!!!!`],
      ['the other base64', `${goodHeader}.${goodPayload}.+/+/`],
      ['fullwidth dots', good.replaceAll('.', '．')],
      ['another script', 'еуЈ.еуЈ.еуЈ'],
      ['emoji', '🔑.🔑.🔑'],
      ['sixteen thousand letters', 'a'.repeat(16_000)],
      ['five thousand dots', '.'.repeat(5000)],
      ['a huge header', `${base64(`{"alg":"RS256","x":"${'a'.repeat(8000)}"}`)}.${goodPayload}.${goodSignature}`],
      ['a huge payload', rewrite((json) => json.replace('{', `{"x":"${'a'.repeat(8000)}",`))],
      ['a deep payload', rewrite(() => `${'['.repeat(3000)}${']'.repeat(3000)}`)],
      ['a payload that is a list', rewrite(() => '[]')],
      ['a payload that is null', rewrite(() => 'null')],
      ['a payload that is no JSON', rewrite(() => '{')],
      ['a payload with a prototype', rewrite((json) => json.replace('{', '{"__proto__":{"iss":"x"},'))],
      ['a second subject', rewrite((json) => json.replace('"sub"', '"sub":"admin","sub"'))],
      ['a second audience', rewrite((json) => json.replace('"aud"', '"aud":"x","aud"'))],
      ['a later end', rewrite((json) => json.replace(/"exp":\d+/, '"exp":9999999999'))],
      ['another user', rewrite((json) => json.replace('provider-1', 'coder-1'))],
      ['a header that is null', `${base64('null')}.${goodPayload}.${goodSignature}`],
      ['a header that is a list', `${base64('[]')}.${goodPayload}.${goodSignature}`],
      [
        'a JSON serialization',
        JSON.stringify({ payload: goodPayload, protected: goodHeader, signature: goodSignature }),
      ],
      ['an encrypted form', `${base64('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`],
      ['a bearer prefix', `Bearer ${good}`],
    ] as const,
    ([name, token]) => [name, token],
  ),
)

type Forged = { readonly claims?: Record<string, unknown>; readonly header?: Record<string, unknown> }
const proofVectors = collect<Forged>(
  each(['', 'get', 'TRACE', 'GET POST', '*'], (htm) => [`method «${htm}»`, { claims: { htm } }]),
  each(
    [
      '',
      '/v1/writes',
      ORIGIN,
      `${ORIGIN}/`,
      `${ORIGIN}/v1`,
      'http://evil.example/v1/writes',
      `${ORIGIN}/v1/other#x`,
      `${ORIGIN}/v1/%77rites`,
      `${ORIGIN.toUpperCase()}/v1/x`,
      `${ORIGIN}:80/v1/x`,
      '*',
      'null',
    ],
    (htu) => [`address «${htu}»`, { claims: { htu } }],
  ),
  each([-61, -62, -3600, 61, 62, 3600, -seconds], (shift) => [
    `made ${shift} s from now`,
    { claims: { iat: seconds + shift } },
  ]),
  each(['iat', 'jti', 'htm', 'htu', 'ath'], (name) => [`without ${name}`, { claims: { [name]: undefined } }]),
  each([String(seconds), null, [seconds], Number.MAX_SAFE_INTEGER], (iat) => [
    `time ${JSON.stringify(iat)}`,
    { claims: { iat } },
  ]),
  each(['', 'abc', 'x'.repeat(129), 'x'.repeat(2000)], (jti) => [`id of ${jti.length} letters`, { claims: { jti } }]),
  each([null, 1, ['x'.repeat(20)]], (jti) => [`id ${JSON.stringify(jti)}`, { claims: { jti } }]),
  each(['', 'AAAA', base64('x'), createHash('sha256').update('x').digest('base64url')], (ath) => [
    `token digest «${ath}»`,
    { claims: { ath } },
  ]),
  each(['JWT', 'dpop', 'DPOP+JWT ', '', 'at+jwt'], (typ) => [`type «${typ}»`, { header: { typ } }]),
  each(
    [
      { kid: 'r1' },
      { jku: 'https://evil.example' },
      { x5u: 'https://evil.example' },
      { x5c: [] },
      { crit: ['x'], x: 1 },
      { b64: true },
      { jwk: undefined },
      { jwk: strangerJwk },
      { jwk: { kty: 'oct', k: 'AAAA' } },
      { jwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } },
      { jwk: { kty: 'EC', crv: 'P-384', x: 'A'.repeat(43), y: 'A'.repeat(43) } },
      { jwk: 'r1' },
    ],
    (header) => [`header ${JSON.stringify(header).slice(0, 70)}`, { header }],
  ),
)

const credentialVectors = collect<(token: string) => string>(
  each(['Bearer', 'Basic', 'dpop', 'DPOP', 'DPoP:', 'Token', 'MAC'], (scheme) => [
    `scheme ${scheme}`,
    (token) => `${scheme} ${token}`,
  ]),
  each(
    [
      ['nothing', () => ''],
      ['only a scheme', () => 'DPoP '],
      ['no scheme', (token) => token],
      ['two spaces', (token) => `DPoP  ${token}`],
      ['a token and another', (token) => `DPoP ${token}, DPoP ${token}`],
      ['a token with a tail', (token) => `DPoP ${token}A`],
      ['a token that was cut', (token) => `DPoP ${token.slice(1)}`],
      ['a token in capitals', (token) => `DPoP ${token.toUpperCase()}`],
      ['a token backwards', (token) => `DPoP ${token.split('').toReversed().join('')}`],
      ['a token with padding', (token) => `DPoP ${token}=`],
      ['the digest of a token', (token) => `DPoP ${createHash('sha256').update(token).digest('base64url')}`],
      ['a token of zeros', () => `DPoP ${'A'.repeat(43)}`],
      ['a random token', () => `DPoP ${randomBytes(32).toString('base64url')}`],
      ['a token that is a statement', () => `DPoP ' or '1'='1`],
      ['an id_token', () => `DPoP ${good}`],
      ['twelve thousand letters', () => `DPoP ${'a'.repeat(12_000)}`],
    ] as readonly (readonly [string, (token: string) => string])[],
    (vector) => vector,
  ),
)

const count = (vectors: object): number => Object.keys(vectors).length
const DISTINCT =
  count(claimVectors) + count(headerVectors) + count(tokenVectors) + count(proofVectors) + count(credentialVectors)

async function countRefusals(): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(*)::int as rows from audit where action in ('session.refuse', 'access.refuse')`.execute(database.db)
  return rows[0]?.rows ?? 0
}

/** Refused, on record, and nobody was called but where the keys are. */
async function expectRefusal(proxy: TestProxy, attack: () => Promise<Response>): Promise<void> {
  const [rows, asked] = [await countRefusals(), proxy.ehr.asked.length]
  const { status } = await attack()
  expect([401, 403]).toContain(status)
  expect(await countRefusals()).toBe(rows + 1)
  expect(proxy.ehr.asked.slice(asked).filter((url) => url !== 'https://ehr.example/jwks')).toEqual([])
}

test('at least 200 distinct attacks are tried', () => {
  expect(DISTINCT).toBeGreaterThanOrEqual(200)
  console.log(
    `authentication vectors: ${DISTINCT} distinct, ${count(proofVectors) + count(credentialVectors)} of them on every endpoint`,
  )
})

describe('the sign-in refuses', () => {
  const exchange = async (proxy: TestProxy, idToken: string): Promise<void> => {
    const key = await createProofKey()
    const body = await aSessionRequest({ idToken })
    await expectRefusal(proxy, () => send(proxy, { path: '/v1/session', body }, { key }))
  }

  test.each(Object.entries({ ...claimVectors, ...headerVectors }))('an id_token with %s', async (_, changes) => {
    await exchange(createTestProxy(database.db, { limits }), signIdToken(changes))
  })

  test.each(Object.entries(tokenVectors))('an id_token that is %s', async (_, idToken) => {
    await exchange(createTestProxy(database.db, { limits }), idToken)
  })

  test.each(Object.entries(proofVectors))('a proof with %s', async (name, changes) => {
    if (/token digest|without ath/.test(name)) return
    const proxy = createTestProxy(database.db, { limits })
    const key = await createProofKey()
    const body = await aSessionRequest()
    const headers = { dpop: await forge(key, { method: 'POST', path: '/v1/session' }, changes) }
    await expectRefusal(proxy, () => send(proxy, { path: '/v1/session', body, headers }))
  })

  test('an id_token of a tenant at another tenant', async () => {
    const proxy = createTestProxy(database.db, { limits })
    const body = await aSessionRequest({ issuer: otherRow.issuer })
    const key = await createProofKey()
    const response = await send(proxy, { path: '/v1/session', body }, { key })
    expect([401, 403]).toContain(response.status)
  })

  test('nothing that is good, so that the refusals above mean something', async () => {
    const proxy = createTestProxy(database.db, { limits })
    for (const claims of [
      {},
      { exp: seconds - 59 },
      { nbf: seconds + 60 },
      { iat: seconds + 60 },
      { iat: seconds - 659 },
    ]) {
      const body = await aSessionRequest({ idToken: signIdToken({ claims }) })
      const response = await send(proxy, { path: '/v1/session', body }, { key: await createProofKey() })
      expect([claims, response.status]).toEqual([claims, 200])
    }
  })
})

describe.each(Object.keys(ENDPOINT_REQUESTS) as Endpoint[])('%s refuses', (endpoint) => {
  const { sent, status } = ENDPOINT_REQUESTS[endpoint]
  const { method = 'POST', path } = sent
  const [role] = ACCESS[endpoint]
  let proxy: TestProxy
  let signed: { readonly key: ProofKey; readonly token: string }
  beforeAll(async () => {
    proxy = createTestProxy(database.db, { limits })
    // Who is let in where nothing is forged: otherwise a refusal would say nothing.
    const fhirUser = `Practitioner/${role}-1`
    signed = await signIn(proxy, { idToken: signIdToken({ claims: { fhirUser } }) })
  })
  const request = (dpop: string, authorization = `DPoP ${signed.token}`) =>
    send(proxy, { ...sent, headers: { dpop, authorization } })
  const prove = () => signProof(signed.key, { method, path, token: signed.token })

  test(`every forged proof (${count(proofVectors)})`, async () => {
    for (const changes of Object.values(proofVectors)) {
      const dpop = await forge(signed.key, { method, path, token: signed.token }, changes)
      await expectRefusal(proxy, () => request(dpop))
    }
  })

  test(`every forged credential (${count(credentialVectors)})`, async () => {
    for (const make of Object.values(credentialVectors)) {
      const dpop = await prove()
      await expectRefusal(proxy, () => request(dpop, make(signed.token)))
    }
  })

  test('a stolen session without its key, and names whose it was', async () => {
    const thief = await createProofKey()
    const dpop = await signProof(thief, { method, path, token: signed.token })
    await expectRefusal(proxy, () => request(dpop))
    const { rows } = await sql<{ entry: string }>`
      select entry from audit where tenant = 'hospital' order by seq desc limit 1`.execute(database.db)
    expect(JSON.parse(rows[0]?.entry ?? '{}')).toMatchObject({
      action: 'access.refuse',
      route: endpoint,
      role,
    })
  })

  test('a proof that was used', async () => {
    const dpop = await prove()
    expect((await request(dpop)).status).toBe(status)
    await expectRefusal(proxy, () => request(dpop))
  })

  test('a proof made of another request', async () => {
    const dpop = await signProof(signed.key, { method: method === 'GET' ? 'POST' : 'GET', path, token: signed.token })
    await expectRefusal(proxy, () => request(dpop))
  })

  test('no proof, two proofs, and a proof that is none', async () => {
    const [one, two] = [await prove(), await prove()]
    const hmac = `${base64('{"typ":"dpop+jwt","alg":"HS256"}')}.${base64('{}')}`
    const forged = `${hmac}.${createHmac('sha256', spki).update(hmac).digest('base64url')}`
    for (const dpop of ['', 'x', '..', `${one}, ${two}`, `${one} `.repeat(20), forged, 'a'.repeat(5000)]) {
      await expectRefusal(proxy, () => request(dpop))
    }
  })

  test('a session that has ended, to the millisecond', async () => {
    const late = createTestProxy(database.db, { limits })
    const session = await signIn(late)
    late.clock.now = NOW + limits.sessionMs
    await expectRefusal(late, () => send(late, sent, session))
  })
})

async function forge(
  key: ProofKey,
  request: { readonly method: string; readonly path: string; readonly token?: string },
  changes: Forged,
): Promise<string> {
  try {
    return await signProof(key, request, { ...changes, claims: { jti: randomUUID(), ...changes.claims } })
  } catch {
    // The library will not write such a header; a real signature under a forged one is what an attacker has.
    const real = await signProof(key, request, changes.claims ? { claims: changes.claims } : {})
    const [header = '', payload, signature] = real.split('.')
    const fields = JSON.parse(Buffer.from(header, 'base64url').toString()) as object
    return `${base64(JSON.stringify({ ...fields, ...changes.header }))}.${payload}.${signature}`
  }
}
