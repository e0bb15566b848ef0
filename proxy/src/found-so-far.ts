/** What an analysis has found while its events pass, for whoever keeps something of it and holds nothing up. */
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Session } from './store/sessions.ts'
import type { TenantRow } from './tenants.ts'

/** Which analysis it is. */
export type PassingTask = {
  readonly session: Session
  readonly tenant: TenantRow
  readonly record: EncounterRecord
  readonly requestId: string
}

export type Found = { readonly findings: readonly Finding[]; readonly codeSet: string }

export function collectFound(): {
  readonly add: (batch: readonly AnalysisEvent[]) => void
  readonly read: () => Found
} {
  const findings: Finding[] = []
  let codeSet = ''
  return {
    add: (batch) => {
      for (const event of batch) {
        if (event.event === 'finding') findings.push(event.data)
        if (event.event === 'status') codeSet = `${event.data.codeSet.state} ${event.data.codeSet.release}`
      }
    },
    read: () => ({ findings, codeSet }),
  }
}
