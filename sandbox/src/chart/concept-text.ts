/** The words of FHIR datatypes, as the chart shows them. */
import type { CodeableConcept, HumanName, Patient, Quantity, Reference } from '@medplum/fhirtypes'

export function getConceptText(concept: CodeableConcept | undefined): string {
  const coding = concept?.coding?.[0]
  return concept?.text ?? coding?.display ?? coding?.code ?? ''
}

export function getConceptCode(concept: CodeableConcept | undefined): string {
  return concept?.coding?.[0]?.code ?? ''
}

export function formatReference(reference: Reference | undefined): string {
  return reference?.display ?? reference?.reference ?? ''
}

export function formatName(name: HumanName | undefined): string {
  return name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ')
}

/** Family name first and one given name: a list has no room for more. */
export function formatListName(patient: Patient): string {
  const name = patient.name?.[0]
  return [name?.family, name?.given?.[0]].filter(Boolean).join(', ')
}

export function formatQuantity(quantity: Quantity | undefined): string {
  return quantity?.value === undefined ? '' : `${quantity.value} ${formatUnit(quantity.unit)}`.trim()
}

/** UCUM -> what a clinician reads. */
function formatUnit(unit = ''): string {
  const words: Readonly<Record<string, string>> = {
    'mm[Hg]': 'mmHg',
    '[degF]': '°F',
    '[lb_av]': 'lb',
    '{score}': '',
    '10*3/uL': 'K/µL',
    'mL/min/{1.73_m2}': 'mL/min/1.73 m²',
    'kg/m2': 'kg/m²',
  }
  return words[unit] ?? unit
}
