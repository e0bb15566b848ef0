// The proxy's own ledger over its own tables, each step a transaction of its own; everything crosses the wire's schema.
import type { WriteLedger } from '#app/ehr/session-types.ts'
import { writeIntent, writeIntentResponse, writeReceipt, writeRecord, writeRow } from '#coding/contract/write.ts'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { foldWork, takeStep, type WorkStep } from '#coding/domain/work.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { findPenRefusal } from '#proxy/pen-refusal.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { lockAudit } from '#proxy/store/queue-items.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { insertStep, listSteps } from '#proxy/store/work-steps.ts'
import {
  beginWrite,
  findWrite,
  listWriteEvents,
  listWrites,
  settleWrite,
  type WriteEvent,
} from '#proxy/store/write-ledger.ts'
import { KEYS } from '../../../proxy/proxy-fixture.ts'

const cipher = createColumnCipher(KEYS.columnKeys)
const tenant = parseTenantKey('schedules')

const cross = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

export type Role = 'coder' | 'provider'

/** One encounter for each schedule, since all of them file the same one. */
export type StoredEncounter = { readonly db: Pool; readonly encounterRef: string; readonly now: () => number }

export function createStoreLedger({ db, encounterRef, now }: StoredEncounter, role: Role = 'coder'): WriteLedger {
  const scope = { tenant, encounterRef }
  const person = () => ({ actor: role, role, at: new Date(now()), cipher })
  return {
    begin: async (asked) => {
      const intent = writeIntent.parse(cross(asked))
      const begun = await inTenant(db, tenant, async (open) => {
        await lockAudit(open, tenant)
        const asking = { session: { ...scope, role }, intent, at: new Date(now()) }
        const reason = await findPenRefusal(open, asking, cipher)
        return reason === undefined ? beginWrite(open, { ...scope, intent }, person()) : reason
      })
      if (typeof begun === 'string') return { outcome: 'refused', reason: begun }
      return writeIntentResponse.parse(cross(begun))
    },
    settle: async (key, reported) => {
      const receipt = writeReceipt.parse(cross(reported))
      const settled = await inTenant(db, tenant, (open) => settleWrite(open, { ...scope, key, receipt }, person()))
      if (!settled.ok) throw new Error(settled.problem)
      return writeRow.parse(cross(settled.value))
    },
    read: async (key) => {
      const found = await inTenant(db, tenant, (open) =>
        findWrite(open, { ...scope, key }, { cipher, at: new Date(now()) }),
      )
      return found && writeRecord.parse(cross(found))
    },
    list: () => inTenant(db, tenant, (open) => listWrites(open, scope, new Date(now()))),
  }
}

/** What a coder does with the whole encounter, where it can follow on what stands. */
export async function takeStoredStep({ db, encounterRef, now }: StoredEncounter, step: WorkStep): Promise<void> {
  await inTenant(db, tenant, async (open) => {
    await lockAudit(open, tenant)
    const scope = { tenant, encounterRef }
    const steps = await listSteps(open, scope, cipher)
    if (!takeStep(foldWork(steps.map((taken) => taken.step)), step).ok) return
    await insertStep(open, { ...scope, step, role: 'coder', actor: 'coder', at: new Date(now()) }, cipher)
  })
}

export async function listStoredEvents({ db, encounterRef, now }: StoredEncounter): Promise<readonly WriteEvent[]> {
  return inTenant(db, tenant, (open) => listWriteEvents(open, { tenant, encounterRef }, new Date(now())))
}
