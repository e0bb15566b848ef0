// `npm run retention`: deletes what has had its time by each tenant's periods, and takes the old beginning of a trail away.
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { AuditSubject } from '#proxy/audit/audit-log.ts'
import { AuditError } from '#proxy/audit/errors.ts'
import { openWitness } from '#proxy/audit/open-witness.ts'
import { type ProxyConfig, readConfig } from '#proxy/config.ts'
import { guardCrashes } from '#proxy/crash.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences, type References } from '#proxy/crypto/references.ts'
import { ConfigError } from '#proxy/errors.ts'
import { countAged, countHeldBack, deleteAged, listPeriods } from '#proxy/retention/aged-rows.ts'
import { cutTrail, planCut, removeCutRows } from '#proxy/retention/cut-trail.ts'
import { connectDatabase, openDatabase } from '#proxy/store/open-database.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { deleteExpired } from '#proxy/store/sessions.ts'
import { readTenants, type TenantRow } from '#proxy/tenants.ts'
import { findOperator } from './find-operator.ts'
import { readArguments } from './read-arguments.ts'

const USAGE = `npm run retention -- [--tenant KEY] [--archive FOLDER] [--operator NAME] [--yes]

Says what is older than the periods of each tenant (\`retention\` in the tenants file); with --yes it is deleted, in the
name of the operator: the account of this machine, if nothing else is said. The old beginning of a trail goes only with
--archive, where it is written and verified before.

The settings are those of the proxy. Exit codes: 0 done or told, 1 refused (a legal hold, a trail that is not good),
2 wrong usage or configuration, 3 the archive or the sink of checkpoints cannot be written.`

const HELD_BACK = 'they are open on the list, drawn for a second coder, or have a write of unknown outcome.'

const { values } = readArguments(
  {
    tenant: { type: 'string' },
    archive: { type: 'string' },
    operator: { type: 'string' },
    yes: { type: 'boolean', default: false },
  },
  USAGE,
)

guardCrashes()
try {
  process.exitCode = await run()
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof AuditError)) throw error
  console.error(error.message)
  process.exitCode = error instanceof ConfigError ? 2 : error.code === 'not-good' ? 1 : 3
}

async function run(): Promise<number> {
  const config = readConfig()
  const tenants = readTenants(config).filter(({ key }) => values.tenant === undefined || key === values.tenant)
  if (tenants.length === 0) throw new ConfigError('--tenant', 'must name a tenant of the tenants file.')
  const folder = readFolder()
  const held = tenants.filter(({ retention }) => retention?.hold !== undefined)
  for (const { key, retention } of held) console.error(`${key}: held (${retention?.hold}). Nothing is deleted.`)
  if (held.length > 0) {
    console.error('A tenant that is not held is dealt with by --tenant.')
    return 1
  }
  const references = createReferences(readKeys(config).referenceKey)
  // Who only looks changes nothing, and migrates nothing either.
  const { db, close } = await (values.yes
    ? openDatabase(config.database)
    : connectDatabase(config.database, 'read-only'))
  try {
    for (const tenant of tenants) await apply({ db, config, references, folder }, tenant)
    if (values.yes) await deleteExpired(db, new Date())
    else console.log('Nothing was deleted. With --yes it is.')
    return 0
  } finally {
    await close()
  }
}

function readFolder(): string | undefined {
  const { archive } = values
  if (archive === undefined) return undefined
  if (!existsSync(archive) || !statSync(archive).isDirectory()) throw new ConfigError('--archive', 'is no folder.')
  return path.resolve(archive)
}

type Parts = {
  readonly db: Pool
  readonly config: ProxyConfig
  readonly references: References
  readonly folder: string | undefined
}

async function apply(parts: Parts, row: TenantRow): Promise<void> {
  const { db, references } = parts
  const { key: tenant } = row
  const now = new Date()
  const subject = { requestId: 'retention', actor: references.ofActor(tenant, findOperator(values.operator)) }
  for (const period of listPeriods(row, now)) {
    const aged = { tenant, ...period }
    const rows = values.yes ? await deleteAged(db, aged, subject) : await countAged(db, aged)
    console.log(`${tenant}: ${period.of} before ${toDay(period.before)}: ${rows} rows`)
    const heldBack = period.of === 'work' ? await countHeldBack(db, aged) : 0
    if (heldBack > 0) console.log(`${tenant}: ${heldBack} visits as old stay: ${HELD_BACK}`)
  }
  await cut(parts, row, { now, subject })
}

async function cut(
  { db, config, folder }: Parts,
  row: TenantRow,
  { now, subject }: { readonly now: Date; readonly subject: Omit<AuditSubject, 'at'> },
): Promise<void> {
  const { key: tenant } = row
  const left = values.yes ? await removeCutRows(db, tenant) : 0
  if (left > 0) console.log(`${tenant}: ${left} rows that an earlier cut had left`)
  const planned = await planCut(db, row, now)
  if (!planned) return
  const { from, to, before } = planned
  const what = `${tenant}: trail before ${toDay(before)}: rows ${from} to ${to}`
  if (!values.yes) {
    console.log(what)
  } else if (folder === undefined) {
    console.log(`${what}, which stay: say --archive FOLDER`)
  } else {
    const witness = openWitness(config)
    if (!witness) {
      throw new ConfigError('POSTIL_CHECKPOINT_SINK', 'is none; a trail is cut only where a checkpoint is kept of it.')
    }
    const parts = { ...witness, db, tenant, folder, subject, now: () => new Date() }
    console.log(`${what}, which are in ${await cutTrail(parts, planned)}`)
  }
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
