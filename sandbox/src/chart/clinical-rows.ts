/** Problems, results and medications as rows of a table. */
import type { Condition, MedicationRequest, Observation } from '@medplum/fhirtypes'
import { formatQuantity, getConceptCode, getConceptText } from './concept-text.ts'
import { formatDay, formatDayAndTime } from './format-date.ts'

export type ProblemRow = {
  readonly id: string
  readonly text: string
  readonly code: string
  readonly status: string
  readonly recorded: string
}

/** "active", and how sure it is only where it is not confirmed. */
function formatStatus({ clinicalStatus, verificationStatus }: Condition): string {
  const verification = getConceptCode(verificationStatus)
  return [getConceptCode(clinicalStatus), verification === 'confirmed' ? '' : verification].filter(Boolean).join(', ')
}

function buildProblemRow(condition: Condition): ProblemRow {
  return {
    id: condition.id ?? '',
    text: getConceptText(condition.code),
    code: getConceptCode(condition.code),
    status: formatStatus(condition),
    recorded: formatDay(condition.recordedDate),
  }
}

function hasCategory(condition: Condition, code: string): boolean {
  return (condition.category ?? []).some((category) => getConceptCode(category) === code)
}

export type ProblemRows = { readonly diagnoses: readonly ProblemRow[]; readonly problems: readonly ProblemRow[] }

/** @param encounterId diagnoses of other visits are left out */
export function buildProblemRows(conditions: readonly Condition[], encounterId: string): ProblemRows {
  const ofVisit = conditions.filter(({ encounter }) => encounter?.reference === `Encounter/${encounterId}`)
  return {
    diagnoses: ofVisit.filter((one) => hasCategory(one, 'encounter-diagnosis')).map(buildProblemRow),
    problems: conditions.filter((one) => hasCategory(one, 'problem-list-item')).map(buildProblemRow),
  }
}

export type ResultRow = {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly flag: '' | 'H' | 'L'
  readonly range: string
  readonly time: string
}

function formatValue({ valueQuantity, component = [] }: Observation): string {
  if (component.length === 0) return formatQuantity(valueQuantity)
  const unit = formatQuantity(component[0]?.valueQuantity).split(' ').slice(1).join(' ')
  return `${component.map((part) => part.valueQuantity?.value ?? '?').join('/')} ${unit}`
}

function formatRange({ referenceRange }: Observation): string {
  const low = referenceRange?.[0]?.low?.value
  const high = referenceRange?.[0]?.high?.value
  if (low !== undefined && high !== undefined) return `${low} – ${high}`
  if (low !== undefined) return `≥ ${low}`
  return high === undefined ? '' : `≤ ${high}`
}

function findFlag({ interpretation }: Observation): ResultRow['flag'] {
  const code = getConceptCode(interpretation?.[0])
  return code === 'H' || code === 'L' ? code : ''
}

function buildResultRow(observation: Observation): ResultRow {
  return {
    id: observation.id ?? '',
    name: getConceptText(observation.code),
    value: formatValue(observation),
    flag: findFlag(observation),
    range: formatRange(observation),
    time: formatDayAndTime(observation.effectiveDateTime),
  }
}

export type ResultRows = { readonly vitals: readonly ResultRow[]; readonly results: readonly ResultRow[] }

/** Newest first. */
export function buildResultRows(observations: readonly Observation[]): ResultRows {
  const sorted = observations.toSorted((a, b) => (b.effectiveDateTime ?? '').localeCompare(a.effectiveDateTime ?? ''))
  const isVital = (one: Observation): boolean => getConceptCode(one.category?.[0]) === 'vital-signs'
  return {
    vitals: sorted.filter(isVital).map(buildResultRow),
    results: sorted.filter((one) => !isVital(one)).map(buildResultRow),
  }
}

export type MedicationRow = {
  readonly id: string
  readonly drug: string
  readonly instruction: string
  readonly ordered: string
}

export function buildMedicationRows(requests: readonly MedicationRequest[]): MedicationRow[] {
  return requests.map((request) => ({
    id: request.id ?? '',
    drug: getConceptText(request.medicationCodeableConcept),
    instruction: request.dosageInstruction?.[0]?.text ?? '',
    ordered: formatDay(request.authoredOn),
  }))
}
