/** Hands a file to the browser's own download. */
export type SavedFile = { readonly name: string; readonly type: string; readonly content: BlobPart }

/** Long enough for the browser to have begun reading it. */
const KEEP_MS = 60_000

export function saveFile({ name, type, content }: SavedFile): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS)
}
