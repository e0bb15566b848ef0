import { describe, expect, test, vi } from 'vitest'
import type { QueueClient } from '#app/features/queue/queue-client.ts'
import { buildQueueCsv } from '#app/features/queue/queue-csv.ts'
import { createQueueListStore, findChosen } from '#app/features/queue/queue-store.ts'
import { describeCounts, describeState, describeStranger, isMine } from '#app/features/queue/queue-words.ts'
import { revealRow } from '#app/features/queue/use-window.ts'
import { ProxyError } from '#app/proxy/errors.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'

const NOW = Date.parse('2026-03-02T10:00:00Z')

function anItem(place = 0, changes: Partial<QueueItem> = {}): QueueItem {
  return {
    id: `item-${place}`,
    patientId: parsePatientId('p'),
    encounterId: parseEncounterId(`e-${place}`),
    serviceLine: 'Outpatient',
    serviceDate: parseDateOnly('2026-03-01'),
    finishedAt: '2026-03-01T10:00:00.000Z',
    confidence: 0.8,
    complexity: 0.3,
    counts: { codes: 2, questions: 1, checks: 0 },
    disagreements: { unsupported: 1 },
    state: { kind: 'open' },
    version: 1,
    priority: 40,
    ...changes,
  }
}

function open(total = 10_000, changes: Partial<QueueClient> = {}) {
  const read = vi.fn<QueueClient['read']>(async ({ offset, limit }) => ({
    items: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => anItem(offset + index)),
    total,
    lines: ['Outpatient'],
    me: 'me',
    version: String(offset),
  }))
  const client: QueueClient = {
    read,
    readChanged: (question) => (changes.read ?? read)(question),
    readCoders: async () => [],
    next: async () => anItem(),
    step: async (item) => item,
    ...changes,
  }
  const heard: string[] = []
  const list = createQueueListStore({
    client,
    describeProblem: (error) => (error instanceof Error ? error.message : 'unknown'),
    isForbidden: (error) => error instanceof ProxyError && error.code === 'forbidden',
    announce: (text) => void heard.push(text),
  })
  return { list, read, heard }
}

describe('the list of a coder', () => {
  test('reads a hundred of ten thousand, and more only where somebody looks', async () => {
    const { list, read, heard } = open()
    await list.ask({})
    expect([list.store.getState().total, read.mock.calls.length, heard]).toEqual([10_000, 1, ['10000 encounters.']])
    await list.want(9990, 10_020)
    await list.want(9990, 10_020)
    expect(read.mock.calls.map(([{ offset }]) => offset)).toEqual([0, 9900])
    expect(list.store.getState().rows.get(9999)?.id).toBe('item-9999')
  })

  test('keeps what stands, and reads again only what has changed of what is on the screen', async () => {
    const asked: [number, string][] = []
    const { list, read } = open(10_000, {
      readChanged: async ({ offset }, seen) => {
        asked.push([offset, seen])
        return undefined
      },
    })
    await list.ask({})
    await list.want(100, 120)
    await list.want(10, 30)
    expect([read.mock.calls.length, list.store.getState().rows.size]).toEqual([2, 200])
    await list.refresh()
    expect(asked).toEqual([[0, '0']])
    // Of the second page nobody knows whether it stands: it is read when somebody looks there.
    expect([read.mock.calls.length, list.store.getState().rows.size]).toEqual([2, 100])
    await list.want(100, 120)
    expect(read).toHaveBeenCalledTimes(3)
    // Another question has no version yet: its first page, and the one on the screen.
    await list.ask({ view: 'held' })
    expect([asked.length, read.mock.calls.length]).toEqual([1, 5])
  })

  test('drops the answer to a question that nobody asks any more', async () => {
    const slow = Promise.withResolvers<void>()
    const { list } = open(1, {
      read: async ({ view }) => {
        if (view === 'open') await slow.promise
        return { items: [anItem(view === 'open' ? 1 : 2)], total: 1, lines: [], me: 'me', version: '1' }
      },
    })
    const first = list.ask({})
    await list.ask({ view: 'held' })
    slow.resolve()
    await first
    expect(list.store.getState().rows.get(0)?.id).toBe('item-2')
  })

  /** A list of these, of which a coder's own are in another view. */
  function openOf(items: QueueItem[]) {
    const opened = open(0, {
      read: async () => ({
        items: items.filter(({ lock }) => !lock),
        total: items.filter(({ lock }) => !lock).length,
        lines: [],
        me: 'me',
        version: '1',
      }),
      step: async ({ id }, { kind }) => {
        const index = items.findIndex((one) => one.id === id)
        const { lock: _lock, ...free } = items[index] ?? anItem()
        items[index] = kind === 'take' ? { ...free, lock: { by: 'me', until: '2026-03-02T11:00:00Z' } } : free
        return items[index]
      },
    })
    const chosen = () => findChosen(opened.list.store.getState())?.id
    return { ...opened, chosen }
  }

  test('keeps what was just taken chosen, though it has left the list, until somebody moves', async () => {
    const { list, chosen, heard } = openOf([anItem(0), anItem(1), anItem(2)])
    await list.ask({})
    await list.step(anItem(0), { kind: 'take' })
    expect([chosen(), list.store.getState().total]).toEqual(['item-0', 2])
    expect(heard.at(-1)).toMatch(/It stays chosen until you move/)
    await list.refresh()
    expect(chosen()).toBe('item-0')
    list.move(0)
    expect(chosen()).toBe('item-1')
  })

  test('goes on with the list once what was taken is given back, or another list is asked for', async () => {
    const { list, chosen } = openOf([anItem(0), anItem(1)])
    await list.ask({})
    await list.step(anItem(0), { kind: 'take' })
    await list.step(anItem(0), { kind: 'give-back' })
    expect([chosen(), list.store.getState().taken]).toEqual(['item-1', undefined])
    await list.step(anItem(0), { kind: 'take' })
    await list.ask({ view: 'held' })
    expect(chosen()).toBe('item-1')
  })

  test('keeps the cursor with its encounter while others come and go', async () => {
    const items = [anItem(0), anItem(1)]
    const { list, chosen } = openOf(items)
    await list.ask({})
    list.move(1)
    items.unshift(anItem(9))
    await list.refresh()
    expect([chosen(), list.store.getState().cursor]).toEqual(['item-1', 2])
  })

  test('says why a step was not taken, and reads again', async () => {
    const { list, read } = open(3, {
      step: () => Promise.reject(new ProxyError('conflict', 'Another coder has this encounter now.')),
    })
    await list.ask({})
    expect(await list.step(anItem(), { kind: 'take' })).toBe(undefined)
    expect(list.store.getState().problem).toBe('Another coder has this encounter now.')
    expect(read).toHaveBeenCalledTimes(2)
  })

  test('tells a closed door from a broken one', async () => {
    const failing = (code: 'forbidden' | 'unavailable') =>
      open(1, { read: () => Promise.reject(new ProxyError(code, 'No.')) })
    const [closed, broken] = [failing('forbidden'), failing('unavailable')]
    await Promise.all([closed.list.ask({}), broken.list.ask({})])
    expect([closed, broken].map(({ list }) => list.store.getState().phase.kind)).toEqual(['unauthorised', 'failed'])
  })

  test('keeps the cursor inside the list, and the filter without what was taken out', async () => {
    const { list, read } = open(5)
    await list.ask({ line: 'Outpatient', disagree: 'any' })
    list.move(99)
    expect(list.store.getState().cursor).toBe(4)
    list.move(-1)
    expect(list.store.getState().cursor).toBe(0)
    await list.ask({ disagree: undefined })
    expect(read.mock.lastCall?.[0]).toEqual({
      view: 'open',
      sort: 'priority',
      line: 'Outpatient',
      offset: 0,
      limit: 100,
    })
  })

  test('asks what colleagues are called once one of them has something, and once only for each', async () => {
    const until = new Date(NOW + 60_000).toISOString()
    const colleagues = [undefined, 'c-1', 'c-1', 'c-2']
    let reads = 0
    const readCoders = vi.fn(async () => [{ id: 'c-1', person: 'Practitioner/1', name: 'Ada Lindqvist' }])
    const { list } = open(1, {
      readCoders,
      read: async () => {
        const by = colleagues[reads++]
        const items = [anItem(0, by === undefined ? {} : { lock: { by, until } })]
        return { items, total: 1, lines: [], me: 'me', version: String(reads) }
      },
    })
    const asked: number[] = []
    for (const _ of colleagues) {
      await list.ask({})
      asked.push(readCoders.mock.calls.length)
    }
    expect(asked).toEqual([0, 1, 1, 2])
    expect(list.store.getState().names).toEqual(new Map([['c-1', 'Ada Lindqvist']]))
  })

  test('does without names where it may not read them', async () => {
    const item = anItem(0, { assignedTo: 'c-1' })
    const { list } = open(1, {
      readCoders: () => Promise.reject(new ProxyError('forbidden', 'no')),
      read: async () => ({ items: [item], total: 1, lines: [], me: 'me', version: '1' }),
    })
    await list.ask({})
    expect(list.store.getState()).toMatchObject({ phase: { kind: 'ready' }, names: undefined })
  })

  test('picks and unpicks', () => {
    const { list } = open()
    list.pick(anItem(1))
    list.pick(anItem(2))
    list.pick(anItem(1))
    expect([...list.store.getState().picked.keys()]).toEqual(['item-2'])
  })
})

describe('words and rows', () => {
  const until = (ms: number) => new Date(NOW + ms).toISOString()
  test.each([
    ['with you', anItem(0, { lock: { by: 'me', until: until(1) } })],
    ['with another coder', anItem(0, { lock: { by: 'you', until: until(1) } })],
    ['open', anItem(0, { lock: { by: 'you', until: until(0) } })],
    ['given to you', anItem(0, { assignedTo: 'me' })],
    ['finished: nothing to code', anItem(0, { state: { kind: 'finished', outcome: 'nothing-to-code' } })],
  ])('say «%s»', (words, item) => {
    expect(describeState(item, { me: 'me', now: NOW })).toBe(words)
    expect(isMine(item, 'me', NOW)).toBe(words === 'with you')
  })

  test.each([
    [/for 14 more minutes.*give it back/, anItem(0, { lock: { by: 'you', until: until(13.5 * 60_000) } })],
    [/for 1 more minute,/, anItem(0, { lock: { by: 'you', until: until(1) } })],
    [/was given to another coder/, anItem(0, { assignedTo: 'you' })],
  ])('say %s of what another coder has', (words, item) => {
    expect(describeStranger(item, { me: 'me', now: NOW })).toMatch(words)
  })

  test('names the colleague who has it', () => {
    const looking = { me: 'me', now: NOW, names: new Map([['you', 'Ada Lindqvist']]) }
    const locked = anItem(0, { lock: { by: 'you', until: until(60_000) } })
    expect(describeState(locked, looking)).toBe('with Ada Lindqvist')
    expect(describeStranger(locked, looking)).toMatch(/^Ada Lindqvist has this encounter for 1 more minute,/)
    expect(describeStranger(anItem(0, { assignedTo: 'you' }), looking)).toMatch(/was given to Ada Lindqvist\./)
  })

  test.each([
    anItem(0),
    anItem(0, { lock: { by: 'you', until: until(0) } }),
    anItem(0, { lock: { by: 'me', until: until(1) }, assignedTo: 'me' }),
  ])('say nothing of a stranger where this coder may take it', (item) => {
    expect(describeStranger(item, { me: 'me', now: NOW })).toBeUndefined()
  })

  test('count what was found', () => {
    expect(describeCounts(anItem())).toBe('2 codes, 1 question, 1 disagreement')
  })

  test('stand in a table without running as formulas', () => {
    const [head, row] = buildQueueCsv([anItem(0, { serviceLine: '=HYPERLINK("x")' })]).split('\r\n')
    expect(head).toMatch(/^encounter,patient,service line/)
    expect(row).toContain('"\'=HYPERLINK(""x"")"')
  })

  test('scroll as little as it takes', () => {
    const frame = { scrollTop: 0, clientHeight: 100 } as HTMLElement
    revealRow(frame, 3, 50)
    expect(frame.scrollTop).toBe(100)
    revealRow(frame, 2, 50)
    expect(frame.scrollTop).toBe(100)
    revealRow(frame, 0, 50)
    expect(frame.scrollTop).toBe(0)
  })
})
