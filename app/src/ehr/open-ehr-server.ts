/** A session and a browser make a server to talk to. */
import type { BrowserEnvironment } from './browser-environment.ts'
import type { EhrSession } from './ehr-session.ts'
import { createFhirServer, type FhirServer } from './fhir-server.ts'
import { createFhirTransport } from './fhir-transport.ts'

export function openEhrServer(session: EhrSession, browser: BrowserEnvironment): FhirServer {
  return createFhirServer(createFhirTransport({ base: session.tenant.issuer, browser, tokens: session }))
}
