/** Which resource types the sandbox keeps: a patient's record and the directory around it, not definitions or terminology. */
import { readPatientCompartment } from './definitions.ts'

const directory = [
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
  'Substance',
  'Task',
]

let known: ReadonlySet<string> | undefined

export function listResourceTypes(): ReadonlySet<string> {
  known ??= new Set(
    [...readPatientCompartment()]
      .filter(([, parameters]) => parameters.length > 0)
      .map(([type]) => type)
      .concat(directory)
      .sort(),
  )
  return known
}
