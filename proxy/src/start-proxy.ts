/** Puts the parts together, listens, and stops without dropping a stream that can still end by itself. */
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { createApp, createMetricsApp } from './app.ts'
import { appendAudit, PROXY_CHAIN } from './audit/audit-log.ts'
import { type Checkpoints, createCheckpoints } from './audit/checkpoints.ts'
import { openWitness, type Witness } from './audit/open-witness.ts'
import { recordStart, recordStop } from './audit/record-running.ts'
import { verifyChain } from './audit/verify-chain.ts'
import type { HookSettings } from './cds-hooks/mount-services.ts'
import { warmUp } from './cds-hooks/warm-up.ts'
import { listReleases } from './code-sets/load-code-sets.ts'
import { findQueueRules } from './coders-queue.ts'
import { DEFAULT_RHYTHM, type ProxyConfig } from './config.ts'
import { createColumnCipher } from './crypto/column-cipher.ts'
import { readKeys } from './crypto/key-file.ts'
import { createReferences, type References } from './crypto/references.ts'
import type { Engine } from './engine.ts'
import { ConfigError } from './errors.ts'
import { forgetFeedback } from './feedback.ts'
import { collectSeldom } from './heap-growth.ts'
import { createFindAddress } from './http/client-address.ts'
import { closeSilent } from './http/close-silent.ts'
import { createLine, type Line } from './http/limits-and-headers.ts'
import { hasSeparatePages, readSite } from './http/site.ts'
import { openWebhooks } from './jobs/open-webhooks.ts'
import { deleteWindowsBefore } from './limits/windows.ts'
import { chooseMask } from './llm/choose-mask.ts'
import { createLanguageModel } from './llm/create-language-model.ts'
import type { Mask } from './llm/prepare-documents.ts'
import { createLog, describeError, type Log } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { toSpendLimits } from './model-call.ts'
import { digestUse } from './reports/read-use.ts'
import { createIdTokenVerifier } from './session/id-token.ts'
import { checkSecretFiles } from './session/live-check.ts'
import { createOutbound } from './session/outbound.ts'
import { createVettedFetch } from './session/vetted-fetch.ts'
import { checkColumnKeys } from './store/check-column-keys.ts'
import { hasTenantRole, inTenant } from './store/in-tenant.ts'
import { openDatabase } from './store/open-database.ts'
import { applyModes, rankAgain } from './store/queue-items.ts'
import type { Pool } from './store/schema.ts'
import { deleteExpired } from './store/sessions.ts'
import { createTenantDirectory, listPrivateHosts, readTenants, type TenantDirectory } from './tenants.ts'
import { createSpanSender } from './tracing/send-spans.ts'
import { timeSteps } from './tracing/time-steps.ts'
import { createTracing } from './tracing/tracing.ts'

export type RunningProxy = {
  readonly url: string
  /** Of the port for figures, where there is one. */
  readonly metricsUrl?: string
  readonly stop: () => Promise<void>
}

/** Connections that may wait to be taken; what finds no room comes back after a second, and then after three. */
const BACKLOG = 2048
/**
 * Slow or endless requests are cut by Node itself; streams we send are not requests and run on. Node looks for them twice
 * a minute unless told otherwise, so that its limits would be half a minute longer than they say. An idle connection is
 * kept for longer than load balancers keep theirs (60 s, mostly), so that none is closed as it is used again.
 */
export const SERVER_TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 16_384,
  keepAliveTimeout: 75_000,
} as const
const CLEANING_MS = 60_000
const CHECKPOINT_LOOK_MS = 5000
const LAST_CHECKPOINT_MS = 10_000
/** A database that does not answer must not hold the process either. */
const CLOSING_MS = 5000
const TOLD_MS = 5000
/** How long a stop may take beyond `drainMs`; whoever kills the process must wait for it. */
export const AFTER_DRAIN_MS = TOLD_MS + CLOSING_MS + LAST_CHECKPOINT_MS + CLOSING_MS
const DAY_MS = 24 * 60 * 60_000

/** @throws ConfigError that names the setting which keeps it from starting. */
export async function startProxy(
  config: ProxyConfig,
  engine: Engine,
  { mask = chooseMask(), hooks }: { readonly mask?: Mask; readonly hooks?: HookSettings } = {},
): Promise<RunningProxy> {
  collectSeldom()
  const tenants = createTenantDirectory(readTenants(config))
  checkSecretFiles(tenants.all)
  if (hasSeparatePages(config.profile, tenants.all)) requireLaunchUrls(tenants)
  const keys = readKeys(config)
  const site = config.staticDir === undefined ? undefined : readSite(config.staticDir)
  const log = createLog(config.logLevel)
  const witness = openWitness(config)
  await tryOut(witness, log)
  const database = await openDatabase(config.database)
  const { db, close } = database
  const columnKeys = {
    keys,
    tenants: tenants.all.map(({ key }) => key),
    setting: config.keys && (keys.columnKeysSetting ?? 'POSTIL_COLUMN_KEYS'),
  }
  const areKeysLookedAt = await checkColumnKeys(db, columnKeys).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const hasRole = await hasTenantRole(db)
  const outbound = createOutbound(createFetch(config, tenants))
  const line = createLine(config.limits.requestsInFlight)
  const started = await createLanguageModel(config.model, log)
  const metrics = createMetrics()
  const onLost = (spans: number): void => metrics.count('postil_trace_spans_lost_total', {}, spans)
  const spans = config.traces && createSpanSender({ ...config.traces, onLost })
  const checkpoints = witness && openCheckpoints(config, witness, { db, tenants, log, metrics })
  const [cipher, references] = [createColumnCipher(keys.columnKeys), createReferences(keys.referenceKey)]
  const onProblem = (error: unknown): void => log.error('queue failed', describeError(error))
  const webhooks = openWebhooks(tenants.all, { ...database, cipher, references, onProblem })
  const app = createApp({
    profile: config.profile,
    publicOrigin: config.publicOrigin,
    limits: config.limits,
    tenants,
    db,
    cipher,
    references,
    engine,
    model: started.model,
    mask,
    spendLimits: toSpendLimits(config.model),
    verifyIdToken: createIdTokenVerifier(outbound),
    outbound,
    line,
    log,
    metrics,
    showsReadiness: config.metrics === undefined,
    showsMetrics: config.profile === 'sandbox' && config.metrics === undefined,
    now: Date.now,
    findAddress: createFindAddress(config.trustedProxies ?? 0),
    ...(hooks && { hooks }),
    ...(webhooks && { webhooks }),
    ...(site && { site }),
    tracing: timeSteps(metrics, spans && createTracing(spans.send)),
    ...(checkpoints && { checkpoints }),
  })
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: SERVER_TIMES,
  })
  closeSilent(server, { idleMs: SERVER_TIMES.keepAliveTimeout, readerMs: config.limits.readerMs })
  const figures = createAdaptorServer({
    fetch: createMetricsApp({
      db,
      line,
      metrics,
      model: started.model,
      hasTenantRole: hasRole,
      ...(checkpoints && { checkpoints }),
    }).fetch,
  })
  const giveUp = async (error: unknown): Promise<never> => {
    for (const one of [server, figures]) one.close()
    await close()
    throw error
  }
  await settleModes({ db, tenants, cipher }).catch(giveUp)
  const releases = await listReleases(config.dataDir).catch(giveUp)
  const checkpointKey = witness?.signer.keyId
  const running = { db, references, config, tenants: tenants.all, checkpointKey, releases, now: Date.now }
  await recordStart(running).catch(giveUp)
  // Before anybody can call: an EHR does not wait for it.
  if (tenants.hookTenants.length > 0) warmUp(engine, Date.now())
  const url = await listen(server, config, 'POSTIL_PORT').catch(giveUp)
  const metricsUrl = config.metrics && (await listen(figures, config.metrics, 'POSTIL_METRICS_PORT').catch(giveUp))
  const cleaning = setInterval(() => void clean(db, log), CLEANING_MS)
  cleaning.unref()
  const looking = setInterval(() => void checkpoints?.look(), CHECKPOINT_LOOK_MS)
  looking.unref()
  const leaving = new AbortController()
  const audited = { db, tenants, log, metrics, signal: leaving.signal }
  const lookAfter = async (): Promise<void> => {
    await verifyChains(audited)
    await forgetWindows(audited)
    await digestTrails(audited, references)
  }
  let verifying = rankQueues(audited)
    .then(() => forgetFeedbackOfOthers(audited))
    .then(lookAfter)
  const nightly = setInterval(() => {
    verifying = verifying.then(lookAfter)
  }, DAY_MS)
  nightly.unref()
  /** Two signals, or two callers, are one stop: the second would sign a checkpoint of a closed database. */
  let stopping: Promise<void> | undefined
  if (!areKeysLookedAt) log.warn('column keys not looked at in time; npm run keys -- status does')
  if (!hasRole) log.warn('works as owner of its tables, for want of the role postil_tenant')
  log.info('listening', { address: url, profile: config.profile, database: config.database.kind })
  return {
    url,
    ...(metricsUrl !== undefined && { metricsUrl }),
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }

  async function stop(): Promise<void> {
    for (const timer of [cleaning, looking, nightly]) clearInterval(timer)
    started.stop()
    await drain(server, line, config.limits.drainMs)
    leaving.abort()
    // What goes on beside the work, and the last spans: neither is worth waiting for long.
    await Promise.race([verifying.then(() => spans?.finish()), wait(TOLD_MS, undefined, { ref: false })])
    await Promise.race([
      recordStop(running).catch((error: unknown) => log.error('audit unavailable', describeError(error))),
      wait(CLOSING_MS, undefined, { ref: false }),
    ])
    // A sink that is away has had its alarm; it must not hold the process longer than this.
    await Promise.race([checkpoints?.finish(), wait(LAST_CHECKPOINT_MS, undefined, { ref: false })])
    figures.close()
    await webhooks?.stop()
    await Promise.race([close(), wait(CLOSING_MS, undefined, { ref: false })])
    log.info('stopped')
    log.flush()
  }
}

function describeListenFailure({ code = '' }: NodeJS.ErrnoException, port: number): string {
  if (code === 'EADDRINUSE') return `${port} is in use by another process; stop that one, or choose another port.`
  if (code === 'EACCES') return `${port} needs rights that this process does not have; choose a port above 1023.`
  return `${port} cannot be listened on (${code}); look at host and port.`
}

/** A card's link leads to pages of the tenant's own. @throws ConfigError */
function requireLaunchUrls({ hookTenants }: TenantDirectory): void {
  for (const { key, cdsHooks } of hookTenants) {
    if (cdsHooks.launchUrl !== undefined) continue
    throw new ConfigError('POSTIL_TENANTS_FILE', `must say for ${key} a launchUrl that ends in /t/${key}/launch.html.`)
  }
}

/** In production no private address is called, unless the tenant's row says that its EHR has one. */
function createFetch({ profile }: ProxyConfig, tenants: TenantDirectory): typeof fetch {
  return profile === 'sandbox' ? fetch : createVettedFetch({ privateHosts: listPrivateHosts(tenants.all) })
}

type Address = { readonly host: string; readonly port: number }

function listen(server: ServerType, { host, port }: Address, setting: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new ConfigError(setting, describeListenFailure(cause, port), { cause }))
    })
    server.listen({ port, host, backlog: BACKLOG }, () => {
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

/** A sink that is away is told at once, and has its time to come back. @throws ConfigError where it cannot work as it is configured. */
async function tryOut(witness: Witness | undefined, log: Log): Promise<void> {
  try {
    await witness?.sink.tryOut()
  } catch (error) {
    if (error instanceof ConfigError) throw error
    log.warn('checkpoint sink does not answer', describeError(error))
  }
}

type Audited = {
  readonly db: Pool
  readonly tenants: TenantDirectory
  readonly log: Log
  readonly metrics: Metrics
  /** Aborted when the proxy stops. */
  readonly signal: AbortSignal
}

function openCheckpoints(
  config: ProxyConfig,
  witness: Witness,
  { tenants, ...audited }: Omit<Audited, 'signal'>,
): Checkpoints {
  return createCheckpoints({
    ...audited,
    ...witness,
    tenants: [...tenants.all.map(({ key }) => key), PROXY_CHAIN],
    rhythm: config.checkpoints?.kind === 'sink' ? config.checkpoints.rhythm : DEFAULT_RHYTHM,
    now: Date.now,
  })
}

/** At every start and every day, beside the work: a broken chain is an incident, and nobody should have to look for it. */
async function verifyChains({ db, tenants, log, metrics, signal }: Audited): Promise<void> {
  try {
    for (const key of [...tenants.all.map((tenant) => tenant.key), PROXY_CHAIN]) {
      // A walk over millions of rows does not hold a stop.
      const onProgress = (): void => signal.throwIfAborted()
      const verdict = await inTenant(db, key, (transaction) => verifyChain(transaction, key, { onProgress }))
      await inTenant(db, key, (transaction) =>
        appendAudit(transaction, key, [
          {
            at: new Date().toISOString(),
            requestId: 'process',
            action: 'audit.verify',
            outcome: verdict.ok ? 'good' : 'broken',
            rows: verdict.ok ? verdict.rows : verdict.seq - 1,
          },
        ]),
      )
      if (verdict.ok) continue
      metrics.count('postil_audit_chain_broken_total')
      log.error('audit chain broken', { tenant: key, row: verdict.seq, code: verdict.because })
    }
  } catch (error) {
    if (signal.aborted) return
    log.warn('audit chain not verified', describeError(error))
  }
}

/** Where a site has changed its weights, the coders' list has another order from the next start on. */
async function rankQueues({ db, tenants, log }: Audited): Promise<void> {
  try {
    for (const tenant of tenants.all) {
      const { weights } = findQueueRules(tenant)
      await inTenant(db, tenant.key, (transaction) => rankAgain(transaction, tenant.key, weights))
    }
  } catch (error) {
    log.warn('queue not ranked', describeError(error))
  }
}

/** What a site has switched off, or only watches now, leaves the coders' list before anybody can look. */
async function settleModes({ db, tenants, cipher }: Pick<Audited, 'db' | 'tenants'> & Sealing): Promise<void> {
  for (const tenant of tenants.all) {
    const settling = { tenant: tenant.key, modes: findQueueRules(tenant).modes, cipher }
    let decided = 1
    while (decided > 0) decided = await inTenant(db, tenant.key, (transaction) => applyModes(transaction, settling))
  }
}

type Sealing = { readonly cipher: Parameters<typeof applyModes>[1]['cipher'] }

/** Masked words do not outlive the consent that they were kept under, unless the site is under a legal hold. */
async function forgetFeedbackOfOthers({ db, tenants, log }: Audited): Promise<void> {
  try {
    for (const { key, feedback, retention } of tenants.all) {
      if (feedback === 'allowed' || retention?.hold !== undefined) continue
      await forgetFeedback(db, key, new Date())
    }
  } catch (error) {
    log.warn('cleaning failed', describeError(error))
  }
}

/** What was used two days ago limits nobody any more. */
async function forgetWindows({ db, tenants, log }: Audited): Promise<void> {
  try {
    const before = new Date(Date.now() - 2 * DAY_MS)
    for (const key of [...tenants.all.map((tenant) => tenant.key), PROXY_CHAIN]) {
      await inTenant(db, key, (transaction) => deleteWindowsBefore(transaction, key, before))
    }
  } catch (error) {
    log.warn('cleaning failed', describeError(error))
  }
}

/** So long between two stretches of a trail, that whoever works meanwhile hardly notices. */
const DIGEST_PAUSE_MS = 100

/** Before anybody asks for the report of use, so that it is there at once. */
async function digestTrails({ db, tenants, log, signal }: Audited, references: References): Promise<void> {
  try {
    for (const { key } of tenants.all) {
      await digestUse({ db, references, tenant: key }, () => wait(DIGEST_PAUSE_MS, undefined, { signal }))
    }
  } catch (error) {
    if (signal.aborted) return
    log.warn('trail not digested', describeError(error))
  }
}

async function clean(db: Pool, log: Log): Promise<void> {
  try {
    await deleteExpired(db, new Date())
  } catch (error) {
    log.warn('cleaning failed', describeError(error))
  }
}
