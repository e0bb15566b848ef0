/**
 * How every answer is made. Its headers are gathered in one plain object of the request, which Node writes as it is:
 * set one by one through `Headers`, they cost more than the rest of a small request together (docs/performance.md).
 */
import type { Answer, ProxyContext } from './context.ts'

type AnswerHeaders = Record<string, string>

/** For whatever answers the request in the end, refusals included. */
export function setHeader(context: ProxyContext, name: Lowercase<string>, value: string): void {
  readHeaders(context)[name] = value
}

function readHeaders(context: ProxyContext): AnswerHeaders {
  const known = context.get('headers')
  if (known) return known
  const made: AnswerHeaders = {}
  context.set('headers', made)
  return made
}

export function answerJson(context: ProxyContext, value: unknown, status = 200): Answer {
  return answer(context, JSON.stringify(value), { status, type: 'application/json' })
}

export function answer(
  context: ProxyContext,
  body: Answer['body'],
  { status = 200, type }: { readonly status?: number; readonly type?: string } = {},
): Answer {
  const headers = readHeaders(context)
  if (type !== undefined) headers['content-type'] = type
  return { status, headers, body }
}
