/** How a page comes to its EHR: by a launch that has just been completed, or by choosing a patient on an open server. */

import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { type BrowserEnvironment, openBrowserEnvironment } from './browser-environment.ts'
import { type CompletedLaunch, completeLaunch, hasLaunch } from './complete-launch.ts'
import { type LaunchContext, readVerifiedEncounter } from './context-integrity.ts'
import { createEhrConnection } from './ehr-connection.ts'
import { type EhrSession, openAnonymousSession } from './ehr-session.ts'
import { findEncounterChoices } from './encounter-choices.ts'
import { EhrError, normalizeEhrError } from './errors.ts'
import { createWorkTaskKeeper, type KeepWorkTask } from './filing/keep-work-task.ts'
import type { PersonPage } from './launch-parameters.ts'
import { openEhrServer } from './open-ehr-server.ts'
import type { EhrConnection, EhrErrorCode, EncounterChoice } from './session-types.ts'

export type ConnectResult =
  | { readonly kind: 'connected'; readonly connection: EhrConnection }
  /** The launch brought a patient but no encounter: the person chooses. A reload keeps the choice. */
  | {
      readonly kind: 'needs-encounter'
      readonly choices: readonly EncounterChoice[]
      readonly choose: (id: EncounterId) => Promise<ConnectResult>
    }
  /** The launch is a person's, for a list of many encounters: each is opened by itself. */
  | { readonly kind: 'person'; readonly person: EhrPerson }
  | { readonly kind: 'failed'; readonly code: EhrErrorCode; readonly message: string }
  /** Nobody launched this page: it may offer the open servers. */
  | { readonly kind: 'not-launched' }

/** Somebody who signed in without a patient. */
export type EhrPerson = {
  /** What they asked for. */
  readonly page: PersonPage
  readonly tenant: TenantConfiguration
  readonly idToken: string | undefined
  readonly getAccessToken: () => Promise<string | undefined>
  readonly onSessionEnded: EhrSession['onSessionEnded']
  /** Brings the Task of an encounter on the coders' list up to date, where the site wants that. @throws EhrError */
  readonly keepWorkTask: KeepWorkTask
  /** Never throws. The EHR must show the encounter to this person, as this patient's, before anything is handed out. */
  readonly openEncounter: (context: LaunchContext) => Promise<ConnectResult>
}

export type ConnectOptions = { readonly browser?: BrowserEnvironment }

/** For `index.html`. Safe to call more than once: a launch is completed only once (F16). Never throws. */
export async function connect({ browser = openBrowserEnvironment() }: ConnectOptions = {}): Promise<ConnectResult> {
  if (!hasLaunch(browser.readUrl())) return { kind: 'not-launched' }
  return settle(async () => continueLaunch(await completeLaunch(browser), browser))
}

export type OpenServerChoice = {
  readonly tenant: TenantConfiguration
  readonly patientId: PatientId
  readonly encounterId: EncounterId
}

/** For a server without authorization (sandbox profile only). Never throws. */
export async function connectOpenServer(
  { tenant, ...context }: OpenServerChoice,
  { browser = openBrowserEnvironment() }: ConnectOptions = {},
): Promise<ConnectResult> {
  return settle(async () => {
    if (tenant.kind !== 'open-server') throw new EhrError('foreign-issuer')
    return openConnection({ session: openAnonymousSession(tenant), context, browser })
  })
}

async function settle(work: () => Promise<ConnectResult>): Promise<ConnectResult> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = normalizeEhrError(error, 'launch-failed')
    return { kind: 'failed', code, message }
  }
}

async function continueLaunch(launch: CompletedLaunch, browser: BrowserEnvironment): Promise<ConnectResult> {
  const { session } = launch
  if (launch.page) return { kind: 'person', person: openPerson(session, launch.page, browser) }
  const patientId = parseLaunchId(session.patientId, parsePatientId)
  const encounter = session.encounterId ?? launch.chosenEncounterId
  if (encounter !== undefined) {
    const encounterId = parseLaunchId(encounter, parseEncounterId)
    return openConnection({ session, context: { patientId, encounterId }, browser })
  }
  return {
    kind: 'needs-encounter',
    choices: await findEncounterChoices(openEhrServer(session, browser), patientId),
    choose: (encounterId) =>
      settle(async () => {
        const result = await openConnection({ session, context: { patientId, encounterId }, browser })
        await launch.rememberEncounter(encounterId)
        return result
      }),
  }
}

function openPerson(session: EhrSession, page: PersonPage, browser: BrowserEnvironment): EhrPerson {
  return {
    page,
    tenant: session.tenant,
    get idToken() {
      return session.idToken
    },
    getAccessToken: () => session.getAccessToken(),
    onSessionEnded: session.onSessionEnded,
    keepWorkTask: createWorkTaskKeeper({ server: openEhrServer(session, browser), session, now: browser.now }),
    openEncounter: (context) => settle(() => openConnection({ session, context, browser, isOfPerson: true })),
  }
}

/** @throws EhrError `launch-failed` when the server named no patient, or one that cannot be an id. */
function parseLaunchId<Id>(text: string | undefined, parse: (text: string) => Id): Id {
  try {
    return parse(text ?? '')
  } catch (error) {
    const message = 'The EHR did not say which patient is open. Open Postil again from the patient’s chart.'
    throw new EhrError('launch-failed', { message, cause: error })
  }
}

type Opening = {
  readonly session: EhrSession
  readonly context: LaunchContext
  readonly browser: BrowserEnvironment
  readonly isOfPerson?: boolean
}

/** Nothing is handed out before the encounter has been shown to be this patient's. */
async function openConnection({ session, context, browser, isOfPerson = false }: Opening): Promise<ConnectResult> {
  const server = openEhrServer(session, browser)
  await readVerifiedEncounter(server, context)
  return { kind: 'connected', connection: createEhrConnection({ server, session, context, browser, isOfPerson }) }
}
