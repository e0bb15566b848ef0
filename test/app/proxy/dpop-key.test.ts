import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { createDpopKey, generateKeyPair } from '#app/proxy/dpop-key.ts'
import { verifyDpopProof } from '#proxy/session/dpop-proof.ts'

const request = { method: 'POST', url: 'https://postil.example/v1/analyses', issuedAt: 1_772_445_600 }

describe('a proof of the browser', () => {
  test('is accepted by the proxy, with and without a session', async () => {
    const key = await createDpopKey(await generateKeyPair())
    const now = request.issuedAt * 1000
    const first = await verifyDpopProof(await key.prove(request), request, now)
    const second = await verifyDpopProof(
      await key.prove({ ...request, token: 'abc' }),
      { ...request, token: 'abc' },
      now,
    )
    expect(first.keyThumbprint).toBe(second.keyThumbprint)
    expect(first.use.hash).not.toBe(second.use.hash)
  })

  test('shows the public key and nothing else of it', async () => {
    const proof = await (await createDpopKey(await generateKeyPair())).prove({ ...request, token: 'abc' })
    const { typ, alg, jwk } = decodeProtectedHeader(proof)
    expect({ typ, alg, fields: Object.keys(jwk ?? {}) }).toEqual({
      typ: 'dpop+jwt',
      alg: 'ES256',
      fields: ['kty', 'crv', 'x', 'y'],
    })
    expect(await calculateJwkThumbprint(jwk ?? {})).toHaveLength(43)
    const claims: unknown = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({
      htm: 'POST',
      htu: request.url,
      iat: request.issuedAt,
      ath: createHash('sha256').update('abc').digest('base64url'),
    })
  })
})
