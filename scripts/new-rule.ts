// `npm run new:rule -- <family>/<rule-id>`: the three files of a claim rule, to be filled in, and the index anew.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { buildRuleIndex } from './build-claim-data.ts'

const FAMILIES = ['diagnoses', 'edits', 'lines', 'modifiers', 'participants', 'scrub', 'time', 'visits']

const [, family = '', id = ''] = /^([a-z]+)\/([a-z][a-z0-9-]*)$/.exec(process.argv[2] ?? '') ?? []
if (!FAMILIES.includes(family)) {
  console.error(`Say which rule: npm run new:rule -- <${FAMILIES.join('|')}>/<rule-id in kebab-case>`)
  process.exit(1)
}
const name = id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const files = {
  [`coding/src/claims/${family}/${id}.ts`]: `import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Why the rule exists, in one sentence. */
export const ${name}: ClaimRule = {
  id: '${id}',
  family: '${family}',
  source: { title: '', edition: '', section: '' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: () => [],
}
`,
  [`docs/rules/${id}.md`]: `# ${id}\n\n## Why\n\n## Flags\n\n## Leaves alone\n\n## Source\n`,
  [`test/coding/claims/${family}/${id}.test.ts`]: `import { ${name} } from '#coding/claims/${family}/${id}.ts'
import { describeRule } from '../try-rule.ts'

describeRule(${name}, { flags: [], passes: [] })
`,
}

const existing = Object.keys(files).filter((file) => existsSync(file))
if (existing.length > 0) {
  console.error(`Nothing was written: ${existing.join(', ')} exists already.`)
  process.exit(1)
}
for (const [file, text] of Object.entries(files)) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
writeFileSync('coding/src/claims/claim-rules.generated.ts', buildRuleIndex())
console.log(['Fill these in, then run npm run check:', ...Object.keys(files)].join('\n  '))
