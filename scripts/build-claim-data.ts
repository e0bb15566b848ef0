/**
 * Part of `npm run data`: the index of claim rules (one file a rule, so nobody keeps a list by hand) and the
 * minutes of time-based codes. `--check` fails when a committed module is not what its sources give.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('..', import.meta.url))
const HEADER = '// Made by `npm run data`. Do not edit.\n'

/** Rule ids with their family, as the files lie: coding/src/claims/<family>/<rule-id>.ts with a page in docs/rules. */
export function listRules(): readonly { readonly family: string; readonly id: string }[] {
  return globSync('coding/src/claims/*/*.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/').split('/').slice(-2))
    .map(([family = '', file = '']) => ({ family, id: file.replace(/\.ts$/, '') }))
    .filter(({ family, id }) =>
      /: ClaimRule = \{/.test(readFileSync(join(root, `coding/src/claims/${family}/${id}.ts`), 'utf8')),
    )
    .sort((a, b) => `${a.family}/${a.id}`.localeCompare(`${b.family}/${b.id}`, 'en'))
}

function camelCase(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

export function buildRuleIndex(): string {
  const rules = listRules()
  const imports = rules.map(({ family, id }) => `import { ${camelCase(id)} } from './${family}/${id}.ts'`)
  const names = rules.map(({ id }) => `  ${camelCase(id)},`)
  return `${HEADER}import type { ClaimRule } from './claim-rule.ts'\n${imports.join('\n')}\n\nexport const claimRules: readonly ClaimRule[] = [\n${names.join('\n')}\n]\n`
}

const SEVERITIES = ['error', 'recode', 'warning', 'question', 'information']

/** The file of a rule, with those that it takes a check from: the severities of a timed service stand in the shared one, others in data. */
function readWithChecks(family: string, id: string): string {
  const code = readFileSync(join(root, `coding/src/claims/${family}/${id}.ts`), 'utf8')
  const shared = [...code.matchAll(/import \{([^}]*)\} from '(\.[^']*)'/g)]
    .filter(
      ([, names = '', file = '']) => /\b(?:check|describe)[A-Z]\w*/.test(names) || file.endsWith('words.generated.ts'),
    )
    .map(([, , file = '']) => readFileSync(join(root, `coding/src/claims/${family}`, file), 'utf8'))
  return [code, ...shared].join('\n')
}

function describeRule({ family, id }: { readonly family: string; readonly id: string }): string {
  const code = readFileSync(join(root, `coding/src/claims/${family}/${id}.ts`), 'utf8')
  const page = readFileSync(join(root, `docs/rules/${id}.md`), 'utf8')
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+: ClaimRule = \{/.exec(code)?.[1] ?? ''
  const sentence = comment.replace(/\s*\n\s*\*/g, '').trim()
  const checks = readWithChecks(family, id)
  const severities = SEVERITIES.filter((severity) =>
    new RegExp(`'${severity}'|"severity": "${severity}"`).test(checks),
  ).join(', ')
  const source = (page.split('## Source')[1] ?? '').trim().split('\n')[0] ?? ''
  return `| [${id}](rules/${id}.md) | ${severities} | ${sentence} | ${source} |`.replaceAll('\u2014', '-')
}

/** The list of all rules: id, severities, the sentence above the rule, and the source that its page gives. */
function buildRuleList(): string {
  const rules = listRules()
  const families = [...new Set(rules.map(({ family }) => family))]
  const tables = families.map((family) => {
    const rows = rules.filter((rule) => rule.family === family).map(describeRule)
    return `## ${family}\n\n| rule | severity | what it holds | source |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
  })
  return `# Claim rules\n\n${rules.length} rules. One page a rule; code, page and test share one id (\`npm run new:rule -- <family>/<rule-id>\`). Made by \`npm run data\`; do not edit.\n\n${tables.join('\n')}`
}

/** A module that holds what one file of coding/data says, under the type that the module of that name beside it declares. */
function buildDataModule(file: string, name: string): string {
  const data: unknown = parse(readFileSync(join(root, `coding/data/${file}.yaml`), 'utf8'))
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const source = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return `${HEADER}import type { ${type} } from './${source}.ts'\n\nexport const ${name}: ${type} = ${JSON.stringify(data, null, 2)}\n`
}

export const GENERATED = {
  'docs/rule-list.md': buildRuleList,
  'coding/src/claims/claim-rules.generated.ts': buildRuleIndex,
  'coding/src/claims/diagnoses/diagnosis-words.generated.ts': () =>
    buildDataModule('diagnosis-words', 'diagnosisWords'),
  'coding/src/claims/frequency-limits.generated.ts': () => buildDataModule('frequency-limits', 'frequencyLimits'),
  'coding/src/claims/modifier-facts.generated.ts': () => buildDataModule('modifiers', 'modifierFacts'),
  'coding/src/claims/places-of-service.generated.ts': () => buildDataModule('places-of-service', 'placesOfService'),
  'coding/src/claims/time-rules.generated.ts': () => buildDataModule('time-rules', 'timeRules'),
  'coding/src/claims/visits/visit-rules.generated.ts': () => buildDataModule('visit-rules', 'visitRules'),
  'coding/src/risk-review/support-words.generated.ts': () => buildDataModule('support-words', 'supportWords'),
  'coding/src/claims/visits/visit-words.generated.ts': () => buildDataModule('visit-words', 'visitWords'),
} as const

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, build] of Object.entries(GENERATED)) {
    const target = join(root, file)
    if (!process.argv.includes('--check')) writeFileSync(target, build())
    else if (readFileSync(target, 'utf8') !== build()) {
      console.error(`${file} is stale: run \`npm run data\`.`)
      process.exitCode = 1
    }
  }
}
