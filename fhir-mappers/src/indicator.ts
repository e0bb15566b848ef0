/** Observation and MedicationRequest: measured and prescribed facts that may stand behind a question. */
import type {
  CodeableConcept,
  Medication,
  MedicationRequest,
  Observation,
  ObservationComponent,
  Quantity,
  Resource,
} from '@medplum/fhirtypes'
import type { Indicator } from '#coding/domain/encounter-record.ts'
import { findByCode, findCode, findConceptText, listCodings } from './coding.ts'
import { asDateTime, mapPeriod } from './date-time.ts'
import { asList, asNumber, asObject, asText, type Loose, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { parseReference } from './reference.ts'
import { LOINC, RXNORM } from './systems.ts'

// FHIR observation-category. Answers and findings of an examination are kept as scores: judged, not measured.
const KINDS: ReadonlyMap<string, Indicator['kind']> = new Map([
  ['laboratory', 'lab'],
  ['lab', 'lab'],
  ['vital-signs', 'vital'],
  ['imaging', 'imaging'],
  ['survey', 'score'],
  ['exam', 'score'],
  ['social-history', 'score'],
  ['therapy', 'score'],
  ['activity', 'score'],
])

// v3-ObservationInterpretation. `A` and `AA` do not say in which direction.
const INTERPRETATIONS: ReadonlyMap<string, NonNullable<Indicator['interpretation']>> = new Map([
  ['l', 'low'],
  ['h', 'high'],
  ['n', 'normal'],
  ['ll', 'critical'],
  ['hh', 'critical'],
  ['lu', 'low'],
  ['hu', 'high'],
])

const INVALID_STATUSES: readonly unknown[] = ['entered-in-error', 'cancelled']

/** One indicator a value: a panel such as blood pressure gives one for each component that has one. */
export function mapObservation(resource: unknown): Mapped<readonly Indicator[]> {
  const observation = asObject<Observation>(resource)
  if (observation.resourceType !== 'Observation') return unmapped('Observation', 'wrong-type')
  const id = asText(observation.id)
  if (id === undefined) return unmapped('Observation', 'no-id')
  if (INVALID_STATUSES.includes(observation.status)) return unmapped('Observation', 'not-valid')
  const base = {
    kind: findByCode(observation.category, KINDS) ?? 'lab',
    ...present({ time: findTime(observation) }),
  }
  const whole = mapMeasurement(observation)
  const components = asList<ObservationComponent>(observation.component).map(mapMeasurement)
  const indicators = [whole, ...components].flatMap((measurement, index) =>
    measurement === undefined ? [] : [{ id: index === 0 ? id : `${id}.${index}`, ...base, ...measurement }],
  )
  return indicators.length > 0 ? mapped(indicators) : unmapped('Observation', 'no-content')
}

function findTime(observation: Loose<Observation>): string | undefined {
  return (
    asDateTime(observation.effectiveDateTime) ??
    asDateTime(observation.effectiveInstant) ??
    mapPeriod(observation.effectivePeriod).start ??
    asDateTime(observation.issued)
  )
}

type Measurement = Pick<Indicator, 'name' | 'code' | 'value' | 'unit' | 'text' | 'interpretation'>

function mapMeasurement(element: Loose<Observation> | Loose<ObservationComponent>): Measurement | undefined {
  const name = findConceptText(element.code)
  const value = mapValue(element)
  if (name === undefined || (value.value === undefined && value.text === undefined)) return undefined
  return {
    name,
    ...value,
    ...present({
      code: findCode(element.code, LOINC),
      interpretation: findByCode(element.interpretation, INTERPRETATIONS),
    }),
  }
}

function mapValue(element: Loose<Observation>): Pick<Indicator, 'value' | 'unit' | 'text'> {
  const quantity = asObject<Quantity>(element.valueQuantity)
  const value = asNumber(quantity.value) ?? asNumber(element.valueInteger)
  const unit = asText(quantity.unit) ?? asText(quantity.code)
  // "< 0.01" is not the number 0.01: with a comparator only the words are true.
  const comparator = asText(quantity.comparator)
  if (value !== undefined && comparator === undefined) return { value, ...present({ unit }) }
  if (value !== undefined) return { text: [comparator, value, unit].filter((part) => part !== undefined).join(' ') }
  const isTrue = typeof element.valueBoolean === 'boolean' ? (element.valueBoolean ? 'yes' : 'no') : undefined
  return present({ text: asText(element.valueString) ?? findConceptText(element.valueCodeableConcept) ?? isTrue })
}

const INVALID_ORDERS: readonly unknown[] = [...INVALID_STATUSES, 'draft']

export function mapMedicationRequest(resource: unknown): Mapped<Indicator> {
  const request = asObject<MedicationRequest>(resource)
  if (request.resourceType !== 'MedicationRequest') return unmapped('MedicationRequest', 'wrong-type')
  const id = asText(request.id)
  if (id === undefined) return unmapped('MedicationRequest', 'no-id')
  if (INVALID_ORDERS.includes(request.status) || request.doNotPerform === true) {
    return unmapped('MedicationRequest', 'not-valid')
  }
  const medication = findMedication(request)
  const name = findConceptText(medication) ?? asText(asObject<{ display: string }>(request.medicationReference).display)
  if (name === undefined) return unmapped('MedicationRequest', 'no-content')
  return mapped({
    id,
    kind: 'medication',
    name,
    ...present({
      code: findCode(medication, RXNORM) ?? listCodings(medication).find((coding) => coding.code !== undefined)?.code,
      text: asText(asList<{ text: string }>(request.dosageInstruction)[0]?.text),
      time: asDateTime(request.authoredOn),
    }),
  })
}

/** The concept itself, or that of the contained Medication which the request points to. */
function findMedication(request: Loose<MedicationRequest>): unknown {
  if (request.medicationCodeableConcept !== undefined)
    return asObject<CodeableConcept>(request.medicationCodeableConcept)
  const reference = parseReference(request.medicationReference)
  if (reference.kind !== 'contained') return undefined
  const contained = asList<Resource>(request.contained).find((resource) => resource.id === reference.id)
  return asObject<Medication>(contained).code
}
