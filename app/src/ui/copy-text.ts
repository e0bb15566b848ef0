/**
 * Puts text on the clipboard. Frames in an EHR often lack `clipboard-write`, so the caller must be ready for `false`
 * and offer selected text instead (smart-fhir reference 2.5).
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
