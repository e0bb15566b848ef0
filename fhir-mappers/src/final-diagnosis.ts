/** Condition: a diagnosis that an encounter was closed with, where it has no charge to read it from. */
import type { Condition } from '@medplum/fhirtypes'
import { findCode } from './coding.ts'
import { mapCondition } from './condition.ts'
import { asObject } from './loose.ts'
import { findReferencedId } from './reference.ts'
import { ICD10CM } from './systems.ts'

/** @returns undefined for the problem list, for what was refuted, and for what names no encounter or no ICD-10-CM code. */
export function mapFinalDiagnosis(
  resource: unknown,
): { readonly encounterId: string; readonly code: string } | undefined {
  const mapped = mapCondition(resource)
  if (!mapped.ok || mapped.value.category !== 'encounter-diagnosis') return undefined
  if (mapped.value.verification === 'refuted') return undefined
  const { encounter, code } = asObject<Condition>(resource)
  const encounterId = findReferencedId(encounter, 'Encounter')
  const icd10 = findCode(code, ICD10CM)
  return encounterId === undefined || icd10 === undefined ? undefined : { encounterId, code: icd10 }
}
