import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseFingerprint, parseTenantKey } from '#coding/domain/ids.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { createPostgresDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { openRow } from './proxy-fixture.ts'
import {
  type Balancer,
  createOwnDatabase,
  makeDirectory,
  openSession,
  type Replica,
  sendSigned,
  startBalancer,
  startReplica,
} from './replicas-fixture.ts'

const LIMIT = 40
/** Whose minute is used up at the first try of a test is not asked again at the second. */
const LIMITED = ['limited-0', 'limited-1']
const rows = [
  { ...openRow, key: 'busy', issuer: 'http://busy.example/fhir' },
  ...LIMITED.map((key) => ({
    ...openRow,
    key,
    issuer: `http://${key}.example/fhir`,
    limits: { requestsPerMinutePerPerson: LIMIT },
  })),
]
const secret = Buffer.alloc(32, 9).toString('base64')
const database = await createOwnDatabase()

describe.skipIf(database === undefined)('three replicas on one PostgreSQL', () => {
  const files = makeDirectory(rows)
  let balancer: Balancer
  let replicas: readonly Replica[] = []
  let db: Pool
  let limited = 0

  const start = (name: string) =>
    startReplica({
      POSTIL_PROFILE: 'sandbox',
      POSTIL_PORT: '0',
      POSTIL_PUBLIC_ORIGIN: balancer.url,
      POSTIL_TENANTS_FILE: files.tenantsFile,
      POSTIL_DATA_DIR: path.join(files.directory, name),
      POSTIL_COLUMN_KEYS: `k:${secret}`,
      POSTIL_REFERENCE_KEY: secret,
      POSTIL_CHECKPOINT_SINK: 'none',
      DATABASE_URL: database?.url ?? '',
    })
  const isAlive = ({ process: { exitCode, signalCode } }: Replica): boolean => exitCode === null && signalCode === null
  const revive = async (): Promise<void> => {
    replicas = await Promise.all(
      replicas.map(async (replica, index) => (isAlive(replica) ? replica : start(`anew-${index}`))),
    )
    balancer.setTargets(replicas.map(({ url }) => url))
  }

  beforeAll(async () => {
    balancer = await startBalancer()
    // All at once: one of them makes the tables, the others wait for it.
    replicas = await Promise.all(['a', 'b', 'c'].map(start))
    balancer.setTargets(replicas.map(({ url }) => url))
    db = await migrate(createPostgresDialect(database?.url ?? ''), 'test')
  }, 120_000)

  afterAll(async () => {
    for (const { process: child } of replicas) child.kill('SIGKILL')
    balancer.close()
    await db.destroy()
    await database?.drop()
    files.remove()
  })

  test('a session that one has made is good on all, and a proof that one has seen is used up on all', async () => {
    const signedIn = await openSession(balancer.url, { issuer: 'http://busy.example/fhir', encounter: 'shared' })
    for (const { url: address } of replicas) {
      const answer = await sendSigned(balancer.url, signedIn, { method: 'GET', path: '/v1/prompts', address })
      expect(answer.status).toBe(200)
    }
    const { key, token } = signedIn
    const url = `${balancer.url}/v1/prompts`
    const dpop = await key.prove({ method: 'GET', url, token, issuedAt: Math.floor(Date.now() / 1000) })
    const headers = { authorization: `DPoP ${token}`, dpop }
    const answers = await Promise.all(replicas.map((replica) => fetch(`${replica.url}/v1/prompts`, { headers })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401])
  })

  test('a limit holds for all of them together', async () => {
    const issuer = `http://${LIMITED[limited]}.example/fhir`
    limited += 1
    const signedIn = await openSession(balancer.url, { issuer, encounter: 'limited' })
    const minute = (): number => Math.floor(Date.now() / 60_000)
    const first = minute()
    const ask = () => sendSigned(balancer.url, signedIn, { method: 'GET', path: '/v1/prompts' })
    // A few at a time: a crowd is shed with 503 before its limit is looked at.
    const lanes = Array.from({ length: 6 }, async () => {
      const answers: number[] = []
      while (answers.length < LIMIT / 2) answers.push((await ask()).status)
      return answers
    })
    const statuses = (await Promise.all(lanes)).flat()
    const passed = statuses.filter((status) => status === 200).length
    expect(passed).toBeLessThanOrEqual(LIMIT * (1 + minute() - first))
    expect(passed).toBeGreaterThanOrEqual(LIMIT / 2)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
  })

  test('when one is killed under load, nothing that was acknowledged is lost, and the chain is whole', async () => {
    // At a second try one of them is gone already.
    await revive()
    const sessions = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        openSession(balancer.url, { issuer: 'http://busy.example/fhir', encounter: `load-${index}` }),
      ),
    )
    const acknowledged: string[] = []
    let failed = 0
    const victim = replicas[1]
    const decide = async (worker: number): Promise<void> => {
      const signedIn = sessions[worker]
      for (let step = 0; signedIn && step < 40; step++) {
        const fingerprint = buildFingerprint(['replicas', String(worker), String(step)])
        const body = { fingerprint, findingKind: 'prompt', choice: { kind: 'unable-to-determine' } }
        const answer = await sendSigned(balancer.url, signedIn, { path: '/v1/decisions', body }).catch(() => undefined)
        if (answer?.status === 200) acknowledged.push(fingerprint)
        else failed += 1
        if (acknowledged.length === 80) victim?.process.kill('SIGKILL')
      }
    }
    await Promise.all(sessions.map((_, worker) => decide(worker)))
    await victim?.exited
    expect(victim?.process.signalCode).toBe('SIGKILL')
    expect(acknowledged.length).toBeGreaterThan(200)
    // Only what was under way in the process that died.
    expect(failed).toBeLessThanOrEqual(sessions.length)

    const tenant = parseTenantKey('busy')
    const decisions = await db.selectFrom('decision').select('fingerprint').where('tenant', '=', tenant).execute()
    const stored = new Set<string>(decisions.map(({ fingerprint }) => fingerprint))
    expect(acknowledged.filter((one) => !stored.has(one))).toEqual([])
    const audit = await db.selectFrom('audit').select('entry').where('tenant', '=', tenant).execute()
    const text = audit.map(({ entry }) => entry).join('\n')
    const { ofFinding } = createReferences(secret)
    expect([...stored].filter((one) => !text.includes(ofFinding(tenant, parseFingerprint(one))))).toEqual([])
    expect(await verifyChain(db, tenant)).toMatchObject({ ok: true })

    for (const signedIn of sessions) {
      const answer = await sendSigned(balancer.url, signedIn, { method: 'GET', path: '/v1/prompts' })
      expect(answer.status).toBe(200)
    }
  }, 60_000)

  test('one that is told to stop lets its work end, refuses what is new, and ends', async () => {
    // At a second try one has left already, and somebody has to answer.
    if (replicas.filter(isAlive).length < 2) await revive()
    const leaver = replicas.find(isAlive)
    if (!leaver) throw new TypeError('no replica')
    leaver.process.kill('SIGTERM')
    expect(await leaver.exited).toBe(0)
    expect(leaver.readOutput()).toContain('"msg":"stopped"')
    const signedIn = await openSession(balancer.url, { issuer: 'http://busy.example/fhir', encounter: 'after' })
    const answer = await sendSigned(balancer.url, signedIn, { method: 'GET', path: '/v1/prompts' })
    expect(answer.status).toBe(200)
  }, 30_000)
})
