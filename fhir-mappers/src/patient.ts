/** Patient: age and sex for the record; name and record number only for the banner, which never leaves the browser. */
import type { HumanName, Identifier, Patient, PatientCommunication, Period } from '@medplum/fhirtypes'
import { countDaysBetween, type DateOnly, isDateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import type { AdministrativeSex, Age } from '#coding/domain/encounter-record.ts'
import { type PatientId, parsePatientId } from '#coding/domain/ids.ts'
import { findByCode, listCodings } from './coding.ts'
import { asDateTime } from './date-time.ts'
import { asBranded, asList, asObject, asText, type Loose, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { canonicalSystem, SSN } from './systems.ts'

/** The same shape as the app's `PatientBanner`. Names may run right to left: show each with `dir="auto"`. */
type BannerFields = {
  readonly name: string
  readonly birthDate?: string
  readonly sex: string
  readonly recordNumber?: string
}

export type MappedPatient = {
  readonly id: PatientId
  readonly sex: AdministrativeSex
  /** As the EHR has it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly birthDate?: string
  /** That the patient prefers, else the only one named: primary subtag of BCP 47 ("es"). */
  readonly language?: string
  readonly banner: BannerFields
}

const SEXES: ReadonlyMap<string, AdministrativeSex> = new Map([
  ['female', 'female'],
  ['male', 'male'],
  ['other', 'other'],
  ['unknown', 'unknown'],
])

const SEX_WORDS: Readonly<Record<AdministrativeSex, string>> = {
  female: 'Female',
  male: 'Male',
  other: 'Other',
  unknown: 'Sex not recorded',
}

export function mapPatient(resource: unknown): Mapped<MappedPatient> {
  const patient = asObject<Patient>(resource)
  if (patient.resourceType !== 'Patient') return unmapped('Patient', 'wrong-type')
  const id = asBranded(parsePatientId, patient.id)
  if (id === undefined) return unmapped('Patient', 'no-id')
  const sex = findByCode(patient.gender, SEXES) ?? 'unknown'
  const birthDate = asDateTime(patient.birthDate)?.slice(0, 10)
  return mapped({
    id,
    sex,
    ...present({ birthDate, language: findLanguage(patient.communication) }),
    banner: {
      name: formatName(patient.name),
      sex: SEX_WORDS[sex],
      ...present({ birthDate, recordNumber: findRecordNumber(patient.identifier) }),
    },
  })
}

/**
 * Age on a day: in days during the first year of life, then in years. Of a partial birth date the latest day that it
 * allows counts, so that nobody is taken for older than known; below one year it then says 0 years, not days.
 * @returns undefined when the birth date cannot be read or lies after the day.
 */
export function findAge(birthDate: string | undefined, on: DateOnly): Age | undefined {
  if (birthDate === undefined) return undefined
  const isExact = isDateOnly(birthDate)
  const birth = isExact ? birthDate : findLastDay(birthDate, on)
  if (birth === undefined || birth > on) return undefined
  const years = countYears(birth, on)
  return isExact && years === 0 ? { unit: 'days', value: countDaysBetween(birth, on) } : { unit: 'years', value: years }
}

/** Last day of a year or month, but not after `limit` when that lies within it. */
function findLastDay(partialDate: string, limit: DateOnly): DateOnly | undefined {
  if (!/^\d{4}(-\d{2})?$/.test(partialDate)) return undefined
  if (limit.startsWith(partialDate)) return limit
  const month = partialDate.length === 4 ? `${partialDate}-12` : partialDate
  const lastDay = ['31', '30', '29', '28'].map((day) => `${month}-${day}`).find(isDateOnly)
  return lastDay === undefined ? undefined : parseDateOnly(lastDay)
}

function countYears(birth: DateOnly, on: DateOnly): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

function findLanguage(communication: unknown): string | undefined {
  const named = asList<PatientCommunication>(communication).flatMap(({ language, preferred }) => {
    const code = listCodings(language).find(({ code: value }) => /^[a-z]{2,3}(-|$)/i.test(value ?? ''))?.code
    return code === undefined ? [] : [{ code: code.toLowerCase().replace(/-.*$/, ''), preferred }]
  })
  const chosen = named.find(({ preferred }) => preferred === true) ?? (named.length === 1 ? named[0] : undefined)
  return chosen?.code
}

const NAME_MISSING = 'Name not recorded'

// FHIR R4 name-use: the name to show first; an old or maiden name only when there is no other.
const NAME_RANK: ReadonlyMap<unknown, number> = new Map([
  ['official', 0],
  ['usual', 1],
  [undefined, 2],
  ['temp', 3],
  ['nickname', 4],
  ['anonymous', 5],
  ['maiden', 6],
  ['old', 7],
])

function formatName(names: unknown): string {
  const ranked = asList<HumanName>(names)
    .map((name) => ({ text: formatOneName(name), rank: rankName(name) }))
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => a.rank - b.rank)
  return ranked[0]?.text ?? NAME_MISSING
}

function rankName(name: Loose<HumanName>): number {
  const hasEnded = asObject<Period>(name.period).end !== undefined
  return (NAME_RANK.get(name.use) ?? 2) + (hasEnded ? 10 : 0)
}

/** Given names before family, in logical order, which suits either direction of writing. */
function formatOneName(name: Loose<HumanName>): string {
  const parts = [...asTexts(name.given), ...asTexts(name.family), ...asTexts(name.suffix)]
  return stripDirectionMarks(parts.length > 0 ? parts.join(' ') : (asText(name.text) ?? ''))
}

function asTexts(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.map(asText).filter((text) => text !== undefined)
}

/** Embedded overrides could make one patient's name read like another's (Unicode TR 36, 2.6). */
function stripDirectionMarks(text: string): string {
  return text
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The medical record number: typed MR, else the identifier in usual use; never a social security or licence number. */
function findRecordNumber(identifiers: unknown): string | undefined {
  const usable = asList<Identifier>(identifiers).filter(
    (identifier) =>
      asText(identifier.value) !== undefined &&
      canonicalSystem(asText(identifier.system) ?? '') !== SSN &&
      identifier.use !== 'old' &&
      identifier.use !== 'secondary' &&
      !hasType(identifier, ['SS', 'SB', 'DL', 'PPN', 'NI', 'MC', 'MA', 'TAX']),
  )
  const chosen =
    usable.find((identifier) => hasType(identifier, ['MR', 'MRT'])) ??
    usable.find((identifier) => identifier.use === 'usual' || identifier.use === 'official')
  return chosen && stripDirectionMarks(asText(chosen.value) ?? '')
}

/** HL7 v2 table 0203. */
function hasType(identifier: Loose<Identifier>, codes: readonly string[]): boolean {
  return listCodings(identifier.type).some((coding) => coding.code !== undefined && codes.includes(coding.code))
}
