// What a process says last: names and places, and nothing that it held.
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const GUARD = new URL('../../proxy/src/crash.ts', import.meta.url).href

test.each([
  ['an error that was thrown', "throw new TypeError('CANARY-ROW', { cause: new Error('CANARY-CAUSE') })"],
  ['a promise that nobody waited for', "void Promise.reject(Object.assign(new TypeError('CANARY'), { code: 'E1' }))"],
  ['something that is no error', "throw 'CANARY-TEXT'"],
])('%s ends the process without its words', (_, statement) => {
  // Thrown from a line that holds a word of the chart, which Node would print.
  const script = `import { guardCrashes } from '${GUARD}'; guardCrashes(); const note = 'CANARY-NOTE'; setTimeout(() => { ${statement} }, 1)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  expect(status).toBe(70)
  expect(stdout + stderr).not.toContain('CANARY')
  expect(JSON.parse(stderr)).toMatchObject({ msg: 'crashed', level: 60 })
})

test('every process that opens the database is guarded', () => {
  const root = path.resolve(import.meta.dirname, '../..')
  const scripts = globSync(`${root}/scripts/*.ts`).filter((file) =>
    readFileSync(file, 'utf8').includes("'#proxy/store/open-database.ts'"),
  )
  const opening = [...scripts, `${root}/proxy/src/main.ts`]
  expect(opening.length).toBeGreaterThan(5)
  expect(opening.filter((file) => !/^guardCrashes\(\)$/m.test(readFileSync(file, 'utf8')))).toEqual([])
})
