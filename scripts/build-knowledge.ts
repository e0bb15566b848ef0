/**
 * `npm run data`: reads coding/data/*.yaml, checks it, and writes the one module that the product loads.
 * `npm run data -- --check` fails when the committed module is not what the data gives.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { compileKnowledge } from '../coding/src/knowledge/compile-knowledge.ts'
import type { ConceptSource, KnowledgeData } from '../coding/src/knowledge/knowledge-data.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dataFolder = join(root, 'coding/data')
const target = join(root, 'coding/src/knowledge/knowledge.generated.ts')

function readYaml<Shape>(file: string): Shape {
  return parse(readFileSync(join(dataFolder, file), 'utf8')) as Shape
}

type Gap = { readonly codes: Readonly<Record<string, readonly { readonly code: string; readonly title: string }[]>> }

/** The catalogue of documentation gaps names 1,536 codes with their titles. */
function readGapTitles(): Record<string, string> {
  const { entries } = readYaml<{ readonly entries: readonly Gap[] }>('gaps.yaml')
  const named = entries.flatMap(({ codes }) => [...(codes['nonspecific'] ?? []), ...(codes['specific_examples'] ?? [])])
  return Object.fromEntries(named.map(({ code, title }) => [code, title]))
}

export function readKnowledgeData(): KnowledgeData {
  const sections = readYaml<Pick<KnowledgeData, 'sections' | 'labels' | 'runningWords'>>('sections.yaml')
  const files = readdirSync(join(dataFolder, 'concepts')).sort()
  return {
    ...sections,
    assertion: readYaml('assertion.yaml'),
    axes: readYaml('axes.yaml'),
    words: readYaml('words.yaml'),
    abbreviations: readYaml('abbreviations.yaml'),
    concepts: files.flatMap((file) => readYaml<ConceptSource[]>(join('concepts', file))),
    titles: { ...readGapTitles(), ...readYaml<Record<string, string>>('titles.yaml') },
    relations: readYaml('relations.yaml'),
    releases: readYaml('releases.yaml'),
  }
}

/** @throws CodingError when the data contradicts itself */
export function buildKnowledgeModule(data: KnowledgeData): string {
  compileKnowledge(data)
  const json = JSON.stringify(data)
  return `// Made by \`npm run data\` from coding/data. Do not edit.
import type { KnowledgeData } from './knowledge-data.ts'

export const knowledgeData: KnowledgeData = JSON.parse(
  ${JSON.stringify(json)},
)
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const module = buildKnowledgeModule(readKnowledgeData())
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== module) {
      console.error('coding/src/knowledge/knowledge.generated.ts is stale: run `npm run data`.')
      process.exit(1)
    }
  } else {
    writeFileSync(target, module)
    console.log(`Wrote ${(module.length / 1024).toFixed(0)} KB of knowledge.`)
  }
}
