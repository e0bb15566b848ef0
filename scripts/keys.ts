// `npm run keys -- status | rotate | new | new-checkpoint-key`: the keys of encrypted columns and of checkpoints.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { AuditError } from '#proxy/audit/errors.ts'
import { readConfig } from '#proxy/config.ts'
import { guardCrashes } from '#proxy/crash.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { CryptoError } from '#proxy/crypto/errors.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { ConfigError } from '#proxy/errors.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { countCellsByKey, reencryptTenant } from '#proxy/store/reencrypt.ts'
import { readTenants } from '#proxy/tenants.ts'

const USAGE = `npm run keys -- <command>

  status               how many stored values each key holds; a key with none can be taken out
  rotate               write every value of the other keys anew, with the first key of POSTIL_COLUMN_KEYS
  new ID               a column key, ready for POSTIL_COLUMN_KEYS
  new-checkpoint-key   an Ed25519 key in PEM form, for POSTIL_CHECKPOINT_KEY_FILE

The settings are those of the proxy. Exit codes: 0 done, 1 a value could not be opened, 2 wrong usage or configuration.`

guardCrashes()
try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const isExpected = error instanceof ConfigError || error instanceof CryptoError || error instanceof AuditError
  if (!isExpected) throw error
  const next = 'npm run keys -- status says which keys are missing from POSTIL_COLUMN_KEYS.'
  console.error(error instanceof CryptoError ? `${error.message} (${error.code}) ${next}` : error.message)
  process.exitCode = error instanceof CryptoError ? 1 : 2
}

async function run([command, id]: readonly string[]): Promise<number> {
  if (command === 'status') return withStore(printStatus)
  if (command === 'rotate') return withStore(rotate)
  if (command === 'new' && id !== undefined && /^[a-z0-9-]{1,32}$/.test(id)) {
    console.log(`${id}:${randomBytes(32).toString('base64')}`)
    return 0
  }
  if (command === 'new-checkpoint-key') {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    console.log(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    console.error(
      `Give this half to whoever verifies:\n${publicKey.export({ type: 'spki', format: 'pem' }).toString()}`,
    )
    return 0
  }
  console.log(USAGE)
  return command === undefined || command === 'help' ? 0 : 2
}

type Store = Awaited<ReturnType<typeof openStore>>

async function openStore() {
  const config = readConfig()
  const { columnKeys } = readKeys(config)
  const tenants = readTenants(config).map(({ key }) => key)
  return { ...(await openDatabase(config.database)), cipher: createColumnCipher(columnKeys), columnKeys, tenants }
}

async function withStore(work: (store: Store) => Promise<number>): Promise<number> {
  const store = await openStore()
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function printStatus({ db, tenants, columnKeys }: Store): Promise<number> {
  const known = columnKeys.map(({ id }) => id)
  for (const tenant of tenants) {
    const counts = await countCellsByKey(db, tenant)
    for (const id of new Set([...known, ...counts.keys()])) {
      const role = id === known[0] ? 'active' : known.includes(id) ? 'only opens' : 'MISSING from the configuration'
      console.log(`${tenant.padEnd(24)} ${id.padEnd(24)} ${String(counts.get(id) ?? 0).padStart(10)}  ${role}`)
    }
  }
  return 0
}

async function rotate({ db, tenants, cipher }: Store): Promise<number> {
  for (const tenant of tenants) {
    const onProgress = (cells: number): void => {
      process.stderr.write(`\r${tenant}: ${cells.toLocaleString('en')} values`)
    }
    const cells = await reencryptTenant(db, { tenant, cipher, onProgress, now: Date.now })
    process.stderr.write('\n')
    console.log(`${tenant}: ${cells} values now have the key ${cipher.activeKeyId}.`)
  }
  return 0
}
