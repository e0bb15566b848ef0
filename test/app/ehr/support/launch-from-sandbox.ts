/** A person who clicks in the sandbox's chart: opens the sidebar for a patient and follows the redirects back to it. */

import { authorizeLaunch } from '#app/ehr/authorize-launch.ts'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import { parseTenantKey } from '#coding/domain/ids.ts'
import type { Sandbox } from '#sandbox/start-sandbox.ts'
import { type FakeBrowser, openFakeBrowser } from './fake-browser.ts'

export const SIDEBAR_URL = 'http://127.0.0.1:5173'

export function buildSandboxTenant(
  sandbox: Sandbox,
  base: 'fhir' | 'charges/fhir' | 'open/fhir' = 'fhir',
): TenantConfiguration {
  return {
    tenant: parseTenantKey(`sandbox-${base.replace('/', '-')}`),
    issuer: `${sandbox.url}/${base}`,
    name: 'Sandbox',
    kind: base === 'open/fhir' ? 'open-server' : 'smart',
    clientId: 'postil-sidebar',
    vendor: 'sandbox',
    pkce: 'required',
    writeTargets: ['Claim', 'ChargeItem', 'Task'],
    sensitivity: { part2: 'withhold', behavioralHealth: 'allow', otherSensitive: 'allow' },
    liveUpdates: true,
  }
}

export type ChartLaunch = {
  readonly sandbox: Sandbox
  readonly patientId: string
  readonly encounterId: string
  readonly userId: string
  readonly base?: 'fhir' | 'charges'
  readonly scopes?: readonly string[]
  readonly storage?: Map<string, string>
}

/** @returns a tab that stands on `index.html?code=…&state=…`, as the EHR's redirect leaves it. */
export async function launchFromSandbox(launch: ChartLaunch): Promise<FakeBrowser> {
  const { sandbox, storage = new Map(), base = 'fhir', ...context } = launch
  const response = await fetch(`${sandbox.url}/chart/launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...context, base }),
  })
  const { launchUrl } = (await response.json()) as { launchUrl: string }
  const browser = openFakeBrowser({
    url: launchUrl,
    storage,
    now: Date.now(),
    openSocket: (url) => new WebSocket(url),
  })
  const tenant = buildSandboxTenant(sandbox, base === 'fhir' ? 'fhir' : 'charges/fhir')
  const outcome = await authorizeLaunch({
    browser,
    findTenant: async (issuer) => (issuer === tenant.issuer ? tenant : undefined),
  })
  if (outcome.kind !== 'redirecting') throw new Error(`launch failed: ${outcome.code}`)
  browser.open(await followRedirects(browser.visited.at(-1) ?? ''))
  return browser
}

/** Redirects with their cookies, until they lead back to the sidebar. */
export async function followRedirects(start: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  for (let hop = 0; hop < 10; hop++) {
    if (url.startsWith(SIDEBAR_URL)) return url
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`no redirect but ${response.status} at ${new URL(url).pathname}`)
    url = new URL(location, url).href
  }
  throw new Error('too many redirects')
}
