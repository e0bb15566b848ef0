// Sessions with the proxy and analyses to send in them, each with its DPoP proof signed before the clock runs.
import { Agent, request } from 'node:http'
import { createDpopKey, type DpopKey, generateKeyPair } from '#app/proxy/dpop-key.ts'
import { ISSUER, TENANT } from './proxy-for-bench.ts'
import { buildRecord, readSandboxNotes } from './records.ts'

export type BenchSession = {
  readonly key: DpopKey
  readonly token: string
  readonly patient: string
  readonly encounter: string
  readonly note: string
  /** How many analyses have been signed: each is another version of the note, as after a save. */
  versions: number
}

export type SignedAnalysis = { readonly headers: Readonly<Record<string, string>>; readonly body: string }

export type Answer = {
  readonly ms: number
  /** Of the engine alone, in the server. */
  readonly engineMs: number
  /** Whether the stream came to its end. */
  readonly isComplete: boolean
  readonly status: number | undefined
  readonly retryAfter: string | undefined
}

/** A request that nobody has answered by then is lost, and the bench goes on. */
const DEADLINE_MS = 10_000
/** A proof is taken for a minute before and after its instant: dated ahead, it lasts while thousands more are signed. */
const AHEAD_S = 45
/** As many as a load balancer holds to one server; more would wait in the kernel, and be sent again after a second. */
const MOST_CONNECTIONS = 400
const ENGINE_TIME = /"release":"engine ([\d.]+) ms"/
const notes = readSandboxNotes()

/** One after another: all at once would be a crowd, and sent away. */
export async function openSessions(url: string, count: number): Promise<readonly BenchSession[]> {
  const sessions: BenchSession[] = []
  for (let index = 0; index < count; index++) sessions.push(await openSession(url, index))
  return sessions
}

async function openSession(url: string, index: number): Promise<BenchSession> {
  const key = await createDpopKey(await generateKeyPair())
  const [patient, encounter] = [`patient-${index}`, `encounter-${index}`]
  const address = `${url}/v1/session`
  const dpop = await key.prove({ method: 'POST', url: address, issuedAt: readSeconds() })
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', dpop },
    body: JSON.stringify({ kind: 'open-server', issuer: ISSUER, patientId: patient, encounterId: encounter }),
  })
  const { session } = (await response.json()) as { readonly session?: string }
  if (session === undefined) throw new Error(`The proxy gave no session (${response.status}).`)
  const note = notes[index % notes.length] ?? ''
  return { key, token: session, patient, encounter, note, versions: 0 }
}

/** Goes round the sessions. Proofs are good for a minute and a half. */
export function signAnalyses(
  url: string,
  sessions: readonly BenchSession[],
  count: number,
): Promise<readonly SignedAnalysis[]> {
  const turns = Array.from({ length: Math.ceil(count / sessions.length) }, () => sessions).flat()
  return Promise.all(turns.slice(0, count).map((session) => signAnalysis(url, session)))
}

async function signAnalysis(url: string, session: BenchSession): Promise<SignedAnalysis> {
  session.versions += 1
  const text = `${session.note}\nRead again, ${session.versions}.`
  const record = buildRecord(text, { ...session, tenant: TENANT }, session.versions)
  const body = JSON.stringify({ record })
  const { token } = session
  const dpop = await session.key.prove({ method: 'POST', url: `${url}/v1/analyses`, token, issuedAt: readSeconds() })
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      authorization: `DPoP ${token}`,
      dpop,
    },
  }
}

function readSeconds(): number {
  return Math.floor(Date.now() / 1000) + AHEAD_S
}

export function createSender(url: string): { send: (analysis: SignedAnalysis) => Promise<Answer>; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS, scheduling: 'fifo' })
  const address = `${url}/v1/analyses`
  return {
    close: () => agent.destroy(),
    send: ({ headers, body }) =>
      new Promise((resolve, reject) => {
        const start = performance.now()
        const deadline = setTimeout(() => outgoing.destroy(new Error('No answer in time.')), DEADLINE_MS)
        const outgoing = request(address, { method: 'POST', agent, headers }, (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => {
            text += part
          })
          response.on('error', reject)
          response.on('end', () => {
            clearTimeout(deadline)
            resolve({
              ms: performance.now() - start,
              engineMs: Number(ENGINE_TIME.exec(text)?.[1] ?? 0),
              status: response.statusCode,
              retryAfter: response.headers['retry-after'],
              isComplete: response.statusCode === 200 && text.includes('event: done'),
            })
          })
        })
        outgoing.on('error', (error) => {
          clearTimeout(deadline)
          reject(error)
        })
        outgoing.end(body)
      }),
  }
}
