/** Maps what a search returned: every resource is judged by itself, and one bad entry never costs the others. */
import type { Resource } from '@medplum/fhirtypes'
import type { SensitivityPolicy } from '#coding/contract/tenant.ts'
import type { PatientId } from '#coding/domain/ids.ts'
import { asObject, asText } from './loose.ts'
import { type Mapped, type MappingProblem, unmapped } from './mapping-problem.ts'
import { findReferencedId } from './reference.ts'
import { classifyResource, isRedacted } from './sensitivity.ts'

export type ResourceScope = { readonly patientId: PatientId; readonly sensitivity: SensitivityPolicy }

/** Every name that R4 has for the person a resource is about. */
type Subjects = { readonly subject: unknown; readonly patient: unknown; readonly beneficiary: unknown }

export type MappedList<Value> = { readonly values: readonly Value[]; readonly problems: readonly MappingProblem[] }

export function mapResources<Value>(
  resources: readonly unknown[],
  scope: ResourceScope,
  map: (resource: unknown) => Mapped<Value>,
): MappedList<Value> {
  const results = resources.map((resource) => mapResource(resource, scope, map))
  return {
    values: results.flatMap((result) => (result.ok ? [result.value] : [])),
    problems: [
      ...results.flatMap((result) => (result.ok ? [] : [result.problem])),
      ...resources
        .filter(isRedacted)
        .map((resource): MappingProblem => ({ resourceType: findType(resource), code: 'redacted' })),
    ],
  }
}

function mapResource<Value>(
  resource: unknown,
  scope: ResourceScope,
  map: (resource: unknown) => Mapped<Value>,
): Mapped<Value> {
  if (isOfOtherPatient(resource, scope.patientId)) return unmapped(findType(resource), 'wrong-patient')
  if (classifyResource(resource, scope.sensitivity) === 'withhold') return unmapped(findType(resource), 'withheld')
  return map(resource)
}

/** Only a literal reference to another Patient counts: searches are by patient, and some servers omit the subject. */
export function isOfOtherPatient(resource: unknown, patientId: PatientId): boolean {
  const { subject, patient, beneficiary } = asObject<Subjects>(resource)
  return [subject, patient, beneficiary]
    .map((reference) => findReferencedId(reference, 'Patient'))
    .some((id) => id !== undefined && id !== patientId)
}

/** For reports only; a type that is not a plain word is not repeated. */
function findType(resource: unknown): string {
  const type = asText(asObject<Resource>(resource).resourceType)
  return type !== undefined && /^[A-Z][A-Za-z]{2,40}$/.test(type) ? type : 'Resource'
}
