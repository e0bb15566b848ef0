/**
 * What an analysis brings, put on record as one: the questions' events, what is shown, and the audit of both. One
 * statement and so one transaction: it is all there when this returns, or none of it is. Only what a person had not been
 * shown with this content before gets an entry of its own.
 */
import { sql } from 'kysely'
import type { Finding } from '#coding/domain/finding.ts'
import { type AuditEntry, describeSubject } from '../audit/audit-log.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import { hasTenantRole } from './in-tenant.ts'
import type { EventCell } from './prompt-events.ts'
import type { Pool } from './schema.ts'
import type { Session } from './sessions.ts'
import { sealFinding } from './shown-findings.ts'

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

export async function recordStep(store: StepStore, step: Step): Promise<void> {
  const { session, requestId, at, events, findings, entries } = step
  const subject = describeSubject(session, requestId, at)
  const shown = findings.map((finding, place) => {
    const { fingerprint, kind } = finding
    const direction = finding.kind === 'code' ? { direction: finding.direction } : {}
    const entry: AuditEntry = { ...subject, action: 'item.shown', fingerprint, kind, ...direction }
    return { place, ...sealFinding(finding, session, store), entry: JSON.stringify(entry) }
  })
  const told = {
    encounter: session.encounterRef,
    actor: session.actor,
    at: at.toISOString(),
    events,
    shown,
    entries: entries.map((entry) => JSON.stringify(entry)),
  }
  const role = await hasTenantRole(store.db)
  await sql`select record_step(${session.tenant}, ${role}, ${JSON.stringify(told)}::json)`.execute(store.db)
}
