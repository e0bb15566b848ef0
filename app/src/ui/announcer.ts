/** One voice for screen readers: what changed since they last looked, said politely. */
import { createStore, type StoreApi } from 'zustand/vanilla'

type Announcement = { readonly text: string; readonly number: number }

export type Announcer = { readonly store: StoreApi<Announcement>; readonly announce: (text: string) => void }

export function createAnnouncer(): Announcer {
  const store = createStore<Announcement>(() => ({ text: '', number: 0 }))
  return {
    store,
    announce: (text) => {
      if (text !== '') store.setState(({ number }) => ({ text, number: number + 1 }))
    },
  }
}
