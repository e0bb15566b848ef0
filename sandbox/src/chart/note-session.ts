/** One note being written: saves after a pause, one save at a time, and outlives the editor on the screen. */
import { type Autosave, type AutosaveEvent, hasUnsavedText, reduceAutosave } from './autosave.ts'
import { ChartError, getMessage } from './errors.ts'
import type { NoteDocument } from './fhir-client.ts'
import { buildSavedNote, buildSignedNote, readPlainText } from './note-document.ts'

const PAUSE = 600

export type NoteStore = {
  readonly update: (note: NoteDocument) => Promise<NoteDocument>
  readonly read: (id: string) => Promise<NoteDocument>
}

export type NoteSession = {
  readonly getState: () => Autosave
  readonly subscribe: (listener: () => void) => () => void
  readonly type: (text: string) => void
  /** Saves now. @returns whether everything that was typed is stored */
  readonly flush: () => Promise<boolean>
  readonly sign: () => Promise<boolean>
  readonly keepMine: () => Promise<boolean>
  readonly takeTheirs: () => void
}

export function createNoteSession(note: NoteDocument, store: NoteStore): NoteSession {
  let state: Autosave = { kind: 'stored', document: note, text: readPlainText(note), savedAt: undefined }
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<boolean> | undefined
  const listeners = new Set<() => void>()

  function apply(event: AutosaveEvent): void {
    state = reduceAutosave(state, event)
    for (const listener of listeners) listener()
  }

  async function handle(error: unknown): Promise<void> {
    if (!(error instanceof ChartError && error.code === 'conflict')) {
      apply({ kind: 'failed', message: getMessage(error) })
      return
    }
    try {
      const theirs = await store.read(note.id)
      apply({ kind: 'overtaken', theirs, theirText: readPlainText(theirs) })
    } catch (reading) {
      apply({ kind: 'failed', message: getMessage(reading) })
    }
  }

  async function put(build: (note: NoteDocument) => NoteDocument): Promise<boolean> {
    apply({ kind: 'sent' })
    try {
      const stored = await store.update(build(buildSavedNote(state.document, state.text, new Date())))
      apply({ kind: 'stored', document: stored, at: new Date() })
      return true
    } catch (error) {
      await handle(error)
      return false
    }
  }

  async function save(): Promise<boolean> {
    while (state.kind === 'typing' || state.kind === 'failed') {
      if (!(await put((document) => document))) return false
    }
    return state.kind === 'stored'
  }

  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    // A flush during a save waits for it; whatever was typed in between is saved by the same loop.
    saving ??= save().finally(() => {
      saving = undefined
    })
    return saving
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    type: (text) => {
      apply({ kind: 'typed', text })
      clearTimeout(timer)
      if (state.kind === 'typing') timer = setTimeout(() => void flush(), PAUSE)
    },
    flush,
    sign: async () => (await flush()) && put(buildSignedNote),
    keepMine: async () => {
      apply({ kind: 'mine-kept' })
      return flush()
    },
    takeTheirs: () => apply({ kind: 'theirs-taken' }),
  }
}

/** Sessions with text that no server has yet are kept, so that leaving a note and coming back loses nothing. */
export type NoteSessions = {
  readonly open: (note: NoteDocument, create: () => NoteSession) => NoteSession
  readonly hasUnsavedText: () => boolean
  /** The note whose editor is on the screen. */
  readonly show: (session: NoteSession) => void
  readonly hide: (session: NoteSession) => void
  readonly findShown: () => NoteSession | undefined
}

export function createNoteSessions(): NoteSessions {
  const sessions = new Map<string, NoteSession>()
  let shown: NoteSession | undefined
  return {
    open: (note, create) => {
      const known = sessions.get(note.id)
      if (known !== undefined && hasUnsavedText(known.getState())) return known
      const session = create()
      sessions.set(note.id, session)
      return session
    },
    show: (session) => {
      shown = session
    },
    hide: (session) => {
      if (shown === session) shown = undefined
    },
    findShown: () => shown,
    hasUnsavedText: () => [...sessions.values()].some((session) => hasUnsavedText(session.getState())),
  }
}
