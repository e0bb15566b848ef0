// How long the stored code sets take to load, and what they weigh in memory.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atMost, type Part } from './figure.ts'
import { findReleases } from './releases.ts'

const CHILD = new URL('./release-child.ts', import.meta.url)

type Load = { readonly ms: number; readonly rss: number; readonly added: number; readonly releases: readonly string[] }

export const release: Part = {
  name: 'release',
  varies: true,
  run: async (say) => {
    const answer = execFileSync(process.execPath, [fileURLToPath(CHILD), await findReleases(say)], { encoding: 'utf8' })
    const { ms, rss, added, releases } = JSON.parse(answer) as Load
    return [
      { name: 'load', value: ms, unit: 'ms', bar: atMost(700), note: `ICD-10-CM ${releases.join(', ')}` },
      { name: 'resident memory of the whole process', value: rss / 1e6, unit: 'MB', bar: atMost(250) },
      { name: 'of that, by the load', value: added / 1e6, unit: 'MB' },
    ]
  },
}
