import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const call = (command: string, option: string) =>
  spawnSync(process.execPath, [`scripts/${command}.ts`, option], { encoding: 'utf8' })

test.each(['audit', 'batch', 'codes', 'reports', 'retention'])(
  '%s tells its usage when asked, and after a wrong option',
  (command) => {
    const asked = call(command, '--help')
    expect([asked.status, asked.stderr]).toEqual([0, ''])
    expect(asked.stdout).toMatch(new RegExp(`^npm run ${command} -- `))
    const wrong = call(command, '--colour')
    expect([wrong.status, wrong.stdout]).toEqual([2, ''])
    expect(wrong.stderr).toMatch(new RegExp(`^Unknown option '--colour'[^]+npm run ${command} -- `))
    expect(wrong.stderr).not.toContain('    at ')
  },
)
