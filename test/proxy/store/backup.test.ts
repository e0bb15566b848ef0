// Backup and restore as docs/operations.md has it: pg_dump and pg_restore, or the folder of the embedded database.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parseEncounterId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { type Checkpoint, createCheckpointVerifier } from '#proxy/audit/checkpoint.ts'
import { readOrMakeSigningKey } from '#proxy/audit/read-signing-key.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import type { ProxyConfig } from '#proxy/config.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { insertDecision, listDecisions } from '#proxy/store/decisions.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { aPrompt, NOW } from '../proxy-fixture.ts'
import { createPostgresSchema, hasPostgres } from './test-engines.ts'

const tenant = parseTenantKey('hospital')
const [patientId, encounterId] = [parsePatientId('patient-1'), parseEncounterId('encounter-1')]

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean()
})

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'postil-backup-'))
  cleanUp.unshift(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What belongs to an installation beside its database: its keys, each of which is kept apart from the backup. */
function openSecrets(dataDir: string) {
  const keys = readKeys({ dataDir })
  return {
    cipher: createColumnCipher(keys.columnKeys),
    references: createReferences(keys.referenceKey),
    signer: readOrMakeSigningKey(dataDir),
  }
}
type Secrets = ReturnType<typeof openSecrets>

const findScope = ({ references }: Secrets) => ({ tenant, encounterRef: references.ofEncounter(tenant, encounterId) })

/** A decision in encrypted words, its entry on the trail, and the checkpoint that somebody else keeps. */
async function decide(db: Pool, secrets: Secrets, comment: string): Promise<Checkpoint> {
  const { references, cipher, signer } = secrets
  const at = new Date(NOW).toISOString()
  const actor = references.ofActor(tenant, 'Practitioner/1')
  const choice = { kind: 'dismiss', reason: 'other', comment } as const
  const { fingerprint } = aPrompt()
  const end = await inTenant(db, tenant, async (transaction) => {
    const decision = { fingerprint, findingKind: 'prompt', choice, by: actor, at } as const
    await insertDecision(transaction, { ...findScope(secrets), decision }, cipher)
    await appendAudit(transaction, tenant, [
      {
        at,
        requestId: 'r',
        actor,
        patient: references.ofPatient(tenant, patientId),
        encounter: references.ofEncounter(tenant, encounterId),
        action: 'decision',
        fingerprint: references.ofFinding(tenant, fingerprint),
        kind: 'prompt',
        choice: 'dismiss',
        reason: 'other',
      },
    ])
    return transaction.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow()
  })
  return signer.sign({ tenant, ...end }, new Date(NOW))
}

type Backup = { readonly restore: () => Promise<void> }

/** The whole procedure, on whichever database. */
async function backUpAndRestore(
  database: ProxyConfig['database'],
  dataDir: string,
  makeBackup: () => Promise<Backup>,
): Promise<void> {
  const secrets = openSecrets(dataDir)
  const before = await openDatabase(database)
  const witnessed = await decide(before.db, secrets, 'before the backup')
  await before.close()
  const backup = await makeBackup()
  const after = await openDatabase(database)
  const lost = await decide(after.db, secrets, 'after the backup')
  await after.close()
  await backup.restore()
  const { db, close } = await openDatabase(database)
  try {
    const isSigned = createCheckpointVerifier([secrets.signer.publicKeyPem])
    expect([witnessed, lost].every(isSigned)).toBe(true)
    const verify = (checkpoints: readonly Checkpoint[]) =>
      inTenant(db, tenant, (transaction) => verifyChain(transaction, tenant, { checkpoints, isSigned }))
    expect(await verify([witnessed])).toEqual({ ok: true, rows: 1, covered: 1 })
    // What was done since the backup is gone, and a younger checkpoint says so.
    expect(await verify([witnessed, lost])).toEqual({ ok: false, seq: 2, because: 'truncated' })
    const list = ({ cipher }: Pick<Secrets, 'cipher'>) =>
      inTenant(db, tenant, (transaction) => listDecisions(transaction, findScope(secrets), cipher))
    expect(await list(openSecrets(dataDir))).toMatchObject([{ choice: { comment: 'before the backup' } }])
    // Without the key that was kept apart, no word of it can be read.
    await expect(list(openSecrets(makeFolder()))).rejects.toMatchObject({ name: 'CryptoError' })
    // It goes on: chain, triggers and policies are as they were.
    const next = await decide(db, secrets, 'after the restore')
    expect(await verify([witnessed, next])).toEqual({ ok: true, rows: 2, covered: 2 })
    const change = db.transaction().execute((transaction) => transaction.deleteFrom('audit').execute())
    await expect(change).rejects.toThrow('never changed or removed')
    const other = parseTenantKey('other')
    expect(
      await inTenant(db, other, (transaction) => transaction.selectFrom('decision').select('id').execute()),
    ).toEqual([])
  } finally {
    await close()
  }
}

test('the folder of the embedded database is copied while nobody works on it, and put back', async () => {
  const dataDir = makeFolder()
  const dir = path.join(dataDir, 'db')
  await copyMigratedDatabase(dir)
  await backUpAndRestore({ kind: 'pglite', dir }, dataDir, async () => {
    const copy = path.join(makeFolder(), 'db')
    cpSync(dir, copy, { recursive: true })
    return {
      restore: async () => {
        rmSync(dir, { recursive: true })
        cpSync(copy, dir, { recursive: true })
      },
    }
  })
}, 60_000)

const run = (program: string, ...words: readonly string[]) => {
  const { status, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  return { status, stderr }
}
const hasTools = ['pg_dump', 'pg_restore', 'psql'].every((program) => run(program, '--version').status === 0)
const canDump = hasPostgres && hasTools
if (!canDump) {
  console.warn('backup test: NOT run on PostgreSQL, which or whose pg_dump, pg_restore and psql are not here')
}

test('where tests are the judge, the tools of PostgreSQL are there', () => {
  expect(canDump || process.env['CI'] === undefined).toBe(true)
})

describe.runIf(canDump)('on PostgreSQL', () => {
  async function openSchema() {
    const schema = await createPostgresSchema()
    cleanUp.push(schema.drop)
    const name = /search_path=(\w+)/.exec(new URL(schema.url).searchParams.get('options') ?? '')?.[1] ?? ''
    const bare = new URL(schema.url)
    bare.search = ''
    return { url: schema.url, bare, name }
  }

  test('pg_dump and pg_restore bring everything back', async () => {
    const { url, bare, name } = await openSchema()
    await backUpAndRestore({ kind: 'postgres', url }, makeFolder(), async () => {
      const file = path.join(makeFolder(), 'postil.dump')
      expect(run('pg_dump', '--format=custom', `--schema=${name}`, `--file=${file}`, bare.href)).toEqual({
        status: 0,
        stderr: '',
      })
      return {
        restore: async () => {
          expect(
            run(
              'psql',
              '--quiet',
              '--set=client_min_messages=warning',
              '--command',
              `drop schema ${name} cascade`,
              bare.href,
            ).status,
          ).toBe(0)
          expect(run('pg_restore', '--exit-on-error', `--dbname=${bare.href}`, file)).toEqual({ status: 0, stderr: '' })
        },
      }
    })
  }, 60_000)

  test('a dump by a user whom the policies hold is refused, not half empty', async () => {
    const { url, bare, name } = await openSchema()
    const { close } = await openDatabase({ kind: 'postgres', url })
    await close()
    const owner = `${name}_owner`
    const file = path.join(makeFolder(), 'postil.dump')
    const execute = (statement: string) =>
      run('psql', '--quiet', '--set=ON_ERROR_STOP=1', '--command', statement, bare.href)
    expect(
      execute(`create role ${owner} login; grant usage on schema ${name} to ${owner};
      grant select on all tables in schema ${name} to ${owner}; grant select on all sequences in schema ${name} to ${owner}`)
        .status,
    ).toBe(0)
    cleanUp.unshift(() => void execute(`drop owned by ${owner}; drop role ${owner}`))
    const asOwner = new URL(bare)
    asOwner.username = owner
    const dumped = run('pg_dump', '--format=custom', `--schema=${name}`, `--file=${file}`, asOwner.href)
    expect(dumped.status).not.toBe(0)
    expect(dumped.stderr).toContain('row-level security')
  }, 60_000)
})
