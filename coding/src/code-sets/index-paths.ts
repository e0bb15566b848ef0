/** Finds the term that a cross-reference of the index means: "Failure, heart, congestive". */
import type { IndexTerm } from './parse-index.ts'

/** Cross-references print some modifiers and plurals that the title lacks: "Complication(s)", "Poisoning, food (noxious)". */
const normalize = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\([^)]*\)|\b(?:nec|nos)\b|\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/s\b/g, '')
    .trim()

/**
 * The spellings under which a title may be looked up. A comma divides variants of one word ("Infarct, infarction"), but
 * also parts of a name, so the whole title stays one of them.
 */
export function listVariants(title: string): readonly string[] {
  const parts = title.split(',').map((part) => part.trim())
  return [title, ...(parts.length > 1 ? parts.filter((part) => part !== '') : [])]
}

type TitleMap = ReadonlyMap<string, readonly IndexTerm[]>

function listTitles(terms: readonly IndexTerm[]): TitleMap {
  const byTitle = new Map<string, IndexTerm[]>()
  for (const term of terms) {
    for (const variant of new Set(listVariants(term.title).map(normalize))) {
      const same = byTitle.get(variant)
      if (same) same.push(term)
      else byTitle.set(variant, [term])
    }
  }
  return byTitle
}

/** @returns undefined when the path leads nowhere, or is an instruction to people ("Fracture, by site"). */
export type FindTerm = (path: string) => IndexTerm | undefined

export function createTermFinder(mainTerms: readonly IndexTerm[]): FindTerm {
  const mapOf = new Map<readonly IndexTerm[], TitleMap>()
  const getTitles = (terms: readonly IndexTerm[]): TitleMap => {
    const known = mapOf.get(terms) ?? listTitles(terms)
    mapOf.set(terms, known)
    return known
  }

  /** A title may itself hold several words, so the longest head of the path is tried first. */
  const follow = (terms: readonly IndexTerm[], parts: readonly string[]): IndexTerm | undefined => {
    for (let length = parts.length; length > 0; length--) {
      const rest = parts.slice(length)
      for (const term of getTitles(terms).get(parts.slice(0, length).join(' ')) ?? []) {
        const found = rest.length === 0 ? term : follow(term.terms, rest)
        if (found) return found
      }
    }
    return undefined
  }
  return (path) =>
    follow(
      mainTerms,
      path
        .split(',')
        .map(normalize)
        .flatMap(splitConnector)
        .filter((part) => part !== ''),
    )
}

/** "with effusion" is printed as one part, but the index has "effusion" below "with". */
function splitConnector(part: string): readonly string[] {
  const match = /^(with|without|due to|in) (.+)$/.exec(part)
  return match?.[1] && match[2] ? [match[1], match[2]] : [part]
}
