/** Feeds one analysis at a time into the store; a newer record ends the older run. */
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { FindingsStore } from './findings-store.ts'

type Dependencies = {
  readonly findings: FindingsStore
  readonly analyse: (record: EncounterRecord, signal: AbortSignal) => AsyncIterable<AnalysisEvent>
  /** Words for the screen. */
  readonly describeProblem: (error: unknown) => string
  /** Lets whoever types or scrolls have a turn; called after each slice of a stream that comes in one piece. */
  readonly giveWay: () => Promise<void>
}

/** Half of what a screen takes for one picture. */
const SLICE_MS = 8

export type AnalysisRunner = {
  readonly run: (record: EncounterRecord) => Promise<void>
  readonly stop: () => void
}

export function createAnalysisRunner({ findings, analyse, describeProblem, giveWay }: Dependencies): AnalysisRunner {
  let current: AbortController | undefined

  async function run(record: EncounterRecord): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    findings.begin()
    let over = false
    let sliceBegan = performance.now()
    try {
      for await (const event of analyse(record, mine.signal)) {
        if (mine.signal.aborted) return
        findings.apply(event)
        over ||= event.event === 'done' || event.event === 'error'
        if (performance.now() - sliceBegan < SLICE_MS) continue
        await giveWay()
        sliceBegan = performance.now()
      }
      if (!(over || mine.signal.aborted)) findings.fail('The check was cut off before its end.')
    } catch (error) {
      if (!mine.signal.aborted) findings.fail(describeProblem(error))
    }
  }

  return { run, stop: () => current?.abort() }
}
