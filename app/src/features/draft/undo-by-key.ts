import type { KeyboardEvent } from 'react'

/** Ctrl+Z (Command+Z) on the draft; inside a field it stays what it is there. */
export function undoByKey(event: KeyboardEvent, undo: () => void): void {
  const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
  if (!isUndo || (event.target instanceof HTMLElement && event.target.matches('input, textarea, select'))) return
  event.preventDefault()
  undo()
}
