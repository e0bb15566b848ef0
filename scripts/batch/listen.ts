// `npm run batch -- listen`: keeps up with a server's notes until it is stopped, and works on what it finds.
import { setTimeout as wait } from 'node:timers/promises'
import type { ProxyConfig } from '#proxy/config.ts'
import { ConfigError } from '#proxy/errors.ts'
import { type FollowEvent, type FollowParts, followServer } from '#proxy/jobs/follow-server.ts'
import { runWorker, type WorkerEvent, type WorkerParts } from '#proxy/jobs/worker.ts'
import type { TenantRow } from '#proxy/tenants.ts'
import { describePause } from './progress.ts'

const LOOK_EVERY_MS = 5 * 60_000
const IDLE_MS = 1000
const FULL_MS = 60_000

type Listening = {
  readonly worker: WorkerParts
  readonly follow: Pick<FollowParts, 'server' | 'statuses' | 'from' | 'endpoint'>
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** Where the EHR calls; undefined where regular looks must do. @throws ConfigError */
export function findEndpoint({ publicOrigin, database }: ProxyConfig, { key, batch }: TenantRow): string | undefined {
  if (batch?.subscribe !== true) return undefined
  // The embedded database is open in one process: while this one runs, no proxy could take the call.
  if (database.kind !== 'postgres') return undefined
  if (publicOrigin !== undefined) return `${publicOrigin}/webhooks/${key}/subscription`
  throw new ConfigError('POSTIL_PUBLIC_ORIGIN', `must be set, because ${key} subscribes and the EHR calls back there.`)
}

/** What fails in one half stops the other. */
export async function listen({ worker, follow, signal, say }: Listening): Promise<void> {
  const failing = new AbortController()
  const either = AbortSignal.any([signal, failing.signal])
  const guard = async (half: Promise<void>): Promise<void> => {
    try {
      await half
    } catch (error) {
      failing.abort()
      throw error
    }
  }
  const { db, tenant, queue, now } = worker
  const following = followServer(
    { db, tenant, queue, now, wait, ...follow, lookEveryMs: LOOK_EVERY_MS, onEvent: (event) => sayOfLook(event, say) },
    either,
  )
  await Promise.all([guard(following), guard(workOn(worker, either, say))])
}

async function workOn(worker: WorkerParts, signal: AbortSignal, say: Listening['say']): Promise<void> {
  while (!signal.aborted) {
    const end = await runWorker(worker, { signal, onEvent: (event) => sayOfWork(event, say) })
    const pause = end === 'day-full' ? FULL_MS : IDLE_MS
    await wait(pause, undefined, { signal }).catch(() => undefined)
  }
}

function sayOfWork(event: WorkerEvent, say: Listening['say']): void {
  if (event.kind === 'rules-alone') say(`${event.notes} by the rules alone: ${event.because}.`)
  else if (event.kind === 'worked') say(`${event.done} done.`)
  else if (event.kind === 'off') say(`${event.notes} left alone: Postil is off for these visits.`)
  else if (event.kind === 'paused') say(describePause(event))
  else say(`1 failed: ${event.code}${event.again ? '; it is tried again.' : '; npm run batch -- failed says more.'}`)
}

function sayOfLook(event: FollowEvent, say: Listening['say']): void {
  if (event.kind === 'away') say('The EHR did not answer; the next look makes up for it.')
  else if (event.kind === 'subscription') say(SUBSCRIPTION[event.state])
  else {
    if (event.skipped > 0) say(`${event.skipped} documents name no patient or no encounter and were left out.`)
    if (event.added > 0) say(`Found ${event.added} new notes.`)
  }
}

const SUBSCRIPTION: Readonly<Record<Extract<FollowEvent, { kind: 'subscription' }>['state'], string>> = {
  'as-before': 'The EHR says when notes change.',
  made: 'The EHR says from now on when notes change.',
  'not-offered': 'The EHR offers no Subscription; it is asked every five minutes.',
  refused: 'The EHR refused the Subscription; it is asked every five minutes.',
}
