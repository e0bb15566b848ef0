/**
 * A note as its author types or pastes it here, for EHRs that show no unsigned note. Its text lives in this store and
 * nowhere else: it is sent to be read and forgotten, and it is gone with the panel.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { MAX_NOTE_LENGTH } from '#coding/contract/encounter-record.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseNoteId } from '#coding/domain/ids.ts'

/** No resource of the EHR has it, so nothing that is filed can name this note as its support. */
export const DRAFT_NOTE_ID = parseNoteId('draft-in-panel')

/** A pause in typing: read sooner, the panel would speak of half-written words. */
const PAUSE_MS = 300

export type DraftNoteState = {
  readonly text: string
  /** As it was read last; undefined while nothing stands in the pane. */
  readonly note: ClinicalNote | undefined
  /** Words that did not fit and were not taken. */
  readonly isCut: boolean
}

export type DraftNoteStore = {
  readonly store: StoreApi<DraftNoteState>
  readonly write: (text: string) => void
  /** A line of its own, after what stands there. */
  readonly append: (line: string) => void
  readonly stop: () => void
}

type Dependencies = {
  /** Hex SHA-256 of the text in UTF-8. */
  readonly digest: (text: string) => Promise<string>
}

export function createDraftNoteStore({ digest }: Dependencies): DraftNoteStore {
  const store = createStore<DraftNoteState>(() => ({ text: '', note: undefined, isCut: false }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let version = 0

  async function publish(): Promise<void> {
    const { text } = store.getState()
    version += 1
    const mine = version
    const note = text.trim() === '' ? undefined : buildNote(text, { version: mine, sha256: await digest(text) })
    if (mine === version) store.setState({ note })
  }

  function write(text: string): void {
    const kept = text.slice(0, MAX_NOTE_LENGTH)
    store.setState({ text: kept, isCut: kept.length < text.length })
    clearTimeout(timer)
    timer = setTimeout(() => void publish(), PAUSE_MS)
  }

  return {
    store,
    write,
    append: (line) => {
      const { text } = store.getState()
      write(text === '' || text.endsWith('\n') ? `${text}${line}\n` : `${text}\n${line}\n`)
    },
    stop: () => {
      version += 1
      clearTimeout(timer)
      store.setState({ text: '', note: undefined, isCut: false })
    },
  }
}

function buildNote(text: string, { version, sha256 }: { version: number; sha256: string }): ClinicalNote {
  return {
    id: DRAFT_NOTE_ID,
    version: String(version),
    status: 'draft',
    authorRole: 'provider',
    encounterCertain: true,
    text,
    sha256,
  }
}
