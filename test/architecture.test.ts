// The promises that ARCHITECTURE.md makes about folders, held against the files themselves.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const sources = globSync('{app,coding,fhir-mappers,proxy,sandbox}/{src,patients}/**/*.{ts,tsx}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.endsWith('.d.ts'))

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"\n;]|\n(?!\s*(?:import|export)\s))*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g

type Import = { readonly file: string; readonly target: string }

function listImports(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    const target = specifier.startsWith('.') ? posix.normalize(posix.join(dirname(file), specifier)) : specifier
    return { file, target }
  })
}

const imports = sources.flatMap(listImports)

/** The one table of who may import what (house style, section 2). Packages are matched by prefix. */
const ALLOWED: Record<string, readonly RegExp[]> = {
  coding: [/^coding\//, /^zod\/mini$/],
  'fhir-mappers': [/^fhir-mappers\//, /^#coding\//, /^@medplum\/(fhirtypes|core)$/, /^(htmlparser2|saxes|unpdf)$/],
  app: [
    /^app\//,
    /^#(coding|fhir-mappers|app)\//,
    /^react(-dom)?(\/|$)/,
    /^react-aria-components(\/|$)/,
    /^zustand(\/|$)/,
    /^(fhirclient|@medplum\/fhirtypes)(\/|$)/,
  ],
  proxy: [
    /^proxy\//,
    /^#(coding|fhir-mappers|proxy)\//,
    /^node:/,
    /^(@anthropic-ai\/sdk|hono|@hono\/node-server|zod|jose|kysely|pg|pg-boss|@electric-sql\/pglite|pino|fflate|saxes)(\/|$)/,
  ],
  sandbox: [
    /^sandbox\//,
    /^#(fhir-mappers|sandbox)\//,
    /^node:/,
    /^@medplum\/(core|fhirtypes|fhir-router|definitions)(\/|$)/,
    /^oidc-provider$/,
    /^ws$/,
    /^jose$/,
  ],
}
/** The chart page is a browser page of its own (docs/decisions). */
const CHART = [/^sandbox\/src\/chart\//, /^react(-dom)?(\/|$)/, /^@medplum\/fhirtypes$/, /^htmlparser2$/]

function isAllowed({ file, target }: Import): boolean {
  if (file.startsWith('sandbox/src/chart/')) return CHART.some((pattern) => pattern.test(target))
  return (ALLOWED[file.split('/')[0] ?? ''] ?? []).some((pattern) => pattern.test(target))
}

/** Files that match, and all that they import, directly or not. */
function listReached(from: RegExp): ReadonlySet<string> {
  const reached = new Set(sources.filter((file) => from.test(file)))
  for (const file of reached) {
    const targets = imports.filter((one) => one.file === file).map(({ target }) => target)
    for (const target of targets) {
      reached.add(target.replace(/^#(coding|app|proxy|fhir-mappers|sandbox)\//, '$1/src/'))
    }
  }
  return reached
}

describe('the folders', () => {
  test('import only what their row of the table allows', () => {
    expect(imports.filter((one) => !isAllowed(one))).toEqual([])
  })

  test('keep fhirclient and FHIR resources in app/src/ehr', () => {
    const strays = imports.filter(
      ({ file, target }) =>
        file.startsWith('app/') &&
        !file.startsWith('app/src/ehr/') &&
        /^(fhirclient|@medplum|#fhir-mappers)/.test(target),
    )
    expect(strays).toEqual([])
  })

  test('keep model SDKs in proxy/src/llm', () => {
    const strays = imports.filter(
      ({ file, target }) => target.startsWith('@anthropic-ai/') && !file.startsWith('proxy/src/llm/anthropic/'),
    )
    expect(strays).toEqual([])
  })

  test('let no feature import another feature, and no part of ui a feature', () => {
    const strays = imports.filter(({ file, target }) => {
      const feature = /^app\/src\/features\/([^/]+)\//.exec(file)?.[1]
      const other = /app\/src\/features\/([^/]+)\//.exec(target.replace('#app/', 'app/src/'))?.[1]
      if (file.startsWith('app/src/ui/')) return other !== undefined
      return feature !== undefined && other !== undefined && feature !== other
    })
    expect(strays).toEqual([])
  })

  // Prompt rule F1 (docs/prompt-lint.md): nothing about payment, weight or risk can reach what a clinician is asked.
  test('keep payment, weights and risk away from prompts and the findings on the screen', () => {
    const SOURCES = /^(coding\/src\/prompts|app\/src\/features\/findings)\//
    const MONEY =
      /hcc|ms-?drg|fee-schedule|(^|[/-])(fee|rvu|raf|weight|price|payment)s?([./-]|$)|code-attribute|complication-list|column-file|risk-review|charge-table|coverage-table|line-charge|coverage-policy/i
    const reached = listReached(SOURCES)
    expect([...reached].filter((file) => MONEY.test(file))).toEqual([])
    // The rules of a claim do reach them, so the pattern finds what it looks for.
    expect([...listReached(/^coding\/src\/claims\/check-draft/)].some((file) => MONEY.test(file))).toBe(true)
  })

  // A level is nothing that a clinician is shown while writing: the visit grid is the coder's.
  test('keep the level of a visit away from prompts and the findings on the screen', () => {
    const LEVEL = /claims\/visits\/|visit-grid|visit-levels|check-draft|features\/visit\//
    const reached = listReached(/^(coding\/src\/prompts|app\/src\/features\/findings)\//)
    expect(reached.size).toBeGreaterThan(50)
    expect([...reached].filter((file) => LEVEL.test(file))).toEqual([])
    expect([...listReached(/^coding\/src\/claims\/check-draft/)].some((file) => LEVEL.test(file))).toBe(true)
  })

  test('cross each other by alias, never by a relative path', () => {
    const strays = imports.filter(
      ({ file, target }) =>
        /^(app|coding|fhir-mappers|proxy|sandbox)\//.test(target) && target.split('/')[0] !== file.split('/')[0],
    )
    expect(strays).toEqual([])
  })

  test('read the environment only in a config.ts', () => {
    const strays = sources.filter(
      (file) => !file.endsWith('config.ts') && readFileSync(join(root, file), 'utf8').includes('process.env'),
    )
    expect(strays).toEqual([])
  })

  test('keep the clock and randomness out of coding', () => {
    const strays = sources
      .filter((file) => file.startsWith('coding/'))
      .filter((file) => /\bDate\.now\(|new Date\(\)|Math\.random\(/.test(readFileSync(join(root, file), 'utf8')))
    expect(strays).toEqual([])
  })

  test('open with a README of at most 15 lines', () => {
    const folders = [
      'app',
      'coding',
      'fhir-mappers',
      'proxy',
      'sandbox',
      'test',
      'docs',
      'docs/decisions',
      'docs/rules',
    ]
    const named = [...folders, ...globSync('{app,coding,proxy,sandbox}/src/*/', { cwd: root })]
    const wrong = named.filter((folder) => {
      const readme = join(root, folder, 'README.md')
      return !existsSync(readme) || readFileSync(readme, 'utf8').trimEnd().split('\n').length > 15
    })
    expect(wrong).toEqual([])
  })
})

describe('the repository', () => {
  test('names no registry host in its lock file', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/)
  })

  test('pins every dependency to one exact version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(\d+\.\d+\.\d+|file:\.\/vendor\/.+)$/.test(version),
    )
    expect(loose).toEqual([])
  })
})
