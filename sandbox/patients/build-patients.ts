/** The whole population of the sandbox: staff, places, payers, and every patient with a chart. */
import type { Resource } from '@medplum/fhirtypes'
import { buildChart } from './build-chart.ts'
import { startCalendar } from './calendar.ts'
import { BEHAVIORAL_HEALTH } from './charts/behavioral-health.ts'
import { HOSPITAL } from './charts/hospital.ts'
import { INTERNAL_MEDICINE } from './charts/internal-medicine.ts'
import { MUSCULOSKELETAL } from './charts/musculoskeletal.ts'
import { PRIMARY_CARE } from './charts/primary-care.ts'
import { buildStaff } from './staff.ts'

const CHARTS = [...MUSCULOSKELETAL, ...INTERNAL_MEDICINE, ...BEHAVIORAL_HEALTH, ...HOSPITAL, ...PRIMARY_CARE]

/** Words and titles of the two withheld notes: none of them may ever leave the browser. */
export const WITHHELD_CANARIES: readonly string[] = [
  'vermilion heron on the drowned piano',
  'cobalt windmill almanac',
  'ochre lighthouse',
  'saffron quarry',
]

/** @param today YYYY-MM-DD: the day of the visits in progress */
export function buildPatients(today: string): Resource[] {
  const calendar = startCalendar(today)
  return [...buildStaff(), ...CHARTS.flatMap((chart, index) => buildChart(chart, index + 1, calendar))]
}
