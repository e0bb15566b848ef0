// What keeps a proxy from starting is said with the setting, the reason and what to do, and quotes no secret.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Decision } from '#coding/domain/decision.ts'
import { parseFingerprint, parseTenantKey } from '#coding/domain/ids.ts'
import { readSigningKey } from '#proxy/audit/read-signing-key.ts'
import { parseConfig } from '#proxy/config.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { startProxy } from '#proxy/start-proxy.ts'
import { insertDecision } from '#proxy/store/decisions.ts'
import { StoreError } from '#proxy/store/errors.ts'
import { explainDatabaseProblem } from '#proxy/store/explain-database-problem.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { readTenants } from '#proxy/tenants.ts'
import { copyMigratedDatabase } from '../support/migrated-database.ts'
import { fakeEngine, openRow } from './proxy-fixture.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'postil-start-'))
const aFile = path.join(directory, 'tenants.json')
const settings = {
  POSTIL_PROFILE: 'sandbox',
  POSTIL_TENANTS_FILE: aFile,
  POSTIL_DATA_DIR: path.join(directory, 'data'),
  POSTIL_PORT: '0',
  POSTIL_LOG_LEVEL: 'silent',
}
const start = (own: Readonly<Record<string, string>>) => startProxy(parseConfig({ ...settings, ...own }), fakeEngine)

beforeAll(() => writeFileSync(aFile, JSON.stringify({ tenants: [openRow] })))
afterAll(() => rmSync(directory, { recursive: true }))

describe('a database', () => {
  test('that nobody listens for', async () => {
    const starting = start({ DATABASE_URL: 'postgres://postil:hidden@127.0.0.1:1/postil' })
    await expect(starting).rejects.toThrow(/^DATABASE_URL: .*no server answers.*Start PostgreSQL.*\(ECONNREFUSED\)/)
    await expect(starting).rejects.not.toThrow(/hidden/)
  })

  test('whose address stands in a file', async () => {
    const file = path.join(directory, 'database')
    writeFileSync(file, 'postgres://postil:hidden@127.0.0.1:1/postil\n')
    await expect(start({ DATABASE_URL_FILE: file })).rejects.toThrow(/^DATABASE_URL_FILE: .*no server answers/)
  })

  test('of another kind', () => {
    const parsing = () => parseConfig({ ...settings, DATABASE_URL: 'mysql://postil:hidden@host/postil' })
    expect(parsing).toThrow(/^DATABASE_URL: is not postgres:\/\/user/)
    expect(parsing).not.toThrow(/hidden/)
  })

  test.each([
    [{ code: '28P01', message: 'password authentication failed for user "ada"' }, /password\. Correct it \(28P01\)/],
    [{ code: '42501', message: 'permission denied for schema public' }, /own its schema/],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'self-signed' }, /NODE_EXTRA_CA_CERTS/],
    [{ message: 'corrupted migrations: previously executed migration 0099 is missing' }, /newer one/],
    [{ code: '23505', message: 'Key (patient)=(Ada) already exists' }, /^look at its log \(23505\)\.$/],
  ])('that answers %j', ({ message, ...code }, said) => {
    const error = Object.assign(new Error(message), code)
    expect(explainDatabaseProblem(error)).toMatch(said)
    expect(explainDatabaseProblem(new StoreError(error))).toMatch(said)
    expect(explainDatabaseProblem(error)).not.toMatch(/ada/i)
  })
})

describe('a column key', () => {
  const key = (fill: number, bytes = 32) => Buffer.alloc(bytes, fill).toString('base64')
  const parse = (columnKeys: string) =>
    parseConfig({ ...settings, POSTIL_COLUMN_KEYS: columnKeys, POSTIL_REFERENCE_KEY: key(7) })

  test.each([
    [`new:${key(1, 16)}`, /pair 1 has 16 bytes instead of 32; npm run --silent keys -- new ID makes one/],
    [`new:${key(1)},old:${key(2, 33)}`, /pair 2 has 33 bytes/],
    [`new:${key(1)}:more`, /pair 1 is none/],
    [`new:${key(1)},`, /pair 2 is none/],
    [`new:${key(1)},new:${key(2)}`, /pair 2 the id of another/],
    [`old:lost,new:${key(1)}`, /begin with a key to encrypt with/],
  ])('that is wrong: %s', (columnKeys, said) => {
    expect(() => parse(columnKeys)).toThrow(said)
    expect(() => parse(columnKeys)).toThrow(expect.objectContaining({ setting: 'POSTIL_COLUMN_KEYS' }))
    expect(() => parse(columnKeys)).not.toThrow(/AQEB|AgIC/)
  })

  test('that nobody has any more is told apart from those that open', () => {
    expect(parse(`new:${key(1)},old:lost`).keys).toEqual({
      columnKeys: [{ id: 'new', key: key(1) }],
      lostColumnKeys: ['old'],
      referenceKey: key(7),
    })
  })

  test.each([
    ['POSTIL_COLUMN_KEYS', { POSTIL_REFERENCE_KEY: key(7) }],
    ['POSTIL_REFERENCE_KEY', { POSTIL_COLUMN_KEYS: `new:${key(1)}` }],
  ])('without its companion names %s', (setting, own) => {
    expect(() => parseConfig({ ...settings, ...own })).toThrow(`${setting}: is missing beside`)
  })

  test('that wrote what is stored and is missing stops the start', async () => {
    const dataDir = path.join(directory, 'sealed')
    await copyMigratedDatabase(path.join(dataDir, 'db'))
    const { db, close } = await openDatabase({ kind: 'pglite', dir: path.join(dataDir, 'db') })
    const tenant = parseTenantKey(openRow.key)
    const decision: Decision = {
      fingerprint: parseFingerprint('f'),
      findingKind: 'prompt',
      choice: { kind: 'accept' },
      by: 'actor',
      at: '2026-03-02T10:00:00.000Z',
    }
    const cipher = createColumnCipher([{ id: 'old', key: key(1) }])
    await inTenant(db, tenant, (transaction) =>
      insertDecision(transaction, { tenant, encounterRef: 'encounter', decision }, cipher),
    )
    await close()
    const own = { POSTIL_DATA_DIR: dataDir, POSTIL_COLUMN_KEYS: `new:${key(2)}`, POSTIL_REFERENCE_KEY: key(7) }
    await expect(start(own)).rejects.toThrow(/^POSTIL_COLUMN_KEYS: lacks the key old/)
    const file = path.join(directory, 'column-keys')
    writeFileSync(file, own.POSTIL_COLUMN_KEYS)
    const { POSTIL_COLUMN_KEYS: _, ...rest } = own
    const starting = start({ ...rest, POSTIL_COLUMN_KEYS_FILE: file })
    await expect(starting).rejects.toThrow(/^POSTIL_COLUMN_KEYS_FILE: lacks the key old/)
    // And the folder is given back.
    const proxy = await start({ ...own, POSTIL_COLUMN_KEYS: `new:${key(2)},old:${key(1)}` })
    await proxy.stop()
  }, 60_000)
})

describe('a sink of checkpoints', () => {
  const keyFile = path.join(directory, 'checkpoint.pem')
  const { privateKey } = generateKeyPairSync('ed25519')
  beforeAll(() => writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' })))
  const sinking = (address: string) =>
    start({
      POSTIL_CHECKPOINT_SINK: address,
      POSTIL_CHECKPOINT_KEY_FILE: keyFile,
      POSTIL_DATA_DIR: path.join(directory, 'sinking'),
    })

  test('whose folder is not there', async () => {
    await expect(sinking(`file:${directory}/nowhere/checkpoints`)).rejects.toThrow(
      /^POSTIL_CHECKPOINT_SINK: names a checkpoint file that cannot be written: it is not there.*\(ENOENT\)/,
    )
  })

  test('that is away keeps nothing from starting', async () => {
    await (await sinking('syslog+tcp://127.0.0.1:1')).stop()
  }, 60_000)
})

describe('a file or folder', () => {
  test('that is not there', () => {
    const nowhere = path.join(directory, 'nowhere')
    expect(() => readTenants({ profile: 'sandbox', tenantsFile: nowhere })).toThrow('cannot be read: it is not there')
    expect(() => readSigningKey(nowhere)).toThrow('POSTIL_CHECKPOINT_KEY_FILE: cannot be read: it is not there')
    const parsing = () => parseConfig({ ...settings, POSTIL_REFERENCE_KEY_FILE: nowhere })
    expect(parsing).toThrow('POSTIL_REFERENCE_KEY_FILE: names a file that cannot be read: it is not there')
  })

  test('that is another thing', () => {
    expect(() => readTenants({ profile: 'sandbox', tenantsFile: directory })).toThrow('it is a folder')
    expect(() => readKeys({ dataDir: path.join(aFile, 'data') })).toThrow('POSTIL_DATA_DIR: cannot be written: part of')
  })
})
