/** A CDS client: calls every service of a hook, and hands back their cards with where each came from. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { SandboxError } from '../errors.ts'
import type { SandboxRepository } from '../fhir/sandbox-repository.ts'
import { isRecord } from '../is-record.ts'
import { fillPrefetch, type HookContext } from './prefetch.ts'

export type HookClient = {
  /** Public half of the key that signs. */
  readonly jwks: { readonly keys: readonly object[] }
  /** @throws SandboxError where the service cannot be reached or refuses. */
  readonly call: (hook: string, context: HookContext) => Promise<readonly ShownCard[]>
  readonly tell: (service: string, feedback: object) => Promise<void>
}

export type ShownCard = { readonly service: string; readonly card: unknown }

type ClientParts = {
  /** Base of the services, without a slash at the end. */
  readonly servicesUrl: string
  /** The `iss` of its tokens. */
  readonly issuer: string
  readonly jwksUrl: string
  readonly fhirServer: string
  readonly store: SandboxRepository
  /** A token that may read what the cards are about. */
  readonly issueToken: (context: HookContext) => Promise<{ readonly value: string; readonly scope: string }>
}

type Service = { readonly id: string; readonly hook: string; readonly prefetch: Readonly<Record<string, string>> }

const KID = 'sandbox-hooks'
const TOKEN_SECONDS = 120

export function createHookClient(parts: ClientParts): HookClient {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  /** https://cds-hooks.hl7.org/2.0/#trusting-cds-clients */
  const signFor = (url: string): string => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: parts.issuer, aud: url, iat: now, exp: now + TOKEN_SECONDS, jti: randomUUID() }
    const signed = `${encode({ alg: 'ES384', typ: 'JWT', kid: KID, jku: parts.jwksUrl })}.${encode(claims)}`
    const signature = sign('sha384', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return `${signed}.${signature.toString('base64url')}`
  }
  const post = async (path: string, body: object): Promise<unknown> => {
    const url = `${parts.servicesUrl}/${path}`
    return request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${signFor(url)}` },
      body: JSON.stringify(body),
    })
  }
  return {
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KID, alg: 'ES384', use: 'sig' }] },
    call: async (hook, context) => {
      const services = readServices(await request(parts.servicesUrl)).filter((service) => service.hook === hook)
      const answers = services.map(async ({ id, prefetch }) => {
        const token = await parts.issueToken(context)
        const body = await post(id, {
          hook,
          hookInstance: randomUUID(),
          fhirServer: parts.fhirServer,
          fhirAuthorization: {
            access_token: token.value,
            token_type: 'Bearer',
            expires_in: TOKEN_SECONDS,
            scope: token.scope,
            subject: 'postil',
            patient: context.patientId,
          },
          context,
          prefetch: await fillPrefetch(prefetch, context, parts.store),
        })
        const cards: readonly unknown[] = isRecord(body) && Array.isArray(body['cards']) ? body['cards'] : []
        return cards.map((card) => ({ service: id, card }))
      })
      return (await Promise.all(answers)).flat()
    },
    tell: async (service, feedback) => {
      await post(`${encodeURIComponent(service)}/feedback`, { feedback: [feedback] })
    },
  }
}

async function request(url: string, init?: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch (cause) {
    throw new SandboxError('hooks', 'The CDS service cannot be reached.', { cause })
  }
  if (!response.ok) throw new SandboxError('hooks', `The CDS service answered ${response.status}.`)
  return response.json()
}

function readServices(body: unknown): readonly Service[] {
  const services: readonly unknown[] = isRecord(body) && Array.isArray(body['services']) ? body['services'] : []
  return services.flatMap((service) => {
    if (!isRecord(service)) return []
    const { id, hook, prefetch } = service
    if (typeof id !== 'string' || typeof hook !== 'string') return []
    const templates = isRecord(prefetch) ? Object.entries(prefetch) : []
    const texts = templates.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return [{ id, hook, prefetch: Object.fromEntries(texts) }]
  })
}
