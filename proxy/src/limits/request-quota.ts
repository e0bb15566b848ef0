/**
 * Requests a minute, of a tenant, of each of its people, and of each address that has no session yet, counted over all
 * replicas. A replica takes a batch from the shared window and hands it out from memory, so a busy person costs about ten round trips a minute and not one a request.
 * Together the replicas never let more through than the limit; what one of them holds at the end of a minute is lost.
 */
import type { TenantKey } from '#coding/domain/ids.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Pool } from '../store/schema.ts'
import { startOfWindow, takeFromWindow } from './windows.ts'

const MINUTE_MS = 60_000
const BATCHES = 10
/** Above this, what is left of earlier minutes is forgotten. */
const MAX_HELD = 10_000

export type RequestLimits = { readonly tenantPerMinute: number; readonly personPerMinute: number }

export type RequestQuota = {
  /** @returns how long to wait, or 0 when the request may pass. */
  readonly take: (ask: {
    readonly tenant: TenantKey
    readonly actor: string
    readonly limits: RequestLimits
  }) => Promise<number>
  /** The same for one who has no session yet. @param address as a reference, never as it is. */
  readonly takeExchange: (tenant: TenantKey, address: string, perMinute: number) => Promise<number>
}

type Held = { readonly startsAt: number; left: number; isUsedUp: boolean }
type Subject = { readonly tenant: TenantKey; readonly name: string; readonly limit: number; readonly held: Held }

export function createRequestQuota({ db, now }: { readonly db: Pool; readonly now: () => number }): RequestQuota {
  const store = new Map<string, Held>()
  const findHeld = (key: string, startsAt: number): Held => {
    const known = store.get(key)
    if (known?.startsAt === startsAt) return known
    if (store.size >= MAX_HELD) for (const [old, held] of store) if (held.startsAt !== startsAt) store.delete(old)
    const held = { startsAt, left: 0, isUsedUp: false }
    store.set(key, held)
    return held
  }
  const takeAll = async (tenant: TenantKey, limits: readonly (readonly [string, number])[]): Promise<number> => {
    const startsAt = startOfWindow(now(), MINUTE_MS).getTime()
    const subjects = limits.map(([name, limit]): Subject => {
      return { tenant, name, limit, held: findHeld(`${tenant}\u001f${name}`, startsAt) }
    })
    for (;;) {
      const short = subjects.find(({ held }) => held.left < 1)
      if (!short) break
      if (short.held.isUsedUp || !(await fetchBatch(db, short))) return Math.max(1, startsAt + MINUTE_MS - now())
    }
    for (const { held } of subjects) held.left -= 1
    return 0
  }
  return {
    take: ({ tenant, actor, limits }) =>
      takeAll(tenant, [
        [`requests.${actor}`, limits.personPerMinute],
        ['requests', limits.tenantPerMinute],
      ]),
    takeExchange: (tenant, address, perMinute) => takeAll(tenant, [[`exchanges.${address}`, perMinute]]),
  }
}

async function fetchBatch(db: Pool, { tenant, name, limit, held }: Subject): Promise<boolean> {
  const window = { tenant, subject: name, startsAt: new Date(held.startsAt) }
  const ask = { limit, ask: Math.ceil(limit / BATCHES) }
  const granted = await inTenant(db, tenant, (transaction) => takeFromWindow(transaction, window, ask))
  held.left += granted
  if (granted === 0) held.isUsedUp = true
  return granted > 0 || held.left > 0
}
