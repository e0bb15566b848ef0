/** The line under the editor that says where the text is. */
import type { Autosave } from './autosave.ts'
import { formatClock } from './format-date.ts'

/** Version ids may be numbers or long random names; the first characters tell them apart. */
export function formatVersion(versionId: string | undefined): string {
  return versionId === undefined ? 'version unknown' : `version ${versionId.slice(0, 8)}`
}

export function formatAutosave(state: Autosave): string {
  const version = formatVersion(state.document.meta?.versionId)
  switch (state.kind) {
    case 'stored':
      return state.savedAt === undefined
        ? `No changes · ${version}`
        : `Saved ${formatClock(state.savedAt)} · ${version}`
    case 'typing':
      return 'Not saved yet'
    case 'saving':
      return 'Saving…'
    case 'failed':
      return `Not saved. ${state.message} Your text is still here.`
    case 'conflict':
      return 'Not saved: somebody else changed this note. Your text is still here.'
  }
}
