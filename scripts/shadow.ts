// `npm run shadow`: runs every browser test against a site that lets Postil only watch. The tests themselves wait for
// cards and so fail, quickly; what counts is the watch over all of their pages, which must have seen neither card nor write.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { SHADOW_LOG } from '../test/e2e/support/shadow-witness.ts'

type Line = { readonly cards: readonly string[]; readonly writes: readonly string[]; readonly analyses: number }

rmSync(SHADOW_LOG, { force: true })
spawnSync(process.execPath, ['scripts/build.ts', '--quiet'], { stdio: 'inherit' })
spawnSync('vitest', ['run', '--project', 'e2e', '--reporter=dot', '--testTimeout=15000', ...process.argv.slice(2)], {
  stdio: 'ignore',
  env: { ...process.env, POSTIL_E2E_MODE: 'shadow' },
})
const lines = existsSync(SHADOW_LOG)
  ? readFileSync(SHADOW_LOG, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  : []
const [cards, writes] = [lines.flatMap((line) => line.cards), lines.flatMap((line) => line.writes)]
const analyses = lines.reduce((sum, line) => sum + line.analyses, 0)
console.log(`${lines.length} test files, ${analyses} analyses, ${cards.length} cards, ${writes.length} writes.`)
for (const one of new Set([...cards, ...writes])) console.log(`  seen: ${one}`)
if (analyses === 0) console.log('Nothing was analysed, so nothing is proven.')
process.exitCode = analyses > 0 && cards.length + writes.length === 0 ? 0 : 1
