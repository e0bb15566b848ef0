// What keeps a proxy from starting is said with the setting, the reason and what to do, and quotes no secret.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSigningKey } from '#proxy/audit/read-signing-key.ts'
import { parseConfig } from '#proxy/config.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { startProxy } from '#proxy/start-proxy.ts'
import { StoreError } from '#proxy/store/errors.ts'
import { explainDatabaseProblem } from '#proxy/store/explain-database-problem.ts'
import { readTenants } from '#proxy/tenants.ts'
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
