/** What the chart holds beside its notes: conditions, vital signs, results, medications and procedures. */
import type {
  CodeableConcept,
  Condition,
  MedicationRequest,
  Observation,
  ObservationComponent,
  ObservationReferenceRange,
  Procedure,
  Quantity,
} from '@medplum/fhirtypes'
import { CPT, ICD10CM, LOINC, UCUM } from '#fhir-mappers/systems.ts'
import type { Calendar } from './calendar.ts'
import type { Chart, Diagnosis, Result, Vitals } from './chart.ts'

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem'

function concept(system: string, code: string): CodeableConcept {
  return { coding: [{ system, code }] }
}

type ConditionKind = 'problem-list-item' | 'encounter-diagnosis'

function buildCondition(chart: Chart, kind: ConditionKind, diagnosis: Diagnosis): Omit<Condition, 'id'> {
  const [code, title] = diagnosis
  return {
    resourceType: 'Condition',
    clinicalStatus: concept(`${TERMINOLOGY}/condition-clinical`, 'active'),
    verificationStatus: concept(`${TERMINOLOGY}/condition-ver-status`, 'confirmed'),
    category: [concept(`${TERMINOLOGY}/condition-category`, kind)],
    code: { coding: [{ system: ICD10CM, code, display: title }], text: title },
    subject: { reference: `Patient/pat-${chart.slug}` },
    ...(kind === 'encounter-diagnosis' && { encounter: { reference: `Encounter/enc-${chart.slug}` } }),
  }
}

export function buildConditions(chart: Chart, calendar: Calendar): Condition[] {
  const entries = [
    ...chart.problems.map((one) => buildCondition(chart, 'problem-list-item', one)),
    ...chart.diagnoses.map((one) => buildCondition(chart, 'encounter-diagnosis', one)),
  ]
  return entries.map((entry, index) => ({
    ...entry,
    id: `cond-${chart.slug}-${index + 1}`,
    recordedDate: calendar.date(entry.encounter === undefined ? 400 : chart.visit.daysAgo),
  }))
}

function quantity(value: number, unit: string): Quantity {
  return { value, unit, system: UCUM, code: unit }
}

function loinc(code: string, name: string): CodeableConcept {
  return { coding: [{ system: LOINC, code, display: name }], text: name }
}

type Measured = Pick<Observation, 'code' | 'valueQuantity' | 'component'>

function measure(code: CodeableConcept, value: number | undefined, unit: string): Measured[] {
  return value === undefined ? [] : [{ code, valueQuantity: quantity(value, unit) }]
}

function measureBloodPressure([systolic, diastolic]: readonly [number, number]): Measured {
  const component: ObservationComponent[] = [
    { code: loinc('8480-6', 'Systolic blood pressure'), valueQuantity: quantity(systolic, 'mm[Hg]') },
    { code: loinc('8462-4', 'Diastolic blood pressure'), valueQuantity: quantity(diastolic, 'mm[Hg]') },
  ]
  return { code: loinc('85354-9', 'Blood pressure'), component }
}

/** LOINC codes: US Core vital signs. */
function measureVitals(vitals: Vitals): Measured[] {
  return [
    ...(vitals.bp === undefined ? [] : [measureBloodPressure(vitals.bp)]),
    ...measure(loinc('8867-4', 'Heart rate'), vitals.pulse, '/min'),
    ...measure(loinc('9279-1', 'Respiratory rate'), vitals.respirations, '/min'),
    ...measure(loinc('8310-5', 'Body temperature'), vitals.fahrenheit, '[degF]'),
    ...measure(loinc('59408-5', 'Oxygen saturation'), vitals.spo2, '%'),
    ...measure(loinc('29463-7', 'Body weight'), vitals.pounds, '[lb_av]'),
    ...measure(loinc('39156-5', 'Body mass index'), vitals.bmi, 'kg/m2'),
  ]
}

function interpret({ value, low, high }: Result): CodeableConcept {
  const code = low !== undefined && value < low ? 'L' : high !== undefined && value > high ? 'H' : 'N'
  return concept(`${TERMINOLOGY}/v3-ObservationInterpretation`, code)
}

function buildRange({ low, high, unit }: Result): ObservationReferenceRange[] {
  return [
    {
      ...(low !== undefined && { low: quantity(low, unit) }),
      ...(high !== undefined && { high: quantity(high, unit) }),
    },
  ]
}

function measureResult(result: Result): Measured & Pick<Observation, 'interpretation' | 'referenceRange'> {
  const measured = { code: loinc(result.loinc, result.name), valueQuantity: quantity(result.value, result.unit) }
  if (result.low === undefined && result.high === undefined) return measured
  return { ...measured, interpretation: [interpret(result)], referenceRange: buildRange(result) }
}

export function buildObservations(chart: Chart, calendar: Calendar): Observation[] {
  const { slug, visit } = chart
  const ofThisVisit = { encounter: { reference: `Encounter/enc-${slug}` } }
  const vitals = measureVitals(chart.vitals).map((measured) => ({
    ...measured,
    ...ofThisVisit,
    category: [concept(`${TERMINOLOGY}/observation-category`, 'vital-signs')],
    effectiveDateTime: calendar.dateTime(visit.daysAgo, visit.start),
  }))
  const results = chart.results.map((result) => ({
    ...measureResult(result),
    ...(result.daysAgo === visit.daysAgo && ofThisVisit),
    category: [concept(`${TERMINOLOGY}/observation-category`, result.category)],
    effectiveDateTime: calendar.dateTime(result.daysAgo, visit.start),
  }))
  return [...vitals, ...results].map((entry, index) => ({
    resourceType: 'Observation',
    id: `obs-${slug}-${index + 1}`,
    status: 'final',
    subject: { reference: `Patient/pat-${slug}` },
    ...entry,
  }))
}

export function buildMedications(chart: Chart, calendar: Calendar): MedicationRequest[] {
  return chart.medications.map(([drug, instruction], index) => ({
    resourceType: 'MedicationRequest',
    id: `med-${chart.slug}-${index + 1}`,
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: drug },
    subject: { reference: `Patient/pat-${chart.slug}` },
    authoredOn: calendar.date(chart.visit.daysAgo + 60),
    requester: { reference: `Practitioner/${chart.visit.provider}` },
    dosageInstruction: [{ text: instruction }],
  }))
}

export function buildProcedures(chart: Chart, calendar: Calendar): Procedure[] {
  const { slug, visit } = chart
  return chart.procedures.map(({ cpt, text, bodySite, time }, index) => ({
    resourceType: 'Procedure',
    id: `proc-${slug}-${index + 1}`,
    status: 'completed',
    code: { coding: [{ system: CPT, code: cpt }], text },
    subject: { reference: `Patient/pat-${slug}` },
    encounter: { reference: `Encounter/enc-${slug}` },
    performer: [{ actor: { reference: `Practitioner/${visit.provider}` } }],
    ...(bodySite !== undefined && { bodySite: [{ text: bodySite }] }),
    ...(time === undefined
      ? { performedDateTime: calendar.dateTime(visit.daysAgo, visit.start) }
      : {
          performedPeriod: {
            start: calendar.dateTime(visit.daysAgo, time[0]),
            end: calendar.dateTime(visit.daysAgo, time[1]),
          },
        }),
  }))
}
