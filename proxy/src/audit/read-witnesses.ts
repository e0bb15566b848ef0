/** Checkpoints out of what somebody else has kept: files of any size, of which one line at a time is in memory. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { TenantKey } from '#coding/domain/ids.ts'
import { ConfigError } from '../errors.ts'
import { describeFileProblem } from '../explain-file-problem.ts'
import { type Checkpoint, type StatementVerifier, tryParseCheckpoint } from './checkpoint.ts'

/** What a checkpoint says of one tenant's chain; that it was signed has been looked at. */
export type Witnessed = Pick<Checkpoint, 'seq' | 'hash' | 'at'>

export type Witnesses = {
  readonly ofTenants: ReadonlyMap<TenantKey, readonly Witnessed[]>
  readonly read: number
  /** Malformed, or not signed by a key that is known. */
  readonly refused: number
}

/** No collector writes longer ones; without a limit a file of one line would have to fit into memory after all. */
const MAX_LINE = 16 * 1024 * 1024

/** @param source a file, or a folder with all that is below it. @throws ConfigError */
export async function readWitnesses(source: string, isSigned: StatementVerifier): Promise<Witnesses> {
  const kept = new Map<TenantKey, Map<number, readonly Witnessed[]>>()
  let [read, refused] = [0, 0]
  for (const file of listFiles(source)) {
    for await (const line of readLines(file)) {
      const found = tryParseCheckpoint(line)
      if (found === undefined) continue
      read += 1
      if (found === 'malformed' || !isSigned(found)) refused += 1
      else keep(kept, found)
    }
  }
  return { ofTenants: new Map([...kept].map(([tenant, seqs]) => [tenant, [...seqs.values()].flat()])), read, refused }
}

/** Each replica signs each end: one of the same row is enough, the earliest, since it says what the later ones say. */
function keep(kept: Map<TenantKey, Map<number, readonly Witnessed[]>>, { tenant, seq, hash, at }: Checkpoint): void {
  const seqs = kept.get(tenant) ?? new Map<number, readonly Witnessed[]>()
  kept.set(tenant, seqs)
  const others = seqs.get(seq) ?? []
  const same = others.find((one) => one.hash === hash)
  if (same && Date.parse(same.at) <= Date.parse(at)) return
  seqs.set(seq, [...others.filter((one) => one !== same), { seq, hash, at }])
}

async function* readLines(file: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const parts = (rest + String(chunk)).split('\n')
      rest = parts.pop() ?? ''
      if (rest.length > MAX_LINE) break
      yield* parts
    }
  } catch (cause) {
    throw refuse(`a file that cannot be read: ${describeFileProblem(cause)}.`, cause)
  }
  if (rest.length > MAX_LINE) throw refuse('a line of more than 16 MB. Give checkpoints a line each.')
  yield rest
}

function listFiles(source: string): readonly string[] {
  if (!existsSync(source)) throw new ConfigError('--checkpoints', 'is not there.')
  if (!statSync(source).isDirectory()) return [source]
  const entries = readdirSync(source, { recursive: true, withFileTypes: true })
  return entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name))
}

function refuse(what: string, cause?: unknown): ConfigError {
  return new ConfigError('--checkpoints', `names ${what}`, { cause })
}
