/** The name of a card: the same question for the same person has the same, so a repeated call adds nothing. */
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { References } from '../crypto/references.ts'
import type { Session } from '../store/sessions.ts'

/** @returns a UUID of version 8 (RFC 9562, 5.8), out of an HMAC: nobody can guess or read it. */
export function nameCard(
  references: Pick<References, 'ofContent'>,
  { tenant, actor, encounterRef }: Pick<Session, 'tenant' | 'actor' | 'encounterRef'>,
  about: { readonly service: string; readonly fingerprint: Fingerprint },
): string {
  const text = ['hook-card', about.service, encounterRef, actor, about.fingerprint].join('\u001f')
  const bytes = Buffer.from(references.ofContent(tenant, text), 'base64url').subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
