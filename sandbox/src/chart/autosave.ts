/**
 * The states of a note while it is written. Whatever happens to a save, the typed text stays: every state
 * carries it, and only the user's own choice replaces it.
 */
import type { NoteDocument } from './fhir-client.ts'

type Written = {
  /** As the server last stored it. */
  readonly document: NoteDocument
  /** What stands in the editor. */
  readonly text: string
}

export type Autosave =
  | (Written & { readonly kind: 'stored'; readonly savedAt: Date | undefined })
  /** Typed, and waiting for a pause. */
  | (Written & { readonly kind: 'typing' })
  | (Written & { readonly kind: 'saving'; readonly sent: string })
  | (Written & { readonly kind: 'failed'; readonly message: string })
  /** Somebody else stored a version in the meantime. */
  | (Written & { readonly kind: 'conflict'; readonly theirs: NoteDocument; readonly theirText: string })

export type AutosaveEvent =
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'sent' }
  | { readonly kind: 'stored'; readonly document: NoteDocument; readonly at: Date }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'overtaken'; readonly theirs: NoteDocument; readonly theirText: string }
  | { readonly kind: 'mine-kept' }
  | { readonly kind: 'theirs-taken' }

export function hasUnsavedText(state: Autosave): boolean {
  return state.kind !== 'stored'
}

function type(state: Autosave, text: string): Autosave {
  // While a save is under way, or while the user has a choice to make, typing only changes the text.
  if (state.kind === 'saving' || state.kind === 'conflict') return { ...state, text }
  return { kind: 'typing', document: state.document, text }
}

function store(state: Autosave, document: NoteDocument, at: Date): Autosave {
  const isComplete = state.kind !== 'saving' || state.sent === state.text
  return isComplete
    ? { kind: 'stored', document, text: state.text, savedAt: at }
    : { kind: 'typing', document, text: state.text }
}

export function reduceAutosave(state: Autosave, event: AutosaveEvent): Autosave {
  const { document, text } = state
  switch (event.kind) {
    case 'typed':
      return type(state, event.text)
    case 'sent':
      return { kind: 'saving', document, text, sent: text }
    case 'stored':
      return store(state, event.document, event.at)
    case 'failed':
      return { kind: 'failed', document, text, message: event.message }
    case 'overtaken':
      return { kind: 'conflict', document, text, theirs: event.theirs, theirText: event.theirText }
    case 'mine-kept':
      // The next save builds on their version, so that it is accepted.
      return state.kind === 'conflict' ? { kind: 'typing', document: state.theirs, text } : state
    case 'theirs-taken':
      return state.kind === 'conflict'
        ? { kind: 'stored', document: state.theirs, text: state.theirText, savedAt: undefined }
        : state
  }
}
