/** Which words of which note are being looked at. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Evidence } from '#coding/domain/evidence.ts'

export type NotesState =
  | { readonly kind: 'closed' }
  /** `opening` tells two looks at the same words apart, so that the second scrolls there again. */
  | { readonly kind: 'open'; readonly evidence: Evidence; readonly opening: number }

export type NotesStore = {
  readonly store: StoreApi<NotesState>
  readonly show: (evidence: Evidence) => void
  readonly close: () => void
}

export function createNotesStore(): NotesStore {
  const store = createStore<NotesState>(() => ({ kind: 'closed' }))
  let openings = 0
  return {
    store,
    show: (evidence) => {
      openings += 1
      store.setState({ kind: 'open', evidence, opening: openings }, true)
    },
    close: () => store.setState({ kind: 'closed' }, true),
  }
}
