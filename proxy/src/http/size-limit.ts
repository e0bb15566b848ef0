/** Bodies are refused by what they announce before a byte is read, and by what they are while they are read. */
import { readBoundedText } from '../bounded-text.ts'
import { ProxyError } from '../errors.ts'
import type { Middleware, ProxyContext } from './context.ts'

export function limitSize(maxBytes: number): Middleware {
  return async function sizeLimit(context, next) {
    const announced = context.req.header('content-length')
    if (announced !== undefined && Number(announced) > maxBytes) throw tooLarge()
    context.set('maxBodyBytes', maxBytes)
    await next()
  }
}

/** @throws ProxyError `too-large`, or `bad-request` for a caller who left. */
export async function readBody(context: ProxyContext): Promise<string> {
  const body = readText(context)
  const text = await (context.get('awaitOthers')?.('body', body) ?? body).catch((cause: unknown) => {
    // It is no failure of ours, and must not look like one in log and figures.
    if (context.isBrokenOff) throw new ProxyError('bad-request', 'The request ended before its body did.', { cause })
    if (isMisspelt(cause)) throw new ProxyError('bad-request', 'The request is not UTF-8.', { cause })
    throw cause
  })
  if (text === undefined) throw tooLarge()
  return text
}

/** Node's parser holds a body to the length that it announced; without one, the bytes are counted here. */
async function readText(context: ProxyContext): Promise<string | undefined> {
  // Replaced, what is no UTF-8 would be another text here than before us (RFC 8259, 8.1).
  const decoder = new TextDecoder('utf-8', { fatal: true })
  if (context.req.header('content-length') !== undefined) return decoder.decode(await context.req.arrayBuffer())
  return readBoundedText(context.req.raw.body, context.get('maxBodyBytes'), decoder)
}

function isMisspelt(cause: unknown): boolean {
  return cause instanceof TypeError && 'code' in cause && cause.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
}

function tooLarge(): ProxyError {
  return new ProxyError('too-large', 'This is more text than Postil takes in one piece. Send less of it.')
}
