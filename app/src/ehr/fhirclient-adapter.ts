/**
 * The surroundings in which fhirclient runs. It gets our storage and an address that we made, never the real one:
 * it lets parameters of the page's address override its options (F4), and sends an unescaped code (F6).
 */
import type { fhirclient } from 'fhirclient/lib/types'
import { tryDecodeBase64Url } from './base64url.ts'
import { EhrError } from './errors.ts'
import type { LaunchStorage } from './launch-storage.ts'

function toBase64(input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** fhirclient decodes JWTs with this; what is not one must not stop a launch whose token is opaque (F12). */
function decodeJwtPart(part: string): string {
  const text = tryDecodeBase64Url(part)
  return text?.startsWith('{') ? text : 'null'
}

/** Signing and hashing, of which an authorization needs its PKCE challenge and a public client's exchange nothing. */
type Security = fhirclient.Adapter['security']

const NO_SECURITY: Security = {
  randomBytes: refuse,
  digestSha256: refuse,
  generatePKCEChallenge: refuse,
  importJWK: refuse,
  signCompactJws: refuse,
}

function refuse(): never {
  throw new EhrError('launch-failed')
}

export function createFhirclientAdapter(
  url: URL,
  storage: LaunchStorage,
  security: Security = NO_SECURITY,
): fhirclient.Adapter {
  return {
    options: { fullSessionStorageSupport: false, refreshTokenWithClientId: true, replaceBrowserHistory: false },
    security,
    getUrl: () => url,
    getStorage: () => storage,
    relative: (path) => new URL(path, url).href,
    // Called only without `noRedirect`, which we always set (F14).
    redirect: refuse,
    atob: decodeJwtPart,
    btoa: toBase64,
    base64urlencode: (input) => toBase64(input).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
    base64urldecode: (input) => tryDecodeBase64Url(input) ?? '',
    getAbortController: () => AbortController,
    // We call `authorize` and `ready` as functions; the object with `init` in it is never made (F1).
    getSmartApi: refuse,
  }
}
