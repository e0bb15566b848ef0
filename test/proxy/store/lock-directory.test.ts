import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lockDirectory } from '#proxy/store/lock-directory.ts'

const parent = mkdtempSync(path.join(tmpdir(), 'postil-lock-'))
const directory = path.join(parent, 'db')
const file = `${directory}.lock`
afterAll(() => rmSync(parent, { recursive: true }))

test('a directory is given back', () => {
  const unlock = lockDirectory(directory)
  expect(existsSync(file)).toBe(true)
  unlock()
  expect(existsSync(file)).toBe(false)
})

test('a directory that a living process holds is refused, with its number', () => {
  writeFileSync(file, String(process.ppid))
  expect(() => lockDirectory(directory)).toThrow(`process ${process.ppid}`)
})

test.each([
  ['a process that is gone', '99999999'],
  ['this very process, after a restart under the same number', String(process.pid)],
  ['nobody who can be read', 'not a number'],
])('a lock left behind by %s is taken over', (_, owner) => {
  writeFileSync(file, owner)
  lockDirectory(directory)()
  expect(existsSync(file)).toBe(false)
})
