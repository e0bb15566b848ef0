import { createServer, type RequestListener } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createOutbound } from '#proxy/session/outbound.ts'

let close: (() => void) | undefined
afterEach(() => close?.())

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  close = () => {
    server.close()
    server.closeAllConnections()
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

describe('the way out', () => {
  test('brings back status and text', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('not here'))
    expect(await createOutbound()({ url })).toEqual({ status: 404, text: 'not here' })
  })

  test('never follows a redirect, and so never takes the token along', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    const call = createOutbound()({ url, headers: { authorization: 'Bearer secret' } })
    await expect(call).rejects.toMatchObject({ code: 'unavailable' })
    expect(asked).toEqual(['/'])
  })

  test('takes an answer of the greatest size and refuses one more', async () => {
    const limit = 1024 * 1024
    let size = limit
    const url = await serve((_, response) => response.end('x'.repeat(size)))
    expect((await createOutbound()({ url })).text).toHaveLength(limit)
    size = limit + 1
    await expect(createOutbound()({ url })).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('gives up after its deadline', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort())
    const url = await serve(() => undefined)
    await expect(createOutbound()({ url })).rejects.toMatchObject({ code: 'unavailable' })
    expect(timeout).toHaveBeenCalledWith(5000)
    timeout.mockRestore()
  })

  test('says nothing of the address when it fails', async () => {
    const call = createOutbound()({ url: 'http://127.0.0.1:1/secret-path' })
    await expect(call).rejects.toMatchObject({ message: expect.not.stringContaining('secret-path') })
  })
})
