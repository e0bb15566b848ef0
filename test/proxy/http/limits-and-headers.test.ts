import { describe, expect, test } from 'vitest'
import { answer } from '#proxy/http/answer.ts'
import { createLine, type Line, limitsAndHeaders } from '#proxy/http/limits-and-headers.ts'
import { serve } from './serve.ts'

describe('the line', () => {
  test('lets n requests in, sheds the next with 503 and a delay, and recovers', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const line = createLine(2)
    const app = serve([limitsAndHeaders(line)], async (context) => {
      await promise
      return answer(context, 'done')
    })
    const inside = [1, 2].map(async () => app.request('/'))
    const shed = await app.request('/')
    expect(shed.status).toBe(503)
    expect(shed.headers.get('retry-after')).toBe('1')
    expect(await shed.json()).toMatchObject({ code: 'unavailable', retryAfterMs: 1000 })
    resolve()
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200])
    expect(line.size()).toBe(0)
    expect((await app.request('/')).status).toBe(200)
  })

  test('keeps the place of a stream until the stream has ended', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const line = createLine(1)
    const app = serve([limitsAndHeaders(line)], (context) => {
      context.set('stream', { begun: promise, ended: promise })
      return answer(context, 'streaming')
    })
    await app.request('/')
    expect(line.size()).toBe(1)
    resolve()
    await promise
    await Promise.resolve()
    expect(line.size()).toBe(0)
  })

  test('gives the place back when a handler fails', async () => {
    const line = createLine(1)
    const app = serve([limitsAndHeaders(line)], () => {
      throw new TypeError('broken')
    })
    expect((await app.request('/')).status).toBe(500)
    expect(line.size()).toBe(0)
  })

  test('lets nobody in once it is closed', async () => {
    const line = createLine(1)
    line.close()
    const response = await serve([limitsAndHeaders(line)]).request('/')
    expect(response.status).toBe(503)
    expect(response.headers.get('connection')).toBe('close')
  })

  test('puts its headers on answers and on refusals', async () => {
    const line = createLine(1)
    const app = serve([limitsAndHeaders(line)])
    const answer = await app.request('/')
    line.close()
    const refusal = await app.request('/')
    for (const { headers } of [answer, refusal]) {
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  })

  describe('when more comes than can be done', () => {
    const crowd = (): { line: Line; clock: { now: number; isBusy: boolean } } => {
      const clock = { now: 0, isBusy: true }
      const line = createLine(100, {
        atWork: { busy: 2, waiting: 4 },
        isBusy: () => clock.isBusy,
        now: () => clock.now,
      })
      for (let entered = 0; entered < 6; entered++) line.enter()
      return { line, clock }
    }
    const finish = (line: Line): void => {
      line.settle()
      line.leave()
    }

    test('a short crowd is let in', () => {
      const { line, clock } = crowd()
      clock.now = 3000
      expect(line.enter()).toBe('entered')
    })

    test('a lasting one is refused until little enough is under way', () => {
      const { line, clock } = crowd()
      clock.now = 3001
      expect(line.enter()).toBe('full')
      for (let left = 0; left < 5; left++) finish(line)
      expect(line.enter()).toBe('entered')
      expect(line.enter()).toBe('full')
    })

    test('a pause in which all is done ends the count', () => {
      const { line, clock } = crowd()
      for (let left = 0; left < 6; left++) finish(line)
      clock.now = 3001
      for (let entered = 0; entered < 6; entered++) expect(line.enter()).toBe('entered')
    })

    test('it is over when nobody was refused for a second', () => {
      const { line, clock } = crowd()
      clock.now = 3001
      expect(line.enter()).toBe('full')
      for (let left = 0; left < 6; left++) finish(line)
      clock.now = 4002
      for (let entered = 0; entered < 6; entered++) expect(line.enter()).toBe('entered')
    })

    test('more may be under way where others are waited for, but not without end', () => {
      const { line, clock } = crowd()
      clock.isBusy = false
      for (let left = 0; left < 3; left++) finish(line)
      clock.now = 3001
      expect([line.enter(), line.enter()]).toEqual(['entered', 'full'])
    })

    test('streams that only wait are not counted', () => {
      const { line, clock } = crowd()
      for (let begun = 0; begun < 6; begun++) line.settle()
      clock.now = 60_000
      expect(line.size()).toBe(6)
      expect(line.enter()).toBe('entered')
    })
  })
})
