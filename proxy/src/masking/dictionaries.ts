/** Word lists for masking, read once from the files beside this one; their origin is in `dictionaries/sources.json`. */
import { readFileSync } from 'node:fs'
import type { Knowledge } from '#coding/knowledge/concept.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'

export type Dictionaries = {
  /** Names that are hardly anything else. */
  readonly given: ReadonlySet<string>
  readonly family: ReadonlySet<string>
  /** Names that are also words: need a cue. */
  readonly ambiguous: ReadonlySet<string>
  /** Words that are given names before a family name, and family names behind a given one. */
  readonly givenWords: ReadonlySet<string>
  readonly familyWords: ReadonlySet<string>
  readonly places: ReadonlySet<string>
  readonly eponyms: ReadonlySet<string>
  readonly drugs: ReadonlySet<string>
  readonly ordinary: ReadonlySet<string>
  /** Whether the coding knowledge has a phrase with the word. */
  readonly isClinical: (lower: string) => boolean
}

const FILES = [
  'given-names',
  'surnames',
  'ambiguous-names',
  'given-words',
  'family-words',
  'places',
  'eponyms',
  'drugs',
  'ordinary-words',
] as const

function readList(name: (typeof FILES)[number]): ReadonlySet<string> {
  const text = readFileSync(new URL(`./dictionaries/${name}.txt`, import.meta.url), 'utf8')
  const lines = text.split('\n').filter((line) => !line.startsWith('#'))
  return new Set(
    lines
      .join(' ')
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => word.replaceAll('_', ' ')),
  )
}

let loaded: Dictionaries | undefined

export function loadDictionaries(knowledge: () => Knowledge = loadKnowledge): Dictionaries {
  if (loaded) return loaded
  const { vocabulary, concepts } = knowledge()
  const { lexicon } = vocabulary
  const titles = new Set([...concepts.values()].flatMap(({ title }) => title.toLowerCase().match(/[\p{L}'-]+/gu) ?? []))
  const isWhole = (lower: string): boolean => lexicon.find(lower) !== 0 || titles.has(lower)
  loaded = {
    given: readList('given-names'),
    family: readList('surnames'),
    ambiguous: readList('ambiguous-names'),
    givenWords: readList('given-words'),
    familyWords: readList('family-words'),
    places: readList('places'),
    eponyms: readList('eponyms'),
    drugs: readList('drugs'),
    ordinary: readList('ordinary-words'),
    isClinical: (lower) => isWhole(lower) || (lower.endsWith('s') && isWhole(lower.replace(/(?:(?<=[sxz])e)?s$/, ''))),
  }
  return loaded
}
