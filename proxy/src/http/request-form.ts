/**
 * One request, one reading: what a gateway before us might understand otherwise than we do is refused (RFC 9112). Node
 * already refuses two lengths, a length beside chunks, folded lines and bare line ends.
 */
import { ProxyError } from '../errors.ts'
import type { Middleware } from './context.ts'

/** One name or address, with a port or without (RFC 9110, 7.2); two lines of it are joined by a comma. */
const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i
/** Dot segments, and signs that nobody has to encode (RFC 3986, 6.2.2): who filters by path may take them for another. */
const OTHER_SPELLING = /^[^?]*(?:\/\.\.?(?:[/?]|$)|%(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f)|#)/i

export const requireOneReading: Middleware = function requestForm(context, next) {
  const { req, target } = context
  const host = req.header('host')
  if (host !== undefined && !(HOST.test(host) && isAddressedTo(req.url, host))) {
    throw new ProxyError('bad-request', 'The request must name one host, and name it once.')
  }
  if (target !== undefined && OTHER_SPELLING.test(target)) {
    throw new ProxyError('bad-request', 'The address must be written plainly.')
  }
  if ((req.header('transfer-encoding') ?? 'chunked').toLowerCase() !== 'chunked') {
    throw new ProxyError('bad-request', 'The request may be chunked, and coded in no other way.')
  }
  return next()
}

/** A request target may be a whole address (RFC 9112, 3.2.2), whose host must be the same. */
function isAddressedTo(url: string, host: string): boolean {
  if (url.startsWith(`http://${host}/`)) return true
  const target = new URL(url)
  return target.host === URL.parse(`${target.protocol}//${host}`)?.host && `${target.username}${target.password}` === ''
}
