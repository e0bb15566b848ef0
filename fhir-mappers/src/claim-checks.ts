/**
 * Rules across the elements of a Claim that FHIR R4 does not state itself: Claim has no invariants.
 * They run before any write; a draft that fails one is not sent.
 */
import type { Claim, ClaimDiagnosis, ClaimItem } from '@medplum/fhirtypes'
import { findCode } from './coding.ts'
import { DIAGNOSIS_TYPE } from './systems.ts'

type ClaimProblemCode =
  | 'duplicate-sequence'
  | 'dangling-pointer'
  | 'repeated-pointer'
  | 'too-many-diagnoses'
  | 'too-many-pointers'
  | 'too-many-modifiers'
  | 'no-diagnosis-pointer'
  | 'not-one-focal-insurance'
  | 'bad-quantity'
  | 'empty'

export type ClaimProblem = {
  readonly code: ClaimProblemCode
  /** FHIRPath of the element, such as `Claim.item[1].diagnosisSequence`. */
  readonly element: string
}

// ASC X12 837: segment HI of 837P holds 12 diagnoses, of 837I 1 principal and 24 others; SV107 of 837P holds 4 pointers,
// SV101 four modifiers.
const MAX_DIAGNOSES: Readonly<Record<string, number>> = { professional: 12, institutional: 25 }
const MAX_POINTERS = 4
const MAX_MODIFIERS = 4

export function checkClaimPointers(claim: Claim): readonly ClaimProblem[] {
  const type = claim.type.coding?.[0]?.code ?? 'professional'
  const { diagnosis = [], careTeam = [], supportingInfo = [], insurance, item = [] } = claim
  const sequences: Sequences = {
    diagnosisSequence: new Set(diagnosis.map(({ sequence }) => sequence)),
    careTeamSequence: new Set(careTeam.map(({ sequence }) => sequence)),
    informationSequence: new Set(supportingInfo.map(({ sequence }) => sequence)),
  }
  const lists = { diagnosis, procedure: claim.procedure ?? [], careTeam, supportingInfo, insurance, item }
  return [
    ...Object.entries(lists).flatMap(([name, entries]) => checkSequences(`Claim.${name}`, entries)),
    ...findIf(diagnosis.length + item.length === 0, 'empty', 'Claim'),
    ...findIf(
      diagnosis.filter((one) => !isAdmittingOnly(one)).length > (MAX_DIAGNOSES[type] ?? 12),
      'too-many-diagnoses',
      'Claim.diagnosis',
    ),
    ...findIf(insurance.filter(({ focal }) => focal).length !== 1, 'not-one-focal-insurance', 'Claim.insurance'),
    ...item.flatMap((line, index) => checkItem(line, `Claim.item[${index}]`, { sequences, type })),
  ]
}

/** The admitting diagnosis has a place of its own (837I, HI*ABJ). */
function isAdmittingOnly({ type = [] }: ClaimDiagnosis): boolean {
  return type.length === 1 && findCode(type, DIAGNOSIS_TYPE) === 'admitting'
}

type PointerElement = 'diagnosisSequence' | 'careTeamSequence' | 'informationSequence'
type Sequences = Readonly<Record<PointerElement, ReadonlySet<number>>>

const POINTER_ELEMENTS: readonly PointerElement[] = ['diagnosisSequence', 'careTeamSequence', 'informationSequence']

function checkItem(
  item: ClaimItem,
  element: string,
  { sequences, type }: { readonly sequences: Sequences; readonly type: string },
): readonly ClaimProblem[] {
  const { diagnosisSequence = [], modifier = [], quantity } = item
  const isProfessional = type === 'professional'
  return [
    ...POINTER_ELEMENTS.flatMap((name) => checkPointers(item[name] ?? [], `${element}.${name}`, sequences[name])),
    ...findIf(isProfessional && diagnosisSequence.length === 0, 'no-diagnosis-pointer', element),
    ...findIf(
      isProfessional && diagnosisSequence.length > MAX_POINTERS,
      'too-many-pointers',
      `${element}.diagnosisSequence`,
    ),
    ...findIf(modifier.length > MAX_MODIFIERS, 'too-many-modifiers', `${element}.modifier`),
    ...findIf(quantity?.value !== undefined && !(quantity.value > 0), 'bad-quantity', `${element}.quantity`),
  ]
}

function checkPointers(
  pointers: readonly number[],
  element: string,
  sequences: ReadonlySet<number>,
): readonly ClaimProblem[] {
  return [
    ...findIf(!pointers.every((pointer) => sequences.has(pointer)), 'dangling-pointer', element),
    ...findIf(new Set(pointers).size !== pointers.length, 'repeated-pointer', element),
  ]
}

function checkSequences(element: string, entries: readonly { readonly sequence: number }[]): readonly ClaimProblem[] {
  const sequences = entries.map(({ sequence }) => sequence)
  return findIf(new Set(sequences).size !== sequences.length, 'duplicate-sequence', element)
}

function findIf(isBroken: boolean, code: ClaimProblemCode, element: string): readonly ClaimProblem[] {
  return isBroken ? [{ code, element }] : []
}
