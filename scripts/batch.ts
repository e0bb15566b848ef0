// `npm run batch`: works through signed notes without anybody opening the sidebar. Findings are put on record; nothing
// is shown or written to the EHR, and masked notes go to a model only where the tenant's row gives the batch money. May be stopped at any time and begun again: nothing is done twice.
import { setTimeout as wait } from 'node:timers/promises'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { mayShowOrWrite } from '#coding/domain/mode.ts'
import { tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { createDraftPreparer } from '#proxy/auto-draft.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { findQueueRules } from '#proxy/coders-queue.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { type ProxyConfig, readConfig } from '#proxy/config.ts'
import { guardCrashes } from '#proxy/crash.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { ConfigError } from '#proxy/errors.ts'
import { readClient } from '#proxy/jobs/backend-client.ts'
import { describePublicKey } from '#proxy/jobs/backend-token.ts'
import { type BulkEvent, createBulkLister } from '#proxy/jobs/bulk-source.ts'
import { JobError, type JobErrorCode, MEANINGS } from '#proxy/jobs/errors.ts'
import { createFhirServer, type FhirServer, type FhirServerParts } from '#proxy/jobs/fhir-server.ts'
import { type JobQueue, openJobQueues } from '#proxy/jobs/job-queue.ts'
import type { ChartReader, NoteLister } from '#proxy/jobs/note-source.ts'
import { createPracticeLister, createPracticeReader } from '#proxy/jobs/practice/practice-system.ts'
import { createRecordReader } from '#proxy/jobs/read-record.ts'
import { createSearchLister, createSearchReader, SIGNED, type Statuses } from '#proxy/jobs/search-source.ts'
import { AT_ONCE, runWorker, type WorkerEnd, type WorkerParts } from '#proxy/jobs/worker.ts'
import { createLog, type Log } from '#proxy/log.ts'
import { createExportProgress } from '#proxy/store/bulk-exports.ts'
import { isConnectionProblem } from '#proxy/store/connection-problem.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { type OpenDatabase, openDatabase } from '#proxy/store/open-database.ts'
import { readTenants, type TenantRow } from '#proxy/tenants.ts'
import { decideModeOfRecord } from '#proxy/visit-mode.ts'
import { describeBulkEvent, readBulkQuestion } from './batch/bulk-options.ts'
import { findEndpoint, listen } from './batch/listen.ts'
import { openModel } from './batch/open-model.ts'
import { findRequestsPerSecond, listUntil, openPractice, readByJobs, readServerParts } from './batch/open-server.ts'
import { createProgress } from './batch/progress.ts'
import { readArguments } from './read-arguments.ts'

const USAGE = `npm run batch -- <command> --tenant KEY

  run      --from DATE --to DATE [--status signed|final|amended|preliminary] [--priority sooner|usual|later] [--most N]
           finds the notes of these days, queues what is not done yet, and works until nothing is left
  run      --export patients|Group/ID [--since INSTANT] and the others
           the same for a population, from the files of a Bulk Data export
  listen   [--from DATE] [--status …]
           follows the EHR until it is stopped: looks when it says that notes changed, and every five minutes
  work     works on what is queued, beside other workers
  failed   lists what failed for good, and what to do about it
  retry    queues all of that again
  jwks     prints the public half of the client's key, for the EHR to register

Dates are days (2026-03-02); an instant is 2026-03-02T10:00:00Z. The settings are those of the proxy. Exit codes: 0 good, 1 notes failed or wait for
tomorrow, 2 wrong usage or configuration, 3 the EHR cannot be asked.`

const NOTES_PER_DAY = 100_000
const LONGEST_LIST_MS = 24 * 60 * 60_000
const REQUESTS_A_NOTE = 10
/** Half of what a job may take before it is given to another worker. */
const SECONDS_A_BATCH = 60
/** What one batch of notes asks together; a model answers slowly, and a job must be done before it goes to another. */
const AT_ONCE_WITH_MODEL = 4
const STATUSES = ['signed', 'final', 'amended', 'preliminary'] as const
const SCOPE =
  'system/Encounter.rs system/Patient.rs system/DocumentReference.rs system/Binary.rs system/Condition.rs ' +
  'system/Procedure.rs system/Observation.rs system/MedicationRequest.rs system/Coverage.rs'
const SUBSCRIBE = 'system/Subscription.crd'

const { positionals, values } = readArguments(
  {
    tenant: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    export: { type: 'string' },
    since: { type: 'string' },
    status: { type: 'string', default: 'signed' },
    priority: { type: 'string', default: 'usual' },
    most: { type: 'string' },
  },
  USAGE,
)

const stopping = new AbortController()

guardCrashes()
try {
  // What an export could not give has set it to 1 already.
  process.exitCode = Math.max(Number(process.exitCode ?? 0), await run(positionals[0]))
} catch (error) {
  if (error instanceof JobError) fail(3, error.message)
  else if (error instanceof ConfigError || error instanceof CodingError) fail(2, error.message)
  else if (isConnectionProblem(error)) fail(3, 'The database is away. Nothing is lost: begin again when it answers.')
  else throw error
}
// The timer of a pause that nobody waits for any more would keep the process.
if (stopping.signal.aborted) process.exit()

function fail(code: number, message: string): void {
  console.error(message)
  process.exitCode = code
}

type Batch = {
  readonly config: ProxyConfig
  readonly tenant: TenantRow
  readonly database: OpenDatabase
  readonly queue: JobQueue
  readonly log: Log
  /** Of Ctrl-C, or of whoever ends the process kindly; a second one ends it at once. */
  readonly signal: AbortSignal
  /** Done at the end. */
  readonly closing: (() => void)[]
}

async function run(command = 'help'): Promise<number> {
  if (!['run', 'listen', 'work', 'failed', 'retry', 'jwks'].includes(command)) {
    console.error(USAGE)
    return 2
  }
  const config = readConfig()
  const tenant = readTenants(config).find(({ key }) => key === values.tenant)
  if (!tenant) throw new ConfigError('--tenant', 'must name a tenant of the tenants file.')
  if (command === 'jwks') return printKeys(tenant)
  const database = await openDatabase(config.database)
  const log = createLog('error')
  const keys = readKeys(config)
  const [cipher, references] = [createColumnCipher(keys.columnKeys), createReferences(keys.referenceKey)]
  const queues = await openJobQueues({
    ...database,
    cipher,
    references,
    onProblem: () => log.error('queue failed', { tenant: tenant.key }),
  })
  const closing: (() => void)[] = []
  try {
    const batch = {
      config,
      tenant,
      database,
      queue: await queues.open(tenant.key),
      log,
      closing,
      signal: stopOnSignal(),
    }
    if (command === 'failed') return await listFailed(batch)
    if (command === 'retry') return await retry(batch)
    const practice = openPractice({ config, tenant, db: database.db })
    return await (practice ? workForPractice(batch, command, practice) : workForServer(batch, command))
  } finally {
    for (const close of closing) close()
    await queues.stop()
    await database.close()
    log.flush()
  }
}

async function workForServer(batch: Batch, command: string): Promise<number> {
  const { config, tenant, database } = batch
  const site = { config, tenant, db: database.db }
  const parts = readServerParts(site, tenant.batch?.subscribe === true ? `${SCOPE} ${SUBSCRIBE}` : SCOPE)
  const reader = createFhirServer(readByJobs(parts))
  if (command === 'listen') return follow(batch, reader)
  const lister = () => chooseLister(batch, listUntil(parts, batch.signal))
  const queued = command === 'run' ? await enqueue(batch, lister()) : 0
  return work(batch, createSearchReader(reader), queued)
}

async function workForPractice(
  batch: Batch,
  command: string,
  open: NonNullable<ReturnType<typeof openPractice>>,
): Promise<number> {
  if (command === 'listen' || values.export !== undefined) {
    throw new ConfigError(
      'POSTIL_TENANTS_FILE',
      `${batch.tenant.key} has batch.practice, which knows run and work by days.`,
    )
  }
  const lister = (): NoteLister =>
    createPracticeLister(
      open((parts) => listUntil(parts, batch.signal)),
      readDay('from'),
      readDay('to'),
    )
  const queued = command === 'run' ? await enqueue(batch, lister()) : 0
  return work(batch, createPracticeReader(open(readByJobs)), queued)
}

async function printKeys(tenant: TenantRow): Promise<number> {
  const client = readClient(tenant, SCOPE)
  if (!client) throw new ConfigError('POSTIL_TENANTS_FILE', `${tenant.key} is an open server and needs no key.`)
  console.log(JSON.stringify({ keys: [await describePublicKey(client)] }, null, 2))
  return 0
}

function readDay(name: 'from' | 'to'): DateOnly {
  try {
    return parseDateOnly(values[name] ?? '')
  } catch {
    throw new ConfigError(`--${name}`, 'must be a day, as in 2026-03-02.')
  }
}

function readChoice<Choice extends string>(name: 'status' | 'priority', choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === values[name])
  if (chosen === undefined) throw new ConfigError(`--${name}`, `must be one of ${choices.join(', ')}.`)
  return chosen
}

function readStatuses(): Statuses {
  const status = readChoice('status', STATUSES)
  return status === 'signed' ? SIGNED : [status]
}

function readMost(): number {
  if (values.most === undefined) return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d{0,8}$/.test(values.most)) throw new ConfigError('--most', 'must be a number of notes.')
  return Number(values.most)
}

function chooseLister({ config, tenant, database }: Batch, parts: FhirServerParts): NoteLister {
  const statuses = readStatuses()
  if (values.export !== undefined) {
    const question = readBulkQuestion({ population: values.export, since: values.since, statuses })
    const { columnKeys, referenceKey } = readKeys(config)
    const asked = ['export', parts.base, question.population, question.since ?? '', ...statuses].join('\u001f')
    return createBulkLister({
      ...parts,
      question,
      fileOrigins: tenant.batch?.fileOrigins ?? [],
      progress: createExportProgress({
        db: database.db,
        cipher: createColumnCipher(columnKeys),
        tenant: tenant.key,
        question: createReferences(referenceKey).ofContent(tenant.key, asked),
        now: Date.now,
      }),
      now: Date.now,
      onEvent: sayOfExport,
    })
  }
  return createSearchLister(
    createFhirServer(parts),
    { from: readDay('from'), to: readDay('to'), statuses },
    sayOfSkipped,
  )
}

function sayOfSkipped(count: number): void {
  if (count > 0) console.error(`${count} documents name no patient or no encounter and were left out.`)
}

function sayOfExport(event: BulkEvent): void {
  console.error(describeBulkEvent(event))
  if (event.kind !== 'read') return
  sayOfSkipped(event.skipped)
  // Not silently: such lines may have been notes.
  if (event.unreadable + event.problems > 0) process.exitCode = 1
}

/** What was found before somebody stopped it stays queued, and the next run goes on with an export. */
async function enqueue({ queue, signal }: Batch, lister: NoteLister): Promise<number> {
  const priority = readChoice('priority', ['sooner', 'usual', 'later'] as const)
  const most = readMost()
  let [found, added] = [0, 0]
  try {
    for await (const page of lister.list(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_LIST_MS)]))) {
      const notes = page.slice(0, most - found)
      found += notes.length
      added += await queue.add(notes, priority)
      console.error(`Found ${found} notes, ${added} of them new.`)
      if (found >= most || signal.aborted) break
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return added
}

async function openWorker(
  { config, tenant, database, queue, log, closing }: Batch,
  chart: ChartReader,
): Promise<WorkerParts> {
  const keys = readKeys(config)
  const references = createReferences(keys.referenceKey)
  const engine = createCodingEngine(await loadCodeSets(config.dataDir))
  const cipher = createColumnCipher(keys.columnKeys)
  const model = await openModel({ config, tenant, log, references, engine, cipher, db: database.db })
  if (model) closing.push(model.stop)
  return {
    ...database,
    cipher,
    references,
    engine,
    ...(model && { readWithModel: model.read }),
    queue,
    readRecord: createRecordReader({ tenant, chart, decode: tryDecodeAttachment, now: Date.now }),
    tenant: tenant.key,
    log,
    now: Date.now,
    wait,
    notesPerDay: tenant.batch?.notesPerDay ?? NOTES_PER_DAY,
    atOnce: model ? AT_ONCE_WITH_MODEL : chooseAtOnce(tenant),
    prepareDraft: createDraftPreparer({ db: database.db, cipher, tenant, now: Date.now }),
    coders: {
      ...findQueueRules(tenant),
      mayShow: (record) => mayShowOrWrite(decideModeOfRecord(tenant, record)),
    },
  }
}

/** A slow pace reads fewer notes before somebody else believes them lost. */
function chooseAtOnce(tenant: TenantRow): number {
  const notes = (findRequestsPerSecond(tenant) * SECONDS_A_BATCH) / REQUESTS_A_NOTE
  return Math.min(AT_ONCE, Math.max(1, Math.floor(notes)))
}

function stopOnSignal(): AbortSignal {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  return stopping.signal
}

async function follow(batch: Batch, server: FhirServer): Promise<number> {
  const from = new Date(values.from === undefined ? new Date().toISOString().slice(0, 10) : readDay('from'))
  const endpoint = findEndpoint(batch.config, batch.tenant)
  const worker = await openWorker(batch, createSearchReader(server))
  await listen({
    worker,
    follow: { server, statuses: readStatuses(), from, ...(endpoint !== undefined && { endpoint }) },
    signal: batch.signal,
    say: (line) => console.error(line),
  })
  console.log(describeEnd('stopped'))
  return 0
}

async function work(batch: Batch, chart: ChartReader, queued: number): Promise<number> {
  const { waiting } = await batch.queue.count()
  const progress = createProgress(Math.max(queued, waiting), { now: Date.now, say: (line) => console.error(line) })
  const worker = await openWorker(batch, chart)
  const end = await runWorker(worker, { signal: batch.signal, onEvent: progress.take })
  console.log(progress.summarise())
  console.log(describeEnd(end))
  const dead = await listFailed(batch)
  return end === 'day-full' ? 1 : dead
}

function describeEnd(end: WorkerEnd): string {
  switch (end) {
    case 'empty':
      return 'Nothing is left in the queue.'
    case 'day-full':
      return 'The notes of today are used up (notesPerDay of the tenant). Begin again after midnight UTC.'
    case 'stopped':
      return 'Stopped. What is left stays in the queue; npm run batch -- work goes on with it.'
  }
}

async function listFailed({ queue }: Batch): Promise<number> {
  const letters = await queue.listDead()
  const byCode = Map.groupBy(letters, ({ code }) => code)
  for (const [code, ones] of byCode)
    console.log(
      describeFailures(
        code,
        ones.map(({ itemRef }) => itemRef),
      ),
    )
  if (letters.length === 0) console.log('Nothing failed.')
  return letters.length === 0 ? 0 : 1
}

const SHOWN = 5

function describeFailures(code: JobErrorCode, itemRefs: readonly string[]): string {
  const more = itemRefs.length > SHOWN ? `, and ${itemRefs.length - SHOWN} more` : ''
  return [
    `${itemRefs.length} failed: ${code}`,
    `  ${MEANINGS[code].toDo}`,
    `  references: ${itemRefs.slice(0, SHOWN).join(', ')}${more}`,
  ].join('\n')
}

async function retry({ queue, database, tenant }: Batch): Promise<number> {
  const jobs = await queue.retryDead()
  await inTenant(database.db, tenant.key, (transaction) =>
    appendAudit(transaction, tenant.key, [
      { at: new Date().toISOString(), requestId: 'batch-retry', actor: 'batch', action: 'batch.retry', jobs },
    ]),
  )
  const { length: left } = await queue.listDead()
  if (left > 0) console.error(`${left} stay: no key that is configured opens them.`)
  console.log(`${jobs} queued again. npm run batch -- work --tenant ${tenant.key} goes on with them.`)
  return 0
}
