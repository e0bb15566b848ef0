/**
 * Keeps the draft with Postil's server while a coder works on it: nothing of a chart is kept in the browser, and an
 * encounter that is put on hold must be there tomorrow as it was left.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { KeepDraftRequest, KeptRevision } from '#coding/contract/kept-draft.ts'
import type { DraftStore } from './draft-store.ts'
import { describeKept } from './kept-draft.ts'

export type KeepingState =
  /** Nothing is kept before it is known what was kept already. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'unkept' }
  /** Somebody else has kept another draft since; both stand, and nothing is written over. */
  | { readonly kind: 'overtaken' }
  /** Another coder has the encounter; the next change tries again. */
  | { readonly kind: 'locked'; readonly reason: string }

export type DraftKeeper = {
  readonly store: StoreApi<KeepingState>
  /** Of the draft on the screen as the server has it; what is on its way there is waited for. */
  readonly findRevision: () => Promise<number>
  /** @param kept as the server has it; undefined where it has none. */
  readonly begin: (kept: KeptRevision | undefined) => void
  readonly stop: () => void
}

export type KeepOutcome =
  | { readonly kind: 'kept'; readonly revision: number }
  | { readonly kind: 'overtaken' | 'unreachable' }
  | { readonly kind: 'locked'; readonly reason: string }

type Dependencies = {
  readonly draft: Pick<DraftStore, 'store' | 'restore'>
  readonly send: (request: KeepDraftRequest) => Promise<KeepOutcome>
  readonly announce: (text: string) => void
}

/** After the last change; a draft is put together in bursts. */
const KEEP_AFTER_MS = 1000
const RETRY_MS = 5000

export function createDraftKeeper({ draft, send, announce }: Dependencies): DraftKeeper {
  const store = createStore<KeepingState>(() => ({ kind: 'waiting' }))
  let revision = 0
  let last = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<KeepOutcome> | undefined

  function look(delay: number): void {
    const { kind } = store.getState()
    if (kind === 'waiting' || kind === 'overtaken' || read() === last) return
    store.setState({ kind: 'unkept' }, true)
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), delay)
  }

  const read = () => JSON.stringify(describeKept(draft.store.getState()))

  async function keep(): Promise<void> {
    if (sending) return
    const text = read()
    sending = send({ basedOn: revision, draft: describeKept(draft.store.getState()) })
    const outcome = await sending
    sending = undefined
    if (outcome.kind === 'overtaken') {
      store.setState({ kind: 'overtaken' }, true)
      announce('Somebody else has changed this draft.')
      return
    }
    if (outcome.kind === 'locked') {
      store.setState(outcome, true)
      announce(outcome.reason)
      return
    }
    if (outcome.kind === 'kept') {
      revision = outcome.revision
      last = text
      store.setState({ kind: 'kept' }, true)
    }
    look(outcome.kind === 'kept' ? KEEP_AFTER_MS : RETRY_MS)
  }

  const unsubscribe = draft.store.subscribe((state, before) => {
    if (state.plan !== before.plan || state.entered !== before.entered) look(KEEP_AFTER_MS)
  })

  return {
    store,
    findRevision: async () => {
      const outcome = await sending
      return outcome?.kind === 'kept' ? outcome.revision : revision
    },
    begin: (kept) => {
      if (store.getState().kind !== 'waiting') return
      last = read()
      revision = kept?.revision ?? 0
      // What was begun here before the answer came is the newer wish.
      const isFresh = draft.store.getState().past.length === 0
      if (kept?.draft && isFresh) {
        draft.restore(kept.draft)
        last = read()
      }
      store.setState({ kind: 'kept' }, true)
      look(KEEP_AFTER_MS)
    },
    stop: () => {
      unsubscribe()
      clearTimeout(timer)
    },
  }
}
