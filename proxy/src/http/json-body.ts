/** The body, parsed once and strictly; a refusal names the place and never repeats the value. */
import type * as z from 'zod/mini'
import { ProxyError } from '../errors.ts'
import type { ProxyContext } from './context.ts'
import { countMembers, surveyJson } from './json-text.ts'
import { readBody } from './size-limit.ts'

/** @throws ProxyError `bad-request`, or `too-large` for a text or a list that is longer than the shape allows. */
export async function readJson<Output>(
  context: ProxyContext,
  schema: z.ZodMiniType<Output>,
): Promise<{ readonly value: Output; readonly text: string }> {
  const text = await readBody(context)
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return { value: parsed.data, text }
  const issue = parsed.error.issues[0]
  const place = issue?.path.map(namePlace).join('.') || 'body'
  if (issue?.code === 'too_big')
    throw new ProxyError('too-large', `This is more than Postil takes (${place}). Send less of it.`)
  throw new ProxyError('bad-request', `The request is not in the form that is expected (${place}).`)
}

/** Names of our shapes; in a list by name, the name is the caller's and may be anything. */
const FIELD = /^[a-z][A-Za-z0-9_]{0,39}$/

function namePlace(part: PropertyKey): string {
  return typeof part === 'number' || (typeof part === 'string' && FIELD.test(part)) ? String(part) : '*'
}

/** No shape of ours and no FHIR resource comes near: what does keeps the process busy (docs/operations.md). */
const MAX_DEPTH = 64
const MAX_VALUES = 60_000

/**
 * Whoever stands before us may read the first of two values by the same name where `JSON.parse` reads the last.
 * @throws ProxyError
 */
export function parseJson(text: string): unknown {
  const { depth, values, members } = surveyJson(text)
  if (depth > MAX_DEPTH) throw new ProxyError('bad-request', 'The request is nested deeper than any that is expected.')
  if (values > MAX_VALUES)
    throw new ProxyError('too-large', 'This is more entries than Postil takes. Send fewer of them.')
  const value = parseText(text)
  if (countMembers(value) !== members) throw new ProxyError('bad-request', 'The request says something twice.')
  return value
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ProxyError('bad-request', 'The request is not JSON.', { cause })
  }
}
