// Against other processes, since within one nothing of the operating system is asked.
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { lockDirectory } from '#proxy/store/lock-directory.ts'

const parent = mkdtempSync(path.join(tmpdir(), 'postil-lock-'))
const directory = path.join(parent, 'db')
const note = `${directory}.lock`
const SCRIPT = path.resolve(import.meta.dirname, '../../../proxy/src/store/lock-directory.ts')
const HOLD = `
  const { lockDirectory } = await import(${JSON.stringify(SCRIPT)})
  try {
    lockDirectory(${JSON.stringify(directory)})
    console.log('holds as ' + process.pid)
    setInterval(() => undefined, 1000)
  } catch (error) {
    console.log(error.message)
  }`
const node = [process.execPath, '--input-type=module', '-e', HOLD]
/** Two containers of one volume: each has processes of its own, and is called otherwise. */
const CONTAINER = ['unshare', '--pid', '--fork', '--kill-child', '--uts']
const hasContainers = spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0

const children = new Set<ChildProcessByStdio<null, Readable, null>>()
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  // What ran inside a container ends a moment after it.
  await vi.waitFor(() => lockDirectory(directory)(), { timeout: 10_000 })
})
afterAll(() => rmSync(parent, { recursive: true }))

async function startOther(...before: readonly string[]) {
  const [command = '', ...words] = [...before, ...node]
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  const [said] = await once(child.stdout, 'data')
  return { child, said: String(said).trim() }
}

test('a directory is given back, once', () => {
  const unlock = lockDirectory(directory)
  expect(readFileSync(note, 'utf8')).toMatch(new RegExp(`^${process.pid} on ${hostname()} since `))
  unlock()
  unlock()
  expect(existsSync(note)).toBe(false)
  lockDirectory(directory)()
})

test('a directory is held once within a process, too', () => {
  const unlock = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrow(`POSTIL_DATA_DIR: is in use by process ${process.pid} on`)
  unlock()
})

test('a directory that another process holds is refused with its name, and is free when that is killed', async () => {
  const { child, said } = await startOther()
  expect(said).toBe(`holds as ${child.pid}`)
  expect(() => lockDirectory(directory)).toThrow(
    new RegExp(`^POSTIL_DATA_DIR: is in use by process ${child.pid} on ${hostname()} since .*Stop it`),
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(note)).toBe(true)
  lockDirectory(directory)()
}, 30_000)

test.skipIf(!hasContainers)(
  'two containers whose processes have one number do not take it from each other',
  async () => {
    const first = await startOther(...CONTAINER)
    expect(first.said).toBe('holds as 1')
    const second = await startOther(...CONTAINER)
    expect(second.said).toMatch(/is in use by process 1 on /)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    await expect.poll(async () => (await startOther(...CONTAINER)).said, { timeout: 10_000 }).toBe('holds as 1')
  },
  30_000,
)

test('a living process of an older version, which left its number alone, is refused', () => {
  writeFileSync(note, String(process.ppid))
  expect(() => lockDirectory(directory)).toThrow(`process ${process.ppid}, of an older version`)
  rmSync(note)
})

test.each([
  ['a process that is gone', '99999999'],
  ['this very process, after a restart under the same number', String(process.pid)],
  ['nobody who can be read', 'not a number'],
])('what is left behind by %s is taken over', (_, owner) => {
  writeFileSync(note, owner)
  lockDirectory(directory)()
  expect(existsSync(note)).toBe(false)
})

test('a directory beside which nothing can be written says why', () => {
  writeFileSync(path.join(parent, 'file'), '')
  const locking = () => lockDirectory(path.join(parent, 'file', 'db'))
  expect(locking).toThrow(/^POSTIL_DATA_DIR: cannot be written: part of its path is no folder.*\(ENOTDIR\)/)
})
