/** The type-ahead over whichever release is in force on the date of service. */
import type { DateOnly } from '../domain/date-only.ts'
import { chooseRelease } from './choose-release.ts'
import { type CodeHit, type CodeSearch, createCodeSearch, type SearchAbbreviations } from './code-search.ts'
import type { Icd10Release } from './open-release.ts'

export type CodeSearchRequest = { readonly query: string; readonly on: DateOnly; readonly limit: number }

export type CodeSearchAnswer =
  | { readonly kind: 'hits'; readonly release: string; readonly hits: readonly CodeHit[] }
  | { readonly kind: 'outside-releases'; readonly nearest: string }
  | { readonly kind: 'no-data' }

/** A release is made searchable when it is first asked for: most sites bill one fiscal year at a time. */
export function createDatedCodeSearch(
  releases: readonly Icd10Release[],
  abbreviations: SearchAbbreviations,
): (request: CodeSearchRequest) => CodeSearchAnswer {
  const searches = new Map<Icd10Release, CodeSearch>()
  const getSearch = (release: Icd10Release): CodeSearch => {
    const search = searches.get(release) ?? createCodeSearch(release.columns, release.codes, abbreviations)
    searches.set(release, search)
    return search
  }
  return ({ query, on, limit }) => {
    const choice = chooseRelease(releases, on)
    switch (choice.kind) {
      case 'no-data':
        return { kind: 'no-data' }
      case 'outside-releases':
        return { kind: 'outside-releases', nearest: choice.nearest.release }
      case 'found':
        return { kind: 'hits', release: choice.release.release, hits: getSearch(choice.release)(query, limit) }
    }
  }
}
