// `npm run shadow [file…]`: runs the browser tests against a site that lets Postil only watch. The tests themselves wait
// for cards and so fail, quickly; what counts is the watch over all of their pages, which must have seen neither card nor
// write, and that every file ran. What a page never gets to is asked of the proxy itself by test/proxy/modes.test.ts,
// which runs first: there every endpoint that could show or write must refuse.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { SHADOW_LOG } from '../test/e2e/support/shadow-witness.ts'

type Line = {
  readonly file: string
  readonly cards: readonly string[]
  readonly writes: readonly string[]
  readonly analyses: number
}
type Run = { readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly object[] }[] }

const FOLDER = 'test/e2e'
const RUN_LOG = 'test-results/shadow-run.json'

const asked = process.argv.slice(2)
const files = readdirSync(FOLDER, { encoding: 'utf8', recursive: true })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => asked.length === 0 || asked.some((one) => `${FOLDER}/${file}`.includes(one)))
for (const log of [SHADOW_LOG, RUN_LOG]) rmSync(log, { force: true })

const endpoints = spawnSync('vitest', ['run', '--project', 'unit', '--reporter=dot', 'test/proxy/modes.test.ts'], {
  stdio: 'inherit',
})
const built = spawnSync(process.execPath, ['scripts/build.ts', '--quiet'], { stdio: 'inherit' })
const run = spawnSync(
  'vitest',
  ['run', '--project', 'e2e', '--reporter=json', `--outputFile=${RUN_LOG}`, '--testTimeout=15000', ...asked],
  { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', env: { ...process.env, POSTIL_E2E_MODE: 'shadow' } },
)
const lines = readLog(SHADOW_LOG)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Line)
const results = existsSync(RUN_LOG) ? (JSON.parse(readLog(RUN_LOG)) as Run).testResults : []
const ran = new Set(results.filter((one) => one.assertionResults.length > 0).map(({ name }) => basename(name)))
const watched = new Set(lines.map(({ file }) => file))
const problems = [
  ...(endpoints.status === 0 ? [] : ['An endpoint of the proxy did not refuse; see above.']),
  ...(built.status === 0 ? [] : ['The app was not built.']),
  ...(results.length === 0 ? [`The browser tests did not end by themselves.\n${run.stderr.slice(-2000)}`] : []),
  ...files.filter((file) => !ran.has(basename(file))).map((file) => `${file} did not run.`),
  ...files
    .filter((file) => opensWorld(file) && !watched.has(basename(file)))
    .map((file) => `${file} ran without a watch.`),
  ...lines.flatMap(({ file, cards, writes }) => [...new Set([...cards, ...writes])].map((one) => `${file}: ${one}`)),
]
const analyses = lines.reduce((sum, line) => sum + line.analyses, 0)
if (analyses === 0) problems.push('Nothing was analysed, so nothing is proven.')
const count = (part: 'cards' | 'writes'): number => lines.reduce((sum, line) => sum + line[part].length, 0)
console.log(
  `${ran.size} of ${files.length} test files, ${watched.size} watched, ${analyses} analyses, ${count('cards')} cards, ${count('writes')} writes.`,
)
for (const problem of problems) console.log(`  ${problem}`)
process.exitCode = problems.length === 0 ? 0 : 1

function readLog(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** A world of its own (a browser, a sandbox, a proxy) is watched; a file without one opens no site. */
function opensWorld(file: string): boolean {
  return readFileSync(`${FOLDER}/${file}`, 'utf8').includes('useWorld(')
}
