import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { type Checkpoint, createCheckpointSigner } from '#proxy/audit/checkpoint.ts'
import { createCheckpoints } from '#proxy/audit/checkpoints.ts'
import { AuditError } from '#proxy/audit/errors.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { createTestProxy, NOW, send, signIn } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
let tenants = 0
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

function begin() {
  tenants += 1
  const tenant = parseTenantKey(`witnessed-${tenants}`)
  const proxy = createTestProxy(database.db)
  const delivered: Checkpoint[] = []
  const sink = { works: true }
  const checkpoints = createCheckpoints({
    db: database.db,
    tenants: [tenant],
    signer: createCheckpointSigner(pem),
    sink: {
      deliver: async (signed) => {
        if (!sink.works) throw new AuditError('sink-unreachable', 'gone')
        delivered.push(signed)
      },
    },
    rhythm: { everyRows: 3, everyMs: 60_000, maxLateMs: 600_000 },
    log: proxy.parts.log,
    metrics: proxy.parts.metrics,
    now: () => proxy.clock.now,
  })
  const write = (rows: number) =>
    inTenant(database.db, tenant, (transaction) =>
      appendAudit(
        transaction,
        tenant,
        Array.from({ length: rows }, () => ({
          at: new Date(NOW).toISOString(),
          requestId: 'r',
          action: 'draft.check' as const,
          input: 'x',
          findings: 0,
        })),
      ),
    )
  return { ...proxy, tenant, delivered, sink, checkpoints, write, signed: () => delivered.map(({ seq }) => seq) }
}

describe('checkpoints', () => {
  test('are signed for the first rows, then after n rows and not after n - 1', async () => {
    const { checkpoints, write, signed } = begin()
    await checkpoints.look()
    expect(signed()).toEqual([])
    await write(1)
    await checkpoints.look()
    await write(2)
    await checkpoints.look()
    expect(signed()).toEqual([1])
    await write(1)
    await checkpoints.look()
    expect(signed()).toEqual([1, 4])
  })

  test('are signed when time has passed, and only if there is a row', async () => {
    const { checkpoints, write, signed, clock } = begin()
    await write(1)
    await checkpoints.look()
    await write(1)
    clock.now = NOW + 59_999
    await checkpoints.look()
    expect(signed()).toEqual([1])
    clock.now = NOW + 60_000
    await checkpoints.look()
    clock.now = NOW + 600_000
    await checkpoints.look()
    expect(signed()).toEqual([1, 2])
  })

  test('are signed when the proxy drains', async () => {
    const { checkpoints, write, signed } = begin()
    await write(1)
    await checkpoints.look()
    await write(1)
    await checkpoints.finish()
    await checkpoints.finish()
    expect(signed()).toEqual([1, 2])
  })

  test('that cannot be delivered raise an alarm, stop nothing until the limit, and are made up for', async () => {
    const { checkpoints, write, signed, sink, clock, parts, logged } = begin()
    const guarded = createTestProxy(database.db, { checkpoints, now: () => clock.now })
    const session = await signIn(guarded)
    const ask = async () => {
      guarded.clock.now = clock.now
      return (await send(guarded, { method: 'GET', path: '/v1/open-servers' }, session)).status
    }
    sink.works = false
    await write(1)
    await checkpoints.look()
    expect(parts.metrics.render({})).toContain('postil_audit_checkpoints_total{outcome="failed"} 1')
    expect(logged.join('')).toContain('checkpoint not delivered')
    clock.now = NOW + 600_000
    expect([checkpoints.isOverdue(), await ask()]).toEqual([false, 200])
    clock.now += 1
    expect([checkpoints.isOverdue(), await ask()]).toEqual([true, 503])
    expect((await guarded.app.request('/readyz')).status).toBe(503)
    const figures = await (await guarded.app.request('/metrics')).text()
    expect(figures).toContain('postil_audit_unwitnessed_seconds 600.001')
    sink.works = true
    await checkpoints.look()
    expect(signed()).toEqual([1])
    expect([checkpoints.isOverdue(), await ask()]).toEqual([false, 200])
  })

  test('betray at once a chain that has become shorter than they are', async () => {
    const { checkpoints, write, tenant, logged, parts, signed } = begin()
    await write(3)
    await checkpoints.look()
    await sql`update audit_head set seq = 2 where tenant = ${tenant}`.execute(database.db)
    await checkpoints.look()
    expect(logged.join('')).toContain('audit chain broken')
    expect(parts.metrics.render({})).toContain('postil_audit_chain_broken_total 1')
    expect(signed()).toEqual([3])
  })
})
