/** Pickers for an open server, where no launch says who the patient is (sandbox profile only). */
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import type { PatientId } from '#coding/domain/ids.ts'
import { mapPatient } from '#fhir-mappers/patient.ts'
import { type BrowserEnvironment, openBrowserEnvironment } from './browser-environment.ts'
import { openAnonymousSession } from './ehr-session.ts'
import { findEncounterChoices } from './encounter-choices.ts'
import { EhrError } from './errors.ts'
import { openEhrServer } from './open-ehr-server.ts'
import type { EncounterChoice, PatientBanner } from './session-types.ts'

export type PatientChoice = { readonly id: PatientId; readonly banner: PatientBanner }

export type OpenServerDirectory = {
  /** By part of a name; an empty query lists the first ones. @throws EhrError */
  readonly findPatients: (query: string) => Promise<readonly PatientChoice[]>
  /** Newest first. @throws EhrError */
  readonly findEncounters: (patientId: PatientId) => Promise<readonly EncounterChoice[]>
}

export function createOpenServerDirectory(
  tenant: TenantConfiguration,
  browser: BrowserEnvironment = openBrowserEnvironment(),
): OpenServerDirectory {
  if (tenant.kind !== 'open-server') throw new EhrError('foreign-issuer')
  const server = openEhrServer(openAnonymousSession(tenant), browser)
  return {
    findPatients: async (query) => {
      const name = query.trim()
      const page = await server.searchPage('Patient', { _count: '20', ...(name !== '' && { name }) })
      return page
        .map(mapPatient)
        .flatMap((mapped) => (mapped.ok ? [{ id: mapped.value.id, banner: mapped.value.banner }] : []))
    },
    findEncounters: (patientId) => findEncounterChoices(server, patientId),
  }
}
