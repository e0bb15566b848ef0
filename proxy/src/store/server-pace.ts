/** When a server of a tenant may be asked next: one row for all processes on the database, by the database's own clock. */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import { hasTenantRole } from './in-tenant.ts'
import type { Pool } from './schema.ts'

export type PacedServer = { readonly tenant: TenantKey; readonly server: string }

export type Turns = {
  /** Of the first turn that was taken, from now; the others follow at the gap. */
  readonly startsInMs: number
  /** Above 0, nothing was taken: the server asked somebody for a pause. */
  readonly pausedMs: number
}

/**
 * Takes so many turns at once, for good: nothing is held, so whoever dies with turns unused leaves nothing locked.
 * @param count 0 only asks about a pause.
 */
export async function takeTurns(
  db: Pool,
  { tenant, server }: PacedServer,
  { count, gapMs }: { readonly count: number; readonly gapMs: number },
): Promise<Turns> {
  const { rows } = await sql<{ starts_in: number; paused: number }>`
    select * from take_turns(${tenant}, ${await hasTenantRole(db)}, ${server}, ${count}, ${gapMs})`.execute(db)
  const [row] = rows
  return { startsInMs: row?.starts_in ?? 0, pausedMs: row?.paused ?? 0 }
}

/** Whoever takes a turn from now on waits as long; a longer pause that was asked for before stays. */
export async function pauseServer(db: Pool, { tenant, server }: PacedServer, ms: number): Promise<void> {
  await sql`select pause_server(${tenant}, ${await hasTenantRole(db)}, ${server}, ${ms})`.execute(db)
}
