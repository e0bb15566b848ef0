import { useStore } from 'zustand'
import type { Announcer } from './announcer.ts'

export function LiveRegion({ announcer }: { readonly announcer: Announcer }) {
  const { text, number } = useStore(announcer.store)
  // A new element for each sentence: the same words twice in a row are then read twice.
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      <span key={number}>{text}</span>
    </div>
  )
}
