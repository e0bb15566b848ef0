// Real proxy processes on one database of their own, behind a small load balancer.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createDpopKey, type DpopKey, generateKeyPair } from '#app/proxy/dpop-key.ts'

const MAIN = fileURLToPath(new URL('../../proxy/src/main.ts', import.meta.url))
const named = process.env['POSTIL_TEST_DATABASE_URL']
const POSTGRES = named ?? 'postgres://root@127.0.0.1:5432/test'

/** @returns undefined where no PostgreSQL answers; one that was asked for by name must be there. */
export async function createOwnDatabase(): Promise<{ url: string; drop: () => Promise<void> } | undefined> {
  const name = `postil_replicas_${randomBytes(6).toString('hex')}`
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: POSTGRES, connectionTimeoutMillis: 2000 })
    try {
      await client.connect()
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  try {
    await run(`create database ${name}`)
  } catch (error) {
    if (named !== undefined || process.env['CI']) throw error
    return undefined
  }
  const url = new URL(POSTGRES)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) }
}

export type Replica = {
  readonly url: string
  readonly process: ChildProcess
  /** Everything that it has written. */
  readonly readOutput: () => string
  readonly exited: Promise<number | null>
}

export function startReplica(settings: Readonly<Record<string, string>>): Promise<Replica> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.stderr.on('data', (part: Buffer) => {
    output += part.toString()
  })
  return new Promise((resolve, reject) => {
    void exited.then((code) => reject(new Error(`The proxy ended with ${code}: ${output}`)))
    createInterface(child.stdout).on('line', (line) => {
      output += `${line}\n`
      const url = /"address":"([^"]+)"/.exec(line)?.[1]
      if (url !== undefined) resolve({ url, process: child, readOutput: () => output, exited })
    })
  })
}

export type Balancer = {
  readonly url: string
  readonly close: () => void
  setTargets: (urls: readonly string[]) => void
}

/** Takes turns; a server that refuses the connection is passed over, one that breaks off is a 502 for its caller. */
export async function startBalancer(): Promise<Balancer> {
  let targets: readonly string[] = []
  let turn = 0
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    turn += 1
    for (let attempt = 0; attempt < targets.length; attempt++) {
      const target = targets[(turn + attempt) % targets.length] ?? ''
      if ((await tryTarget({ target, incoming, response, body: Buffer.concat(parts) })) === 'answered') return
    }
    response.writeHead(502).end()
  }
  const server = createServer((incoming, response) => void pass(incoming, response))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
    setTargets: (urls) => {
      targets = urls
    },
  }
}

type Attempt = {
  readonly target: string
  readonly incoming: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

function tryTarget({ target, incoming, response, body }: Attempt): Promise<'answered' | 'refused'> {
  return new Promise((resolve) => {
    const { method, headers } = incoming
    const outgoing = forward(`${target}${incoming.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', () => response.destroy())
      answer.pipe(response)
      resolve('answered')
    })
    outgoing.on('error', (error) => {
      if ('code' in error && error.code === 'ECONNREFUSED') {
        resolve('refused')
        return
      }
      if (!response.headersSent) response.writeHead(502)
      response.end()
      resolve('answered')
    })
    outgoing.end(body)
  })
}

export type SignedIn = { readonly key: DpopKey; readonly token: string }

const readSeconds = (): number => Math.floor(Date.now() / 1000)

/** @param address that the request goes to; its proof is about the public origin. */
export async function openSession(
  origin: string,
  { issuer, encounter, address = origin }: { issuer: string; encounter: string; address?: string },
): Promise<SignedIn> {
  const key = await createDpopKey(await generateKeyPair())
  const dpop = await key.prove({ method: 'POST', url: `${origin}/v1/session`, issuedAt: readSeconds() })
  const response = await fetch(`${address}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', dpop },
    body: JSON.stringify({ kind: 'open-server', issuer, patientId: `patient-${encounter}`, encounterId: encounter }),
  })
  const { session } = (await response.json()) as { session?: string }
  if (session === undefined) throw new Error(`No session (${response.status}).`)
  return { key, token: session }
}

export async function sendSigned(
  origin: string,
  { key, token }: SignedIn,
  sent: { path: string; method?: string; body?: unknown; address?: string },
): Promise<Response> {
  const { path: place, method = 'POST', body, address = origin } = sent
  const [withoutQuery = ''] = place.split('?')
  const dpop = await key.prove({ method, url: origin + withoutQuery, token, issuedAt: readSeconds() })
  return fetch(address + place, {
    method,
    headers: {
      authorization: `DPoP ${token}`,
      dpop,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

/** A folder with a tenants file; gone after the test. */
export function makeDirectory(tenants: readonly object[]): {
  directory: string
  tenantsFile: string
  remove: () => void
} {
  const directory = mkdtempSync(path.join(tmpdir(), 'postil-replicas-'))
  const tenantsFile = path.join(directory, 'tenants.json')
  writeFileSync(tenantsFile, JSON.stringify({ tenants }))
  return { directory, tenantsFile, remove: () => rmSync(directory, { recursive: true, force: true }) }
}
