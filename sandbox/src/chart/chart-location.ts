/** What the address of the page says: `/?patient=pat-knee&user=prac-rivera&base=fhir`. */
import type { FhirBase } from './chart-server.ts'

export type ChartLocation = {
  readonly patientId?: string
  readonly encounterId?: string
  readonly userId?: string
  readonly base: FhirBase
}

export function parseChartLocation(search: string): ChartLocation {
  const parameters = new URLSearchParams(search)
  const patientId = parameters.get('patient')
  const encounterId = parameters.get('encounter')
  const userId = parameters.get('user')
  return {
    ...(patientId !== null && { patientId }),
    ...(encounterId !== null && { encounterId }),
    ...(userId !== null && { userId }),
    base: parameters.get('base') === 'charges' ? 'charges' : 'fhir',
  }
}

export function formatChartLocation({ patientId, encounterId, userId, base }: ChartLocation): string {
  const parameters = new URLSearchParams()
  if (patientId !== undefined) parameters.set('patient', patientId)
  if (encounterId !== undefined) parameters.set('encounter', encounterId)
  if (userId !== undefined) parameters.set('user', userId)
  parameters.set('base', base)
  return `?${parameters.toString()}`
}
