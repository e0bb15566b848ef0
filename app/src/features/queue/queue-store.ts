/** What a coder sees of the list: one question, the rows near what is looked at, and where the cursor stands. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { QueuePage, QueueQuestion, QueueStepRequest } from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import type { QueueClient } from './queue-client.ts'

export type QueueFilter = Omit<QueueQuestion, 'offset' | 'limit'>

/** What is undefined is taken out. */
export type FilterChange = { readonly [Name in keyof QueueFilter]?: QueueFilter[Name] | undefined }

export type QueueListState = {
  readonly phase:
    | { readonly kind: 'loading' }
    | { readonly kind: 'ready' }
    | { readonly kind: 'failed'; readonly message: string }
    | { readonly kind: 'unauthorised'; readonly message: string }
  readonly filter: QueueFilter
  readonly total: number
  readonly lines: readonly string[]
  readonly me: string
  /** By place in the list; what was not looked at yet is absent. */
  readonly rows: ReadonlyMap<number, QueueItem>
  readonly cursor: number
  /** For an export. */
  readonly picked: ReadonlyMap<string, QueueItem>
  readonly isBusy: boolean
  /** Why the last step was not taken. */
  readonly problem: string | undefined
}

export type QueueListStore = {
  readonly store: StoreApi<QueueListState>
  /** Without a change it reads again. */
  readonly ask: (change: FilterChange) => Promise<void>
  /** Reads what is missing between two places. */
  readonly want: (from: number, to: number) => Promise<void>
  readonly move: (cursor: number) => void
  readonly pick: (item: QueueItem) => void
  /** @returns the item that this coder has now. */
  readonly next: () => Promise<QueueItem | undefined>
  readonly step: (item: QueueItem, step: QueueStepRequest['step']) => Promise<QueueItem | undefined>
}

type Dependencies = {
  readonly client: QueueClient
  readonly describeProblem: (error: unknown) => string
  /** Whether a refusal means that this person may not see the list at all. */
  readonly isForbidden: (error: unknown) => boolean
  readonly announce: (text: string) => void
}

const PAGE = 100

export function createQueueListStore({ client, describeProblem, isForbidden, announce }: Dependencies): QueueListStore {
  const store = createStore<QueueListState>(() => ({
    phase: { kind: 'loading' },
    filter: { view: 'open', sort: 'priority' },
    total: 0,
    lines: [],
    me: '',
    rows: new Map(),
    cursor: 0,
    picked: new Map(),
    isBusy: false,
    problem: undefined,
  }))
  /** Answers to an older question are dropped. */
  let asked = 0
  const reading = new Set<number>()
  /** What is on the screen, to be read again after a change. */
  let seen = { from: 0, to: 0 }

  async function readPage(page: number, mode: 'first' | 'more'): Promise<void> {
    const mine = asked
    if (reading.has(page)) return
    reading.add(page)
    try {
      const { filter } = store.getState()
      const answer = await client.read({ ...filter, offset: page * PAGE, limit: PAGE })
      if (mine === asked) hear(answer, page, mode)
    } catch (error) {
      if (mine !== asked) return
      const message = describeProblem(error)
      store.setState({ phase: { kind: isForbidden(error) ? 'unauthorised' : 'failed', message } })
    } finally {
      if (mine === asked) reading.delete(page)
    }
  }

  function hear({ items, total, lines, me }: QueuePage, page: number, mode: 'first' | 'more'): void {
    const before = store.getState()
    const rows = new Map(mode === 'first' ? [] : before.rows)
    for (const [index, item] of items.entries()) rows.set(page * PAGE + index, item)
    const cursor = Math.max(0, Math.min(before.cursor, total - 1))
    store.setState({ phase: { kind: 'ready' }, rows, total, lines, me, cursor })
    if (mode === 'first') void want(seen.from, seen.to)
  }

  async function want(from: number, to: number): Promise<void> {
    seen = { from, to }
    const { total, rows } = store.getState()
    const last = Math.min(to, total - 1)
    const places = Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => Math.max(0, from) + index)
    const pages = new Set(places.filter((place) => !rows.has(place)).map((place) => Math.floor(place / PAGE)))
    await Promise.all([...pages].map((page) => readPage(page, 'more')))
  }

  /** What stands on the screen stays until the new answer is there. */
  async function readAgain(): Promise<void> {
    asked += 1
    reading.clear()
    await readPage(Math.floor(store.getState().cursor / PAGE), 'first')
  }

  async function act<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    if (store.getState().isBusy) return undefined
    store.setState({ isBusy: true, problem: undefined })
    try {
      return await work()
    } catch (error) {
      store.setState({ problem: describeProblem(error) })
      return undefined
    } finally {
      store.setState({ isBusy: false })
      await readAgain()
    }
  }

  return {
    store,
    ask: async (change) => {
      const filter = changeFilter(store.getState().filter, change)
      store.setState({ filter, cursor: isEmpty(change) ? store.getState().cursor : 0 })
      await readAgain()
      const { phase, total } = store.getState()
      if (phase.kind === 'ready') announce(`${total} ${total === 1 ? 'encounter' : 'encounters'}.`)
    },
    want,
    move: (cursor) => {
      const { total } = store.getState()
      store.setState({ cursor: Math.max(0, Math.min(cursor, total - 1)), problem: undefined })
    },
    pick: (item) => {
      const picked = new Map(store.getState().picked)
      if (!picked.delete(item.id)) picked.set(item.id, item)
      store.setState({ picked })
    },
    next: () =>
      act(async () => {
        const item = await client.next(store.getState().filter.line)
        if (!item) store.setState({ problem: 'Nothing is open. Look again later, or choose another service line.' })
        return item
      }),
    step: (item, step) => act(() => client.step(item, step)),
  }
}

function changeFilter(filter: QueueFilter, change: FilterChange): QueueFilter {
  const { line, disagree } = { ...filter, ...change }
  return {
    view: change.view ?? filter.view,
    sort: change.sort ?? filter.sort,
    ...(line !== undefined && { line }),
    ...(disagree !== undefined && { disagree }),
  }
}

function isEmpty(change: FilterChange): boolean {
  return Object.keys(change).length === 0
}
