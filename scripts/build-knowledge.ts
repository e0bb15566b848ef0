/**
 * `npm run data`: reads coding/data/*.yaml, checks it, and writes the one module that the product loads and the
 * checksums of its sources. `--check` fails when what is committed is not what the data gives.
 */
import { createHash } from 'node:crypto'
import { globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { compileKnowledge } from '../coding/src/knowledge/compile-knowledge.ts'
import type { ConceptSource, KnowledgeData } from '../coding/src/knowledge/knowledge-data.ts'
import { buildGapModule, type GapFile } from './build-gap-data.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dataFolder = join(root, 'coding/data')
const target = join(root, 'coding/src/knowledge/knowledge.generated.ts')
const gapTarget = join(root, 'coding/src/prompts/signs/gaps.generated.ts')

function readYaml<Shape>(file: string): Shape {
  return parse(readFileSync(join(dataFolder, file), 'utf8')) as Shape
}

export function readGaps(): GapFile {
  return readYaml<GapFile>('gaps.yaml')
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

type Sources = { readonly sources: readonly { readonly files: string; readonly sha256: string }[] }

/** SOURCES.json with the checksum of each entry's files, in the order of their names. */
export function buildSources(): string {
  const path = join(dataFolder, 'SOURCES.json')
  const { sources } = JSON.parse(readFileSync(path, 'utf8')) as Sources
  const dated = sources.map((source) => {
    const hash = createHash('sha256')
    for (const file of globSync(source.files, { cwd: dataFolder }).toSorted())
      hash.update(readFileSync(join(dataFolder, file)))
    return { ...source, sha256: hash.digest('hex') }
  })
  return `${JSON.stringify({ sources: dated }, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = [
    [target, buildKnowledgeModule(readKnowledgeData())],
    [gapTarget, buildGapModule(readGaps())],
    [join(dataFolder, 'SOURCES.json'), buildSources()],
  ] as const
  for (const [path, text] of made) {
    if (!process.argv.includes('--check')) {
      writeFileSync(path, text)
      console.log(`${relative(root, path)}: ${(text.length / 1024).toFixed(0)} KB`)
    } else if (readFileSync(path, 'utf8') !== text) {
      console.error(`${relative(root, path)} is stale: run \`npm run data\`.`)
      process.exitCode = 1
    }
  }
}
