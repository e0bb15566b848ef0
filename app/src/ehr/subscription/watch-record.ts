/**
 * An R4 Subscription over a websocket: the server says that something of this patient's notes changed, and the panel
 * looks. A message carries nothing but the subscription's id, so nothing of the chart is read from it.
 * https://hl7.org/fhir/R4/subscription.html#2.46.7.2
 */
import type { Subscription } from '@medplum/fhirtypes'
import { hasInteraction, mapCapabilities } from '#fhir-mappers/capability-statement.ts'
import type { BrowserEnvironment } from '../browser-environment.ts'
import type { LaunchContext } from '../context-integrity.ts'
import type { EhrSession } from '../ehr-session.ts'
import type { FhirServer } from '../fhir-server.ts'
import { writeOnce } from '../filing/fhir-write.ts'
import { parseGuardedUrl } from '../guarded-url.ts'
import { type Ending, stayConnected } from '../stay-connected.ts'

export type RecordWatcher = {
  readonly server: FhirServer
  readonly session: Pick<EhrSession, 'scopes'>
  readonly context: LaunchContext
  readonly browser: Pick<BrowserEnvironment, 'wait' | 'openSocket' | 'now'>
  readonly onChange: () => void
  /** Whether the server will tell of the next change. */
  readonly onWatching: (isWatching: boolean) => void
}

/** The server forgets the subscription then, whatever becomes of this page. */
const LIFETIME_MS = 2 * 60 * 60 * 1000
/** A socket that was not bound by then is of no use. */
const BIND_MS = 10_000

/** @returns what ends it. */
export function watchRecord(watcher: RecordWatcher): () => void {
  return stayConnected({ connectOnce: (signal) => connectOnce(watcher, signal), wait: watcher.browser.wait })
}

async function connectOnce(watcher: RecordWatcher, signal: AbortSignal): Promise<Ending> {
  const { browser, onChange, onWatching } = watcher
  const url = await findSocket(watcher)
  if (url === undefined) return 'denied'
  const id = await subscribe(watcher)
  if (id === undefined) return 'denied'
  if (signal.aborted) return 'failed'
  const socket = browser.openSocket(url)
  const ended = Promise.withResolvers<void>()
  const timers = new AbortController()
  const after = (milliseconds: number, act: () => void) =>
    void browser.wait(milliseconds, timers.signal).then(act, () => undefined)
  let isBound = false
  after(BIND_MS, () => isBound || ended.resolve())
  after(LIFETIME_MS, ended.resolve)
  socket.addEventListener('open', () => socket.send(`bind ${id}`))
  socket.addEventListener('close', () => ended.resolve())
  socket.addEventListener('error', () => ended.resolve())
  socket.addEventListener('message', ({ data }) => {
    if (data === `bound ${id}`) {
      isBound = true
      onWatching(true)
    }
    // What changed between the last look and the binding was told to nobody.
    if (data === `bound ${id}` || data === `ping ${id}`) onChange()
  })
  const onAbort = (): void => ended.resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  await ended.promise
  signal.removeEventListener('abort', onAbort)
  timers.abort()
  socket.close()
  if (isBound) onWatching(false)
  return isBound ? 'was-open' : 'failed'
}

/** @returns undefined where the server has no such thing, where we were not granted it, or where others could listen. */
async function findSocket({ server, session }: RecordWatcher): Promise<string | undefined> {
  const mapped = mapCapabilities(await server.read('metadata'))
  if (!mapped.ok || !(session.scopes?.allows('Subscription', 'c') ?? false)) return undefined
  if (!hasInteraction(mapped.value, 'Subscription', 'create')) return undefined
  const url = parseGuardedUrl(mapped.value.socketUrl, 'ws')
  return url?.hostname === new URL(server.transport.base).hostname ? url.href : undefined
}

async function subscribe({ server, context, browser }: RecordWatcher): Promise<string | undefined> {
  const resource: Subscription = {
    resourceType: 'Subscription',
    status: 'requested',
    reason: 'The panel beside this chart looks at its notes when they change.',
    criteria: `DocumentReference?patient=Patient/${context.patientId}`,
    channel: { type: 'websocket' },
    end: new Date(browser.now() + LIFETIME_MS).toISOString(),
  }
  const answer = await writeOnce(server.transport, { method: 'POST', url: 'Subscription', resource })
  if (answer.kind === 'unknown') throw new Error('The server did not answer.')
  const [, id] = answer.kind === 'written' ? (answer.reference ?? '').split('/') : []
  return id
}
