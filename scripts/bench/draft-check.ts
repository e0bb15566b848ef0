// What the claim rules cost: a full draft with every table loaded, one look-up of a pair, and loading the pairs.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { atMost, MissingPrerequisite, type Part } from './figure.ts'

const CHILD = new URL('./draft-check-child.ts', import.meta.url)

type Answer = {
  readonly pairs: number
  readonly load: number
  readonly resident: number
  readonly lookUp: number
  readonly found: number
  readonly p50: number
  readonly p95: number
  readonly findings: number
  readonly note: number
}

export const draftCheck: Part = {
  name: 'draft check',
  varies: true,
  run: async () => {
    const dataDir = process.env['POSTIL_DATA_DIR'] ?? '.postil'
    const stored = await createReleaseStore(dataDir).list('ncci-ptp-practitioner')
    if (stored.length === 0) {
      throw new MissingPrerequisite(
        `no NCCI edits are stored in ${dataDir}; download them from CMS and run \`npm run codes -- import DIR\``,
      )
    }
    const answer = execFileSync(process.execPath, ['--expose-gc', fileURLToPath(CHILD), dataDir], { encoding: 'utf8' })
    const { pairs, load, resident, lookUp, found, ...check } = JSON.parse(answer) as Answer
    const note = `12 diagnoses, 20 lines, a note of ${check.note} characters; ${check.findings} findings`
    return [
      { name: 'p95 of a draft', value: check.p95, unit: 'ms', bar: atMost(10), note },
      { name: 'p50 of a draft', value: check.p50, unit: 'ms' },
      { name: 'load of the pairs', value: load, unit: 'ms', bar: atMost(1000), note: `${pairs} pairs` },
      { name: 'resident memory of the pairs', value: resident / 1e6, unit: 'MB', bar: atMost(120) },
      { name: 'look-up of one pair', value: lookUp, unit: 'µs', bar: atMost(50), note: `${found} of them edits` },
    ]
  },
}
