/** PGlite has no lock of its own: a second process on the same directory would destroy it. */
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { refuseDataDir } from '../data-dir.ts'
import { ConfigError } from '../errors.ts'

/** Of SQLite (sqlite.org/rescode.html). */
const BUSY = 5

/** A lock ends with what holds it, and that must not be collected. */
const held = new Set<DatabaseSync>()

/**
 * By a lock of the operating system, on a file beside the directory that stays there: the number of a process tells
 * nothing of another container, where both are 1, while the kernel knows who lives, and takes the lock from who is killed.
 * Node has it in SQLite alone (fcntl; over NFS the server keeps it). A second file says in words whose it is.
 * @returns what gives the directory back.
 * @throws ConfigError when another process that is alive holds it.
 */
export function lockDirectory(directory: string): () => void {
  const lock = `${path.resolve(directory)}.held`
  const note = `${path.resolve(directory)}.lock`
  const database = takeLock(lock, note)
  held.add(database)
  const unlock = (): void => {
    if (!held.delete(database)) return
    rmSync(note, { force: true })
    database.close()
  }
  try {
    refuseOlderVersion(note)
    writeFileSync(note, `${process.pid} on ${hostname()} since ${new Date().toISOString()}\n`)
    return unlock
  } catch (cause) {
    held.delete(database)
    database.close()
    if (cause instanceof ConfigError) throw cause
    throw refuseDataDir(cause)
  }
}

function takeLock(lock: string, note: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(lock, { timeout: 0 })
    // Without a journal nothing is written: the file has a lock and no content.
    database.exec('pragma journal_mode = off; begin exclusive')
    return database
  } catch (cause) {
    database?.close()
    if (findErrorNumber(cause) !== BUSY) throw refuseFile(lock, cause)
    const owner = readNote(note)
    const whose = owner === undefined ? 'another process' : `process ${owner}`
    throw new ConfigError('POSTIL_DATA_DIR', `is in use by ${whose}. Stop it, or name another directory.`, { cause })
  }
}

function findErrorNumber(cause: unknown): number | undefined {
  if (!(cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number')) return undefined
  // The rest of the number says more exactly what happened.
  return cause.errcode & 0xff
}

/** SQLite does not say why; whoever opens the file itself is told. Not before: closing it would end a lock of this process. */
function refuseFile(lock: string, cause: unknown): ConfigError {
  try {
    closeSync(openSync(lock, 'a'))
  } catch (problem) {
    return refuseDataDir(problem)
  }
  const number = findErrorNumber(cause) ?? 'unknown'
  const message = `is on a file system that keeps no locks (SQLite ${number}). Name a local disk, or use PostgreSQL.`
  return new ConfigError('POSTIL_DATA_DIR', message, { cause })
}

function readNote(note: string): string | undefined {
  try {
    return readFileSync(note, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

/** Versions before the lock of the operating system left a bare number, and nothing else. */
function refuseOlderVersion(note: string): void {
  const text = readNote(note)
  if (text === undefined || !/^\d+$/.test(text)) return
  const owner = Number(text)
  if (owner === process.pid || !isAlive(owner)) return
  const remedy = `Stop it, or remove ${path.basename(note)}`
  throw new ConfigError('POSTIL_DATA_DIR', `is in use by process ${owner}, of an older version. ${remedy}.`)
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
