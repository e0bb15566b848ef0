// The proxy with a model at the address that it is given. Notes of the bench are synthetic, and masking is measured elsewhere.
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { answerParent } from './child-side.ts'
import { startBenchProxy } from './proxy-for-bench.ts'

const [, , modelUrl = '', databaseUrl] = process.argv
const engine = createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })
const proxy = await startBenchProxy(engine, databaseUrl, {
  config: {
    platform: 'anthropic',
    apiKey: 'bench',
    baseUrl: modelUrl,
    geo: 'us',
    model: 'claude-sonnet-5-5',
    tenantUsdPerDay: 1e6,
    personUsdPerDay: 1e6,
  },
  mask: ({ notes }) => ({
    notes,
    counts: {},
    unmaskSpan: (_id, span) => span,
    maskSpan: (_id, span) => span,
    shiftDate: (date) => date,
  }),
})
answerParent(proxy.url, proxy.stop)
