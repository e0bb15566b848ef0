/** One write, sent once whatever happens, and what is certain about it afterwards (smart-fhir reference 5.6). */
import type { Bundle, OperationOutcome, OperationOutcomeIssue, Resource } from '@medplum/fhirtypes'
import { asList, asObject, asText } from '#fhir-mappers/loose.ts'
import { EhrError } from '../errors.ts'
import type { FhirAnswer, FhirTransport } from '../fhir-transport.ts'
import { findLocation, findOwnReference } from './location.ts'

export type WriteRequest = {
  readonly method: 'POST' | 'PUT'
  /** Relative to the base; empty for a transaction. */
  readonly url: string
  readonly resource: Resource | Bundle
  /** A query such as `identifier=…`: create only when nothing matches (FHIR R4 http, 3.1.0.8.1). */
  readonly ifNoneExist?: string | undefined
  /** The version that we read: update only when it is still the current one (FHIR R4 http, 3.1.0.7.1). */
  readonly ifMatch?: string | undefined
}

type WriteIssues = { readonly texts: readonly string[]; readonly codes: readonly string[] }

export type WriteAnswer =
  | {
      readonly kind: 'written'
      readonly status: number
      /** `Claim/1`, when the server said where it is. */
      readonly reference: string | undefined
      readonly body: unknown
    }
  | { readonly kind: 'rejected'; readonly status: number; readonly issues: WriteIssues }
  /** The role, the scope or the server does not have this interaction. */
  | { readonly kind: 'unsupported'; readonly status: number }
  /** Somebody was faster, or the condition matched several. */
  | { readonly kind: 'conflict'; readonly status: number }
  | { readonly kind: 'unknown'; readonly status?: number | undefined }
  | { readonly kind: 'session-ended' }

export async function writeOnce(transport: FhirTransport, request: WriteRequest): Promise<WriteAnswer> {
  const { method, url, resource, ifNoneExist, ifMatch } = request
  try {
    const answer = await transport.send({
      method,
      url,
      body: JSON.stringify(resource),
      headers: {
        // Epic answers a create with an empty body and a relative Location otherwise (F11).
        prefer: 'return=representation',
        ...(ifNoneExist !== undefined && { 'if-none-exist': ifNoneExist }),
        ...(ifMatch !== undefined && { 'if-match': `W/"${ifMatch}"` }),
      },
    })
    return judge(answer)
  } catch (error) {
    if (!(error instanceof EhrError)) throw error
    if (error.code === 'session-ended') return { kind: 'session-ended' }
    // An open server that asks for a sign-in after all.
    if (error.code === 'not-allowed') return { kind: 'unsupported', status: error.status ?? 401 }
    return { kind: 'unknown', status: error.status }
  }
}

function judge(answer: FhirAnswer): WriteAnswer {
  const { status } = answer
  const body = tryParseBody(answer)
  if (status >= 200 && status < 300) {
    return {
      kind: 'written',
      status,
      body,
      reference: findLocation(answer.headers.get('location')) ?? findOwnReference(body),
    }
  }
  if (status === 403 || status === 404 || status === 405 || status === 501) return { kind: 'unsupported', status }
  if (status === 409 || status === 412) return { kind: 'conflict', status }
  // What a server answers with 5xx it may have done all the same.
  if (status >= 500) return { kind: 'unknown', status }
  return { kind: 'rejected', status, issues: status === 429 ? BUSY : readIssues(body) }
}

/** Throttled before anything was processed. */
const BUSY: WriteIssues = { texts: ['The EHR is busy. Try again in a minute.'], codes: ['throttled'] }

function tryParseBody(answer: FhirAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.bytes))
  } catch {
    return undefined
  }
}

/** The texts are for the person's screen only; the codes are what the ledger keeps. */
function readIssues(body: unknown): WriteIssues {
  const issues = asList<OperationOutcomeIssue>(asObject<OperationOutcome>(body).issue)
  return {
    texts: issues.flatMap(
      (issue) => asText(asObject<{ text: string }>(issue.details).text) ?? asText(issue.diagnostics) ?? [],
    ),
    codes: issues.flatMap((issue) => asText(issue.code) ?? []),
  }
}
