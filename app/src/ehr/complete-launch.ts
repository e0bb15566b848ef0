/** The index page's first work: exchange the code, or find the launch after a reload (smart-fhir reference 2.4). */
import { ready } from 'fhirclient/lib/smart.js'
import type { BrowserEnvironment } from './browser-environment.ts'
import { EhrError, normalizeEhrError } from './errors.ts'
import { createFhirclientAdapter } from './fhirclient-adapter.ts'
import { isOfOtherLaunch } from './id-token.ts'
import type { PersonPage } from './launch-parameters.ts'
import { type LaunchStorage, openLaunchStorage } from './launch-storage.ts'
import { openSmartSession, type SmartSession } from './smart-session.ts'
import { findClientState, findLaunchNote, forgetLaunch, saveLaunchNote, updateClientState } from './stored-launch.ts'

export type CompletedLaunch = {
  readonly session: SmartSession
  readonly page: PersonPage | undefined
  /** Chosen in an earlier load of this page. */
  readonly chosenEncounterId: string | undefined
  readonly rememberEncounter: (encounterId: string) => Promise<void>
}

/** Past this the authorization server will not answer any more, and the code is dead (F15). */
const WATCHDOG_MS = 15_000

// A code can be exchanged once; React's StrictMode and impatient callers ask twice (F16).
const launches = new Map<string, Promise<CompletedLaunch>>()

/** Whether this address is the way back from an authorization, or a reload of one. */
export function hasLaunch(url: URL): boolean {
  return url.searchParams.has('state')
}

/** @throws EhrError `launch-failed` | `storage-blocked` | `timeout` */
export function completeLaunch(browser: BrowserEnvironment): Promise<CompletedLaunch> {
  const { stateKey, code, refusal } = takeParameters(browser)
  const known = launches.get(stateKey)
  if (known) return known
  const launch = refusal === undefined ? complete({ browser, stateKey, code }) : Promise.reject(refusal)
  launches.set(stateKey, launch)
  return launch
}

type ReturnParameters = { readonly stateKey: string; readonly code?: string | undefined; readonly refusal?: EhrError }

/** Reads the address and at once leaves only `state` in it: a code must not be sent twice nor stay in the history. */
function takeParameters(browser: BrowserEnvironment): ReturnParameters {
  const url = browser.readUrl()
  const stateKey = url.searchParams.get('state') ?? ''
  const code = url.searchParams.get('code') ?? undefined
  const error = url.searchParams.get('error')
  const clean = new URL(url)
  clean.search = stateKey ? new URLSearchParams({ state: stateKey }).toString() : ''
  if (clean.href !== url.href) browser.replaceUrl(clean)
  if (error === null) return { stateKey, code }
  return { stateKey, refusal: describeRefusal(error) }
}

/** RFC 6749, 4.1.2.1. The server's own description may name the patient, so it is not shown. */
function describeRefusal(error: string): EhrError {
  return error === 'access_denied'
    ? new EhrError('not-allowed', { message: 'The EHR did not let you open Postil here. Ask your administrator.' })
    : new EhrError('launch-failed')
}

type Launch = { readonly browser: BrowserEnvironment; readonly stateKey: string; readonly code?: string | undefined }

async function complete({ browser, stateKey, code }: Launch): Promise<CompletedLaunch> {
  const storage = openLaunchStorage(browser.openSessionStorage)
  const note = await findLaunchNote(storage, stateKey)
  if (!note) throw new EhrError(storage.persistent ? 'launch-failed' : 'storage-blocked')
  await withWatchdog(browser, exchange({ browser, storage, stateKey, code }))
  const state = await findClientState(storage, stateKey)
  if (state?.serverUrl !== note.tenant.issuer) throw new EhrError('launch-failed')
  const session = openSmartSession({
    state,
    tenant: note.tenant,
    browser,
    save: (changes) => updateClientState(storage, stateKey, changes),
    forget: () => forgetLaunch(storage, stateKey),
  })
  if (isOfOtherLaunch(session.idToken, stateKey)) throw new EhrError('launch-failed')
  return {
    session,
    page: note.page,
    chosenEncounterId: note.encounterId,
    rememberEncounter: (encounterId) => saveLaunchNote(storage, stateKey, { ...note, encounterId }),
  }
}

type Exchange = Launch & { readonly storage: LaunchStorage }

async function exchange({ browser, storage, stateKey, code }: Exchange): Promise<void> {
  const { origin, pathname } = browser.readUrl()
  const adapter = createFhirclientAdapter(new URL(pathname, origin), storage)
  try {
    // Escaped here because fhirclient puts it into the form as it is (F6).
    await ready(adapter, { stateKey, ...(code === undefined ? {} : { code: encodeURIComponent(code) }) })
  } catch (error) {
    throw normalizeEhrError(error, 'launch-failed')
  }
}

async function withWatchdog(browser: BrowserEnvironment, work: Promise<void>): Promise<void> {
  const done = new AbortController()
  const watchdog = browser.wait(WATCHDOG_MS, done.signal).then(
    () => {
      throw new EhrError('timeout')
    },
    () => undefined,
  )
  try {
    await Promise.race([work, watchdog])
  } finally {
    done.abort()
  }
}
