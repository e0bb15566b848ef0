// A proxy as it runs in production, except that one open tenant lets the bench in and its own rate does not stop it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DEFAULT_LIMITS, type ModelConfig } from '#proxy/config.ts'
import type { Engine } from '#proxy/engine.ts'
import type { Mask } from '#proxy/llm/prepare-documents.ts'
import { type RunningProxy, startProxy } from '#proxy/start-proxy.ts'

export const TENANT = 'bench'
export const ISSUER = 'http://ehr.example/fhir'

type BenchModel = { readonly config: ModelConfig; readonly mask: Mask }

/**
 * @param databaseUrl of PostgreSQL; without one, PGlite on disk.
 * @param more a model that reads along, or another tenant than the open one.
 */
export async function startBenchProxy(
  engine: Engine,
  databaseUrl?: string,
  more: BenchModel | { readonly tenant: object } = { tenant: describeTenant('provider') },
): Promise<RunningProxy> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'postil-bench-'))
  const tenantsFile = path.join(dataDir, 'tenants.json')
  const model = 'tenant' in more ? undefined : more
  const tenant = 'tenant' in more ? more.tenant : describeTenant('coder')
  writeFileSync(tenantsFile, JSON.stringify({ tenants: [tenant] }))
  const proxy = await startProxy(
    {
      profile: 'sandbox',
      host: '127.0.0.1',
      port: 0,
      tenantsFile,
      database: databaseUrl
        ? { kind: 'postgres', url: databaseUrl }
        : { kind: 'pglite', dir: path.join(dataDir, 'db') },
      dataDir,
      logLevel: 'info',
      ...(model && { model: model.config }),
      limits: {
        ...DEFAULT_LIMITS,
        requestsPerMinutePerSession: 1e6,
        requestsPerMinutePerPerson: 1e6,
        requestsPerMinutePerTenant: 1e6,
        exchangesPerMinutePerAddress: 1e6,
        // The same note is asked for over and over, and each time it must be a call.
        modelAnswerMs: 0,
      },
    },
    engine,
    model ? { mask: model.mask } : {},
  )
  return {
    url: proxy.url,
    stop: async () => {
      await proxy.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function describeTenant(role: 'provider' | 'coder'): object {
  return {
    key: TENANT,
    name: 'Bench',
    issuer: ISSUER,
    kind: 'open-server',
    vendor: 'other',
    role,
    model: 'allowed',
    allowedOrigins: [],
    frameAncestors: [],
    connectOrigins: [],
    writeTargets: ['queue'],
    sensitivity: { part2: 'withhold', behavioralHealth: 'withhold', otherSensitive: 'withhold' },
  }
}
