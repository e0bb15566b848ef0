import { describe, expect, test } from 'vitest'
import { answer } from '#proxy/http/answer.ts'
import { limitSize, readBody } from '#proxy/http/size-limit.ts'
import { serve } from './serve.ts'

const app = serve([limitSize(10)], async (context) => answer(context, await readBody(context)))

// Node wants it for a body that is a stream; the DOM's types do not know it.
const half = { duplex: 'half' }

/** Without `content-length`, in pieces of three bytes. */
function stream(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + 3))
      at += 3
    },
  })
}

describe('the size limit', () => {
  test.each([
    ['10 bytes that are announced', { body: 'x'.repeat(10), headers: { 'content-length': '10' } }, 200],
    ['11 bytes that are announced', { body: 'x'.repeat(11), headers: { 'content-length': '11' } }, 413],
    ['10 bytes that are not announced', { body: stream('x'.repeat(10)) }, 200],
    ['11 bytes that are not announced', { body: stream('x'.repeat(11)) }, 413],
    ['10 characters that are 20 bytes', { body: stream('é'.repeat(10)) }, 413],
  ])('answers %s', async (_, init, status) => {
    const response = await app.request('/', { method: 'POST', ...half, ...init })
    expect(response.status).toBe(status)
  })

  test('does not read a body that announces too much', async () => {
    let wasRead = false
    const pull = (): void => {
      wasRead = true
    }
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    const init = { method: 'POST', ...half, body, headers: { 'content-length': '5000000' } }
    expect((await app.request('/', init)).status).toBe(413)
    expect(wasRead).toBe(false)
  })

  test('keeps a character whose bytes come in two pieces', async () => {
    const response = await app.request('/', { method: 'POST', ...half, body: stream('aaéé') })
    expect(await response.text()).toBe('aaéé')
  })
})
