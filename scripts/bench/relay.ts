// How much later a finding is seen through the proxy than by somebody who reads the same local server directly.
import { type LlmMock, startLlmMock } from '../../test/support/llm-mock/llm-mock.ts'
import { startChild } from './child.ts'
import { listDatabases } from './databases.ts'
import { atMost, type Figure, type Part } from './figure.ts'
import { askDirectly, askProxy, ITEMS, type Look, writeItems } from './model-load.ts'
import { openSessions } from './signed-load.ts'
import { median, percentile } from './statistics.ts'

const CHILD = new URL('./relay-child.ts', import.meta.url)
const ROUNDS = 15
const WARM_ROUNDS = 5
const PAUSE_MS = 25

export const relay: Part = {
  name: 'relay',
  varies: true,
  run: async () => {
    const mock = await startLlmMock()
    const databases = await listDatabases()
    const figures: Figure[] = []
    for (const { name, url, drop } of databases) {
      const child = await startChild(CHILD, mock.url, ...(url === undefined ? [] : [url]))
      const [session] = await openSessions(child.url, 1)
      if (!session) throw new TypeError('The proxy gave no session.')
      const relayed: number[] = []
      const direct: number[] = []
      for (let round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
        const late = await readThrough(mock, () => askProxy(child.url, session))
        const early = await readThrough(mock, () => askDirectly(mock.url))
        if (round < WARM_ROUNDS) continue
        relayed.push(...late)
        direct.push(...early)
      }
      await child.stop()
      await drop()
      figures.push(
        {
          name: `added to a finding, p50, ${name}`,
          value: median(relayed) - median(direct),
          unit: 'ms',
          bar: atMost(1),
          note: `${relayed.length} of ${ITEMS * ROUNDS} seen; provisional until stored and audited; direct ${median(direct).toFixed(2)} ms`,
        },
        {
          name: `added to a finding, p99, ${name}`,
          value: percentile(relayed, 0.99) - percentile(direct, 0.99),
          unit: 'ms',
        },
      )
    }
    await mock.stop()
    return figures
  },
}

/** @returns for each item, how long after it was written it was seen. */
async function readThrough(mock: LlmMock, open: () => Promise<Look>): Promise<readonly number[]> {
  const written: number[] = []
  mock.script((response) => writeItems(response, PAUSE_MS, () => written.push(performance.now())))
  const seen: number[] = []
  const look = await open()
  await look(() => seen.push(performance.now()))
  return seen.slice(0, written.length).map((at, index) => at - (written[index] ?? at))
}
