/** One synthetic patient, written down as briefly as it can be; the builders make FHIR of it. */
import type { Age } from './calendar.ts'

type ClinicianId = 'prac-rivera' | 'prac-okafor' | 'prac-lindgren'
type StaffId = ClinicianId | 'nurse-adeyemi'

export type Payer = 'medicare' | 'medicaid' | 'commercial'

export type VisitPlace = 'office' | 'urgent-care' | 'emergency' | 'inpatient'

export type Visit = {
  readonly place: VisitPlace
  readonly status: 'in-progress' | 'finished'
  readonly daysAgo: number
  readonly start: string
  /** Of a finished visit, on the same day. */
  readonly end?: string
  readonly provider: ClinicianId
  readonly reason: string
}

export type NoteType =
  | 'progress'
  | 'history-and-physical'
  | 'consultation'
  | 'emergency'
  | 'nurse'
  | 'discharge'
  | 'imaging'

export type Note = {
  /** Under notes/; a name that ends in `.pdf.txt` is set as PDF. */
  readonly file: string
  readonly type: NoteType
  readonly author: StaffId
  readonly status: 'preliminary' | 'final'
  readonly daysAgo: number
  readonly time: string
  /** Inline as `attachment.data`, or in a Binary behind `attachment.url`. */
  readonly stored: 'inline' | 'binary'
  /** Which visit it belongs to; some notes of real charts carry no link at all. */
  readonly visit: 'this' | 'earlier' | 'unlinked'
  /** The note (counted from 1) to which this one is an addendum. */
  readonly appends?: number
  readonly label?: 'psychotherapy' | 'part-2'
  /** UTF-8 unless said otherwise. */
  readonly charset?: 'ISO-8859-1'
  readonly title?: string
}

/** ICD-10-CM code and its official title (public domain). */
export type Diagnosis = readonly [code: string, title: string]

export type Vitals = {
  readonly bp?: readonly [systolic: number, diastolic: number]
  readonly pulse?: number
  readonly respirations?: number
  readonly fahrenheit?: number
  readonly spo2?: number
  readonly pounds?: number
  readonly bmi?: number
}

export type Result = {
  readonly loinc: string
  readonly name: string
  readonly value: number
  /** UCUM. */
  readonly unit: string
  readonly low?: number
  readonly high?: number
  readonly daysAgo: number
  readonly category: 'laboratory' | 'imaging' | 'survey'
}

export type ProcedureEntry = {
  /** A bare number: the repository holds no descriptor of the AMA's. */
  readonly cpt: string
  /** Our own words. */
  readonly text: string
  readonly bodySite?: string
  readonly time?: readonly [start: string, end: string]
}

/** A service of an earlier day that has left for the payer. */
export type BilledEntry = {
  readonly cpt: string
  readonly daysAgo: number
  readonly by: ClinicianId
  /** How this EHR keeps it; some have claims, some only charges. */
  readonly as: 'claim' | 'charge'
}

type Medication = readonly [drug: string, instruction: string]

export type Chart = {
  readonly slug: string
  readonly given: readonly string[]
  readonly family: string
  readonly gender: 'female' | 'male'
  readonly age: Age
  readonly payer: Payer | 'none'
  readonly visit: Visit
  readonly earlierVisit?: Visit
  readonly notes: readonly Note[]
  readonly problems: readonly Diagnosis[]
  readonly diagnoses: readonly Diagnosis[]
  readonly vitals: Vitals
  readonly results: readonly Result[]
  readonly medications: readonly Medication[]
  readonly procedures: readonly ProcedureEntry[]
  readonly billed?: readonly BilledEntry[]
}

/** A laboratory result, written as one line. */
export function lab(loinc: string, name: string, result: Omit<Result, 'loinc' | 'name' | 'category'>): Result {
  return { loinc, name, category: 'laboratory', ...result }
}

/** A questionnaire score, written as one line. */
export function score(loinc: string, name: string, result: Pick<Result, 'value' | 'daysAgo'>): Result {
  return { loinc, name, category: 'survey', unit: '{score}', ...result }
}

/** The visit level that the clinician picked at the end of the visit. */
export function visitLevel(cpt: string): ProcedureEntry {
  return { cpt, text: 'Visit level chosen by the clinician' }
}
