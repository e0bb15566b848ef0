/** Hands a file to the browser's own download. */
import type { DraftFile } from './draft-files.ts'

/** Long enough for the browser to have begun reading it. */
const KEEP_MS = 60_000

export function saveFile({ name, type, content }: DraftFile): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS)
}
