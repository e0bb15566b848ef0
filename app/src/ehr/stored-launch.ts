/** One launch as it lies in storage: fhirclient's state and, beside it, what we need to go on after a reload. */
import * as z from 'zod/mini'
import { tenantConfiguration } from '#coding/contract/tenant.ts'
import type { LaunchStorage } from './launch-storage.ts'

/** fhirclient's `ClientState`, as far as we use it. */
const clientState = z.looseObject({
  serverUrl: z.string(),
  clientId: z.string(),
  authorizeUri: z.string(),
  tokenUri: z.string(),
  expiresAt: z.optional(z.number()),
  tokenResponse: z.optional(z.unknown()),
})
export type ClientState = z.output<typeof clientState>

/** The tenant is kept by value: it cannot change under a launch, and a reload works while the proxy is down. */
const launchNote = z.object({
  tenant: tenantConfiguration,
  /** Chosen by the person when the launch brought none. */
  encounterId: z.exactOptional(z.string()),
})
export type LaunchNote = z.output<typeof launchNote>

const noteKey = (stateKey: string): string => `${stateKey}.postil`

export async function findClientState(storage: LaunchStorage, stateKey: string): Promise<ClientState | undefined> {
  return clientState.safeParse(await storage.get(stateKey)).data
}

export async function findLaunchNote(storage: LaunchStorage, stateKey: string): Promise<LaunchNote | undefined> {
  return launchNote.safeParse(await storage.get(noteKey(stateKey))).data
}

export async function saveLaunchNote(storage: LaunchStorage, stateKey: string, note: LaunchNote): Promise<void> {
  await storage.set(noteKey(stateKey), note)
}

/** Forgets the tokens of a launch that is over. */
export async function forgetLaunch(storage: LaunchStorage, stateKey: string): Promise<void> {
  await storage.unset(stateKey)
  await storage.unset(noteKey(stateKey))
}
