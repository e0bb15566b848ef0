/** The service as an EHR knows it that nobody is signed in to, and the keys that the EHR proves it by. */
import { ConfigError } from '../errors.ts'
import { answerJson, setHeader } from '../http/answer.ts'
import type { Handler } from '../http/context.ts'
import { readNamedFile } from '../named-file.ts'
import type { TenantRow } from '../tenants.ts'
import { type BackendClient, describePublicKey, type PublicKey } from './backend-token.ts'

/**
 * @param scope what is asked for, unless the tenant's row says otherwise.
 * @returns undefined for an open server, which knows no clients. @throws ConfigError
 */
export function readClient({ batch, kind, key }: TenantRow, scope: string): BackendClient | undefined {
  if (batch?.client === undefined) {
    if (kind === 'open-server') return undefined
    throw new ConfigError(
      'POSTIL_TENANTS_FILE',
      `${key} has no batch.client, which the EHR would know this service by.`,
    )
  }
  const { keyFile, ...client } = batch.client
  const privateKey = readNamedFile(keyFile, 'POSTIL_TENANTS_FILE', `batch.client.keyFile of ${key}`)
  return { scope, ...client, privateKey }
}

const KEPT_MS = 5 * 60_000

/**
 * The JWK Set that EHRs fetch (SMART App Launch 2.2, "Registering a client"): public halves only, of every tenant. A key
 * file that is replaced is seen after five minutes; one that cannot be read leaves the others.
 */
export function createKeySetHandler(tenants: readonly TenantRow[], now: () => number): Handler {
  let held: { readonly keys: readonly PublicKey[]; readonly until: number } | undefined
  return async function keySet(context) {
    if (held === undefined || now() >= held.until) held = { keys: await readKeySet(tenants), until: now() + KEPT_MS }
    setHeader(context, 'cache-control', 'public, max-age=300')
    return answerJson(context, { keys: held.keys })
  }
}

async function readKeySet(tenants: readonly TenantRow[]): Promise<readonly PublicKey[]> {
  const settled = await Promise.allSettled(
    tenants.filter(({ batch }) => batch?.client !== undefined).map(readPublicKey),
  )
  const keys = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  return [...new Map(keys.map((key) => [key.kid, key])).values()]
}

async function readPublicKey(tenant: TenantRow): Promise<PublicKey> {
  const client = readClient(tenant, '')
  if (!client) throw new ConfigError('POSTIL_TENANTS_FILE', `${tenant.key} has no batch.client.`)
  return describePublicKey(client)
}
