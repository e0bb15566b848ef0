/** Who signed in, for display and for Provenance. Decoded here, verified by the proxy (SMART App Launch 2.2, OpenID). */
import * as z from 'zod/mini'
import { tryDecodeBase64Url } from './base64url.ts'

const claims = z.object({
  fhirUser: z.optional(z.nullable(z.string())),
  profile: z.optional(z.nullable(z.string())),
})

const USER_REFERENCE = /^(Practitioner|PractitionerRole|Patient|RelatedPerson|Person)\/[A-Za-z0-9\-._]{1,128}$/

function tryParseClaims(idToken: string): z.output<typeof claims> | undefined {
  const text = tryDecodeBase64Url(idToken.split('.')[1] ?? '')
  if (text === undefined) return undefined
  try {
    return claims.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** @returns `Practitioner/p1`: the last two segments, since Epic sends an absolute address. */
export function findFhirUser(idToken: string | undefined): string | undefined {
  if (idToken === undefined) return undefined
  const parsed = tryParseClaims(idToken)
  const reference = (parsed?.fhirUser ?? parsed?.profile)?.split('/').slice(-2).join('/')
  return reference !== undefined && USER_REFERENCE.test(reference) ? reference : undefined
}
