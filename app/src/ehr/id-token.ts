/** Who signed in, for display and for Provenance. Decoded here, verified by the proxy (SMART App Launch 2.2). */
import { asObject } from '#fhir-mappers/loose.ts'
import { tryDecodeBase64Url } from './base64url.ts'
import { readText } from './read-text.ts'

type Claims = { readonly fhirUser: string; readonly profile: string; readonly nonce: string }

const USER_REFERENCE = /^(Practitioner|PractitionerRole|Patient|RelatedPerson|Person)\/[A-Za-z0-9\-._]{1,128}$/

/** @returns `Practitioner/p1`: the last two segments, since Epic sends an absolute address. */
export function findFhirUser(idToken: string | undefined): string | undefined {
  const claims = asObject<Claims>(tryParseClaims(idToken ?? ''))
  const user = readText(claims.fhirUser) ?? readText(claims.profile)
  const reference = user?.split('/').slice(-2).join('/')
  return reference !== undefined && USER_REFERENCE.test(reference) ? reference : undefined
}

/** OpenID Connect Core, 3.1.3.7 (11). A server that knows no nonce leaves it out; PKCE still ties the code to this browser. */
export function isOfOtherLaunch(idToken: string | undefined, nonce: string): boolean {
  const claims = asObject<Claims>(tryParseClaims(idToken ?? ''))
  return claims.nonce !== undefined && claims.nonce !== nonce
}

function tryParseClaims(idToken: string): unknown {
  try {
    return JSON.parse(tryDecodeBase64Url(idToken.split('.')[1] ?? '') ?? '')
  } catch {
    return undefined
  }
}
