// Bulk Data: the whole way against the sandbox with everything in the middle that goes wrong, and what a server may get wrong.
import { generateKeyPairSync } from 'node:crypto'
import type { Group } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { mapNoteReference, type NoteReference } from '#fhir-mappers/note-reference.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createBackendToken, describePublicKey } from '#proxy/jobs/backend-token.ts'
import { type BulkEvent, type BulkParts, createBulkLister } from '#proxy/jobs/bulk-source.ts'
import { UNPACED } from '#proxy/jobs/pace.ts'
import { hasStatus, SIGNED } from '#proxy/jobs/search-source.ts'
import { createVettedFetch } from '#proxy/session/vetted-fetch.ts'
import { createExportProgress, type ExportProgress, type KeptExport } from '#proxy/store/bulk-exports.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { KEYS } from '../proxy-fixture.ts'
import { dumpDatabase, openPglite, type TestDatabase } from '../test-database.ts'

/** As the database keeps it. */
const keepInMemory = (): ExportProgress => {
  let held: KeptExport | undefined
  return {
    find: async () => held,
    keep: async (kept) => {
      held = kept
    },
    forget: async () => {
      held = undefined
    },
  }
}

const readEverything = async (parts: Omit<BulkParts, 'onEvent' | 'progress'>) => {
  const events: BulkEvent[] = []
  const notes: NoteReference[] = []
  const lister = createBulkLister({
    progress: keepInMemory(),
    ...parts,
    onEvent: (event) => events.push(event),
  })
  for await (const page of lister.list(new AbortController().signal)) notes.push(...page)
  return { events, notes }
}
const common = { pace: UNPACED, wait: async () => undefined, now: Date.now, fileOrigins: [] }

/** As `open-server.ts` of the batch chooses it. */
const FETCHES = {
  sandbox: () => fetch,
  production: (url: string) => createVettedFetch({ privateHosts: new Set([new URL(url).host]) }),
}

describe.each(['sandbox', 'production'] as const)('an export, by the fetch of the profile %s', (profile) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const key = {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    algorithm: 'ES384',
  } as const
  let sandbox: Sandbox
  let ids: readonly string[]

  beforeAll(async () => {
    const jwks = { keys: [await describePublicKey(key)] }
    const patients = buildPatients('2026-03-02')
    const group: Group = {
      resourceType: 'Group',
      id: 'one',
      type: 'person',
      actual: true,
      member: [{ entity: { reference: 'Patient/pat-back' } }],
    }
    sandbox = await startSandbox({
      port: 0,
      sidebarUrl: 'http://127.0.0.1:1',
      resources: [...patients, group],
      backendClients: [{ id: 'batch', algorithm: 'ES384', jwks }],
    })
    const documents = await sandbox.search('DocumentReference', { status: 'current' })
    ids = documents
      .filter((one) => hasStatus(one, SIGNED) && mapNoteReference(one) !== undefined)
      .map(({ id = '' }) => id)
  }, 60_000)
  afterAll(() => sandbox.stop())

  const parts = (population: string, scope = 'system/DocumentReference.rs', since?: string) => {
    const client = { clientId: 'batch', tokenUrl: `${sandbox.url}/auth/token`, scope, ...key }
    const chosen = FETCHES[profile](sandbox.url)
    return {
      ...common,
      base: `${sandbox.url}/fhir`,
      fetch: chosen,
      token: createBackendToken(client, { fetch: chosen, now: Date.now }),
      question: { population, statuses: SIGNED, ...(since !== undefined && { since }) },
    } as const
  }

  test('brings every note once, although the connection breaks, the token ends and a pause is asked for', async () => {
    const met: string[] = []
    const files = new Map<string, number>()
    sandbox.faults = ({ path, method }) => {
      if (!path.includes('/bulk-exports/') || method === 'DELETE') return undefined
      const times = (files.get(path) ?? 0) + 1
      files.set(path, times)
      const isFile = /\/\d+$/.test(path)
      if (!isFile || times > 1) return undefined
      const turn = met.length
      if (turn === 0) met.push('cut')
      else if (turn === 1) met.push('token')
      else if (turn === 2) met.push('throttle')
      else return undefined
      if (turn === 0) return 'drop-midway'
      if (turn === 1) sandbox.expireTokens()
      return turn === 1 ? undefined : { status: 429, headers: { 'Retry-After': '1' } }
    }
    const { notes, events } = await readEverything(parts('Patient'))
    sandbox.faults = undefined
    expect(met).toEqual(['cut', 'token', 'throttle'])
    expect(ids.length).toBeGreaterThan(15)
    expect(notes.map(({ noteId }) => noteId as string).toSorted()).toEqual(ids.toSorted())
    const kinds = events.map(({ kind }) => kind)
    expect(kinds).toEqual(['preparing', 'reconnected', 'reconnected', 'read'])
    // After the break it went on in the middle of the file, not at its start.
    expect(events[1]).toMatchObject({ kind: 'reconnected', file: 0, line: expect.toSatisfy((line) => line > 0) })
    expect(events[0]).toMatchObject({ progress: 'files are being written' })
  }, 60_000)

  test('keeps to the group, and to what changed since', async () => {
    const { notes, events } = await readEverything(parts('Group/one'))
    expect(new Set(notes.map(({ patientId }) => patientId)).size).toBe(1)
    const last = events.at(-1)
    const since = last?.kind === 'read' ? last.transactionTime : ''
    expect((await readEverything(parts('Patient', undefined, since))).notes).toEqual([])
  }, 30_000)

  test('leaves no export behind', async () => {
    let status = ''
    const asked = parts('Group/one')
    const watching = (async (...call: Parameters<typeof fetch>) => {
      const response = await asked.fetch(...call)
      status = response.headers.get('content-location') ?? status
      return response
    }) as typeof fetch
    await readEverything({ ...asked, fetch: watching })
    const token = await asked.token.get()
    expect((await fetch(status, { headers: { authorization: `Bearer ${token}` } })).status).toBe(404)
  }, 30_000)

  test.each([
    ['a group that is not there', ['Group/none'], 'export-failed'],
    ['a scope that was not given', ['Patient', 'system/Observation.rs'], 'not-authorized'],
  ] as const)('%s ends it', async (_, [population, scope], code) => {
    await expect(readEverything(parts(population, scope))).rejects.toMatchObject({ code })
  })
})

describe('an export of a server that is wrong', () => {
  const BASE = 'https://ehr.example/fhir'
  const line = (id: string): string =>
    JSON.stringify({
      resourceType: 'DocumentReference',
      id,
      status: 'current',
      subject: { reference: 'Patient/a' },
      context: { encounter: [{ reference: 'Encounter/b' }] },
    })
  type Scripted = { readonly url?: string; readonly status?: string; readonly body?: string; readonly count?: number }
  const serve = ({ url = `${BASE}/file`, status = `${BASE}/job`, body = '', count }: Scripted) => {
    const asked: { readonly url: string; readonly token: string | null }[] = []
    const answer = (async (input: string, { method, headers }: RequestInit) => {
      asked.push({ url: input, token: new Headers(headers).get('authorization') })
      if (method === 'DELETE') return new Response(null, { status: 202 })
      if (input.includes('$export')) return new Response(null, { status: 202, headers: { 'content-location': status } })
      if (input === status) {
        const output = [{ type: 'DocumentReference', url, ...(count !== undefined && { count }) }]
        return Response.json({ transactionTime: '2026-03-02T00:00:00Z', requiresAccessToken: false, output })
      }
      return new Response(body)
    }) as unknown as typeof fetch
    const token = { get: async () => 'secret', forget: () => undefined }
    const question = { population: 'Patient', statuses: SIGNED } as const
    return { asked, run: () => readEverything({ ...common, base: BASE, fetch: answer, token, question }) }
  }

  test.each([
    ['a file elsewhere', { url: 'https://thief.example/file' }],
    ['a status elsewhere', { status: 'https://thief.example/job' }],
  ])('%s is not asked for', async (_, scripted) => {
    const { asked, run } = serve(scripted)
    await expect(run()).rejects.toMatchObject({ code: 'foreign-address' })
    expect(asked.some(({ url }) => url.startsWith('https://thief'))).toBe(false)
  })

  test('lines that are no JSON are counted, not lost in silence', async () => {
    const { events, notes } = await serve({ body: `${line('1')}\n{"broken\n\n${line('2')}` }).run()
    expect(notes.map(({ noteId }) => noteId)).toEqual(['1', '2'])
    expect(events).toMatchObject([{ kind: 'read', documents: 2, unreadable: 1 }])
  })

  test('fewer lines than the server counted are no whole file', async () => {
    await expect(serve({ body: `${line('1')}\n`, count: 2 }).run()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('a token goes only where the server wants one', async () => {
    const { asked, run } = serve({ body: `${line('1')}\n` })
    await run()
    expect(asked.filter(({ token }) => token === null).map(({ url }) => url)).toEqual([`${BASE}/file`])
  })
})

describe('an export that an earlier run began', () => {
  const BASE = 'https://ehr.example/fhir'
  const tenant = parseTenantKey('hospital')
  const NOW = Date.parse('2026-03-02T10:00:00Z')
  const ids = Array.from({ length: 250 }, (_, index) => `note-${index}`)
  const file = ids
    .map((id) =>
      JSON.stringify({
        resourceType: 'DocumentReference',
        id,
        status: 'current',
        subject: { reference: 'Patient/a' },
        context: { encounter: [{ reference: 'Encounter/b' }] },
      }),
    )
    .join('\n')
  let database: TestDatabase
  beforeAll(async () => {
    database = await openPglite()
  }, 60_000)
  afterAll(() => database.close())

  const setUp = (question: string) => {
    const asked: string[] = []
    let begun = 0
    let now = NOW
    const refused = new Map<string, number>()
    const answer = (async (input: string, { method }: RequestInit) => {
      const path = input.slice(BASE.length)
      asked.push(`${method} ${path.split('?')[0]}`)
      const status = refused.get(path)
      if (status !== undefined) return new Response(null, { status })
      if (method === 'DELETE') return new Response(null, { status: 202 })
      if (path.includes('$export')) {
        begun += 1
        return new Response(null, { status: 202, headers: { 'content-location': `${BASE}/job-${begun}` } })
      }
      if (/^\/job-\d$/.test(path)) {
        const output = ['one', 'two'].map((name) => ({ type: 'DocumentReference', url: `${BASE}${path}/${name}` }))
        return Response.json({ transactionTime: '2026-03-02T00:00:00Z', requiresAccessToken: false, output })
      }
      return new Response(path.endsWith('one') ? file : '')
    }) as unknown as typeof fetch
    const cipher = createColumnCipher(KEYS.columnKeys)
    const progress = createExportProgress({ db: database.db, cipher, tenant, question, now: () => now })
    const parts = {
      ...common,
      now: () => now,
      base: BASE,
      fetch: answer,
      question: { population: 'Patient', statuses: SIGNED },
      progress,
    } as const
    /** Stopped when the page after so many is asked for, and so as if it had been killed then. */
    const stopAfter = async (pages: number): Promise<readonly string[]> => {
      const stop = new AbortController()
      const found: string[] = []
      let read = 0
      for await (const page of createBulkLister({ ...parts, onEvent: () => undefined }).list(stop.signal)) {
        found.push(...page.map(({ noteId }) => noteId))
        read += 1
        if (read <= pages) continue
        stop.abort()
        break
      }
      return found
    }
    return { asked, refused, parts, stopAfter, pass: (ms: number) => (now += ms), progress }
  }

  test('goes on at the page that nobody had queued, in a database that tells no address', async () => {
    const { asked, parts, stopAfter, progress } = setUp('middle')
    const first = await stopAfter(1)
    expect(first).toHaveLength(200)
    expect(await dumpDatabase(database.db)).not.toContain('ehr.example')
    const before = asked.length
    const { notes, events } = await readEverything(parts)
    expect(events[0]).toEqual({ kind: 'resumed', begunAt: new Date(NOW).toISOString(), lines: 100 })
    expect(notes.map(({ noteId }) => noteId as string)).toEqual(ids.slice(100))
    // Of both runs.
    expect(events.at(-1)).toMatchObject({ kind: 'read', documents: 250, skipped: 0, unreadable: 0 })
    expect(asked.slice(before)).toEqual(['GET /job-1', 'GET /job-1/one', 'GET /job-1/two', 'DELETE /job-1'])
    expect(await progress.find()).toBeUndefined()
  })

  test.each([
    ['its status', '/job-1', 404],
    ['its status', '/job-1', 410],
    ['a file of it', '/job-1/one', 404],
  ])('begins anew when %s is gone (%s: %d)', async (_, place, status) => {
    const { asked, refused, parts, stopAfter } = setUp(`gone ${place} ${status}`)
    await stopAfter(0)
    refused.set(place, status)
    const { notes, events } = await readEverything(parts)
    expect(events.map(({ kind }) => kind)).toEqual(['resumed', 'begun-anew', 'read'])
    expect(notes).toHaveLength(250)
    expect(asked.filter((one) => one.includes('$export'))).toHaveLength(2)
    expect(asked.at(-1)).toBe('DELETE /job-2')
  })

  test('a day later it is deleted, and another is begun', async () => {
    const { asked, parts, stopAfter, pass } = setUp('old')
    await stopAfter(1)
    pass(25 * 60 * 60_000)
    const { notes, events } = await readEverything(parts)
    expect(events.map(({ kind }) => kind)).toEqual(['begun-anew', 'read'])
    expect(notes).toHaveLength(250)
    expect(asked).toContain('DELETE /job-1')
  })

  test('an EHR that is away ends the run, not the export', async () => {
    const { asked, refused, parts, progress } = setUp('away')
    refused.set('/job-1/one', 502)
    await expect(readEverything(parts)).rejects.toMatchObject({ code: 'unavailable' })
    expect(asked.some((one) => one.startsWith('DELETE'))).toBe(false)
    expect(await progress.find()).toMatchObject({ status: `${BASE}/job-1` })
    refused.clear()
    expect((await readEverything(parts)).notes).toHaveLength(250)
    expect(asked.filter((one) => one.includes('$export'))).toHaveLength(1)
  })

  test('a key that is gone is another export', async () => {
    const { asked, parts, stopAfter } = setUp('key')
    await stopAfter(0)
    await sql`update bulk_export set state = 'v1.gone.AAAA'`.execute(database.db)
    expect((await readEverything(parts)).notes).toHaveLength(250)
    expect(asked.filter((one) => one.includes('$export'))).toHaveLength(2)
  })
})
