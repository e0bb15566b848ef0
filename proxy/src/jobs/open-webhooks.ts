/** What the proxy needs to take signed calls: secrets, read once at the start, and a queue, opened with the first call. */
import { ConfigError } from '../errors.ts'
import { readNamedFile } from '../named-file.ts'
import type { TenantRow } from '../tenants.ts'
import { type JobQueueParts, type JobQueues, openJobQueues } from './job-queue.ts'
import type { Webhooks } from './note-signed.ts'
import { SHORTEST_SECRET } from './signed-call.ts'

export type OpenWebhooks = Webhooks & { readonly stop: () => Promise<void> }

/** @returns undefined where no tenant takes signed calls. @throws ConfigError for a secret that cannot be read or guards nothing. */
export function openWebhooks(tenants: readonly TenantRow[], parts: JobQueueParts): OpenWebhooks | undefined {
  const secrets = new Map(tenants.map((tenant) => [tenant.key, readSecrets(tenant)]))
  if ([...secrets.values()].every((ones) => ones.length === 0)) return undefined
  let opening: Promise<JobQueues> | undefined
  const open = (): Promise<JobQueues> => {
    opening ??= openJobQueues(parts).catch((error: unknown) => {
      // The next call tries again; the sender of this one hears that it was not taken.
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    secretsOf: (tenant) => secrets.get(tenant) ?? [],
    openQueue: async (tenant) => (await open()).open(tenant),
    stop: async () => (await opening)?.stop(),
  }
}

function readSecrets({ key, batch }: TenantRow): readonly string[] {
  return (batch?.webhookSecretFiles ?? []).map((file) => {
    const secret = readNamedFile(file, 'POSTIL_TENANTS_FILE', `a webhookSecretFile of ${key}`).trim()
    if (secret.length >= SHORTEST_SECRET) return secret
    throw new ConfigError(
      'POSTIL_TENANTS_FILE',
      `a webhookSecretFile of ${key} has fewer than ${SHORTEST_SECRET} characters; make one with openssl rand -base64 32.`,
    )
  })
}
