import { describe, expect, test } from 'vitest'
import { lookUpProven, verifyDpopProof } from '#proxy/session/dpop-proof.ts'
import { createProofKey, NOW, ORIGIN, type ProofKey, signProof } from '../proxy-fixture.ts'

const path = '/v1/analyses'
const request = { method: 'POST', url: `${ORIGIN}${path}`, token: 'a-session' }

function prove(key: ProofKey): Promise<string> {
  return signProof(key, { method: 'POST', path, token: request.token })
}

/** Says what `key` says, and is signed by another. */
async function forge(key: ProofKey): Promise<string> {
  const { privateKey } = await createProofKey()
  return prove({ ...key, privateKey })
}

function createStore() {
  const asked: string[] = []
  return {
    asked,
    lookUp: async ({ keyThumbprint }: { readonly keyThumbprint: string }) => {
      asked.push(keyThumbprint)
      return 'a session'
    },
  }
}

describe('looking up what a proof is for', () => {
  test('gives what the store has of a key that signs for the first time', async () => {
    const key = await createProofKey()
    const { asked, lookUp } = createStore()
    expect(await lookUpProven({ proof: await prove(key), request, now: NOW }, lookUp)).toBe('a session')
    expect(asked).toEqual([key.thumbprint])
  })

  test('does not ask the store for a stranger who did not sign', async () => {
    const { asked, lookUp } = createStore()
    const proof = await forge(await createProofKey())
    await expect(lookUpProven({ proof, request, now: NOW }, lookUp)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(asked).toEqual([])
  })

  test('gives nothing away where somebody else signed in the name of a known key', async () => {
    const key = await createProofKey()
    await verifyDpopProof(await prove(key), request, NOW)
    const { asked, lookUp } = createStore()
    const proof = await forge(key)
    await expect(lookUpProven({ proof, request, now: NOW }, lookUp)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(asked).toEqual([key.thumbprint])
  })

  test('asks for a known key while its signature is verified', async () => {
    const key = await createProofKey()
    await verifyDpopProof(await prove(key), request, NOW)
    const { asked, lookUp } = createStore()
    const found = lookUpProven({ proof: await prove(key), request, now: NOW }, lookUp)
    expect(asked).toEqual([key.thumbprint])
    expect(await found).toBe('a session')
  })

  test('tells a failure of the store', async () => {
    const proof = await prove(await createProofKey())
    const lookUp = () => Promise.reject(new Error('no answer'))
    await expect(lookUpProven({ proof, request, now: NOW }, lookUp)).rejects.toThrow('no answer')
  })
})
