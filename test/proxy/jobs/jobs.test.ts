// The queue and its worker on both databases, over a fake EHR: one effect a version, whatever is repeated. Each try of a
// test has a tenant and an EHR of its own, so that a second try finds nothing of the first.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseNoteId, parseTenantKey } from '#coding/domain/ids.ts'
import { tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { JobError } from '#proxy/jobs/errors.ts'
import { createFhirServer } from '#proxy/jobs/fhir-server.ts'
import { type JobQueues, openJobQueues } from '#proxy/jobs/job-queue.ts'
import { createPace, UNPACED } from '#proxy/jobs/pace.ts'
import { createRecordReader } from '#proxy/jobs/read-record.ts'
import { createSearchLister, createSearchReader, SIGNED } from '#proxy/jobs/search-source.ts'
import { runWorker, type WorkerEvent, type WorkerParts } from '#proxy/jobs/worker.ts'
import { createLog } from '#proxy/log.ts'
import { deleteAged } from '#proxy/retention/aged-rows.ts'
import { listResults } from '#proxy/store/batch-results.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { type OpenDatabase, openDatabase } from '#proxy/store/open-database.ts'
import { countCellsByKey, reencryptTenant } from '#proxy/store/reencrypt.ts'
import { parseTenants, type TenantRow } from '#proxy/tenants.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { fakeEngine, KEYS, openRow, REFERENCE_KEY } from '../proxy-fixture.ts'
import { createPostgresSchema, hasPostgres } from '../store/test-engines.ts'
import { createFakeFhir } from './fake-fhir.ts'

const BASE = 'http://ehr.example/fhir'
type FakeFhir = ReturnType<typeof createFakeFhir>
const NOW = Date.parse('2026-03-02T10:00:00Z')

let sites = 0

function makeTenant(): TenantRow {
  sites += 1
  const [tenant] = parseTenants({ tenants: [{ ...openRow, key: `site-${sites}` }] }, 'sandbox')
  if (!tenant) throw new TypeError('The fixture has no tenant.')
  return tenant
}

const engines = ['PGlite', ...(hasPostgres ? ['PostgreSQL'] : [])]

describe.each(engines)('jobs on %s', (engine) => {
  let database: OpenDatabase
  let queues: JobQueues
  let drop = async (): Promise<void> => undefined
  const cipher = createColumnCipher(KEYS.columnKeys)
  const references = createReferences(REFERENCE_KEY)

  beforeAll(async () => {
    if (engine === 'PostgreSQL') {
      const schema = await createPostgresSchema()
      drop = schema.drop
      database = await openDatabase({ kind: 'postgres', url: schema.url })
    } else {
      const dir = mkdtempSync(path.join(tmpdir(), 'postil-jobs-'))
      await copyMigratedDatabase(dir)
      database = await openDatabase({ kind: 'pglite', dir })
    }
    queues = await openJobQueues({ ...database, cipher, references, onProblem: () => undefined })
  }, 60_000)
  afterAll(async () => {
    await queues.stop()
    if (engine === 'PostgreSQL') {
      await database.runSql("do $$ begin execute format('drop schema %I cascade', current_schema() || '_jobs'); end $$")
    }
    await database.close()
    await drop()
  })

  const findJobTable = async (name = 'job'): Promise<string> => {
    const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(database.db)
    return `${rows[0]?.schema}_jobs.${name}`
  }

  const openSite = async () => {
    const tenant = makeTenant()
    const [jobs, queueTable] = [await findJobTable(), await findJobTable('queue')]
    const ofTenant = `name = 'notes-${tenant.key}'`
    const queue = await queues.open(tenant.key)
    const fhir = createFakeFhir(BASE)
    const server = createFhirServer({ base: BASE, pace: UNPACED, fetch: fhir.fetch, wait: async () => undefined })
    const end = new AbortController()
    // A worker whose test has had its time does not go on beside the next.
    onTestFinished(() => end.abort())

    const work = async (changes: Partial<WorkerParts> = {}, signal = end.signal) => {
      const events: WorkerEvent[] = []
      const readRecord = createRecordReader({
        tenant,
        chart: createSearchReader(server),
        decode: tryDecodeAttachment,
        now: () => NOW,
      })
      const ended = await runWorker(
        {
          ...database,
          cipher,
          references,
          engine: fakeEngine,
          queue,
          readRecord,
          tenant: tenant.key,
          log: createLog('silent'),
          now: () => NOW,
          wait: () => new Promise((resolve) => setTimeout(resolve, 100)),
          notesPerDay: 1000,
          atOnce: 8,
          ...changes,
        },
        { signal, onEvent: (event) => events.push(event) },
      )
      return { end: ended, events }
    }

    const enqueue = async (): Promise<number> => {
      let added = 0
      const range = { from: parseDateOnly('2026-03-01'), to: parseDateOnly('2026-03-02'), statuses: SIGNED } as const
      const lister = createSearchLister(server, range, () => undefined)
      for await (const notes of lister.list(new AbortController().signal)) added += await queue.add(notes)
      return added
    }

    return {
      tenant,
      queue,
      fhir,
      work,
      enqueue,
      countRows: (): Promise<number> =>
        inTenant(
          database.db,
          tenant.key,
          async (transaction) => (await transaction.selectFrom('batch_result').selectAll().execute()).length,
        ),
      listJobs: async (columns: string) =>
        (await database.runSql(`select ${columns} from ${jobs} where ${ofTenant}`)).rows,
      /** Of those jobs, as they stand in the queue. */
      changeJobs: (change: string, which = 'true') =>
        database.runSql(`update ${jobs} set ${change} where ${ofTenant} and ${which}`),
      forgetDone: () => database.runSql(`delete from ${jobs} where ${ofTenant} and state = 'completed'`),
      /** As if it had been looked at long ago. */
      lookAgain: () =>
        database.runSql(`update ${queueTable} set maintain_on = now() - interval '40 days',
          monitor_on = now() - interval '40 days', monitor_claim_on = now() - interval '40 days' where ${ofTenant}`),
    }
  }
  type Site = Awaited<ReturnType<typeof openSite>>

  /** As if whoever took them had not been heard of for longer than anybody waits. */
  const loseTaken = async ({ changeJobs, lookAgain, queue }: Site): Promise<void> => {
    await changeJobs("started_on = started_on - interval '1 hour'", "state = 'active'")
    await lookAgain()
    await queue.tidy()
    // After a failure it would wait a little longer.
    await changeJobs('start_after = now()', "state = 'retry'")
  }

  test('a page of notes is worked through, on record, and encrypted', async () => {
    const { tenant, fhir, work, enqueue, countRows } = await openSite()
    fhir.addNotes('page', 12)
    expect(await enqueue()).toBe(12)
    const { end, events } = await work()
    expect(end).toBe('empty')
    expect(events.reduce((sum, event) => sum + (event.kind === 'worked' ? event.fresh : 0), 0)).toBe(12)
    expect(await countRows()).toBe(12)
    const scope = {
      tenant: tenant.key,
      encounterRef: references.ofEncounter(tenant.key, parseEncounterId('encounter-page-3')),
    }
    const [result] = await listResults({ ...database, cipher }, scope)
    expect(result?.findings[0]).toMatchObject({ kind: 'prompt', about: 'knee-osteoarthritis' })
    expect(
      await inTenant(database.db, tenant.key, (transaction) => verifyChain(transaction, tenant.key)),
    ).toMatchObject({ ok: true })
  }, 60_000)

  test('nothing of the chart rests readable', async () => {
    const { fhir, work, enqueue } = await openSite()
    fhir.addNotes('page', 2)
    await enqueue()
    await work()
    const dump = async (table: string) => {
      const { rows } = await database.runSql(`select * from ${table}`)
      expect(rows.length).toBeGreaterThan(1)
      return JSON.stringify(rows)
    }
    const all = (await dump('batch_result')) + (await dump('audit')) + (await dump(await findJobTable()))
    expect(all).not.toMatch(/osteoarthritis|patient-page|encounter-page|note-page/)
  })

  test('the same versions are not queued again, a new version is', async () => {
    const { fhir, work, enqueue, countRows } = await openSite()
    fhir.addNotes('page', 12)
    expect(await enqueue()).toBe(12)
    await work()
    expect(await enqueue()).toBe(0)
    fhir.setVersion('note-page-1', '2')
    expect(await enqueue()).toBe(1)
    expect((await work()).events).toEqual([{ kind: 'worked', done: 1, fresh: 1 }])
    expect(await countRows()).toBe(13)
  }, 60_000)

  test('a draft that is laid out is kept with the result, its mark and draw on record; a doubt as well', async () => {
    const { tenant, fhir, work, enqueue } = await openSite()
    fhir.addNotes('prepared', 1)
    await enqueue()
    const draft = { mark: 'review', fingerprints: [], draw: 0.25 } as const
    await work({ prepareDraft: async () => ({ draft }) })
    fhir.setVersion('note-prepared-0', '2')
    await enqueue()
    await work({ prepareDraft: async () => ({ because: 'open-question' }) })
    const encounterRef = references.ofEncounter(tenant.key, parseEncounterId('encounter-prepared-0'))
    const kept = await listResults({ db: database.db, cipher }, { tenant: tenant.key, encounterRef })
    expect(kept.map(({ prepared }) => prepared)).toEqual([draft, undefined])
    const entries = await inTenant(database.db, tenant.key, (transaction) =>
      transaction.selectFrom('audit').select('entry').orderBy('seq', 'desc').limit(4).execute(),
    )
    const told = entries.map(({ entry }) => JSON.parse(entry) as { readonly prepared?: string; readonly draw?: number })
    expect(told.flatMap(({ prepared, draw }) => (prepared === undefined ? [] : [[prepared, draw]]))).toEqual([
      ['open-question', undefined],
      ['review', 0.25],
    ])
  }, 60_000)

  test('what a worker took and lost comes back, with nothing of it on record before', async () => {
    const site = await openSite()
    const { queue, fhir, work, enqueue, countRows } = site
    fhir.addNotes('lost', 3)
    await enqueue()
    await expect(
      work({ queue: { ...queue, complete: () => Promise.reject(new TypeError('killed')) } }),
    ).rejects.toThrow('killed')
    expect(await countRows()).toBe(0)
    await loseTaken(site)
    const { events } = await work()
    expect(events.reduce((sum, event) => sum + (event.kind === 'worked' ? event.fresh : 0), 0)).toBe(3)
    expect(await countRows()).toBe(3)
  }, 60_000)

  test('what is done twice counts once', async () => {
    const site = await openSite()
    const { queue, fhir, work, enqueue, countRows } = site
    fhir.addNotes('twice', 1)
    await enqueue()
    // As if a second worker had it, after the first was slower than anybody waits.
    const controller = new AbortController()
    const first = { ...queue, complete: async () => controller.abort() }
    expect((await work({ queue: first }, controller.signal)).events).toEqual([{ kind: 'worked', done: 1, fresh: 1 }])
    await loseTaken(site)
    expect((await work()).events).toEqual([{ kind: 'worked', done: 1, fresh: 0 }])
    expect(await countRows()).toBe(1)
  }, 60_000)

  test.each([
    [
      'encounter of another patient',
      'wrong-patient',
      (fhir: FakeFhir) => fhir.setSubject('encounter-bad-0', 'Patient/somebody-else'),
    ],
    ['encounter that is gone', 'not-found', (fhir: FakeFhir) => fhir.remove('Encounter/encounter-bad-0')],
    ['note without text', 'no-readable-note', (fhir: FakeFhir) => fhir.setText('note-bad-0', '')],
    ['refusal', 'not-authorized', (fhir: FakeFhir) => fhir.refuse('Patient/patient-bad-0', 403)],
  ] as const)(
    '%s is a dead letter that says what to do, and can be retried',
    async (_, code, spoil) => {
      const { queue, fhir, work, enqueue } = await openSite()
      fhir.addNotes('bad', 1)
      const repair = spoil(fhir)
      expect(await enqueue()).toBe(1)
      expect((await work()).events).toMatchObject([{ kind: 'failed', code, again: false }])
      expect(await queue.listDead()).toMatchObject([{ code }])
      repair()
      expect(await queue.retryDead()).toBe(1)
      expect((await work()).events).toEqual([{ kind: 'worked', done: 1, fresh: 1 }])
      expect(await queue.listDead()).toEqual([])
    },
    60_000,
  )

  test('where a model reads as well, what it finds is kept; where it cannot be asked, the rules stand and it is said', async () => {
    const { tenant, fhir, work, enqueue } = await openSite()
    fhir.addNotes('model', 1)
    await enqueue()
    const readWithModel: WorkerParts['readWithModel'] = async () => ({ kind: 'read', findings: [], model: 'a model' })
    expect((await work({ readWithModel })).events).toEqual([{ kind: 'worked', done: 1, fresh: 1 }])
    fhir.setVersion('note-model-0', '2')
    await enqueue()
    const because = 'no money is left'
    const alone: WorkerParts['readWithModel'] = async () => ({ kind: 'rules-alone', because })
    expect((await work({ readWithModel: alone })).events).toEqual([
      { kind: 'worked', done: 1, fresh: 1 },
      { kind: 'rules-alone', because, notes: 1 },
    ])
    const encounterRef = references.ofEncounter(tenant.key, parseEncounterId('encounter-model-0'))
    const results = await listResults({ ...database, cipher }, { tenant: tenant.key, encounterRef })
    // Both of the same moment here.
    expect(results.map(({ findings }) => findings.length).toSorted((a, b) => a - b)).toEqual([0, 1])
  }, 60_000)

  test('a server that asks for a pause gets it, and nothing is lost', async () => {
    const { fhir, work, enqueue } = await openSite()
    fhir.addNotes('slow', 2)
    await enqueue()
    fhir.throttle(3)
    const { events } = await work()
    expect(events.reduce((sum, event) => sum + (event.kind === 'worked' ? event.fresh : 0), 0)).toBe(2)
  }, 60_000)

  test('a pause of an hour is kept: nothing is asked before, no attempt is counted, nobody gives up', async () => {
    const { tenant, queue, fhir, work, enqueue, listJobs, changeJobs } = await openSite()
    let now = NOW
    const clock = {
      now: () => now,
      wait: async (ms: number) => {
        now += ms
      },
    }
    const pace = createPace({ db: database.db, tenant: tenant.key, server: BASE, perSecond: 1000, ...clock })
    let pauses = 0
    const pause = (ms: number): Promise<void> => {
      pauses += 1
      return pace.pause(ms)
    }
    const patient = createFhirServer({
      base: BASE,
      pace: { ...pace, pause },
      fetch: fhir.fetch,
      wait: clock.wait,
      longestPauseMs: 60_000,
    })
    const chart = createSearchReader(patient)
    const readRecord = createRecordReader({ tenant, chart, decode: tryDecodeAttachment, now: () => NOW })
    fhir.addNotes('hour', 3)
    await enqueue()
    // More than can be on their way at once: the nine that are asked together for a note, of three notes.
    fhir.throttle(3 * 9, 3600)
    const before = fhir.countAsked()
    const endPause = async (): Promise<number> => {
      const ended = `update server_pace set paused_until = now() where tenant = $1 and paused_until > now() returning 1`
      return (await database.runSql(ended, [tenant.key])).rows.length
    }
    // Looks at the queue between the pause and its end, and then lets the hour pass.
    let [states, askedMeanwhile]: [unknown, number] = [undefined, 0]
    const wait = async (ms: number): Promise<void> => {
      if (states === undefined) {
        // They are told before the database is: a pause that is put on record after its end would begin anew.
        await expect.poll(endPause).toBe(1)
        states = await listJobs(`state, retry_count, start_after > now() + interval '59 min' as later`)
        askedMeanwhile = fhir.countAsked() - before
        fhir.throttle(0)
        await changeJobs('start_after = now()')
      }
      // A minute at a time: each turn asks the database.
      await clock.wait(Math.max(ms, 60_000))
    }
    const { end, events } = await work({ readRecord, now: () => now, wait })
    const waiting = { state: 'created', retry_count: 0, later: true }
    expect(states).toEqual([waiting, waiting, waiting])
    // Who had no turn yet when the first of them heard it does not ask.
    expect(askedMeanwhile).toBe(1)
    // And only who heard it from the server puts it on record.
    expect(pauses).toBe(1)
    expect(events[0]).toEqual({ kind: 'paused', notes: 3, until: expect.any(Number) })
    expect(now - NOW).toBeGreaterThanOrEqual(3_600_000)
    expect([end, events.at(-1)]).toEqual(['empty', { kind: 'worked', done: 3, fresh: 3 }])
    expect(await queue.listDead()).toEqual([])
  }, 60_000)

  test('the chart of a visit is read once for its notes that wait together', async () => {
    const { queue, fhir, work } = await openSite()
    fhir.addNotes('visit', 2)
    const visits = ['visit-0', 'visit-1']
    for (const id of visits) fhir.growVisit(id, 4)
    // As a search by date finds them, one of this and one of that.
    const notes = ['', '-1', '-2', '-3'].flatMap((name) =>
      visits.map((id) => ({ ...fhir.refer(id), noteId: parseNoteId(`note-${id}${name}`), noteVersion: '1' })),
    )
    expect(await queue.add(notes)).toBe(8)
    const before = fhir.countAsked()
    // In two turns, each with one of the visits.
    expect((await work({ atOnce: 4 })).events).toEqual([
      { kind: 'worked', done: 4, fresh: 4 },
      { kind: 'worked', done: 4, fresh: 4 },
    ])
    // Nine questions a visit, where it were nine for each of the eight notes.
    expect(fhir.countAsked() - before).toBe(2 * 9)
  }, 60_000)

  test('a version that came later is read anew, and a note that names the visit of somebody else reads nothing of theirs', async () => {
    const { queue, fhir, work } = await openSite()
    fhir.addNotes('later', 2)
    const [one, other] = [fhir.refer('later-0'), fhir.refer('later-1')]
    const seen: string[] = []
    const engine = {
      analyse: (...asked: Parameters<typeof fakeEngine.analyse>) => {
        const [{ patientId, notes }] = asked
        seen.push(`${patientId} ${notes.map(({ version, text }) => `${version} ${text.slice(0, 12)}`).join()}`)
        return fakeEngine.analyse(...asked)
      },
    }
    await queue.add([
      { ...one, noteVersion: '1' },
      { ...other, encounterId: one.encounterId, noteVersion: '1' },
    ])
    const { events } = await work({ engine })
    expect(events).toEqual([
      { kind: 'worked', done: 1, fresh: 1 },
      { kind: 'failed', itemRef: expect.any(String), code: 'wrong-patient', again: false },
    ])
    fhir.setVersion('note-later-0', '2')
    fhir.setText('note-later-0', 'Plan: knee replacement.')
    await queue.add([{ ...one, noteVersion: '2' }])
    await work({ engine })
    expect(seen).toEqual(['patient-later-0 1 Assessment: ', 'patient-later-0 2 Plan: knee r'])
  }, 60_000)

  test('a visit that is off is left alone, and found again once it is on', async () => {
    const { queue, fhir, work, enqueue, countRows } = await openSite()
    fhir.addNotes('off', 1)
    expect(await enqueue()).toBe(1)
    const readRecord = () => Promise.reject(new JobError('switched-off'))
    expect(await work({ readRecord })).toEqual({ end: 'empty', events: [{ kind: 'off', notes: 1 }] })
    expect([await countRows(), await queue.listDead()]).toEqual([0, []])
    expect(await enqueue()).toBe(1)
    expect((await work()).events).toEqual([{ kind: 'worked', done: 1, fresh: 1 }])
  }, 60_000)

  test('what waits for longer than a fortnight still waits; what was done then is cleared away', async () => {
    const { queue, fhir, work, enqueue, listJobs, changeJobs, lookAgain } = await openSite()
    fhir.addNotes('cleared', 1)
    await enqueue()
    await work()
    fhir.addNotes('patient', 1)
    expect(await enqueue()).toBe(1)
    const waiting = await queue.count()
    await changeJobs(`start_after = start_after - interval '40 days', created_on = created_on - interval '40 days',
      completed_on = completed_on - interval '40 days', keep_until = keep_until - interval '40 days'`)
    await lookAgain()
    await queue.tidy()
    expect(await listJobs('state')).toEqual([{ state: 'created' }])
    expect(await queue.count()).toEqual(waiting)
    expect((await work()).events).toEqual([{ kind: 'worked', done: 1, fresh: 1 }])
  }, 60_000)

  test('what is on record is neither read nor paid for again, though the queue has forgotten it', async () => {
    const { fhir, work, enqueue, countRows, forgetDone } = await openSite()
    fhir.addNotes('record', 6)
    await enqueue()
    await work()
    await forgetDone()
    expect(await enqueue()).toBe(6)
    const before = fhir.countAsked()
    const readWithModel = () => Promise.reject(new TypeError('would be paid for'))
    const { end, events } = await work({ readWithModel, notesPerDay: 1, now: () => NOW + 9 * 24 * 60 * 60_000 })
    expect(end).toBe('empty')
    const sum = (name: 'done' | 'fresh') =>
      events.reduce((total, event) => total + (event.kind === 'worked' ? event[name] : 0), 0)
    expect([sum('done'), sum('fresh')]).toEqual([6, 0])
    expect([fhir.countAsked(), await countRows()]).toEqual([before, 6])
  }, 60_000)

  test('once its result has had its time, a note that a run finds is read again', async () => {
    const { tenant, fhir, work, enqueue, countRows, forgetDone } = await openSite()
    fhir.addNotes('aged', 6)
    await enqueue()
    await work()
    const aged = { tenant: tenant.key, of: 'results', before: new Date(NOW + 24 * 60 * 60_000) } as const
    await deleteAged(database.db, aged, { requestId: 'retention', actor: 'operator' })
    expect(await countRows()).toBe(0)
    await forgetDone()
    expect(await enqueue()).toBe(6)
    const before = fhir.countAsked()
    await work()
    expect(await countRows()).toBe(6)
    expect(fhir.countAsked()).toBeGreaterThan(before)
  }, 60_000)

  test('a day holds so many notes, and the rest waits for the next', async () => {
    const { queue, fhir, work, enqueue } = await openSite()
    fhir.addNotes('day', 5)
    await enqueue()
    const tomorrow = NOW + 2 * 24 * 60 * 60_000
    expect((await work({ notesPerDay: 2, now: () => tomorrow })).end).toBe('day-full')
    expect(await queue.count()).toMatchObject({ waiting: 3 })
    expect((await work({ notesPerDay: 2, now: () => tomorrow + 24 * 60 * 60_000 })).end).toBe('day-full')
    expect(await work({ now: () => tomorrow })).toMatchObject({ end: 'empty' })
  }, 60_000)

  test('what is urgent goes first', async () => {
    const { queue, fhir } = await openSite()
    const note = (id: string) => ({ ...fhir.refer(id), noteVersion: id })
    fhir.addNotes('urgent', 2)
    await queue.add([note('urgent-0')], 'later')
    await queue.add([note('urgent-1')], 'sooner')
    expect(await queue.take(1)).toMatchObject([{ note: { noteVersion: 'urgent-1' } }])
  })

  test('what waits already goes forward when it is wanted sooner, and never back', async () => {
    const { queue, fhir } = await openSite()
    fhir.addNotes('forward', 3)
    const notes = [0, 1, 2].map((index) => ({ ...fhir.refer(`forward-${index}`), noteVersion: '1' }))
    expect(await queue.add(notes, 'usual')).toBe(3)
    expect(await queue.add(notes.slice(2), 'sooner')).toBe(0)
    expect(await queue.add(notes, 'later')).toBe(0)
    expect(await queue.take(1)).toMatchObject([{ note: { noteId: 'note-forward-2' } }])
  }, 60_000)

  test('a tenant takes nothing of another', async () => {
    const { queue, fhir, enqueue } = await openSite()
    fhir.addNotes('own', 2)
    await enqueue()
    const other = await queues.open(parseTenantKey('somebody-else'))
    expect(await other.take(10)).toEqual([])
    expect(await queue.take(10)).toHaveLength(2)
  })

  test('what waits is sealed with a new key, and is worked through when the old one is gone', async () => {
    const { tenant, fhir, work, enqueue } = await openSite()
    const [retired] = KEYS.columnKeys
    const active = { id: 'next', key: Buffer.alloc(32, 9).toString('base64') }
    const fresh = createColumnCipher([active])
    const rotating = createColumnCipher([active, retired])
    fhir.addNotes('rotated', 3)
    expect(await enqueue()).toBe(3)
    await reencryptTenant(database.db, { tenant: tenant.key, cipher: rotating, now: () => NOW })
    expect([...(await countCellsByKey(database.db, tenant.key)).keys()]).toEqual(['next'])
    const later = await openJobQueues({
      ...database,
      cipher: fresh,
      references,
      onProblem: () => undefined,
    })
    await work({ queue: await later.open(tenant.key), cipher: fresh })
    await later.stop()
    const encounterRef = references.ofEncounter(tenant.key, parseEncounterId('encounter-rotated-1'))
    const scope = { tenant: tenant.key, encounterRef }
    expect(await listResults({ ...database, cipher: fresh }, scope)).toHaveLength(1)
  }, 60_000)
})
