/** Published keys (JWKS): fetched from configured addresses only, and kept for a quarter of an hour. */
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { ProxyError } from '../errors.ts'
import type { Outbound } from './outbound.ts'

/** @param url from configuration; never what a token says of itself. */
export type FindKeySet = (url: string) => JWTVerifyGetKey

export function createKeySets(outbound: Outbound): FindKeySet {
  const keySets = new Map<string, JWTVerifyGetKey>()
  return (url) => {
    const known = keySets.get(url)
    if (known) return known
    const keySet = createRemoteJWKSet(new URL(url), {
      cacheMaxAge: 15 * 60_000,
      [customFetch]: async (address) => {
        const { status, text } = await outbound({ url: address })
        // An EHR whose keys cannot be had says nothing of who asks.
        if (status !== 200) throw new ProxyError('unavailable', 'The EHR did not answer the sign-in check.')
        return new Response(text)
      },
    })
    keySets.set(url, keySet)
    return keySet
  }
}
