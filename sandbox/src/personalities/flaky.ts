/** Everything is taken, on a bad day: each answer that a write can get, in turn, with good ones between them. */
import type { Fault, FaultInjector } from '../faults.ts'
import { native, type Personality } from './personality.ts'

const outcome = (code: string, text: string) =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] })

const fail = (status: number, code: string, text: string): Exclude<Fault, string> => ({
  status,
  headers: {
    'Content-Type': 'application/fhir+json',
    ...(status === 429 || status === 503 ? { 'Retry-After': '1' } : {}),
  },
  body: outcome(code, text),
})

/** Of what the specification and busy gateways know: before anything happened, or after it did (`isAfter`). */
export const WRITE_FAULTS: readonly Fault[] = [
  fail(429, 'throttled', 'Too many requests'),
  { status: 502, isAfter: true },
  fail(400, 'invalid', 'The request could not be read'),
  'drop-after',
  fail(409, 'conflict', 'Another change is in progress'),
  fail(503, 'transient', 'The server is being restarted'),
  fail(422, 'processing', 'A business rule failed'),
  'drop-before',
  fail(412, 'conflict', 'The condition matched several'),
  { status: 504, isAfter: true },
  fail(401, 'login', 'The token was not accepted'),
  fail(500, 'exception', 'Something went wrong'),
  fail(405, 'not-supported', 'Not today'),
  { status: 503, isAfter: true },
  fail(404, 'not-found', 'No such endpoint'),
  fail(403, 'forbidden', 'Not allowed'),
]

const READ_FAULT = fail(503, 'transient', 'The server is being restarted')
/** Reads are mostly well: an app that cannot read has nothing to file. */
const READS_BETWEEN = 9

function createFaults(): FaultInjector {
  let writes = 0
  let reads = 0
  return ({ method, path }) => {
    if (path.endsWith('/metadata') || path.includes('/.well-known/')) return undefined
    if (method === 'GET' || method === 'HEAD') {
      reads += 1
      return reads % READS_BETWEEN === 0 ? READ_FAULT : undefined
    }
    writes += 1
    return writes % 2 === 1 ? WRITE_FAULTS[((writes - 1) / 2) % WRITE_FAULTS.length] : undefined
  }
}

export const flaky: Personality = { ...native, createFaults }
