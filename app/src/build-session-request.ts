/** What the proxy is given to open or renew a session: tokens once, for this patient and this encounter. */
import type { SessionRequest } from '#coding/contract/session.ts'
import type { EhrPerson } from './ehr/connect.ts'
import { EhrError } from './ehr/errors.ts'
import type { EhrConnection } from './ehr/session-types.ts'

/** @throws EhrError `session-ended` when the EHR no longer gives a token. */
export async function buildSessionRequest(connection: EhrConnection): Promise<SessionRequest> {
  const { tenant, patientId, encounterId, idToken } = connection
  const context = { issuer: tenant.issuer, patientId, encounterId }
  if (tenant.kind === 'open-server') return { kind: 'open-server', ...context }
  const accessToken = await connection.getAccessToken()
  if (idToken === undefined || accessToken === undefined) throw new EhrError('session-ended')
  return { kind: 'smart', ...context, idToken, accessToken }
}

/** For the list of a person who signed in without a patient. @throws EhrError `session-ended` */
export async function buildPersonRequest({ tenant, idToken, getAccessToken }: EhrPerson): Promise<SessionRequest> {
  const accessToken = await getAccessToken()
  if (idToken === undefined || accessToken === undefined) throw new EhrError('session-ended')
  return { kind: 'smart-person', issuer: tenant.issuer, idToken, accessToken }
}
