/** Which note, and which of its words, are being looked at. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { NoteId } from '#coding/domain/ids.ts'

export type NotesState =
  | { readonly kind: 'closed' }
  /** `opening` tells two looks at the same words apart, so that the second scrolls there again. */
  | { readonly kind: 'words'; readonly evidence: Evidence; readonly opening: number }
  | { readonly kind: 'note'; readonly noteId: NoteId }

export type NotesStore = {
  readonly store: StoreApi<NotesState>
  readonly showWords: (evidence: Evidence) => void
  readonly showNote: (noteId: NoteId) => void
  readonly close: () => void
}

export function createNotesStore(): NotesStore {
  const store = createStore<NotesState>(() => ({ kind: 'closed' }))
  let openings = 0
  return {
    store,
    showWords: (evidence) => {
      openings += 1
      store.setState({ kind: 'words', evidence, opening: openings }, true)
    },
    showNote: (noteId) => store.setState({ kind: 'note', noteId }, true),
    close: () => store.setState({ kind: 'closed' }, true),
  }
}
