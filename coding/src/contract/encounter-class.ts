import * as z from 'zod/mini'

export const encounterClass = z.enum([
  'ambulatory',
  'emergency',
  'inpatient',
  'observation',
  'virtual',
  'home',
  'other',
])
