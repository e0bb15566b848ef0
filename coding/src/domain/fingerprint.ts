/** Stable names for findings: the same words about the same thing give the same fingerprint in every run. */
import { type FindingId, type Fingerprint, parseFindingId, parseFingerprint } from './ids.ts'

// 64-bit FNV-1a in two 32-bit halves (draft-eastlake-fnv, offset bases split). Not cryptographic: it
// only has to tell findings of one encounter apart, and `coding` has no access to a platform digest.
function hash(text: string, seed: number): string {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  }
  return h.toString(16).padStart(8, '0')
}

/** @param parts what identifies the finding: encounter, concept or code, axes, and the words behind it. */
export function buildFingerprint(parts: readonly string[]): Fingerprint {
  const text = parts.join('\u001f')
  return parseFingerprint(hash(text, 0) + hash(text, 0x9e3779b9))
}

/** An id names one finding in one analysis; the fingerprint is stable over analyses. */
export function buildFindingId(kind: string, fingerprint: Fingerprint): FindingId {
  return parseFindingId(`${kind}-${fingerprint}`)
}
