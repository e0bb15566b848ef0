/** A coder's remarks on risk categories as a FHIR resource, to be taken away. Nothing is sent, to no server. */
import { buildRiskRemarks } from '#fhir-mappers/risk-remarks.ts'
import type { ConnectionParts } from './ehr-connection.ts'
import type { VisitRemarks } from './session-types.ts'

type Parts = {
  readonly session: Pick<ConnectionParts['session'], 'fhirUser'>
  readonly context: Pick<ConnectionParts['context'], 'patientId' | 'encounterId'>
  readonly browser: Pick<ConnectionParts['browser'], 'now'>
}

export function exportRemarks({ session, context, browser }: Parts, visit: VisitRemarks): string {
  const { patientId, encounterId } = context
  const person = session.fhirUser === undefined ? {} : { person: session.fhirUser }
  const report = buildRiskRemarks({
    ...visit,
    patientId,
    encounterId,
    now: new Date(browser.now()).toISOString(),
    ...person,
  })
  return JSON.stringify(report, null, 2)
}
