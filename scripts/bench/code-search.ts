// How fast the type-ahead over a whole release answers, misspelled words and nonsense included.
import { createDatedCodeSearch } from '#coding/code-sets/dated-code-search.ts'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import type { Part } from './figure.ts'
import { DATE_OF_SERVICE } from './records.ts'
import { findReleases } from './releases.ts'
import { percentile, time } from './statistics.ts'

const QUERIES = [
  ...['diab', 'type 2 diabetes', 'diabets', 'hypertension', 'knee osteoarthritis right', 'ankle sprain', 'pnuemonia'],
  ...['asthma', 'M17.1', 'J45', 'low back pain', 'fracture distal radius right', 'acute systolic heart failure'],
  ...['otitis media', 'depresion', 'atrial fib', 'urinary tract inf', 'migraine without aura', 'zzzz', 'strep throat'],
]
const ROUNDS = 50

export const codeSearch: Part = {
  name: 'code search',
  varies: true,
  run: async (say) => {
    const { releases } = await loadCodeSets(await findReleases(say))
    const on = parseDateOnly(DATE_OF_SERVICE)
    const search = createDatedCodeSearch(releases, new Map([['chf', ['congestive heart failure']]]))
    const first = time(() => search({ query: 'gout', on, limit: 20 }))
    const queries = Array.from({ length: ROUNDS }, () => QUERIES).flat()
    const times = queries.map((query) => time(() => search({ query, on, limit: 20 })))
    const codeSet = createReleaseCodeSet(releases)
    const [newest] = releases.toReversed()
    const codes = Array.from({ length: newest?.codes.size ?? 0 }, (_, row) => newest?.codes.getCode(row))
    const lookUps = time(() => {
      for (const code of codes) if (code) codeSet.lookUp(code, on)
    })
    return [
      { name: 'p50', value: percentile(times, 0.5), unit: 'ms', note: `${QUERIES.length} queries, ${ROUNDS} rounds` },
      { name: 'p95', value: percentile(times, 0.95), unit: 'ms' },
      { name: 'first query of the process', value: first, unit: 'ms', note: 'builds the index' },
      { name: 'look-up of one code', value: (lookUps / codes.length) * 1000, unit: 'µs', note: `all ${codes.length}` },
    ]
  },
}
