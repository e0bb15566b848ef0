/** Which resource types the sandbox keeps: a patient's record and the directory around it, not definitions or terminology. */
import type { ResourceType } from '@medplum/fhirtypes'
import { readPatientCompartment } from './definitions.ts'

const directory: readonly ResourceType[] = [
  'Binary',
  'Device',
  'Endpoint',
  'HealthcareService',
  'InsurancePlan',
  'Location',
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Questionnaire',
  'Slot',
  'Subscription',
  'Substance',
  'Task',
]

let known: ReadonlySet<ResourceType> | undefined

export function listResourceTypes(): ReadonlySet<ResourceType> {
  known ??= new Set(
    [...readPatientCompartment()]
      .filter(([, parameters]) => parameters.length > 0)
      .map(([type]) => type)
      .concat(directory)
      .sort(),
  )
  return known
}

export function isResourceType(type: string): type is ResourceType {
  const types: ReadonlySet<string> = listResourceTypes()
  return types.has(type)
}
