// `node scripts/bench-code-sets.ts`: how long the stored ICD-10-CM releases take to load, what they weigh, how fast they answer.
import process from 'node:process'
import { createDatedCodeSearch } from '#coding/code-sets/dated-code-search.ts'
import type { Icd10Release } from '#coding/code-sets/open-release.ts'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'

const QUERIES = [
  ...['diab', 'type 2 diabetes', 'diabets', 'hypertension', 'knee osteoarthritis right', 'ankle sprain', 'pnuemonia'],
  ...['asthma', 'M17.1', 'J45', 'low back pain', 'fracture distal radius right', 'acute systolic heart failure'],
  ...['otitis media', 'depresion', 'atrial fib', 'urinary tract inf', 'migraine without aura', 'zzzz', 'strep throat'],
]
const ROUNDS = 50

const before = process.memoryUsage().rss
const start = performance.now()
const { releases } = await loadCodeSets(process.env['POSTIL_DATA_DIR'] ?? '.postil')
const loaded = performance.now() - start
if (releases.length === 0) {
  console.log('No ICD-10-CM release is stored; run `npm run codes -- import PATH` first.')
  process.exit(1)
}
const weight = (process.memoryUsage().rss - before) / 1e6
console.log(
  `load      ${releases.map((release) => release.release).join(', ')}: ${loaded.toFixed(0)} ms, ${weight.toFixed(0)} MB resident`,
)
for (const release of releases) benchRelease(release)

function benchRelease(release: Icd10Release): void {
  const on = release.effectiveFrom
  const codeSet = createReleaseCodeSet([release])
  const codes = Array.from({ length: release.codes.size }, (_, row) => release.codes.getCode(row))
  const lookUps = measure(() => {
    for (const code of codes) codeSet.lookUp(code, on)
  })
  console.log(
    `look-up   ${release.release}: ${((lookUps / codes.length) * 1000).toFixed(1)} µs a code, all ${codes.length}`,
  )

  const search = createDatedCodeSearch([release], new Map([['chf', ['congestive heart failure']]]))
  const opened = measure(() => search({ query: 'gout', on, limit: 20 }))
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const query of QUERIES) times.push(measure(() => search({ query, on, limit: 20 })))
  }
  times.sort((a, b) => a - b)
  const percentile = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2)
  console.log(
    `search    ${release.release}: first ${opened.toFixed(0)} ms, then p50 ${percentile(0.5)} ms, p95 ${percentile(0.95)} ms`,
  )
}

function measure(work: () => unknown): number {
  const from = performance.now()
  work()
  return performance.now() - from
}
