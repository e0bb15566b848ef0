import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
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
    beforeEach(() => {
      vi.useFakeTimers()
    })
    afterEach(() => {
      vi.useRealTimers()
    })

    /** Two are worked on by a busy process, and more wait. */
    const crowd = (waiting: number): { line: Line; answers: (string | undefined)[]; state: { isBusy: boolean } } => {
      const state = { isBusy: true }
      const line = createLine(100, { atWork: { busy: 2, waiting: 4 }, isBusy: () => state.isBusy })
      expect([line.enter(), line.enter()]).toEqual(['entered', 'entered'])
      const answers: (string | undefined)[] = []
      const wait = async (place: number): Promise<void> => {
        answers[place] = await line.enter()
      }
      for (let place = 0; place < waiting; place++) {
        answers.push(undefined)
        void wait(place)
      }
      return { line, answers, state }
    }
    const finish = (line: Line): void => {
      line.settle()
      line.leave()
    }
    const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

    test('who comes waits for a place, in the order of coming', async () => {
      const { line, answers } = crowd(2)
      expect([line.size(), line.waiting()]).toEqual([2, 2])
      await pass(90)
      expect(answers).toEqual([undefined, undefined])
      finish(line)
      await pass(0)
      expect(answers).toEqual(['entered', undefined])
      expect([line.size(), line.waiting()]).toEqual([2, 1])
    })

    test('nobody waits for longer than a tenth of a second', async () => {
      const { answers } = crowd(1)
      await pass(110)
      expect(answers).toEqual(['full'])
    })

    test('once that was too long for one, who comes after waits for some milliseconds only', async () => {
      const { line, answers } = crowd(1)
      await pass(110)
      const next = Promise.resolve(line.enter())
      await pass(15)
      await expect(next).resolves.toBe('full')
      expect(answers).toEqual(['full'])
    })

    test('when nobody had to be refused for a while, one may wait again', async () => {
      const { line } = crowd(1)
      await pass(400)
      const next = Promise.resolve(line.enter())
      await pass(80)
      finish(line)
      await expect(next).resolves.toBe('entered')
    })

    describe('of a crowd that stays', () => {
      /** How many come in, of more who come every few milliseconds: the others are sent away. */
      const comeFor = async (line: Line, ms: number): Promise<number> => {
        let entered = 0
        for (let passed = 0; passed < ms; passed += 20) {
          void Promise.resolve(line.enter()).then((entry) => {
            if (entry === 'entered') entered += 1
          })
          await pass(20)
        }
        return entered
      }
      /** Four are at work, and others were refused, for a tenth of a second or for long. */
      const refuse = async (stays = true): Promise<{ line: Line; state: { isBusy: boolean } }> => {
        const state = { isBusy: true }
        const atWork = { crowd: 2, busy: 4, waiting: 6 }
        const line = createLine(100, { atWork, isBusy: () => state.isBusy })
        expect([1, 2, 3, 4].map(() => line.enter())).toEqual(Array.from({ length: 4 }, () => 'entered'))
        const refused = Promise.resolve(line.enter())
        await pass(110)
        await expect(refused).resolves.toBe('full')
        expect(await comeFor(line, stays ? 240 : 100)).toBe(0)
        return { line, state }
      }

      test('who came last is next: who waited before is served late or not at all', async () => {
        const { line } = await refuse()
        for (let done = 0; done < 2; done++) finish(line)
        const first = Promise.resolve(line.enter())
        await pass(2)
        const second = Promise.resolve(line.enter())
        finish(line)
        await expect(second).resolves.toBe('entered')
        await pass(10)
        await expect(first).resolves.toBe('full')
      })

      test('and not of a wave that is soon over: of that, as many are worked on as ever, in the order of coming', async () => {
        const { line } = await refuse(false)
        const first = Promise.resolve(line.enter())
        const second = Promise.resolve(line.enter())
        finish(line)
        await expect(first).resolves.toBe('entered')
        await pass(10)
        await expect(second).resolves.toBe('full')
      })

      test('fewer are worked on at once, so that each is done sooner', async () => {
        const { line } = await refuse()
        for (let done = 0; done < 2; done++) finish(line)
        expect(await comeFor(line, 100)).toBe(0)
        finish(line)
        expect(await comeFor(line, 100)).toBe(1)
      })

      test('one more each tenth of a second where the core has time, as many as ever; none once it has not', async () => {
        const { line, state } = await refuse()
        for (let done = 0; done < 2; done++) finish(line)
        state.isBusy = false
        expect(await comeFor(line, 240)).toBe(2)
        expect(line.size()).toBe(4)
        state.isBusy = true
        finish(line)
        expect(await comeFor(line, 200)).toBe(0)
        state.isBusy = false
        expect(await comeFor(line, 1000)).toBe(3)
        expect(line.size()).toBe(6)
      })

      test('when nobody had to be refused for a while, as many are worked on as before', async () => {
        const { line } = await refuse()
        finish(line)
        await pass(250)
        expect(line.enter()).toBe('entered')
        expect(line.size()).toBe(4)
      })
    })

    test('more are let in where others are waited for, and one waits longer', async () => {
      const { line, answers, state } = crowd(3)
      state.isBusy = false
      await pass(500)
      expect(answers).toEqual(['entered', 'entered', undefined])
      finish(line)
      await pass(0)
      expect(answers).toEqual(['entered', 'entered', 'entered'])
    })

    test('but not without end', async () => {
      const { answers, state } = crowd(3)
      state.isBusy = false
      await pass(1010)
      expect(answers).toEqual(['entered', 'entered', 'full'])
    })

    test('who waits counts to what fits into memory, and is told when the line is closed', async () => {
      const { line, answers } = crowd(98)
      expect(line.enter()).toBe('full')
      line.close()
      await pass(0)
      expect(new Set(answers)).toEqual(new Set(['closed']))
      expect(line.waiting()).toBe(0)
    })

    test('who waits for a body gives the place to others, and takes it back without a wait', async () => {
      const { line, answers } = crowd(2)
      const { promise: body, resolve } = Promise.withResolvers<string>()
      const read = line.awaitOthers('body', body)
      await pass(30)
      expect(answers).toEqual(['entered', undefined])
      resolve('it')
      await expect(read).resolves.toBe('it')
      // Three are at work now, so two must be done before anybody comes in.
      finish(line)
      await pass(0)
      expect(answers).toEqual(['entered', undefined])
      finish(line)
      await pass(0)
      expect(answers).toEqual(['entered', 'entered'])
    })

    test('a body that came while the process was busy is not slow', async () => {
      const { line, answers } = crowd(1)
      const body = new Promise((resolve) => {
        setTimeout(() => setImmediate(resolve), 25)
      })
      const read = line.awaitOthers('body', body)
      await pass(30)
      await read
      await pass(30)
      expect(answers).toEqual([undefined])
    })

    test('of those who wait for bodies the first is sent away when they are too many; who waits for an EHR is not', async () => {
      const line = createLine(4, { atWork: { busy: 9, waiting: 9 } })
      const never = new Promise<string>(() => undefined)
      const ends: string[] = []
      const begin = (name: string, what: 'body' | 'ehr'): void => {
        void line.awaitOthers(what, never).catch(() => ends.push(name))
      }
      begin('an EHR', 'ehr')
      for (const name of ['one', 'two', 'three']) {
        begin(name, 'body')
        await pass(30)
      }
      expect(ends).toEqual(['one', 'two'])
    })

    test('of those who wait for bodies it is one of the address that has most of them', async () => {
      const line = createLine(16, { isBusy: () => false })
      const never = new Promise<string>(() => undefined)
      const ends: string[] = []
      const begin = async (name: string, address: string): Promise<void> => {
        void line.awaitOthers('body', never, () => address).catch(() => ends.push(name))
        await pass(30)
      }
      await begin('one of a', 'a')
      await begin('one of b', 'b')
      await begin('two of b', 'b')
      await begin('three of b', 'b')
      expect(ends).toEqual([])
      await begin('one of c', 'c')
      expect(ends).toEqual(['one of b'])
      await begin('two of c', 'c')
      // Two have two each: of theirs, the longest.
      expect(ends).toEqual(['one of b', 'two of b'])
    })

    test('a body that is there at once changes nothing, and one that fails gives its place back', async () => {
      const { line } = crowd(0)
      await expect(line.awaitOthers('body', Promise.resolve('it'))).resolves.toBe('it')
      await expect(line.awaitOthers('body', Promise.reject(new TypeError('gone')))).rejects.toThrow('gone')
      await pass(30)
      const next = Promise.resolve(line.enter())
      await pass(15)
      finish(line)
      await expect(next).resolves.toBe('entered')
    })

    test('streams that only wait are not counted', () => {
      const { line } = crowd(0)
      for (let begun = 0; begun < 2; begun++) line.settle()
      expect(line.size()).toBe(2)
      expect(line.enter()).toBe('entered')
    })
  })
})
