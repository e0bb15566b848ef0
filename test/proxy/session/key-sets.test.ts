// The keys of an EHR: fetched when they are needed, replaced when the EHR replaces them, and not at a stranger's wish.
import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKeySets } from '#proxy/session/key-sets.ts'

const JWKS = 'https://ehr.example/jwks'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-02T10:00:00Z') }))
afterEach(() => void vi.useRealTimers())

async function aKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const sign = (): Promise<string> => new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' } satisfies JWK, sign }
}

function serveKeys(answer: { status: number; keys: JWK[] }) {
  let asked = 0
  const keySet = createKeySets(async () => {
    asked += 1
    return { status: answer.status, text: JSON.stringify({ keys: answer.keys }) }
  })(JWKS)
  return { verify: async (token: string) => jwtVerify(token, keySet), count: () => asked }
}

test('a key that the EHR has just begun to use is found, and one that it took back is not kept for long', async () => {
  const [old, fresh] = [await aKey('old'), await aKey('fresh')]
  const answer = { status: 200, keys: [old.jwk] }
  const { verify } = serveKeys(answer)
  await verify(await old.sign())
  answer.keys = [fresh.jwk]
  vi.advanceTimersByTime(31_000)
  await verify(await fresh.sign())
  await expect(verify(await old.sign())).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
})

test('tokens with made-up key ids have the EHR asked once, not once each', async () => {
  const [known, stranger] = [await aKey('known'), await aKey('made up')]
  const { verify, count } = serveKeys({ status: 200, keys: [known.jwk] })
  await verify(await known.sign())
  for (let call = 0; call < 50; call++) {
    await expect(verify(await stranger.sign())).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  }
  expect(count()).toBeLessThanOrEqual(2)
})

test('an EHR that does not give its keys is away; nobody is told that the sign-in was wrong', async () => {
  const key = await aKey('known')
  const { verify } = serveKeys({ status: 503, keys: [key.jwk] })
  await expect(verify(await key.sign())).rejects.toMatchObject({ name: 'ProxyError', code: 'unavailable' })
})
