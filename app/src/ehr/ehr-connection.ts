/** What the rest of the app holds of the EHR: one server, one patient, one encounter (`session-types.ts`). */
import { tryParseAppContext } from '#coding/contract/app-context.ts'
import type { BrowserEnvironment } from './browser-environment.ts'
import type { LaunchContext } from './context-integrity.ts'
import type { EhrSession } from './ehr-session.ts'
import type { FhirServer } from './fhir-server.ts'
import { followLaunch } from './fhircast/follow-launch.ts'
import { createFilingFetcher } from './filing/fetch-filing.ts'
import { createWorkTaskKeeper } from './filing/keep-work-task.ts'
import { createWriteAbilities } from './filing/write-abilities.ts'
import { findEhrPage } from './messaging/find-ehr-page.ts'
import { createEncounterReader } from './read-encounter.ts'
import type { EhrConnection } from './session-types.ts'
import { watchLaunch } from './subscription/watch-launch.ts'

export type ConnectionParts = {
  readonly server: FhirServer
  readonly session: EhrSession
  readonly context: LaunchContext
  readonly browser: BrowserEnvironment
  readonly isOfPerson?: boolean
}

export function createEhrConnection(parts: ConnectionParts): EhrConnection {
  const { server, session, context } = parts
  const abilities = createWriteAbilities(server, session)
  const filing = createFilingFetcher(parts, abilities)
  const openAt = tryParseAppContext(session.appContext ?? '')
  return {
    tenant: session.tenant,
    ...context,
    isOfPerson: parts.isOfPerson === true,
    get idToken() {
      return session.idToken
    },
    getAccessToken: () => session.getAccessToken(),
    ...(session.styleUrl !== undefined && { styleUrl: session.styleUrl }),
    ...(openAt !== undefined && { openAt }),
    findWriteTarget: async () => {
      filing.prepare()
      const { target } = await abilities.decide()
      return { target, isPassingOver: await abilities.hasDemoted() }
    },
    passOver: (targets) => targets.forEach(abilities.demote),
    tryAllTargets: abilities.promoteAll,
    readEncounter: createEncounterReader(parts),
    readBanner: async () => (await import('./read-banner.ts')).readBanner(server, context),
    readClaimFacts: async (signal) =>
      (await import('./history/read-claim-facts.ts')).readClaimFacts({ ...parts, abilities }, signal),
    fileDraft: (...draft) => filing.attempt(({ fileDraft }) => fileDraft(...draft)),
    resolveDifference: (...draft) => filing.attempt(({ resolveDifference }) => resolveDifference(...draft)),
    withdrawDraft: (...draft) => filing.attempt(({ withdrawDraft }) => withdrawDraft(...draft)),
    mayPostCharges: async () => (await abilities.findPostRefusal()) === undefined,
    mayCreditCharges: async () => (await abilities.findCreditRefusal()) === undefined,
    postCharges: (...draft) => filing.attempt(({ postCharges }) => postCharges(...draft)),
    signOffDraft: (...draft) => filing.attempt(({ signOffDraft }) => signOffDraft(...draft)),
    sendQuery: (...query) => filing.attempt(({ sendQuery }) => sendQuery(...query)),
    readQueryAnswer: async (...query) => (await filing.get()).readQueryAnswer(...query),
    findDraftKey: async (...draft) => (await filing.get()).findDraftKey(...draft),
    exportDraft: async (draft) => (await filing.get()).exportDraft(draft),
    keepWorkTask: createWorkTaskKeeper({ server, session, now: parts.browser.now }, abilities),
    exportRemarks: async (remarks) => (await import('./export-remarks.ts')).exportRemarks(parts, remarks),
    followContext: (onChange) => followLaunch(parts, onChange),
    findEhrPage: () => findEhrPage(parts),
    watchRecord: (watch) => watchLaunch(parts, watch),
    onSessionEnded: session.onSessionEnded,
  }
}
