// The sandbox EHR and the proxy with the built sidebar, wired to each other: what `npm start` runs and
// what the browser tests open.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Resource } from '@medplum/fhirtypes'
import type { ModeSettings } from '#coding/domain/mode.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { DEFAULT_LIMITS, type ModelConfig, type ProxyConfig } from '#proxy/config.ts'
import { type RunningProxy, startProxy } from '#proxy/start-proxy.ts'
import { type EhrKind, VENDORS } from '#sandbox/personalities/ehr-kind.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../sandbox/patients/build-patients.ts'

const HOST = '127.0.0.1'
/** Everybody else of the sandbox's staff charts. */
const ROLES = {
  'Practitioner/coder-lindqvist': 'coder',
  'Practitioner/coder-tanaka': 'coder',
  'Practitioner/auditor-moreau': 'auditor',
  'Practitioner/admin-novak': 'admin',
}

export type StackOptions = {
  /** 0 takes any free port. */
  readonly sandboxPort: number
  readonly proxyPort: number
  /** Day of the visits, YYYY-MM-DD. */
  readonly today: string
  readonly dataDir: string
  readonly accessTokenSeconds?: number
  /** Which EHR the sandbox behaves like. */
  readonly ehr?: EhrKind
  /** Another name of this machine makes the sidebar another site than the EHR's, as it is in a hospital. */
  readonly sidebarHost?: string
  readonly logLevel?: ProxyConfig['logLevel']
  /** A language model for the synthetic patients; without one it is off. */
  readonly model?: ModelConfig
  /** How much Postil does; it assists unless this says otherwise. */
  readonly modes?: ModeSettings
  /** Beside the patients of the sandbox. */
  readonly moreResources?: readonly Resource[]
}

export type Stack = {
  readonly sandbox: Sandbox
  readonly proxy: RunningProxy
  /** Origin of the sidebar as browsers know it. */
  readonly sidebarUrl: string
  /** Stops the proxy and starts it again on the same port and store, as an upgrade does. */
  readonly restartProxy: () => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const sandboxPort = options.sandboxPort || (await findFreePort())
  const proxyPort = options.proxyPort || (await findFreePort())
  const sidebarUrl = `http://${options.sidebarHost ?? HOST}:${proxyPort}`
  const sandbox = await startSandbox({
    host: HOST,
    port: sandboxPort,
    sidebarUrl,
    resources: [...buildPatients(options.today), ...(options.moreResources ?? [])],
    chartDir: 'dist/chart',
    ...(options.ehr && { ehr: options.ehr }),
    ...(options.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: options.accessTokenSeconds }),
  })
  mkdirSync(options.dataDir, { recursive: true })
  const tenantsFile = join(options.dataDir, 'tenants.json')
  writeFileSync(tenantsFile, JSON.stringify({ tenants: await describeSandboxTenants(sandbox.url, options) }, null, 2))
  const config: ProxyConfig = {
    profile: 'sandbox',
    host: HOST,
    port: proxyPort,
    publicOrigin: sidebarUrl,
    staticDir: 'dist/app',
    tenantsFile,
    database: { kind: 'pglite', dir: join(options.dataDir, 'db') },
    dataDir: options.dataDir,
    logLevel: options.logLevel ?? 'warn',
    limits: DEFAULT_LIMITS,
    ...(options.model && { model: options.model }),
  }
  const engine = createCodingEngine(await loadCodeSets(options.dataDir))
  // A laptop that builds and tests beside it is no EHR that waits half a second.
  const hooks = { answerMs: 5000 }
  let proxy = await startProxy(config, engine, { hooks })
  return {
    sandbox,
    sidebarUrl,
    get proxy() {
      return proxy
    },
    restartProxy: async () => {
      await proxy.stop()
      proxy = await startProxy(config, engine, { hooks })
    },
    stop: async () => {
      await Promise.all([sandbox.stop(), proxy.stop()])
    },
  }
}

/** One row for each FHIR base of the sandbox; what the sign-in needs is read from the base itself. */
async function describeSandboxTenants(
  sandboxUrl: string,
  { ehr = 'native', modes }: Pick<StackOptions, 'ehr' | 'modes'>,
): Promise<readonly unknown[]> {
  const common = {
    vendor: 'sandbox',
    allowedOrigins: [],
    frameAncestors: [sandboxUrl],
    connectOrigins: [],
    writeTargets: ['Claim', 'ChargeItem', 'ChargeItem.$create', 'Task', 'queue'],
    // Of no real site.
    billCodes: { base: `${sandboxUrl}/CodeSystem`, schedules: { cpt: 'sandbox-cpt', hcpcs: 'sandbox-hcpcs' } },
    sensitivity: { part2: 'withhold', behavioralHealth: 'allow', otherSensitive: 'allow' },
    model: 'allowed',
    coderMayRelease: true,
    accuracyAudit: { perStratum: 5, most: 50, seed: 'of the sandbox alone' },
    facilityBilling: { visits: [], coderMayChange: true },
    ...(modes && { modes }),
    liveUpdates: true,
  }
  const hookClient = { issuer: `${sandboxUrl}/cds-client`, jwksUrl: `${sandboxUrl}/cds-client/jwks.json` }
  const smart = async (key: string, path: string, name: string) => {
    const issuer = `${sandboxUrl}${path}`
    const response = await fetch(`${issuer}/.well-known/smart-configuration`)
    const discovery = (await response.json()) as Record<string, string>
    return {
      ...common,
      key,
      name,
      issuer,
      kind: 'smart',
      clientId: 'postil-sidebar',
      pkce: 'required',
      idToken: { issuer: discovery['issuer'], jwksUrl: discovery['jwks_uri'] },
      introspection: { url: discovery['introspection_endpoint'], clientId: 'postil-sidebar' },
      roles: { default: 'provider', byFhirUser: ROLES },
    }
  }
  return [
    { ...(await smart('sandbox', '/fhir', 'Sandbox EHR')), vendor: VENDORS[ehr], cdsHooks: { clients: [hookClient] } },
    await smart('sandbox-charges', '/charges/fhir', 'Sandbox EHR without Claim'),
    {
      ...common,
      key: 'sandbox-open',
      name: 'Open sandbox server',
      issuer: `${sandboxUrl}/open/fhir`,
      kind: 'open-server',
      role: 'provider',
    },
  ]
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, HOST, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
