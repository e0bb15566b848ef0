/**
 * What an analysis brings, put on record as one: the questions' events, what is shown, and the audit of both. It is all
 * there when this returns, or none of it is. Only what a person had not been shown with this content before gets an
 * entry of its own. Steps of a tenant that arrive while a commit is under way share the next one.
 */
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Finding } from '#coding/domain/finding.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { type AuditEntry, describeShown, describeSubject } from '../audit/audit-log.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import { gatherCalls } from './gather-calls.ts'
import { hasTenantRole } from './in-tenant.ts'
import type { EventCell } from './prompt-events.ts'
import type { Pool } from './schema.ts'
import type { Session } from './sessions.ts'
import { describeContent, sealFinding } from './shown-findings.ts'
import { createShownMemory, type ShownMemory } from './shown-memory.ts'

export type Step = {
  readonly session: Session
  readonly requestId: string
  readonly at: Date
  readonly events: readonly EventCell[]
  readonly findings: readonly Finding[]
  /** Before the entries of what is shown. */
  readonly entries: readonly AuditEntry[]
}

export type StepStore = { readonly db: Pool; readonly cipher: ColumnCipher; readonly references: References }

type Item = { readonly entry: string } & Partial<ReturnType<typeof sealFinding> & Place>
type Place = { readonly encounter: string; readonly actor: string; readonly at: string }
type Rows = { readonly events: readonly (EventCell & Place)[]; readonly items: readonly Item[] }

type Recorder = { readonly shown: ShownMemory; readonly record: (tenant: TenantKey, rows: Rows) => Promise<true> }

/** One a pool: the tenant's row is locked until its commit is on disk, so a second transaction would only wait. */
const recorders = new WeakMap<Pool, Recorder>()

export async function recordStep(store: StepStore, step: Step): Promise<void> {
  const { shown, record } = recorders.get(store.db) ?? createRecorder(store.db)
  const { tenant, encounterRef, actor } = step.session
  const panel = [tenant, encounterRef, actor].join(' ')
  const fresh = step.findings
    .map((finding) => ({ finding, content: nameContent(finding) }))
    .filter(({ finding, content }) => !shown.isNewest(panel, finding.fingerprint, content))
  const rows = buildRows(store, { ...step, findings: fresh.map(({ finding }) => finding) })
  if (rows.events.length + rows.items.length === 0) return
  await record(tenant, rows)
  for (const { finding, content } of fresh) shown.keep(panel, finding.fingerprint, content)
}

/** Short, and never on a disk. */
function nameContent(finding: Finding): string {
  return hash('sha256', describeContent(finding), 'base64url')
}

function createRecorder(db: Pool): Recorder {
  const record = gatherCalls<Rows, true>(async (tenant, rows) => {
    await writeRows(db, tenant, rows)
    return rows.map(() => true)
  })
  const recorder = { shown: createShownMemory(), record }
  recorders.set(db, recorder)
  return recorder
}

function buildRows(store: StepStore, { session, requestId, at, events, findings, entries }: Step): Rows {
  const subject = describeSubject(session, requestId, at)
  const naming = { tenant: session.tenant, references: store.references }
  const place: Place = { encounter: session.encounterRef, actor: session.actor, at: at.toISOString() }
  const shown = findings.map((finding): Item => {
    return {
      ...place,
      ...sealFinding(finding, session, store),
      entry: JSON.stringify(describeShown(subject, finding, naming)),
    }
  })
  return {
    events: events.map((event) => ({ ...place, ...event })),
    items: [...entries.map((entry) => ({ entry: JSON.stringify(entry) })), ...shown],
  }
}

async function writeRows(db: Pool, tenant: TenantKey, rows: readonly Rows[]): Promise<void> {
  const events = rows.flatMap((one) => one.events)
  const items = listOnce(rows.flatMap((one) => one.items))
  const told = events.length === 0 ? null : JSON.stringify(events.map((event, at) => ({ place: at, ...event })))
  const listed = JSON.stringify(items.map((item, at) => ({ place: at, ...item })))
  const role = await hasTenantRole(db)
  await sql`select record_steps(${tenant}, ${role}, ${told}::json, ${listed}::json)`.execute(db)
}

/** The same content, twice in one commit, was shown for the first time once. */
function listOnce(items: readonly Item[]): readonly Item[] {
  const known = new Set<string>()
  return items.filter(({ fingerprint, content_ref, encounter, actor }) => {
    if (fingerprint === undefined) return true
    const key = [encounter, actor, fingerprint, content_ref].join(' ')
    return !known.has(key) && known.add(key)
  })
}
