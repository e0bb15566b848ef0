/** Puts the parts together, listens, and stops without dropping a stream that can still end by itself. */
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createApp } from './app.ts'
import { verifyChain } from './audit/verify-chain.ts'
import type { ProxyConfig } from './config.ts'
import { createColumnCipher } from './crypto/column-cipher.ts'
import { readKeys } from './crypto/key-file.ts'
import { createReferences } from './crypto/references.ts'
import type { Engine } from './engine.ts'
import { ConfigError } from './errors.ts'
import { createLine, type Line } from './http/limits-and-headers.ts'
import { readSite } from './http/site.ts'
import { createOffModel } from './llm/language-model.ts'
import { createLog, describeError, type Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createIdTokenVerifier } from './session/id-token.ts'
import { createOutbound } from './session/outbound.ts'
import { inTenant } from './store/in-tenant.ts'
import { openDatabase } from './store/open-database.ts'
import type { Pool } from './store/schema.ts'
import { deleteExpired } from './store/sessions.ts'
import { createTenantDirectory, readTenants, type TenantDirectory } from './tenants.ts'

export type RunningProxy = { readonly url: string; readonly stop: () => Promise<void> }

const CLEANING_MS = 60_000

/** @throws ConfigError that names the setting which keeps it from starting. */
export async function startProxy(config: ProxyConfig, engine: Engine): Promise<RunningProxy> {
  const tenants = createTenantDirectory(readTenants(config))
  const keys = readKeys(config)
  const site = config.staticDir === undefined ? undefined : readSite(config.staticDir)
  const { db, close } = await openDatabase(config.database)
  const outbound = createOutbound()
  const line = createLine(config.limits.requestsInFlight)
  const log = createLog(config.logLevel)
  const app = createApp({
    profile: config.profile,
    publicOrigin: config.publicOrigin,
    limits: config.limits,
    tenants,
    db,
    cipher: createColumnCipher(keys.columnKeys),
    references: createReferences(keys.referenceKey),
    engine,
    model: createOffModel('no key is configured'),
    verifyIdToken: createIdTokenVerifier(outbound),
    outbound,
    line,
    log,
    metrics: createMetrics(),
    now: Date.now,
    findAddress: (context) => getConnInfo(context).remote.address ?? 'unknown',
    ...(site && { site }),
  })
  const server = createAdaptorServer({
    fetch: app.fetch,
    // Slow or endless requests are cut by Node itself; streams we send are not requests and run on.
    serverOptions: { headersTimeout: 10_000, requestTimeout: 15_000, maxHeaderSize: 16_384 },
  })
  const url = await listen(server, config).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const cleaning = setInterval(() => void clean(db, log), CLEANING_MS)
  cleaning.unref()
  const verifying = verifyChains(db, tenants, log)
  log.info('listening', { address: url, profile: config.profile, database: config.database.kind })
  return {
    url,
    stop: async () => {
      clearInterval(cleaning)
      await drain(server, line, config.limits.drainMs)
      await verifying
      await close()
    },
  }
}

function listen(server: ServerType, { host, port }: ProxyConfig): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new ConfigError('POSTIL_PORT', 'cannot be listened on.', { cause }))
    })
    server.listen(port, host, () => {
      const address = server.address()
      const actual = typeof address === 'object' && address ? address.port : port
      resolve(`http://${host}:${actual}`)
    })
  })
}

/** Nobody new is let in; who is inside may finish, for a while. */
async function drain(server: ServerType, line: Line, drainMs: number): Promise<void> {
  line.close()
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  const deadline = Date.now() + drainMs
  while (line.size() > 0 && Date.now() < deadline) await wait(20)
  if ('closeAllConnections' in server) server.closeAllConnections()
  await closed
}

/** At every start, beside the work: a broken chain is an incident, and nobody should have to look for it. */
async function verifyChains(db: Pool, tenants: TenantDirectory, log: Log): Promise<void> {
  try {
    for (const { key } of tenants.all) {
      const verdict = await inTenant(db, key, (transaction) => verifyChain(transaction, key))
      if (!verdict.ok) log.error('audit chain broken', { tenant: key, row: verdict.seq, code: verdict.because })
    }
  } catch (error) {
    log.warn('audit chain not verified', describeError(error))
  }
}

async function clean(db: Pool, log: Log): Promise<void> {
  try {
    await deleteExpired(db, new Date())
  } catch (error) {
    log.warn('cleaning failed', describeError(error))
  }
}
