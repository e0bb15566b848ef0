/** Takes a fake tab through both pages of a launch against the local SMART server. */

import { authorizeLaunch, type LaunchOutcome } from '#app/ehr/authorize-launch.ts'
import { connect } from '#app/ehr/connect.ts'
import type { EhrConnection } from '#app/ehr/session-types.ts'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { type FakeBrowser, type FakeBrowserOptions, openFakeBrowser } from './fake-browser.ts'
import type { SmartServer } from './smart-server.ts'

const SIDEBAR = 'https://sidebar.example'

export function buildTenant(base: string, changes: Partial<TenantConfiguration> = {}): TenantConfiguration {
  return {
    tenant: parseTenantKey('clinic'),
    issuer: base,
    name: 'Clinic',
    kind: 'smart',
    clientId: 'postil client',
    vendor: 'other',
    pkce: 'required',
    writeTargets: ['Claim', 'ChargeItem', 'Task'],
    sensitivity: { part2: 'withhold', behavioralHealth: 'allow', otherSensitive: 'allow' },
    ...changes,
  }
}

export type LaunchSetup = Partial<FakeBrowserOptions> & {
  /** Added to the launch address as it is. */
  readonly query?: string
  readonly tenant?: Partial<TenantConfiguration>
}

export type AuthorizedLaunch = {
  readonly browser: FakeBrowser
  readonly outcome: LaunchOutcome
  /** Where the launch page went; undefined when it stopped. */
  readonly authorization: URL | undefined
}

export async function authorizeAt(server: SmartServer, setup: LaunchSetup = {}): Promise<AuthorizedLaunch> {
  const { query = '&launch=chart-1', tenant, ...options } = setup
  const url = `${SIDEBAR}/launch.html?iss=${encodeURIComponent(server.base)}${query}`
  const browser = openFakeBrowser({ url, now: Date.now(), ...options })
  const registered = buildTenant(server.base, tenant)
  const findTenant = async (issuer: string) => (issuer === server.base ? registered : undefined)
  const outcome = await authorizeLaunch({ browser, findTenant })
  const target = browser.visited.at(-1)
  return { browser, outcome, authorization: target === undefined ? undefined : new URL(target) }
}

export async function returnWithCode(launch: AuthorizedLaunch, code = 'code-1'): Promise<FakeBrowser> {
  const state = launch.authorization?.searchParams.get('state') ?? ''
  const query = new URLSearchParams({ code, state, iss: 'https://auth.example', session_state: 'x' })
  launch.browser.open(`${SIDEBAR}/index.html?${query.toString()}`)
  return launch.browser
}

export type SignedIn = { readonly browser: FakeBrowser; readonly connection: EhrConnection }

export async function signIn(server: SmartServer, setup: LaunchSetup = {}): Promise<SignedIn> {
  const browser = await returnWithCode(await authorizeAt(server, setup))
  const result = await connect({ browser })
  if (result.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(result)}`)
  return { browser, connection: result.connection }
}

/** The address without what only the first load has: what a reload, or a second look, opens. */
export function reload(browser: FakeBrowser, storage: Map<string, string>): FakeBrowser {
  return openFakeBrowser({ url: browser.readUrl().href, storage, now: browser.now() })
}
