/** The proxy's write ledger, in memory, with the same rules: who may write, and what an answer may follow. */

import type { WriteLedger } from '#app/ehr/session-types.ts'
import type { WriteRow } from '#coding/contract/write.ts'

export function createMemoryLedger(now: () => number = Date.now): WriteLedger {
  const rows = new Map<string, WriteRow>()
  const toShown = (row: WriteRow): WriteRow =>
    row.state === 'pending' && now() - Date.parse(row.at) > 120_000 ? { ...row, state: 'unknown' } : row
  return {
    begin: async ({ key, target, payloadSha256 }) => {
      const known = rows.get(key)
      const isOpen =
        known === undefined ||
        known.state === 'rejected' ||
        (known.state === 'written' && known.payloadSha256 !== payloadSha256)
      if (!isOpen) return { outcome: 'taken', row: toShown(known) }
      const at = new Date(now()).toISOString()
      const fresh: WriteRow = {
        key,
        target,
        state: 'pending',
        payloadSha256,
        issueCodes: [],
        provenance: 'none',
        actor: 'a',
        at,
      }
      const row = { ...known, ...fresh }
      rows.set(key, row)
      return { outcome: 'go', row }
    },
    settle: async (key, receipt) => {
      const known = rows.get(key)
      if (known?.payloadSha256 !== receipt.payloadSha256) throw new Error('conflict')
      if (known.state === 'written' && receipt.state !== 'written') throw new Error('already settled')
      const row = { ...known, ...receipt }
      rows.set(key, row)
      return row
    },
    list: async () => [...rows.values()].map(toShown),
  }
}
