// SMART Backend Services against an authorization server that checks what the specification says it must.
import { generateKeyPairSync } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  type AssertionAlgorithm,
  type BackendClient,
  createBackendToken,
  describePublicKey,
} from '#proxy/jobs/backend-token.ts'

const TOKEN_URL = 'https://ehr.example/token'

function aClient(algorithm: AssertionAlgorithm): BackendClient {
  const { privateKey } =
    algorithm === 'ES384'
      ? generateKeyPairSync('ec', { namedCurve: 'P-384' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { clientId: 'batch-client', tokenUrl: TOKEN_URL, scope: 'system/Patient.rs', algorithm, privateKey: pem }
}

let clock = 0
let issued = 0
beforeEach(() => {
  clock = Date.parse('2026-03-02T10:00:00Z')
  issued = 0
})

type Server = { readonly fetch: typeof fetch; readonly seen: Set<string>; status: number }

async function aServer(client: BackendClient): Promise<Server> {
  const keys = createLocalJWKSet({ keys: [await describePublicKey(client)] })
  const seen = new Set<string>()
  const server = { seen, status: 200, fetch: undefined as unknown as typeof fetch }
  server.fetch = (async (_url: string, { body }: { body: URLSearchParams }) => {
    if (server.status !== 200) return new Response('CANARY', { status: server.status })
    expect(body.get('grant_type')).toBe('client_credentials')
    expect(body.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    const { payload, protectedHeader } = await jwtVerify(body.get('client_assertion') ?? '', keys, {
      algorithms: [client.algorithm],
      issuer: 'batch-client',
      subject: 'batch-client',
      audience: TOKEN_URL,
      currentDate: new Date(clock),
      requiredClaims: ['exp', 'jti'],
    })
    expect(protectedHeader).toMatchObject({ typ: 'JWT', alg: client.algorithm })
    expect((payload.exp ?? 0) - clock / 1000).toBeLessThanOrEqual(300)
    if (seen.has(payload.jti ?? '')) return new Response(null, { status: 400 })
    seen.add(payload.jti ?? '')
    issued += 1
    return Response.json({ access_token: `token-${issued}`, token_type: 'bearer', expires_in: 300 })
  }) as unknown as typeof fetch
  return server
}

describe.each(['RS384', 'ES384'] as const)('%s', (algorithm) => {
  test('an assertion that the server verifies by the published key gets a token', async () => {
    const client = aClient(algorithm)
    const token = createBackendToken(client, { fetch: (await aServer(client)).fetch, now: () => clock })
    expect(await token.get()).toBe('token-1')
    expect(JSON.stringify(await describePublicKey(client))).not.toContain('"d"')
  })

  test('a token is kept until shortly before it ends, and asked for once by many', async () => {
    const client = aClient(algorithm)
    const token = createBackendToken(client, { fetch: (await aServer(client)).fetch, now: () => clock })
    expect(new Set(await Promise.all([1, 2, 3].map(() => token.get())))).toEqual(new Set(['token-1']))
    clock += 269_000
    expect(await token.get()).toBe('token-1')
    clock += 2000
    expect(await token.get()).toBe('token-2')
    token.forget('token-1')
    expect(await token.get()).toBe('token-2')
    token.forget('token-2')
    expect(await token.get()).toBe('token-3')
  })

  test.each([
    [400, 'sign-in-refused'],
    [401, 'sign-in-refused'],
    [429, 'throttled'],
    [503, 'unavailable'],
  ])('%i is %s, without the words of the server', async (status, code) => {
    const client = aClient(algorithm)
    const server = await aServer(client)
    server.status = status
    const refused = createBackendToken(client, { fetch: server.fetch, now: () => clock }).get()
    await expect(refused).rejects.toMatchObject({ code })
    await expect(refused).rejects.not.toThrow('CANARY')
  })
})
