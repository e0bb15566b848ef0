/** What is asked for one encounter: the narrow search, then its fallbacks (smart-fhir reference 5.2). */
import { countDaysBetween, type DateOnly, isDateOnly } from '#coding/domain/date-only.ts'
import type { ChartPart } from './chart-part.ts'
import type { LaunchContext } from './context-integrity.ts'

export type EncounterDays = { readonly start?: DateOnly | undefined; readonly end?: DateOnly | undefined }

const COUNT = '50'
const DAY_MS = 86_400_000
/** Long enough for the two results three months apart that stage a kidney disease (KDIGO 2024), and for a yearly check. */
const LAB_DAYS = 400
const VITAL_DAYS = 31

function shift(day: DateOnly, days: number): DateOnly {
  const shifted = new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
  return isDateOnly(shifted) ? shifted : day
}

function since(day: DateOnly | undefined, daysBefore: number): { readonly date?: string } {
  return day === undefined ? {} : { date: `ge${shift(day, -daysBefore)}` }
}

/** US Core has no `encounter` parameter here: the mapper keeps the encounter's own notes (smart-fhir reference 5.2). */
export function buildNoteQueries({ patientId }: LaunchContext, { start }: EncounterDays): ChartPart {
  const patient = { patient: patientId, _count: COUNT }
  return {
    type: 'DocumentReference',
    name: 'Notes',
    queries: [{ ...patient, category: 'clinical-note', ...since(start, 1) }, patient],
    widenWhenEmpty: true,
  }
}

export function buildChartQueries(
  { patientId, encounterId }: LaunchContext,
  days: EncounterDays,
): readonly ChartPart[] {
  const patient = { patient: patientId, _count: COUNT }
  return [
    {
      type: 'Condition',
      name: 'Encounter diagnoses',
      queries: [
        { ...patient, category: 'encounter-diagnosis', encounter: encounterId },
        { ...patient, category: 'encounter-diagnosis' },
      ],
    },
    { type: 'Condition', name: 'Problem list', queries: [{ ...patient, category: 'problem-list-item' }, patient] },
    { type: 'Procedure', name: 'Procedures', queries: [{ ...patient, ...buildDateRange(days) }, patient] },
    {
      type: 'Observation',
      name: 'Lab results',
      queries: [{ ...patient, category: 'laboratory', ...since(days.start, LAB_DAYS) }],
    },
    {
      type: 'Observation',
      name: 'Vital signs',
      queries: [{ ...patient, category: 'vital-signs', ...since(days.start, VITAL_DAYS) }],
    },
    {
      type: 'Observation',
      name: 'Questionnaire scores',
      queries: [{ ...patient, category: 'survey', ...since(days.start, LAB_DAYS) }],
    },
    { type: 'MedicationRequest', name: 'Medications', queries: [{ ...patient, status: 'active' }, patient] },
    { type: 'Coverage', name: 'Coverage', queries: [{ ...patient, status: 'active' }, patient] },
  ]
}

function buildDateRange({ start, end }: EncounterDays): { readonly date?: readonly string[] } {
  if (start === undefined) return {}
  const isSane = end !== undefined && countDaysBetween(start, end) >= 0
  return { date: isSane ? [`ge${start}`, `le${end}`] : [`ge${start}`] }
}
