// A PostgreSQL server of the simulation's own: it may be killed at any moment, and its CPU time is nobody else's.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

export type OwnPostgres = {
  readonly url: string
  /** By kind of process (`walwriter`, `backend`), of those that run; empty where the system does not tell (`/proc`). */
  readonly readCpuSeconds: () => ReadonlyMap<string, number>
  /** SIGKILL for every process of the server; then it starts again and recovers. @returns how many were killed. */
  readonly kill: () => Promise<number>
  readonly stop: () => Promise<void>
}

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const TICKS = 100
const TURNS = 600
const USER = 'postil'

/** @returns undefined where no server is installed. */
export async function startOwnPostgres(): Promise<OwnPostgres | undefined> {
  const binaries = findBinaries()
  if (binaries === undefined) return undefined
  const directory = mkdtempSync(path.join(tmpdir(), 'postil-postgres-'))
  // The server refuses to run as root.
  const user = process.getuid?.() === 0 ? findUser('postgres') : undefined
  if (user) chownSync(directory, user.uid, user.gid)
  const data = path.join(directory, 'data')
  const options = { ...user, cwd: directory, stdio: 'ignore' } as const
  execFileSync(path.join(binaries, 'initdb'), ['-D', data, '-A', 'trust', '-U', USER, '-E', 'UTF8'], options)
  const port = await findFreePort()
  const url = `postgres://${USER}@127.0.0.1:${port}/postgres`
  const start = async (): Promise<ChildProcess> => {
    for (let turn = 0; turn < TURNS; turn++) {
      const settings = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', directory]
      const child = spawn(path.join(binaries, 'postgres'), settings, options)
      // Right after a kill, the memory of the old server may be in use still, and the new one ends at once.
      while (child.exitCode === null) if (await answers(url)) return child
    }
    throw new TypeError('The PostgreSQL server of the simulation does not start.')
  }
  let server = await start()
  // However the simulation ends, no server stays behind.
  process.once('exit', () => {
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    url,
    readCpuSeconds: () => readCpuSeconds(server.pid ?? 0),
    kill: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      // The one that would start the others anew goes first.
      const killed = [server.pid ?? 0, ...listChildren(server.pid ?? 0)].filter(tryKill).length
      await ended
      server = await start()
      return killed
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await ended
    },
  }
}

/** Debian keeps them out of the PATH, one directory a version. */
function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const places = [
    ...versions.map((version) => path.join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ]
  return places.find((place) => existsSync(path.join(place, 'initdb')) && existsSync(path.join(place, 'postgres')))
}

function findUser(name: string): { readonly uid: number; readonly gid: number } {
  const ask = (option: string): number => Number(execFileSync('id', [option, name], { encoding: 'utf8' }))
  return { uid: ask('-u'), gid: ask('-g') }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    await wait(25)
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** @returns false for one that had ended by itself. */
function tryKill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

function listChildren(pid: number): readonly number[] {
  const text = tryRead(`/proc/${pid}/task/${pid}/children`)
  return text.split(' ').flatMap((one) => (one === '' ? [] : [Number(one)]))
}

/** Backends of clients that have left are in none of these: they are read while the clients stay. */
function readCpuSeconds(server: number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const pid of [server, ...listChildren(server)]) {
    const name = pid === server ? 'postmaster' : findKind(pid)
    sums.set(name, (sums.get(name) ?? 0) + readProcessSeconds(pid))
  }
  return sums
}

/** The server names its processes `postgres: walwriter`, and a backend `postgres: user database host(port) what`. */
function findKind(pid: number): string {
  const title = tryRead(`/proc/${pid}/cmdline`).split('\0')[0] ?? ''
  const name = /^postgres: (?<name>.*?)\s*$/.exec(title)?.groups?.['name'] ?? 'other'
  return name.startsWith(USER) ? 'backend' : name.replace(/ (?:worker|launcher).*$/, '')
}

/** User and system time of one process, all its threads. */
export function readProcessSeconds(pid: number): number {
  // proc(5): fields 14 and 15 are utime and stime; the name before them may hold spaces.
  const fields = tryRead(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
