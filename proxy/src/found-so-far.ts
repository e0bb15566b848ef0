/** What an analysis has found while its events pass, for whoever keeps something of it and holds nothing up. */
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { Session } from './store/sessions.ts'
import type { TenantRow } from './tenants.ts'

/** Which analysis it is. */
export type PassingTask = {
  readonly session: Session
  readonly tenant: TenantRow
  readonly record: EncounterRecord
  readonly requestId: string
}

export type Found = {
  readonly findings: readonly Finding[]
  readonly codeSet: string
  /** Which language model read as well (`describeModel`); absent where the rules alone did. */
  readonly model?: string | undefined
}

/** @param model which one reads as well, where one is on. */
export function collectFound(model?: string): {
  readonly add: (batch: readonly AnalysisEvent[]) => void
  readonly read: () => Found
} {
  /** What the model confirms comes again, with another confidence. */
  const findings = new Map<Fingerprint, Finding>()
  let codeSet = ''
  let isModelOn = false
  return {
    add: (batch) => {
      for (const event of batch) {
        if (event.event === 'finding') findings.set(event.data.fingerprint, event.data)
        if (event.event === 'withdrawn') findings.delete(event.data.fingerprint)
        if (event.event !== 'status') continue
        codeSet = `${event.data.codeSet.state} ${event.data.codeSet.release}`
        isModelOn = event.data.model.state === 'on'
      }
    },
    read: () => ({ findings: [...findings.values()], codeSet, ...(isModelOn && { model }) }),
  }
}
