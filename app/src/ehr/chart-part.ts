/** One kind of resource in the chart: what to ask first, what to ask when that is refused, and what to say if all fails. */

import type { GrantedScopes } from '#fhir-mappers/scopes.ts'
import { EhrError } from './errors.ts'
import type { FhirServer, SearchParameters } from './fhir-server.ts'

export type ChartPart = {
  readonly type: string
  /** For the screen: "Lab results". */
  readonly name: string
  /** From the narrowest to the widest; each is one search. */
  readonly queries: readonly SearchParameters[]
  /** Asks more widely also when nothing was found, for what servers often leave uncategorised. */
  readonly widenWhenEmpty?: boolean
}

export type ChartPartResult = {
  readonly resources: readonly unknown[]
  readonly gaps: readonly string[]
}

const GAP_WORDS: Partial<Record<EhrError['code'], string>> = {
  'not-allowed': 'not allowed',
  'not-found': 'not offered by the EHR',
  throttled: 'the EHR is busy',
  timeout: 'no answer in time',
  unreachable: 'the EHR could not be reached',
}

export type ChartAccess = { readonly server: FhirServer; readonly scopes: GrantedScopes | undefined }

/**
 * Asks the queries in turn until one is answered. What cannot be read becomes a gap; the chart is shown without it.
 * @throws EhrError `session-ended` only, and the signal's reason
 */
export async function readChartPart(
  { server, scopes }: ChartAccess,
  part: ChartPart,
  signal?: AbortSignal,
): Promise<ChartPartResult> {
  if (scopes && !scopes.allows(part.type, 's')) return { resources: [], gaps: [`${part.name}: not allowed`] }
  let refusal: EhrError | undefined
  for (const [index, query] of part.queries.entries()) {
    try {
      const { resources, isComplete } = await server.search(part.type, query, signal)
      if (resources.length === 0 && part.widenWhenEmpty && index + 1 < part.queries.length) continue
      return { resources, gaps: isComplete ? [] : [`${part.name}: only the first ${resources.length} were read`] }
    } catch (error) {
      if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
      refusal = error
      // A server that does not know a parameter answers 400 or 404; other failures would only repeat themselves.
      if (error.code !== 'bad-response' && error.code !== 'not-found') break
    }
  }
  return { resources: [], gaps: [`${part.name}: ${GAP_WORDS[refusal?.code ?? 'bad-response'] ?? 'could not be read'}`] }
}
