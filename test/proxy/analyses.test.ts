import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventParser } from '#app/proxy/event-stream.ts'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { sessionResponse } from '#coding/contract/session.ts'
import { parseEncounterId, parseTenantKey } from '#coding/domain/ids.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { DEFAULT_LIMITS } from '#proxy/config.ts'
import type { Engine } from '#proxy/engine.ts'
import { createAnalysesHandler } from '#proxy/http/analyses.ts'
import { authenticate } from '#proxy/http/authentication.ts'
import { limitSize } from '#proxy/http/size-limit.ts'
import { createWorkAhead } from '#proxy/http/work-ahead.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { serve } from './http/serve.ts'
import {
  aDraft,
  aPrompt,
  aRecord,
  aSessionRequest,
  createProofKey,
  createTestProxy,
  fakeEngine,
  ISSUER,
  otherRow,
  type ProofKey,
  send,
  signIdToken,
  signIn,
  smartRow,
  type TestProxy,
} from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
let db: Pool
let encounters = 0
beforeAll(async () => {
  database = await openPglite()
  db = database.db
})
afterAll(() => database.close())

type Signed = { readonly key: ProofKey; readonly token: string }

/** An encounter of its own, so that no test sees what another was shown. */
async function open(proxy: TestProxy) {
  encounters += 1
  const encounterId = parseEncounterId(`e-${encounters}`)
  proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
  const record = aRecord({ encounterId })
  return { record, signed: await signIn(proxy, { encounterId }), again: () => signIn(proxy, { encounterId }) }
}

async function analyse(proxy: TestProxy, signed: Signed, record = aRecord()) {
  const response = await send(proxy, { path: '/v1/analyses', body: { record } }, signed)
  const events = createEventParser().push(new Uint8Array(await response.arrayBuffer()))
  return events.map(({ event, data }) => ({ event, data: JSON.parse(data) as Record<string, unknown> }))
}

/** As if the table were gone; everything else goes on. */
async function without<Result>(table: string, run: () => Promise<Result>): Promise<Result> {
  await sql.raw(`alter table ${table} rename to ${table}_gone`).execute(db)
  try {
    return await run()
  } finally {
    await sql.raw(`alter table ${table}_gone rename to ${table}`).execute(db)
  }
}

const hashText = (text: string): string => createHash('sha256').update(text).digest('hex')

const hospital = parseTenantKey('hospital')
const countAudit = async (action: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from audit where action = ${action}`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** What `run` puts on the trail: of a card its kind. */
async function followAudit(run: () => Promise<unknown>): Promise<readonly string[]> {
  const { rows: heads } = await sql<{ seq: number }>`select seq from audit_head where tenant = ${hospital}`.execute(db)
  await run()
  const { rows } = await sql<{ text: string }>`
    select case action when 'item.shown' then entry::json ->> 'kind' else action end as text
    from audit where tenant = ${hospital} and seq > ${heads[0]?.seq ?? 0} order by seq`.execute(db)
  return rows.map(({ text }) => text)
}

describe('an analysis', () => {
  test('says what works and what is off', async () => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    const events = await analyse(proxy, signed, record)
    expect(events[2]).toEqual({
      event: 'status',
      data: {
        phase: 'rules',
        model: { state: 'off', reason: 'no key is configured' },
        codeSet: { state: 'embedded', release: 'FY2026' },
        checksOff: [expect.stringContaining('language model'), expect.stringContaining('none is loaded')],
      },
    })
    expect(events.at(-2)).toMatchObject({ event: 'status', data: { phase: 'complete' } })
    expect(events.at(-1)).toEqual({ event: 'done', data: { findings: 1 } })
  })

  test('may not be kept or held back on its way', async () => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    const { headers } = await send(proxy, { path: '/v1/analyses', body: { record } }, signed)
    expect(headers.get('content-type')).toBe('text/event-stream')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-accel-buffering')).toBe('no')
  })

  test.each(['audit', 'audit_head'])('shows nothing while %s cannot be written', async (table) => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    const events = await without(table, () => analyse(proxy, signed, record))
    expect(events).toMatchObject([{ event: 'error', data: { code: 'audit-unavailable' } }])
    expect(JSON.stringify(events)).not.toContain('knee')
    expect((await analyse(proxy, signed, record)).at(-1)?.event).toBe('done')
  })

  test.each(['shown_finding', 'decision', 'prompt_event'])('does not begin while %s cannot be read', async (table) => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    const request = { path: '/v1/analyses', body: { record } }
    const response = await without(table, () => send(proxy, request, signed))
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toMatchObject([500, { code: 'internal' }])
    expect(text).not.toContain('knee')
    expect(proxy.logged.join('')).toContain('"failed"')
    expect((await analyse(proxy, signed, record)).at(-1)?.event).toBe('done')
  })

  test('does not begin where nobody has read what is known of the encounter', async () => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    const { tenants, publicOrigin, now } = proxy.parts
    const signedIn = authenticate({ db, tenants, publicOrigin, now })
    const app = serve(
      [limitSize(100_000), signedIn],
      createAnalysesHandler({ ...proxy.parts, ahead: createWorkAhead(proxy.parts) }),
    )
    const response = await send({ ...proxy, app }, { path: '/v1/analyses', body: { record } }, signed)
    expect([response.status, await response.json()]).toMatchObject([500, { code: 'internal' }])
  })

  test('is on the audit trail, and each card once a person', async () => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    const before = await countAudit('item.shown')
    await analyse(proxy, signed, record)
    await analyse(proxy, signed, record)
    expect((await countAudit('item.shown')) - before).toBe(1)
    expect(await verifyChain(db, hospital)).toMatchObject({ ok: true })
  })

  test('puts a card on the trail once, however far its words move with each save', async () => {
    const engine = createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })
    const proxy = createTestProxy(db, { engine })
    // A replica, which remembers nothing of what the other has done.
    const replica = createTestProxy(db.withoutPlugins(), { engine })
    const { record, signed } = await open(proxy)
    const listShown = (at: TestProxy, version: number, text: string): Promise<readonly string[]> => {
      const notes = record.notes.map((note) => ({ ...note, version: String(version), text, sha256: hashText(text) }))
      return followAudit(async () => {
        const events = await analyse(at, signed, { ...record, notes })
        const kinds = events.flatMap(({ event, data }) => (event === 'finding' ? [data['kind']] : []))
        expect(kinds).toEqual(expect.arrayContaining(['code', 'prompt']))
      })
    }
    const note = 'Assessment: 1. Primary osteoarthritis of the right knee. 2. Ankle pain.'
    expect(await listShown(proxy, 1, note)).toEqual(['analysis', 'code', 'code', 'prompt'])
    expect(await listShown(proxy, 2, `Seen today.\n${note}`)).toEqual(['analysis'])
    // Where a question was read last is kept by whoever does not know that it stood elsewhere.
    expect(await listShown(replica, 3, `Seen again today.\n${note}`)).toEqual(['analysis', 'prompt'])
    expect(await listShown(proxy, 4, note.replace('osteoarthritis', 'OA'))).toEqual(['analysis', 'code'])
    expect(await listShown(proxy, 5, note)).toEqual(['analysis'])
  })

  test('stores the words of a prompt, and what the lint said, before they are seen', async () => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    await analyse(proxy, signed, record)
    const { ofEncounter } = proxy.parts.references
    const row = await db
      .selectFrom('shown_finding')
      .selectAll()
      .where('encounter_ref', '=', ofEncounter(hospital, record.encounterId))
      .executeTakeFirstOrThrow()
    const place = [hospital, 'shown_finding', 'content', row.encounter_ref, row.fingerprint]
    expect(JSON.parse(proxy.parts.cipher.decrypt(row.content ?? '', place))).toEqual(aPrompt())
    expect(row.lint_version).toBe('1')
  })

  test('gives what was decided on one device to the next', async () => {
    const proxy = createTestProxy(db)
    const { record, signed, again } = await open(proxy)
    const { fingerprint } = aPrompt()
    const choice = { kind: 'dismiss', reason: 'already-documented', comment: 'see history' }
    await send(proxy, { path: '/v1/decisions', body: { fingerprint, findingKind: 'prompt', choice } }, signed)
    const [first] = await analyse(proxy, await again(), record)
    expect(first).toMatchObject({ event: 'decisions', data: [{ fingerprint, choice }] })
    const undo = { fingerprint, findingKind: 'prompt', choice: { kind: 'undo' } }
    await send(proxy, { path: '/v1/decisions', body: undo }, signed)
    expect((await analyse(proxy, signed, record))[0]).toEqual({ event: 'decisions', data: [] })
  })

  test('ends with an error when the engine fails', async () => {
    const engine: Engine = {
      ...fakeEngine,
      analyse: () => {
        throw new TypeError('broken')
      },
    }
    const proxy = createTestProxy(db, { engine })
    const { record, signed } = await open(proxy)
    expect(await analyse(proxy, signed, record)).toMatchObject([{ event: 'error', data: { code: 'internal' } }])
    expect(proxy.parts.line.size()).toBe(0)
  })
})

describe('a draft', () => {
  test('is checked, and the check is on the audit trail', async () => {
    const finding = aPrompt('draft')
    const proxy = createTestProxy(db, { engine: { ...fakeEngine, checkDraft: () => ({ findings: [finding] }) } })
    const { record, signed } = await open(proxy)
    const before = await countAudit('draft.check')
    const draft = aDraft({ encounterId: record.encounterId })
    const response = await send(proxy, { path: '/v1/drafts/check', body: { draft, record } }, signed)
    expect(await response.json()).toEqual({ findings: [finding] })
    expect(await countAudit('draft.check')).toBe(before + 1)
  })

  test('of another encounter is refused, also with the right record', async () => {
    const proxy = createTestProxy(db)
    const { record, signed } = await open(proxy)
    const draft = aDraft({ encounterId: parseEncounterId('another') })
    expect((await send(proxy, { path: '/v1/drafts/check', body: { draft, record } }, signed)).status).toBe(403)
  })
})

describe('a write', () => {
  const intent = { key: 'c'.repeat(32), target: 'Claim', payloadSha256: 'd'.repeat(64) }

  test('does not begin when it cannot be put on record', async () => {
    const proxy = createTestProxy(db)
    const { signed } = await open(proxy)
    const refused = await without('audit', () => send(proxy, { path: '/v1/writes', body: intent }, signed))
    expect(refused.status).toBe(500)
    const response = await send(proxy, { path: '/v1/writes', body: intent }, signed)
    expect(await response.json()).toMatchObject({ outcome: 'go' })
  })

  test.each([
    ['with another payload', { payloadSha256: 'e'.repeat(64) }, 409],
    ['with text that no database holds', { remoteId: 'a\u0000b' }, 400],
    ['that is fine', { remoteId: 'Claim/1' }, 200],
    ['with another outcome than before', { state: 'rejected' }, 409],
  ])('is settled by a receipt %s', async (_, changes, status) => {
    const proxy = createTestProxy(db)
    const encounterId = parseEncounterId('e-settle')
    proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
    const signed = await signIn(proxy, { encounterId })
    await send(proxy, { path: '/v1/writes', body: intent }, signed)
    const receipt = {
      state: 'written',
      payloadSha256: intent.payloadSha256,
      issueCodes: [],
      provenance: 'none',
      ...changes,
    }
    const request = { method: 'PUT', path: `/v1/writes/${intent.key}`, body: receipt } as const
    expect((await send(proxy, request, signed)).status).toBe(status)
  })

  test('whose form the EHR does not take is what the next sign-in passes over', async () => {
    const proxy = createTestProxy(db, { rows: [{ ...smartRow, key: 'refusing', issuer: ISSUER }] })
    const signed = await signIn(proxy)
    const content = { draft: aDraft(), purpose: 'file' }
    await send(proxy, { path: '/v1/writes', body: { ...intent, content } }, signed)
    const receipt = { state: 'rejected', payloadSha256: intent.payloadSha256, issueCodes: [], provenance: 'none' }
    const request = { method: 'PUT', path: `/v1/writes/${intent.key}`, body: { ...receipt, httpStatus: 405 } } as const
    expect((await send(proxy, request, signed)).status).toBe(200)
    const next = async (fhirUser: string) => {
      const body = await aSessionRequest({ idToken: signIdToken({ claims: { fhirUser, sub: fhirUser } }) })
      const response = await send(proxy, { path: '/v1/session', body }, { key: await createProofKey() })
      return sessionResponse.parse(await response.json()).refusedTargets
    }
    expect(await next('Practitioner/coder-1')).toEqual(['Claim'])
    expect(await next('Practitioner/auditor-1')).toBeUndefined()
  })

  test('that never began is nothing to read, and neither is that of another encounter or tenant', async () => {
    const proxy = createTestProxy(db)
    const [own, other] = [await open(proxy), await open(proxy)]
    const read = async ({ signed }: typeof own, key = intent.key) => {
      const response = await send(proxy, { method: 'GET', path: `/v1/writes/${key}` }, signed)
      return [response.status, await response.text()]
    }
    const before = await countAudit('write.read')
    expect(await read(own)).toEqual([204, ''])
    await send(proxy, { path: '/v1/writes', body: intent }, own.signed)
    expect(await read(own)).toEqual([200, expect.stringContaining(intent.payloadSha256)])
    expect(await read(other)).toEqual([204, ''])
    const elsewhere = createTestProxy(db, { rows: [{ ...smartRow, key: 'beside' }] })
    elsewhere.ehr.encounters.set(own.record.encounterId, 'Patient/patient-1')
    const signed = await signIn(elsewhere, { encounterId: own.record.encounterId })
    const answer = await send(elsewhere, { method: 'GET', path: `/v1/writes/${intent.key}` }, signed)
    expect(answer.status).toBe(204)
    expect((await read(own, 'no-key'))[0]).toBe(404)
    // Only what was read is on record.
    expect(await countAudit('write.read')).toBe(before + 1)
  })

  test('that never began cannot be settled', async () => {
    const proxy = createTestProxy(db)
    const { signed } = await open(proxy)
    const receipt = { state: 'written', payloadSha256: intent.payloadSha256, issueCodes: [], provenance: 'none' }
    const request = { method: 'PUT', path: `/v1/writes/${intent.key}`, body: receipt } as const
    expect((await send(proxy, request, signed)).status).toBe(404)
  })
})

test('a session that asks too often hears when to come back', async () => {
  const proxy = createTestProxy(db, { limits: { ...DEFAULT_LIMITS, requestsPerMinutePerSession: 8 } })
  const { signed } = await open(proxy)
  const list = () => send(proxy, { method: 'GET', path: '/v1/writes' }, signed)
  expect([(await list()).status, (await list()).status]).toEqual([200, 200])
  const refused = await list()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '8'])
  proxy.clock.now += 7500
  expect((await list()).status).toBe(200)
})

test("junk uses up nobody's sign-ins, and those of one site are not those of another", async () => {
  const limits = { ...DEFAULT_LIMITS, exchangesPerMinutePerAddress: 10 }
  const proxy = createTestProxy(db, { limits })
  const body = await aSessionRequest()
  for (let number = 0; number < 30; number++) {
    expect((await send(proxy, { path: '/v1/session', body })).status).toBe(401)
  }
  const signInTo = async (issuer: string) =>
    (await send(proxy, { path: '/v1/session', body: { ...body, issuer } }, { key: await createProofKey() })).status
  const statuses: number[] = []
  for (let number = 0; number < 12; number++) statuses.push(await signInTo(ISSUER))
  expect(statuses.filter((status) => status !== 429)).toHaveLength(10)
  expect(statuses.slice(-2)).toEqual([429, 429])
  expect(await signInTo(otherRow.issuer)).not.toBe(429)
})

test('a refused sign-in is on the audit trail', async () => {
  const proxy = createTestProxy(db)
  const before = await countAudit('session.refuse')
  await signIn(proxy, { accessToken: 'dead-token' })
  expect(await countAudit('session.refuse')).toBe(before + 1)
})
