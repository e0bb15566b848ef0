/** Money for a model: reserved before the call, settled after it, per UTC day, for the tenant and for each person. */
import type { TenantKey } from '#coding/domain/ids.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Pool } from '../store/schema.ts'
import { correctWindow, startOfWindow, takeWhole, type Window } from './windows.ts'

const DAY_MS = 24 * 60 * 60_000

/** Millionths of a US dollar: model prices are per million tokens, so a token's price is a whole number of them or a fraction. */
export type MicroUsd = number
export const MICRO_USD = 1_000_000

export type SpendLimits = { readonly tenantPerDay: MicroUsd; readonly personPerDay: MicroUsd }

export type Reservation = { readonly windows: readonly Window[]; readonly amount: MicroUsd }

export type SpendRefusal = {
  readonly ok: false
  /** Whose limit it is. */
  readonly of: 'tenant' | 'person'
  /** Until the day ends. */
  readonly retryAfterMs: number
}

export type Spend = {
  /** @param ask the most that the call can cost. Nothing may be sent to a model without a reservation. */
  readonly reserve: (ask: {
    readonly tenant: TenantKey
    readonly actor: string
    readonly amount: MicroUsd
    readonly limits: SpendLimits
  }) => Promise<{ readonly ok: true; readonly reservation: Reservation } | SpendRefusal>
  /** With what it did cost; 0 gives all of it back. What is never settled stays spent. */
  readonly settle: (reservation: Reservation, cost: MicroUsd) => Promise<void>
}

export function createSpend({ db, now }: { readonly db: Pool; readonly now: () => number }): Spend {
  return {
    reserve: async ({ tenant, actor, amount, limits }) => {
      const startsAt = startOfWindow(now(), DAY_MS)
      const whole = Math.max(0, Math.ceil(amount))
      const ofTenant: Window = { tenant, subject: 'spend', startsAt }
      const ofPerson: Window = { tenant, subject: `spend.${actor}`, startsAt }
      const refuse = (of: SpendRefusal['of']): SpendRefusal => ({
        ok: false,
        of,
        retryAfterMs: startsAt.getTime() + DAY_MS - now(),
      })
      return inTenant(db, tenant, async (transaction) => {
        if (!(await takeWhole(transaction, ofPerson, { limit: limits.personPerDay, amount: whole }))) {
          return refuse('person')
        }
        if (!(await takeWhole(transaction, ofTenant, { limit: limits.tenantPerDay, amount: whole }))) {
          await correctWindow(transaction, ofPerson, -whole)
          return refuse('tenant')
        }
        return { ok: true, reservation: { windows: [ofPerson, ofTenant], amount: whole } }
      })
    },
    settle: async ({ windows, amount }, cost) => {
      const [first] = windows
      if (!first) return
      await inTenant(db, first.tenant, async (transaction) => {
        for (const window of windows) await correctWindow(transaction, window, Math.ceil(cost) - amount)
      })
    },
  }
}
