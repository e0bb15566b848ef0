/** Encounter.hospitalization -> what an institutional claim says of the stay. */
import type { Encounter, EncounterHospitalization } from '@medplum/fhirtypes'
import type { Setting } from '#coding/domain/encounter-record.ts'
import type { InstitutionalStay } from '#coding/domain/filing-facts.ts'
import { findCode, listCodings } from './coding.ts'
import { findDay, mapPeriod } from './date-time.ts'
import { asObject, present } from './loose.ts'
import { DISCHARGE_STATUS, POINT_OF_ORIGIN } from './systems.ts'

/** Hospital, inpatient or outpatient, admission through discharge (NUBC, type of bill, form locator 4). */
const TYPES_OF_BILL: Readonly<Record<Exclude<Setting, 'professional'>, string>> = {
  inpatient_facility: '0111',
  outpatient_facility: '0131',
}

// R4's own codes of discharge-disposition, where they say the same as NUBC's.
const DISPOSITIONS: ReadonlyMap<string, string> = new Map([
  ['home', '01'],
  ['snf', '03'],
  ['aadvice', '07'],
  ['exp', '20'],
  ['hosp', '50'],
  ['rehab', '62'],
  ['long', '63'],
  ['psy', '65'],
])

const isStatus = (code: string | undefined): code is string => code !== undefined && /^\d{2}$/.test(code)

/** A code of NUBC by its system or its form, else the standard's own code where that is exact. */
function findDischargeStatus(disposition: unknown): string | undefined {
  const named = findCode(disposition, DISCHARGE_STATUS)
  const codes = listCodings(disposition).map(({ code }) => code)
  return named ?? codes.find(isStatus) ?? codes.map((code) => DISPOSITIONS.get(code ?? '')).find(isStatus)
}

/** @returns undefined for professional claims, which speak of no stay. */
export function mapStay(resource: unknown, setting: Setting, timeZone?: string): InstitutionalStay | undefined {
  if (setting === 'professional') return undefined
  const encounter = asObject<Encounter>(resource)
  const hospitalization = asObject<EncounterHospitalization>(encounter.hospitalization)
  const start = findDay(mapPeriod(encounter.period).start, timeZone)
  return {
    typeOfBill: TYPES_OF_BILL[setting],
    ...present({
      admission: setting === 'inpatient_facility' ? start : undefined,
      pointOfOrigin: findCode(hospitalization.admitSource, POINT_OF_ORIGIN),
      dischargeStatus: findDischargeStatus(hospitalization.dischargeDisposition),
    }),
  }
}
