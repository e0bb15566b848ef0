/**
 * Visit levels for a picker: bare numbers with our own functional labels, in the order of their level.
 * Numbers and levels are those that public rules name (CMS, Physician Fee Schedule; coding/data/time-rules.yaml).
 */
import { type ProcedureCode, parseProcedureCode } from '../domain/procedure-code.ts'

export type VisitFamily = 'office-new' | 'office-established' | 'emergency'

export type VisitLevel = {
  readonly code: ProcedureCode
  readonly family: VisitFamily
  readonly label: string
}

function level(code: string, family: VisitFamily, label: string): VisitLevel {
  return { code: parseProcedureCode(code), family, label }
}

export const visitLevels: readonly VisitLevel[] = [
  level('99202', 'office-new', 'New patient visit, straightforward'),
  level('99203', 'office-new', 'New patient visit, low complexity'),
  level('99204', 'office-new', 'New patient visit, moderate complexity'),
  level('99205', 'office-new', 'New patient visit, high complexity'),
  level('99211', 'office-established', 'Established patient visit, staff only'),
  level('99212', 'office-established', 'Established patient visit, straightforward'),
  level('99213', 'office-established', 'Established patient visit, low complexity'),
  level('99214', 'office-established', 'Established patient visit, moderate complexity'),
  level('99215', 'office-established', 'Established patient visit, high complexity'),
  level('99281', 'emergency', 'Emergency visit, staff only'),
  level('99282', 'emergency', 'Emergency visit, straightforward'),
  level('99283', 'emergency', 'Emergency visit, low complexity'),
  level('99284', 'emergency', 'Emergency visit, moderate complexity'),
  level('99285', 'emergency', 'Emergency visit, high complexity'),
]

/** Our own label of a visit level; undefined for every other procedure. */
export function findVisitLevel(code: ProcedureCode): VisitLevel | undefined {
  return visitLevels.find((one) => one.code === code)
}

// CPT numbers from 99202 to 99499 are visits and other evaluation and management services.
const FIRST_VISIT = '99202'
const LAST_VISIT = '99499'

export function isVisitCode(code: string): boolean {
  return code.length === FIRST_VISIT.length && code >= FIRST_VISIT && code <= LAST_VISIT
}
