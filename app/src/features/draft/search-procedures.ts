/** HCPCS Level II by code or words, where the site has imported its table. CPT numbers are typed: Postil has no list of them. */
import { procedureSearchAnswer } from '#coding/contract/code-search.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { SearchCodes } from '../../ui/code-field/code-suggestions.ts'

/** @throws whatever keeps the server from being asked */
export type AskServer = (call: { readonly method: 'GET'; readonly path: string }) => Promise<unknown>

const HITS = 8
const NOTHING = { hits: [], isUncounted: true } as const

export function createProcedureSearch(ask: AskServer, on: DateOnly): SearchCodes {
  return async (query) => {
    if (/^\d/.test(query)) return NOTHING
    const parameters = new URLSearchParams({ q: query, on, set: 'hcpcs', limit: String(HITS) })
    const parsed = procedureSearchAnswer.safeParse(await ask({ method: 'GET', path: `/v1/codes/search?${parameters}` }))
    if (!parsed.success) return NOTHING
    const answer = parsed.data
    switch (answer.kind) {
      case 'hits':
        return { hits: answer.hits.map((hit) => ({ ...hit, isBillable: true, matched: hit.title })) }
      case 'outside-releases':
        return { ...NOTHING, notice: `No table of HCPCS covers this date; the nearest is ${answer.nearest}.` }
      case 'no-data':
        return { ...NOTHING, notice: 'No table of HCPCS is loaded: type the code.' }
    }
  }
}
