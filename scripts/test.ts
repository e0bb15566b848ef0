// `npm test [vitest arguments]`: builds what the browser tests open, then runs every test once.
import { spawnSync } from 'node:child_process'

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const filters = process.argv.slice(2)
const needsBuild = filters.length === 0 || filters.some((filter) => filter.includes('e2e'))
if (needsBuild) run(process.execPath, ['scripts/build.ts', '--quiet'])
run('vitest', ['run', '--reporter=default', '--reporter=./test/support/count-reporter.ts', ...filters])
