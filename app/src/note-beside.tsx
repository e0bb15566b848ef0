/** Where the note stands: beside the work where there is room for it, else in a dialog that is opened for it. */
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Encounter } from './compose-encounter.ts'
import { Dialog } from './ui/dialog.tsx'
import { useIsWide } from './ui/use-is-wide.ts'

/** Whether there is a note to show now, and whether it stands beside the work. */
export function useNotePlace(
  encounter: Encounter,
  noteCount: number,
): { readonly isWide: boolean; readonly isShown: boolean } {
  const isWide = useIsWide()
  const view = useStore(encounter.notes.store)
  return { isWide, isShown: isWide ? noteCount > 0 : view.kind !== 'closed' }
}

type Props = { readonly encounter: Encounter; readonly isOpen: boolean; readonly children: ReactNode }

export function NoteDialog({ encounter, isOpen, children }: Props) {
  if (!isOpen) return null
  return (
    <Dialog label="Note" className="dialog-full" onClose={encounter.notes.close}>
      {children}
    </Dialog>
  )
}
