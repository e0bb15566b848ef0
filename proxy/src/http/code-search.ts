/** `GET /v1/codes/search`: type-ahead over the loaded releases. It says nothing of a patient, so nothing is audited. */
import { codeSearchQuery } from '#coding/contract/code-search.ts'
import type { Engine } from '../engine.ts'
import { ProxyError } from '../errors.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'

export function createCodeSearchHandler({ engine }: { readonly engine: Engine }): Handler {
  return function codeSearch(context) {
    const parsed = codeSearchQuery.safeParse(context.req.query())
    if (!parsed.success) {
      throw new ProxyError('bad-request', 'Search takes q (1 to 200 characters), on (YYYY-MM-DD) and limit (1 to 50).')
    }
    const { q: query, on, limit, set } = parsed.data
    if (set === 'hcpcs') {
      // Descriptors may speak of payment, and whoever charts adds no line by them.
      if (context.get('session').role !== 'coder')
        throw new ProxyError('forbidden', 'Procedures are searched by coders.')
      return answerJson(context, engine.searchProcedures({ query, on, limit }))
    }
    return answerJson(context, engine.searchCodes({ query, on, limit }))
  }
}
