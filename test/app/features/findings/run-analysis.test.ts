import { describe, expect, test, vi } from 'vitest'
import { createFindingsStore } from '#app/features/findings/findings-store.ts'
import { createAnalysisRunner } from '#app/features/findings/run-analysis.ts'
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import { aCode, aRecord } from '../builders.ts'

const done: AnalysisEvent = { event: 'done', data: { findings: 5 } }

/** Each finding takes longer than a slice: as many turns are left to others. */
function setUp(events: readonly AnalysisEvent[]) {
  const findings = createFindingsStore({
    now: () => new Date(),
    announce: () => undefined,
    send: async () => 'recorded',
  })
  const giveWay = vi.fn(async (): Promise<void> => undefined)
  const runner = createAnalysisRunner({
    findings,
    analyse: async function* () {
      for (const event of events) {
        const until = performance.now() + 9
        while (performance.now() < until);
        yield event
      }
    },
    describeProblem: String,
    giveWay,
  })
  return { findings, runner, giveWay }
}

describe('a stream of findings', () => {
  const many = Array.from(
    { length: 5 },
    (_, index): AnalysisEvent => ({ event: 'finding', data: aCode({ code: `M17.1${index}` }) }),
  )

  test('gives way between slices, and is complete in the end', async () => {
    const { findings, runner, giveWay } = setUp([...many, done])
    await runner.run(aRecord())
    expect(giveWay.mock.calls.length).toBeGreaterThanOrEqual(many.length)
    expect(findings.store.getState().cards).toHaveLength(many.length)
    expect(findings.store.getState().run.kind).toBe('complete')
  })

  test('that was overtaken while it gave way says nothing more', async () => {
    const { findings, runner, giveWay } = setUp([...many, done])
    giveWay.mockImplementationOnce(async () => runner.stop())
    await runner.run(aRecord())
    expect(findings.store.getState().cards).toHaveLength(1)
  })
})
