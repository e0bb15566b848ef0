// Docker and a cluster are not needed to see that the files say what the proxy reads, and only that.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import * as z from 'zod/mini'
import { getFiscalEdition } from '#proxy/code-sets/edition.ts'
import { listReleases } from '#proxy/code-sets/load-code-sets.ts'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { parseConfig, VARIABLES } from '#proxy/config.ts'
import { DEFAULT_TIMES } from '#proxy/llm/anthropic/messages-model.ts'
import { AFTER_DRAIN_MS } from '#proxy/start-proxy.ts'

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const pages = readdirSync(new URL('../../docs', import.meta.url)).filter((name) => name.endsWith('.md'))

/** Of npm start, of the bench and of tests; the proxy by itself does not read them. */
const ELSEWHERE: readonly string[] = [
  'POSTIL_SANDBOX_PORT',
  'POSTIL_BENCH_DATABASE_URL',
  'POSTIL_TEST_DATABASE_URL',
  'POSTIL_LIVE_MODEL',
]

function listNames(text: string): readonly string[] {
  return [...new Set(text.match(/\bPOSTIL_[A-Z0-9_]*[A-Z0-9]\b|\b(?:DATABASE_URL(?:_FILE)?|OTEL_[A-Z_]*[A-Z])\b/g))]
}

const compose = z
  .object({
    services: z.record(z.string(), z.looseObject({ environment: z.optional(z.record(z.string(), z.any())) })),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(parse(read('compose.yaml'), { merge: true }))
const manifests = parseAllDocuments(read('deploy/kubernetes/postil.yaml')).map((one) => one.toJS() as unknown)

const deployment = z
  .object({
    spec: z.object({
      template: z.object({
        spec: z.object({
          terminationGracePeriodSeconds: z.number(),
          securityContext: z.object({ runAsNonRoot: z.literal(true) }),
          initContainers: z.array(
            z.object({
              command: z.array(z.string()),
              securityContext: z.object({ readOnlyRootFilesystem: z.literal(true) }),
              volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
            }),
          ),
          volumes: z.array(z.object({ name: z.string() })),
          containers: z.array(
            z.object({
              env: z.array(z.object({ name: z.string(), value: z.optional(z.string()) })),
              securityContext: z.object({ readOnlyRootFilesystem: z.literal(true) }),
              volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
              lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }),
            }),
          ),
        }),
      }),
    }),
  })
  .parse(manifests[0]).spec.template.spec

/** Of both examples. */
const DRAIN_SECONDS = 60

describe('the deployment files', () => {
  test.each([
    'Dockerfile',
    'compose.yaml',
    'deploy/kubernetes/postil.yaml',
    'deploy/kubernetes/code-sets.Dockerfile',
    ...pages.map((name) => `docs/${name}`),
  ])('%s names no variable that nothing reads', (name) => {
    const unknown = listNames(read(name)).filter((one) => !(VARIABLES.includes(one) || ELSEWHERE.includes(one)))
    expect(unknown).toEqual([])
  })

  test('every variable that is read stands in a page', () => {
    const documented = new Set(pages.flatMap((name) => listNames(read(`docs/${name}`))))
    expect(VARIABLES.filter((name) => !documented.has(name))).toEqual([])
  })

  const ofImage = (name: string) => new RegExp(`${name}=(\\S+)`).exec(read('Dockerfile'))?.[1]

  test('both examples set nothing that the proxy does not read, and name files that are mounted', () => {
    const [container] = deployment.containers
    const ofCluster = new Map(container?.env.map(({ name, value = '' }) => [name, value]))
    const { 'proxy-1': one, 'proxy-2': two } = compose.services
    const ofCompose = new Map(Object.entries(one?.environment ?? {}).map(([name, value]) => [name, String(value)]))
    expect(two?.environment).toEqual(one?.environment)
    const mounted = [
      [ofCluster, container?.volumeMounts.map(({ mountPath }) => mountPath) ?? []],
      [ofCompose, ['/run/secrets']],
    ] as const
    for (const [settings, places] of mounted) {
      expect(settings.size).toBeGreaterThan(5)
      expect([...settings.keys()].filter((name) => !VARIABLES.includes(name))).toEqual([])
      for (const name of ['POSTIL_TENANTS_FILE', 'POSTIL_CHECKPOINT_KEY_FILE']) {
        expect(
          places.some((place) => settings.get(name)?.startsWith(`${place}/`)),
          name,
        ).toBe(true)
      }
    }
    const volumes = deployment.volumes.map(({ name }) => name)
    const used = [...deployment.containers, ...deployment.initContainers].flatMap(({ volumeMounts }) => volumeMounts)
    expect(used.filter(({ name }) => !volumes.includes(name))).toEqual([])
    expect(used.filter(({ name, mountPath }) => name === 'data' && mountPath !== ofImage('POSTIL_DATA_DIR'))).toEqual(
      [],
    )
  })

  test('the init container puts code sets where the proxy looks for them', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'postil-deploy-'))
    try {
      const data = { columns: { texts: {}, numbers: {} }, compiler: 1, counts: {}, warnings: [], sources: [] }
      await createReleaseStore(path.join(folder, 'filled')).write({
        set: 'icd10cm',
        ...getFiscalEdition(2026),
        ...data,
      })
      mkdirSync(path.join(folder, 'data'))
      // The image holds what lies in the folder `code-sets`; see its Dockerfile.
      expect(read('deploy/kubernetes/code-sets.Dockerfile')).toMatch(
        / \.postil\/code-sets\n[\s\S]*\nCOPY \. \/code-sets\n/,
      )
      const places: Readonly<Record<string, string>> = {
        '/code-sets': path.join(folder, 'filled', 'code-sets'),
        [`${ofImage('POSTIL_DATA_DIR')}/`]: path.join(folder, 'data'),
      }
      const [command = '', ...words] = deployment.initContainers[0]?.command.map((word) => places[word] ?? word) ?? []
      expect(spawnSync(command, words).status).toBe(0)
      const found = await listReleases(path.join(folder, 'data'))
      expect(found.map(({ release }) => release)).toEqual(['FY2026'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('both examples start a production proxy, with the settings of the image', () => {
    const key = Buffer.alloc(32, 7).toString('base64')
    const secrets = {
      POSTIL_PUBLIC_ORIGIN: 'https://postil.example',
      POSTIL_COLUMN_KEYS: `2026:${key}`,
      POSTIL_REFERENCE_KEY: key,
    }
    const image = Object.fromEntries(
      [...read('Dockerfile').matchAll(/(POSTIL_[A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    )
    const ofCompose = Object.entries(compose.services['proxy-1']?.environment ?? {}).map(([name, value]) => {
      return [name, String(value).replace(/^\$\{\w+:-?(.*)\}$/, '$1')]
    })
    const [container] = deployment.containers
    const ofCluster = container?.env.map(({ name, value }) => [name, value]) ?? []
    for (const [settings, query] of [
      [ofCompose, ''],
      [ofCluster, '?sslmode=verify-full'],
    ] as const) {
      const DATABASE_URL = `postgres://postil@database/postil${query}`
      const config = parseConfig({ ...image, ...Object.fromEntries(settings), ...secrets, DATABASE_URL })
      expect(config).toMatchObject({ profile: 'production', metrics: { port: 9464 }, checkpoints: { kind: 'sink' } })
      expect(config.limits.drainMs).toBe(DRAIN_SECONDS * 1000)
    }
  })

  test('who is stopped has the time to let its streams end', () => {
    // A model's answer and what is put on record of it.
    expect(DRAIN_SECONDS * 1000).toBeGreaterThan(DEFAULT_TIMES.deadlineMs + 10_000)
    const stopping = DRAIN_SECONDS + AFTER_DRAIN_MS / 1000
    const before = deployment.containers[0]?.lifecycle.preStop.sleep.seconds ?? 0
    expect(deployment.terminationGracePeriodSeconds).toBeGreaterThan(before + stopping)
    const grace = /^(\d+)s$/.exec(String(compose.services['proxy-1']?.['stop_grace_period']))?.[1]
    expect(Number(grace)).toBeGreaterThan(stopping)
  })

  test('the balancer limits each address, names it, and the proxies believe that one balancer', () => {
    const balancer = read('deploy/compose/nginx.conf')
    expect(balancer).toMatch(/location = \/v1\/session \{\s*limit_req zone=sign_in /)
    expect(balancer).toMatch(/limit_conn open \d+;/)
    expect(balancer).toContain('proxy_set_header x-forwarded-for $proxy_add_x_forwarded_for;')
    expect(compose.services['proxy-1']?.environment?.['POSTIL_TRUSTED_PROXIES']).toBe(1)
    expect(deployment.containers[0]?.env).toContainEqual({ name: 'POSTIL_TRUSTED_PROXIES', value: '1' })
  })

  test('two proxies stand behind one balancer that does not hold streams back', () => {
    expect(Object.keys(compose.services)).toEqual(['proxy-1', 'proxy-2', 'balancer', 'database'])
    expect(read('deploy/compose/nginx.conf')).toMatch(/proxy_buffering off/)
  })

  test('the image runs as somebody who is not root, and copies nothing that tests or a machine left', () => {
    const lines = read('Dockerfile').split('\n')
    expect(lines.findLast((line) => line.startsWith('USER'))).toBe('USER node')
    expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['test', '.git', '.postil']))
  })

  test.each(['.gitignore', '.dockerignore'])('what an operator puts beside compose.yaml is left out by %s', (list) => {
    const patterns = read(list)
      .split('\n')
      .map((line) => line.replace(/^\/|^\*\*\//, ''))
    const files = Object.values(compose.secrets).map(({ file }) => path.basename(file))
    const kept = ['.env', ...files].filter((name) => !patterns.some((pattern) => path.matchesGlob(name, pattern)))
    expect(files).not.toEqual([])
    expect(kept).toEqual([])
  })
})
