/** Opaque identifiers. They carry no names and no record numbers, only what the EHR calls the resource. */
import { CodingError } from './errors.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type TenantKey = Branded<'TenantKey'>
export type PatientId = Branded<'PatientId'>
export type EncounterId = Branded<'EncounterId'>
export type NoteId = Branded<'NoteId'>
export type FindingId = Branded<'FindingId'>
/** Names what a finding is about and the words behind it, so that a dismissed one can be recognised (`fingerprint.ts`). */
export type Fingerprint = Branded<'Fingerprint'>
export type DraftId = Branded<'DraftId'>

// FHIR R4 datatypes, id: [A-Za-z0-9\-\.]{1,64}. Servers in the field also use _ and longer ids.
const RESOURCE_ID = /^[A-Za-z0-9\-._]{1,128}$/
const OPAQUE_KEY = /^[\x21-\x7e]{1,256}$/

function parseWith<Id extends string>(pattern: RegExp, name: string, value: string): Id {
  if (!pattern.test(value)) throw new CodingError('bad-id', `This is not a ${name}.`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a parse function is the one place that brands a value
  return value as Id
}

/** Each throws `CodingError('bad-id')` when the text has characters that no resource id has. */
export const parseTenantKey = (value: string): TenantKey => parseWith(OPAQUE_KEY, 'tenant key', value)
export const parsePatientId = (value: string): PatientId => parseWith(RESOURCE_ID, 'patient id', value)
export const parseEncounterId = (value: string): EncounterId => parseWith(RESOURCE_ID, 'encounter id', value)
export const parseNoteId = (value: string): NoteId => parseWith(RESOURCE_ID, 'note id', value)
export const parseFindingId = (value: string): FindingId => parseWith(OPAQUE_KEY, 'finding id', value)
export const parseFingerprint = (value: string): Fingerprint => parseWith(OPAQUE_KEY, 'fingerprint', value)
export const parseDraftId = (value: string): DraftId => parseWith(OPAQUE_KEY, 'draft id', value)
