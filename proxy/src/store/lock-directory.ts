/** PGlite has no lock of its own: a second process on the same directory would destroy it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '../errors.ts'

/**
 * @returns what gives the directory back.
 * @throws ConfigError when another process that is alive holds it.
 */
export function lockDirectory(directory: string): () => void {
  const file = `${path.resolve(directory)}.lock`
  const unlock = (): void => rmSync(file, { force: true })
  // Of several that start together one makes the file; nobody looks before and removes what another has just made.
  if (tryTake(file)) return unlock
  const owner = readOwner(file)
  // After a crash the file stays; in a container the next process often has the same number.
  if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
    throw new ConfigError(
      'POSTIL_DATA_DIR',
      `is in use by process ${owner}. Stop it, or remove ${path.basename(file)}.`,
    )
  }
  unlock()
  if (tryTake(file)) return unlock
  throw new ConfigError('POSTIL_DATA_DIR', 'was taken by another process, or cannot be written.')
}

function tryTake(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

function readOwner(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10)
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
