// The proxy's own ledger over its own tables, each step a transaction of its own; everything crosses the wire's schema.
import type { WriteLedger } from '#app/ehr/session-types.ts'
import { writeIntent, writeIntentResponse, writeReceipt, writeRecord, writeRow } from '#coding/contract/write.ts'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { beginWrite, findWrite, listWrites, settleWrite } from '#proxy/store/write-ledger.ts'
import { KEYS } from '../../../proxy/proxy-fixture.ts'

const cipher = createColumnCipher(KEYS.columnKeys)
const tenant = parseTenantKey('schedules')

const cross = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** @param encounterRef one for each schedule, since all of them file the same encounter. */
export function createStoreLedger(db: Pool, encounterRef: string, now: () => number): WriteLedger {
  const scope = { tenant, encounterRef }
  const person = () => ({ actor: 'a', at: new Date(now()), cipher })
  return {
    begin: async (asked) => {
      const intent = writeIntent.parse(cross(asked))
      const begun = await inTenant(db, tenant, (open) => beginWrite(open, { ...scope, intent }, person()))
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
