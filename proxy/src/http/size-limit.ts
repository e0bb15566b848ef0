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

/** @throws ProxyError `too-large` */
export async function readBody(context: ProxyContext): Promise<string> {
  // Node's parser holds a body to the length that it announced; without one, the bytes are counted here.
  if (context.req.header('content-length') !== undefined) return context.req.text()
  const text = await readBoundedText(context.req.raw.body, context.get('maxBodyBytes'))
  if (text === undefined) throw tooLarge()
  return text
}

function tooLarge(): ProxyError {
  return new ProxyError('too-large', 'This is more text than Postil takes in one piece.')
}
