/** The key that the session is bound to, and its proofs (RFC 9449). The private half cannot leave the browser. */

type ProofRequest = {
  readonly method: string
  /** Without query and fragment (RFC 9449, 4.2). */
  readonly url: string
  readonly token?: string
  /** Seconds, by the proxy's clock. */
  readonly issuedAt: number
}

export type DpopKey = { readonly prove: (request: ProofRequest) => Promise<string> }

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' }

export function generateKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
}

export async function createDpopKey({ privateKey, publicKey }: CryptoKeyPair): Promise<DpopKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const header = encodeJson({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })
  return {
    prove: async ({ method, url, token, issuedAt }) => {
      const claims = {
        jti: crypto.randomUUID(),
        htm: method,
        htu: url,
        iat: issuedAt,
        ...(token !== undefined && { ath: await digest(token) }),
      }
      const signed = `${header}.${encodeJson(claims)}`
      // WebCrypto signs in the r||s form that JWS wants (RFC 7518, 3.4).
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, encodeText(signed))
      return `${signed}.${encodeBytes(new Uint8Array(signature))}`
    },
  }
}

/** base64url of the SHA-256. */
export async function digest(text: string): Promise<string> {
  return encodeBytes(new Uint8Array(await crypto.subtle.digest('SHA-256', encodeText(text))))
}

function encodeJson(value: unknown): string {
  return encodeBytes(encodeText(JSON.stringify(value)))
}

function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/** base64url without padding (RFC 7515, 2). */
function encodeBytes(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
