// A server in a process of its own, held to one core where the machine can do that; the load comes from another.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Usage } from './child-side.ts'

export type Child = {
  readonly url: string
  readonly readUsage: () => Promise<Usage>
  /** After a collection. */
  readonly readHeap: () => Promise<number>
  readonly stop: () => Promise<void>
}

type Message = { readonly url?: string; readonly usage?: Usage }

const PIN = ['taskset', '-c', '0'] as const
export const isPinned = spawnSync(PIN[0], [...PIN.slice(1), 'true']).status === 0
const LAST_CORE = availableParallelism() - 1
let isApart = false

/** The load must not take the time of what it is there to measure. */
function keepApart(): void {
  if (isApart || !isPinned || LAST_CORE === 0) return
  spawnSync(PIN[0], ['-acp', `1-${LAST_CORE}`, String(process.pid)])
  isApart = true
}

export async function startChild(script: URL, ...args: readonly string[]): Promise<Child> {
  const command = [process.execPath, '--expose-gc', fileURLToPath(script), ...args]
  const [program = process.execPath, ...rest] = isPinned ? [...PIN, ...command] : command
  // Standard output is where the proxy logs, as it would in production; it is written and thrown away.
  keepApart()
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const { url } = await readMessage(child)
  if (url === undefined) throw new TypeError(`${script.pathname} did not say where it listens.`)
  const ask = async (what: 'usage' | 'heap'): Promise<Usage> => {
    const answer = readMessage(child)
    child.send(what)
    const { usage } = await answer
    if (!usage) throw new TypeError(`${script.pathname} did not say what it used.`)
    return usage
  }
  return {
    url,
    readUsage: () => ask('usage'),
    readHeap: async () => (await ask('heap')).heap ?? Number.NaN,
    stop: async () => {
      const exit = new Promise((resolve) => child.once('exit', resolve))
      child.send('stop')
      await exit
    },
  }
}

function readMessage(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`The server ended with ${code}.`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as Message)
    })
  })
}
