/**
 * That the trail is kept, from when to when, and under which settings (ONC 170.315(d)(2) and (d)(3): changes of
 * privileges and of the status of the log are on it). Settings are read once a process, so a change is seen at a start.
 */
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { ReleaseManifest } from '../code-sets/release-store.ts'
import type { ProxyConfig } from '../config.ts'
import type { References } from '../crypto/references.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Database, Pool } from '../store/schema.ts'
import type { TenantRow } from '../tenants.ts'
import { type AuditAction, appendAudit, PROXY_CHAIN } from './audit-log.ts'

type Running = {
  readonly db: Pool
  readonly references: References
  readonly config: ProxyConfig
  readonly tenants: readonly TenantRow[]
  /** Which key signs checkpoints. */
  readonly checkpointKey: string | undefined
  readonly releases: readonly ReleaseManifest[]
  readonly now: () => number
}

type Settings = Readonly<Record<string, string>>

/** The rows of each chain that are looked through for the last start; who has more without one is told nothing of it. */
const LOOKED_AT = 100_000
const REQUEST_ID = 'process'

const names = z.record(z.string(), z.string())
const start = z.object({ settings: names, releases: z.exactOptional(names) })
type Start = z.output<typeof start>

/** On every chain, before anybody is let in. @throws when it cannot be put on record; then nothing may begin. */
export async function recordStart(running: Running): Promise<void> {
  const { db, references, tenants, now } = running
  const chains = [...tenants.map((row) => [row.key, row] as const), [PROXY_CHAIN, describeConfig(running)] as const]
  for (const [tenant, values] of chains) {
    const settings = hashSettings(references, tenant, values)
    const subject = { at: new Date(now()).toISOString(), requestId: REQUEST_ID }
    await inTenant(db, tenant, async (transaction) => {
      const before = await findLastStart(transaction, tenant)
      const changed = before && listChanged(before.settings, settings)
      const outcome = changed === undefined ? 'first' : changed.length === 0 ? 'same' : 'changed'
      await appendAudit(transaction, tenant, [
        {
          ...subject,
          action: 'audit.start',
          outcome,
          settings,
          ...(outcome === 'changed' && { changed: changed?.join(' ') ?? '' }),
          ...(tenant === PROXY_CHAIN && { releases: nameReleases(running.releases) }),
        },
        ...(tenant === PROXY_CHAIN
          ? listReleaseChanges(before?.releases ?? {}, running).map((entry) => ({ ...subject, ...entry }))
          : []),
      ])
    })
  }
}

export async function recordStop({ db, tenants, now }: Pick<Running, 'db' | 'tenants' | 'now'>): Promise<void> {
  for (const tenant of [...tenants.map(({ key }) => key), PROXY_CHAIN]) {
    await inTenant(db, tenant, (transaction) =>
      appendAudit(transaction, tenant, [
        { at: new Date(now()).toISOString(), requestId: REQUEST_ID, action: 'audit.stop' },
      ]),
    )
  }
}

/** Of keys their names alone. */
function describeConfig({ config: { keys, ...config }, checkpointKey }: Running): object {
  return { ...config, columnKeys: keys?.columnKeys.map(({ id }) => id), checkpointKey }
}

function nameReleases(releases: readonly ReleaseManifest[]): Readonly<Record<string, string>> {
  return Object.fromEntries(releases.map(({ set, release, data }) => [`${set} ${release}`, data.sha256]))
}

type ReleaseChange = Extract<AuditAction, { readonly action: 'codes.release' }>

function listReleaseChanges(
  before: Readonly<Record<string, string>>,
  { releases, references }: Running,
): readonly ReleaseChange[] {
  const present = nameReleases(releases)
  const brought = releases.flatMap(({ set, release: edition, data: { sha256 }, acceptance }): ReleaseChange[] => {
    const release = `${set} ${edition}`
    if (before[release] === sha256) return []
    const outcome = before[release] === undefined ? 'new' : 'replaced'
    // People are references on the trail; the manifest beside the table has the name.
    const accepted = acceptance && {
      accepted: references.ofActor(PROXY_CHAIN, `operator/${acceptance.by}`),
      acceptedAt: acceptance.at,
    }
    return [{ action: 'codes.release', outcome, release, sha256, ...accepted }]
  })
  const gone = Object.entries(before).filter(([release]) => present[release] === undefined)
  return [
    ...brought,
    ...gone.map(([release, sha256]) => ({ action: 'codes.release', outcome: 'gone', release, sha256 }) as const),
  ]
}

/** Which setting has changed can be said without saying what it is. */
function hashSettings(references: References, tenant: TenantKey, values: object): Settings {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        references.ofContent(tenant, `setting ${name} ${JSON.stringify(value)}`).slice(0, 16),
      ]),
  )
}

function listChanged(before: Settings, after: Settings): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => before[name] !== after[name]).toSorted()
}

async function findLastStart(db: Database, tenant: TenantKey): Promise<Start | undefined> {
  const head = await db.selectFrom('audit_head').select('seq').where('tenant', '=', tenant).executeTakeFirst()
  const row = await db
    .selectFrom('audit')
    .select('entry')
    .where('tenant', '=', tenant)
    .where('seq', '>', (head?.seq ?? 0) - LOOKED_AT)
    .where('action', '=', 'audit.start')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && start.parse(JSON.parse(row.entry))
}
