/** The proxy's write ledger, in memory, with the same rules: who may write, and what an answer may follow. */

import type { WriteLedger } from '#app/ehr/session-types.ts'
import type { WriteContent, WriteRecord, WriteRow } from '#coding/contract/write.ts'

export function createMemoryLedger(now: () => number = Date.now): WriteLedger {
  const rows = new Map<string, WriteRow>()
  const contents = new Map<string, WriteContent>()
  const filed = new Map<string, NonNullable<WriteRecord['filed']>>()
  const toShown = (row: WriteRow): WriteRow =>
    row.state === 'pending' && now() - Date.parse(row.at) > 120_000 ? { ...row, state: 'unknown' } : row
  return {
    begin: async ({ key, target, payloadSha256, content }) => {
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
      if (content) contents.set(key, structuredClone(content))
      return { outcome: 'go', row }
    },
    settle: async (key, receipt) => {
      const known = rows.get(key)
      if (known?.payloadSha256 !== receipt.payloadSha256) throw new Error('conflict')
      const isOpen = known.state === 'pending' || known.state === 'unknown' || known.state === receipt.state
      if (!isOpen) throw new Error('already settled')
      const { remote, ...kept } = receipt
      const row = { ...known, ...kept }
      rows.set(key, row)
      const content = contents.get(key)
      if (remote && content && receipt.state === 'written') filed.set(key, structuredClone({ content, remote }))
      return row
    },
    read: async (key) => {
      const row = rows.get(key)
      const content = contents.get(key)
      const stands = filed.get(key)
      return row && { row: toShown(row), ...(content && { content }), ...(stands && { filed: stands }) }
    },
    list: async () => [...rows.values()].map(toShown),
  }
}
