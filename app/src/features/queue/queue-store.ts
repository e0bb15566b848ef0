/** What a coder sees of the list: one question, the rows near what is looked at, and where the cursor stands. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { QueuePage, QueueQuestion, QueueStepRequest } from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { type CoderNames, createNaming } from './coder-names.ts'
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
  /** Of colleagues, once one of them has something. */
  readonly names: CoderNames | undefined
  /** By place in the list; what was not looked at yet is absent. */
  readonly rows: ReadonlyMap<number, QueueItem>
  readonly cursor: number
  /** What this person has just taken, where it left the list that is shown: it stays chosen until they move. */
  readonly taken: QueueItem | undefined
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
  /** Reads again without a word, for what others have done. */
  readonly refresh: () => Promise<void>
  /** Reads what is missing between two places. */
  readonly want: (from: number, to: number) => Promise<void>
  readonly move: (cursor: number) => void
  readonly pick: (item: QueueItem) => void
  /** @returns the item that this coder has now. */
  readonly next: () => Promise<QueueItem | undefined>
  readonly step: (item: QueueItem, step: QueueStepRequest['step']) => Promise<QueueItem | undefined>
  /** Throws what the client throws. */
  readonly readCoders: QueueClient['readCoders']
}

type Dependencies = {
  readonly client: QueueClient
  readonly describeProblem: (error: unknown) => string
  /** Whether a refusal means that this person may not see the list at all. */
  readonly isForbidden: (error: unknown) => boolean
  readonly announce: (text: string) => void
}

/** `new`: another question; `again`: the same, for what has changed; `more`: another page of it. */
type Mode = 'new' | 'again' | 'more'

const PAGE = 100

/** What a key or a button acts on. */
export function findChosen({ taken, rows, cursor }: QueueListState): QueueItem | undefined {
  return taken ?? rows.get(cursor)
}

export function createQueueListStore({ client, describeProblem, isForbidden, announce }: Dependencies): QueueListStore {
  const store = createStore<QueueListState>(() => ({
    phase: { kind: 'loading' },
    filter: { view: 'open', sort: 'priority' },
    total: 0,
    lines: [],
    me: '',
    names: undefined,
    rows: new Map(),
    cursor: 0,
    taken: undefined,
    picked: new Map(),
    isBusy: false,
    problem: undefined,
  }))
  const nameCoders = createNaming(client.readCoders)
  /** Answers to an older question are dropped. */
  let asked = 0
  const reading = new Set<number>()
  /** Of the pages that are held, by what was asked for. */
  const versions = new Map<string, string>()
  /** What is on the screen, to be read again after a change. */
  let seen = { from: 0, to: 0 }

  async function readPage(page: number, mode: Mode): Promise<void> {
    const mine = asked
    if (reading.has(page)) return
    reading.add(page)
    try {
      const question = { ...store.getState().filter, offset: page * PAGE, limit: PAGE }
      const name = JSON.stringify(question)
      const version = mode === 'again' ? versions.get(name) : undefined
      const answer = await (version === undefined ? client.read(question) : client.readChanged(question, version))
      if (mine !== asked) return
      if (!answer) return keepOnly(page)
      if (mode !== 'more') versions.clear()
      versions.set(name, answer.version)
      hear(answer, page, mode)
    } catch (error) {
      if (mine !== asked) return
      const message = describeProblem(error)
      store.setState({ phase: { kind: isForbidden(error) ? 'unauthorised' : 'failed', message } })
    } finally {
      if (mine === asked) reading.delete(page)
    }
  }

  /** The page still stands; what else is on the screen is read again, and what is not is when it comes there. */
  function keepOnly(page: number): void {
    const rows = [...store.getState().rows].filter(([place]) => Math.floor(place / PAGE) === page)
    store.setState({ phase: { kind: 'ready' }, rows: new Map(rows) })
    void want(seen.from, seen.to)
  }

  function hear({ items, total, lines, me }: QueuePage, page: number, mode: Mode): void {
    const before = store.getState()
    const rows = new Map(mode === 'more' ? before.rows : [])
    for (const [index, item] of items.entries()) rows.set(page * PAGE + index, item)
    // The cursor stays with its encounter, wherever that stands now.
    const chosen = mode === 'again' ? findChosen(before)?.id : undefined
    const place = chosen === undefined ? undefined : [...rows].find(([, item]) => item.id === chosen)?.[0]
    const cursor = place ?? Math.max(0, Math.min(before.cursor, total - 1))
    const taken = place === undefined ? before.taken : undefined
    store.setState({ phase: { kind: 'ready' }, rows, total, lines, me, cursor, taken })
    if (mode !== 'more') void want(seen.from, seen.to)
    void nameCoders({ items, me }).then((names) => names && store.setState({ names }))
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
  async function readAgain(mode: Mode = 'again'): Promise<void> {
    asked += 1
    reading.clear()
    await readPage(Math.floor(store.getState().cursor / PAGE), mode)
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
      if (!isEmpty(change)) store.setState({ cursor: 0, taken: undefined })
      store.setState({ filter })
      await readAgain(isEmpty(change) ? 'again' : 'new')
      const { phase, total } = store.getState()
      if (phase.kind === 'ready') announce(`${total} ${total === 1 ? 'encounter' : 'encounters'}.`)
    },
    refresh: async () => {
      if (!store.getState().isBusy) await readAgain()
    },
    want,
    move: (cursor) => {
      const { total } = store.getState()
      store.setState({ cursor: Math.max(0, Math.min(cursor, total - 1)), taken: undefined, problem: undefined })
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
    readCoders: client.readCoders,
    step: (item, step) =>
      act(async () => {
        const changed = await client.step(item, step)
        const isTaken = step.kind === 'take' || step.kind === 'resume'
        store.setState({ taken: isTaken ? changed : undefined })
        if (isTaken) announce('You have this encounter now. It stays chosen until you move.')
        return changed
      }),
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
