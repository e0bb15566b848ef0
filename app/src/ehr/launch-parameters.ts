/** The address with which an EHR opens `launch.html`: `?iss={FHIR base}&launch={opaque}` (SMART App Launch 2.2, 3.1.4), and `&page=queue` or `reports`. */
import { EhrError } from './errors.ts'

/** Work that is not about one patient: the coders' list, or reports of the site. */
export const PERSON_PAGES = ['queue', 'reports'] as const
export type PersonPage = (typeof PERSON_PAGES)[number]

export function findPersonPage(name: unknown): PersonPage | undefined {
  return PERSON_PAGES.find((page) => page === name)
}

export type LaunchParameters = {
  /** Exactly as received: `aud` must equal it byte for byte. */
  readonly issuer: string
  /** Absent in a standalone launch. */
  readonly launch?: string
  /** What was asked for instead of one encounter. */
  readonly page?: PersonPage
}

// fhirclient lets several of these override the application's own settings (F4 in the smart-fhir reference, 2.3);
// the others would look like the end of an authorization, which has its own page.
const FORBIDDEN = new Set(
  [
    'clientId',
    'client_id',
    'clientSecret',
    'fhirServiceUrl',
    'serverUrl',
    'patientId',
    'patient',
    'encounterId',
    'encounter',
    'redirectUri',
    'redirect_uri',
    'scope',
    'state',
    'stateKey',
    'key',
    'code',
    'fakeTokenResponse',
    'complete',
  ].map((name) => name.toLowerCase()),
)

/** @throws EhrError `forbidden-parameter` | `launch-failed` */
export function parseLaunchParameters(url: URL): LaunchParameters {
  for (const name of url.searchParams.keys()) {
    if (FORBIDDEN.has(name.toLowerCase())) throw new EhrError('forbidden-parameter')
  }
  const issuers = url.searchParams.getAll('iss')
  const launches = url.searchParams.getAll('launch')
  if (issuers.length > 1 || launches.length > 1) throw new EhrError('forbidden-parameter')
  const [issuer] = issuers
  const [launch] = launches
  if (!issuer) {
    throw new EhrError('launch-failed', { message: 'Postil was opened without a server. Open it from the chart.' })
  }
  const page = findPersonPage(url.searchParams.get('page'))
  return { issuer, ...(launch && { launch }), ...(page && { page }) }
}
