/** Fixed windows in the database: the one place where replicas agree on what was used. */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database } from '../store/schema.ts'

export type Window = {
  readonly tenant: TenantKey
  /** What is limited, and of whom: `requests`, `requests.<actor>`, `spend`, `spend.<actor>`. */
  readonly subject: string
  readonly startsAt: Date
}

/**
 * Takes at most `ask` from what the window has left, atomically. Late in a window little is given, so that what one
 * replica holds and does not use is never more than a tenth of what was left.
 * @returns what was given; 0 when the window is used up.
 */
export async function takeFromWindow(
  db: Database,
  window: Window,
  { limit, ask }: { readonly limit: number; readonly ask: number },
): Promise<number> {
  const first = Math.min(ask, limit)
  if (first <= 0) return 0
  const { rows } = await sql<{ granted: number }>`
    insert into limit_window as held (tenant, subject, starts_at, used, granted)
    values (${window.tenant}, ${window.subject}, ${window.startsAt}, ${first}, ${first})
    on conflict (tenant, subject, starts_at) do update set
      granted = greatest(1, least(${ask}, (${limit} - held.used) / 10)),
      used = held.used + greatest(1, least(${ask}, (${limit} - held.used) / 10))
    where held.used < ${limit}
    returning granted
  `.execute(db)
  return rows[0]?.granted ?? 0
}

/** Takes all of `amount` or nothing. */
export async function takeWhole(
  db: Database,
  window: Window,
  { limit, amount }: { readonly limit: number; readonly amount: number },
): Promise<boolean> {
  if (amount > limit) return false
  const { rows } = await sql`
    insert into limit_window as held (tenant, subject, starts_at, used, granted)
    values (${window.tenant}, ${window.subject}, ${window.startsAt}, ${amount}, ${amount})
    on conflict (tenant, subject, starts_at) do update set used = held.used + ${amount}, granted = ${amount}
    where held.used + ${amount} <= ${limit}
    returning granted
  `.execute(db)
  return rows.length > 0
}

/** Gives back what was taken too much, or takes what it cost more (`by` below or above 0); never below nothing. */
export async function correctWindow(db: Database, window: Window, by: number): Promise<void> {
  await sql`
    update limit_window set used = greatest(0, used + ${by})
    where tenant = ${window.tenant} and subject = ${window.subject} and starts_at = ${window.startsAt}
  `.execute(db)
}

export async function deleteWindowsBefore(db: Database, tenant: TenantKey, before: Date): Promise<void> {
  await db.deleteFrom('limit_window').where('tenant', '=', tenant).where('starts_at', '<', before).execute()
}

/** Start of the window of that length in which the instant lies, counted from 1970 in UTC. */
export function startOfWindow(now: number, lengthMs: number): Date {
  return new Date(Math.floor(now / lengthMs) * lengthMs)
}
