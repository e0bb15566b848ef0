/** Encounter -> what a claim says beside codes: of the stay, of place and referrer. */
import type { Encounter, EncounterHospitalization } from '@medplum/fhirtypes'
import type { Setting } from '#coding/domain/encounter-record.ts'
import type { FilingFacts, InstitutionalStay } from '#coding/domain/filing-facts.ts'
import { findByCode, findCode, listCodings } from './coding.ts'
import { findDay, mapPeriod } from './date-time.ts'
import type { MappedEncounter } from './encounter.ts'
import { asObject, type Loose, present } from './loose.ts'
import { ADMISSION_TYPE, DISCHARGE_STATUS, POINT_OF_ORIGIN } from './systems.ts'

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

// v3-ActPriority, where it says the same as NUBC's priority of admission (form locator 14).
const PRIORITIES: ReadonlyMap<string, string> = new Map([
  ['em', '1'],
  ['ur', '2'],
  ['el', '3'],
])

/** A bill before the discharge: the first of several, for somebody who is still a patient (NUBC, form locators 4 and 17). */
const FIRST_OF_SEVERAL = '0112'
const STILL_PATIENT = '30'

/** An end that lies before us is no discharge while the visit goes on. */
function isStillThere({ status, period }: Loose<Encounter>): boolean {
  return status !== 'finished' && mapPeriod(period).end === undefined
}

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
  const isOpen = setting === 'inpatient_facility' && isStillThere(encounter)
  const start = findDay(mapPeriod(encounter.period).start, timeZone)
  return {
    typeOfBill: isOpen ? FIRST_OF_SEVERAL : TYPES_OF_BILL[setting],
    ...present({
      admission: setting === 'inpatient_facility' ? start : undefined,
      admissionType: findCode(encounter.priority, ADMISSION_TYPE) ?? findByCode(encounter.priority, PRIORITIES),
      pointOfOrigin: findCode(hospitalization.admitSource, POINT_OF_ORIGIN),
      dischargeStatus: isOpen ? STILL_PATIENT : findDischargeStatus(hospitalization.dischargeDisposition),
    }),
  }
}

/** What an encounter says for the claim of either kind: where the patient was, and who sent them. */
export function mapFiling({ facility, referrer }: MappedEncounter): FilingFacts {
  return {
    ...(facility !== undefined && { facility: { reference: facility } }),
    ...(referrer !== undefined && { referringProvider: { reference: referrer } }),
  }
}
