/** What a link on a CDS Hooks card says to the sidebar that it opens: which question it is about. */
import { type Fingerprint, parseFingerprint } from '../domain/ids.ts'

/** The text that an EHR hands back with the launch (`appContext`). */
export function formatAppContext(prompt: Fingerprint): string {
  return JSON.stringify({ prompt })
}

/** @returns undefined for text that is not ours: any app's card may have opened us, and any EHR may have changed it. */
export function tryParseAppContext(text: string): Fingerprint | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isOurs = typeof value === 'object' && value !== null && 'prompt' in value && typeof value.prompt === 'string'
    return isOurs ? parseFingerprint(String(value.prompt)) : undefined
  } catch {
    return undefined
  }
}
