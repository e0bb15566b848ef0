import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Encounter } from './compose-encounter.ts'
import type { InsertLine } from './ui/insert-line.ts'

/** The note that is open in the EHR, where the EHR takes lines; else the one that is written here. */
export function useInsertLine({ ehrPage, draftNote }: Encounter): InsertLine | undefined {
  const write = useStore(ehrPage, (page) => page.writeLine)
  const isWriting = useStore(draftNote.store, ({ text }) => text !== '')
  return useMemo(() => {
    if (isWriting) {
      return {
        into: 'your draft',
        insert: async (line) => {
          draftNote.append(line)
          return true
        },
      }
    }
    return write && { into: 'your note', insert: write }
  }, [write, isWriting, draftNote])
}
