/**
 * Follows what the EHR's user has open, over a FHIRcast hub (3.0). It never leads to another patient's data: a token is
 * bound to the patient of its launch, so another chart is only said to be open, and a closed one leaves the screen.
 */
import { asObject } from '#fhir-mappers/loose.ts'
import type { BrowserEnvironment } from '../browser-environment.ts'
import type { LaunchContext } from '../context-integrity.ts'
import { parseGuardedUrl } from '../guarded-url.ts'
import { readText } from '../read-text.ts'
import type { ContextChange } from '../session-types.ts'
import { type Ending, stayConnected } from '../stay-connected.ts'
import { tryReadHubMessage } from './read-event.ts'

export type HubAddress = { readonly url: string; readonly topic: string }

export type HubFollower = {
  readonly hub: HubAddress
  readonly context: LaunchContext
  readonly getAccessToken: () => Promise<string | undefined>
  readonly browser: Pick<BrowserEnvironment, 'fetch' | 'wait' | 'openSocket'>
  readonly onChange: (change: ContextChange) => void
}

const EVENTS = ['Patient-open', 'Patient-close', 'Encounter-open', 'Encounter-close', 'UserLogout', 'UserHibernate']
const LEASE_SECONDS = 7200

/** @returns what ends it. */
export function followContext(follower: HubFollower): () => void {
  return stayConnected({ connectOnce: (signal) => connectOnce(follower, signal), wait: follower.browser.wait })
}

async function connectOnce(follower: HubFollower, signal: AbortSignal): Promise<Ending> {
  const endpoint = await subscribe(follower, signal)
  if (endpoint === undefined || signal.aborted) return 'failed'
  const { hub, context, browser, onChange } = follower
  const socket = browser.openSocket(endpoint)
  const ended = Promise.withResolvers<Ending>()
  let wasOpen = false
  let renewal: ReturnType<typeof setTimeout> | undefined
  socket.addEventListener('close', () => ended.resolve(wasOpen ? 'was-open' : 'failed'))
  socket.addEventListener('error', () => ended.resolve(wasOpen ? 'was-open' : 'failed'))
  socket.addEventListener('message', ({ data }) => {
    const message = tryReadHubMessage(data, hub.topic, context)
    if (message?.kind === 'denied') ended.resolve('denied')
    if (message?.kind === 'confirmed') {
      wasOpen = true
      // A lease is renewed by subscribing again (2.4.2.1); a little before its end, so that nothing is missed.
      renewal = setTimeout(() => ended.resolve('was-open'), Math.min(message.leaseSeconds * 900, 2 ** 31 - 1))
    }
    if (message?.kind === 'event') {
      socket.send(JSON.stringify({ id: message.id, status: '200' }))
      if (message.change) onChange(message.change)
    }
  })
  const onAbort = (): void => ended.resolve('was-open')
  signal.addEventListener('abort', onAbort, { once: true })
  const ending = await ended.promise
  signal.removeEventListener('abort', onAbort)
  clearTimeout(renewal)
  socket.close()
  return ending
}

/** @returns where to listen; undefined when the hub does not take us. */
async function subscribe(
  { hub, getAccessToken, browser }: HubFollower,
  signal: AbortSignal,
): Promise<string | undefined> {
  const token = await getAccessToken()
  const response = await browser.fetch(hub.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: new URLSearchParams({
      'hub.channel.type': 'websocket',
      'hub.mode': 'subscribe',
      'hub.topic': hub.topic,
      'hub.events': EVENTS.join(','),
      'hub.lease_seconds': String(LEASE_SECONDS),
    }).toString(),
    credentials: 'omit',
    redirect: 'error',
    signal,
  })
  if (response.status !== 202) return undefined
  const answer = asObject<Record<string, unknown>>(await response.json().catch(() => undefined))
  return findSocketUrl(readText(answer['hub.channel.endpoint']), hub.url)
}

/** Events say who is being treated: they are heard only from the hub's own host, and only where nobody can read along. */
function findSocketUrl(endpoint: string | undefined, hubUrl: string): string | undefined {
  const url = parseGuardedUrl(endpoint, 'ws')
  return url?.hostname === new URL(hubUrl).hostname ? url.href : undefined
}

/** `hub.url` and `hub.topic` of the token response, when they can be used. */
export function findHub(url: string | undefined, topic: string | undefined): HubAddress | undefined {
  const parsed = parseGuardedUrl(url)
  return parsed && topic !== undefined ? { url: parsed.href, topic } : undefined
}
