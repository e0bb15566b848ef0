/** A session is for one patient and one encounter; a record or draft of another is refused, whatever it says. */
import type { EncounterId, PatientId, TenantKey } from '#coding/domain/ids.ts'
import type { References } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import type { Session } from '../store/sessions.ts'

export type About = {
  readonly tenant?: TenantKey
  readonly patientId: PatientId
  readonly encounterId: EncounterId
}

/** @throws ProxyError `forbidden` */
export function requireSameEncounter(references: References, session: Session, about: About): void {
  const isSame =
    (about.tenant === undefined || about.tenant === session.tenant) &&
    references.ofPatient(session.tenant, about.patientId) === session.patientRef &&
    references.ofEncounter(session.tenant, about.encounterId) === session.encounterRef
  if (!isSame) throw new ProxyError('forbidden', 'This belongs to another patient or encounter than the session.')
}
