// How long a fresh process takes until it has read its first note with the stored code sets, and what it weighs then.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atMost, type Part } from './figure.ts'
import { findReleases } from './releases.ts'

const CHILD = new URL('./release-child.ts', import.meta.url)

type Start = {
  readonly load: number
  readonly firstNote: number
  readonly sinceStart: number
  readonly rss: number
  readonly peak: number
  readonly before: number
  readonly releases: readonly string[]
}

export const release: Part = {
  name: 'release',
  varies: true,
  run: async (say) => {
    const answer = execFileSync(process.execPath, [fileURLToPath(CHILD), await findReleases(say)], { encoding: 'utf8' })
    const { load, firstNote, sinceStart, rss, peak, before, releases } = JSON.parse(answer) as Start
    const note = `ICD-10-CM ${releases.join(', ')}`
    return [
      { name: 'load and first note', value: load + firstNote, unit: 'ms', bar: atMost(700), note },
      { name: 'of that, the first note', value: firstNote, unit: 'ms' },
      { name: 'from the start of the process to its first note', value: sinceStart, unit: 'ms' },
      { name: 'resident memory of the whole process', value: rss / 1e6, unit: 'MB', bar: atMost(250) },
      { name: 'its peak', value: peak / 1e6, unit: 'MB' },
      { name: 'before knowledge and releases', value: before / 1e6, unit: 'MB' },
    ]
  },
}
