/**
 * OAuth 2.0 by refresh token (RFC 6749, 6): a person of the practice has allowed this service once, and the token of that
 * day is exchanged for access tokens. A server may replace it with each exchange, so the newest is kept in its file.
 */
import { renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { ConfigError } from '../../errors.ts'
import { describeFileProblem } from '../../explain-file-problem.ts'
import { readNamedFile } from '../../named-file.ts'
import { type BackendToken, createHeldToken } from '../backend-token.ts'
import { JobError } from '../errors.ts'
import { describeRefusal } from '../fhir-server.ts'

export type RefreshClient = {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecretFile: string
  readonly refreshTokenFile: string
}

type Parts = { readonly fetch: typeof fetch; readonly now: () => number }

const DEADLINE_MS = 10_000
const answer = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.optional(z.number()),
  refresh_token: z.optional(z.string().check(z.minLength(1))),
})

/** @throws ConfigError for a file that cannot be read. */
export function createRefreshedToken(client: RefreshClient, parts: Parts): BackendToken {
  const secret = readSecret(client, 'clientSecretFile')
  readSecret(client, 'refreshTokenFile')
  return createHeldToken(() => refresh(client, secret, parts), parts.now)
}

async function refresh(client: RefreshClient, secret: string, { fetch }: Parts) {
  const kept = readSecret(client, 'refreshTokenFile')
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: kept,
    client_id: client.clientId,
    client_secret: secret,
  })
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const headers = { accept: 'application/json' }
  let response: Response
  try {
    response = await fetch(client.tokenUrl, { method: 'POST', headers, body, redirect: 'error', signal })
  } catch (cause) {
    throw new JobError('unavailable', { cause })
  }
  if (response.status === 429 || response.status >= 500) throw await describeRefusal(response)
  if (!response.ok) throw new JobError('sign-in-refused')
  const { success, data } = answer.safeParse(await response.json().catch(() => undefined))
  if (!success) throw new JobError('bad-answer')
  if (data.refresh_token !== undefined && data.refresh_token !== kept) keep(client.refreshTokenFile, data.refresh_token)
  return { token: data.access_token, seconds: data.expires_in ?? 300 }
}

type SecretFile = 'clientSecretFile' | 'refreshTokenFile'

function readSecret(client: RefreshClient, name: SecretFile): string {
  const secret = readNamedFile(client[name], 'POSTIL_TENANTS_FILE', `batch.practice.${name}`).trim()
  if (secret !== '') return secret
  throw new ConfigError(
    'POSTIL_TENANTS_FILE',
    `batch.practice.${name} is empty; put there what the practice system gave.`,
  )
}

/** Whole or not at all: without it, a person would have to allow the service again. */
function keep(file: string, token: string): void {
  const fresh = `${file}.new`
  try {
    writeFileSync(fresh, `${token}\n`, { mode: 0o600 })
    renameSync(fresh, file)
  } catch (cause) {
    const problem = `beside batch.practice.refreshTokenFile no file can be written: ${describeFileProblem(cause)}.`
    throw new ConfigError('POSTIL_TENANTS_FILE', problem, { cause })
  }
}
