/** One field of a filed draft in words, for a person who chooses between two values of it. Codes are not explained. */
import type { CodeableConcept, Quantity, Reference } from '@medplum/fhirtypes'
import type { FieldPath } from './draft-fields.ts'
import { asList, asNumber, asObject, asText } from './loose.ts'

const WORDS: Readonly<Record<string, string>> = {
  item: 'Line',
  diagnosis: 'Diagnosis',
  procedure: 'Procedure',
  careTeam: 'Performer',
  supportingInfo: 'Supporting information',
  insurance: 'Coverage',
  productOrService: 'code',
  modifier: 'modifiers',
  quantity: 'units',
  diagnosisSequence: 'diagnoses',
  careTeamSequence: 'performer',
  servicedDate: 'date',
  servicedPeriod: 'dates',
  locationCodeableConcept: 'place of service',
  billablePeriod: 'Dates',
  extension: 'Modifiers and labels',
  reason: 'Diagnoses',
  code: 'Code',
  provider: 'Billing provider',
  occurrenceDateTime: 'Date',
}

/** "Line 2, modifiers". */
export function nameField(path: FieldPath): string {
  const [name = '', sequence, part] = path.split('/')
  const whole = WORDS[name] ?? spell(name)
  if (sequence === undefined) return whole
  return part === undefined
    ? `${whole} ${sequence}`
    : `${whole} ${sequence}, ${WORDS[part] ?? spell(part).toLowerCase()}`
}

/** `performingOrganization`: "Performing organization". */
function spell(element: string): string {
  const words = element.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const LONGEST = 120

/** @returns undefined where there is nothing to be said: the field is not there. */
export function describeValue(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const words = describe(value)
  return words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return value.map(describe).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  return (
    describeConcept(value) ??
    describeMeasure(value) ??
    Object.entries(value)
      .filter(([name]) => name !== 'sequence' && name !== 'system' && name !== 'url')
      .map(([, inner]) => describe(inner))
      .filter((words) => words !== '')
      .join(' ')
  )
}

function describeConcept(value: unknown): string | undefined {
  const { coding, text } = asObject<CodeableConcept>(value)
  const codes = asList<{ code: string }>(coding).flatMap(({ code }) => asText(code) ?? [])
  return codes.length > 0 ? codes.join(' ') : asText(text)
}

function describeMeasure(value: unknown): string | undefined {
  const { value: number, unit } = asObject<Quantity>(value)
  const amount = asNumber(number)
  if (amount !== undefined) return [String(amount), asText(unit)].filter((part) => part !== undefined).join(' ')
  const { reference, display } = asObject<Reference>(value)
  return asText(display) ?? asText(reference)
}
