/** JSON only. A form post, which a foreign page could send without being asked, never reaches a handler. */
import { ProxyError } from '../errors.ts'
import type { Middleware } from './context.ts'

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i
/** Taken for what it is not, it would be another text to whoever unpacks it on the way. */
const PLAIN = /^(?:identity)?$/i

export const requireJson: Middleware = async function contentType(context, next) {
  if (!JSON_TYPE.test(context.req.header('content-type') ?? '')) {
    throw new ProxyError('bad-request', 'The request must be application/json.')
  }
  if (!PLAIN.test(context.req.header('content-encoding') ?? '')) {
    throw new ProxyError('bad-request', 'The request must not be compressed.')
  }
  await next()
}
