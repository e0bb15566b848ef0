import { expect, test } from 'vitest'
import { facilityBilling } from '#coding/contract/facility-billing.ts'
import {
  type BilledBy,
  type BilledVisit,
  decideBilledBy,
  type FacilityBilling,
} from '#coding/domain/facility-billing.ts'

const aVisit = (changes: Partial<BilledVisit> = {}): BilledVisit => ({
  class: 'inpatient',
  serviceLine: 'Cardiology',
  places: ['Organization/general', 'Location/ward-3'],
  ...changes,
})

const visits = (...rows: FacilityBilling['visits']): FacilityBilling => ({ visits: rows })

type Case = {
  readonly settings: FacilityBilling | undefined
  readonly visit?: BilledVisit
  readonly billedBy: BilledBy
}

test.each<[string, Case]>([
  ['a site that has said nothing', { settings: undefined, billedBy: 'professional' }],
  ['a site that names no visit', { settings: visits(), billedBy: 'professional' }],
  ['a class', { settings: visits({ class: 'inpatient' }), billedBy: 'facility' }],
  [
    'another class',
    { settings: visits({ class: 'inpatient' }), visit: aVisit({ class: 'ambulatory' }), billedBy: 'professional' },
  ],
  ['a service line in other letters', { settings: visits({ serviceLine: 'CARDIOLOGY' }), billedBy: 'facility' }],
  [
    'a visit of no service line',
    {
      settings: visits({ serviceLine: 'cardiology' }),
      visit: { class: 'inpatient', places: [] },
      billedBy: 'professional',
    },
  ],
  ['the organization', { settings: visits({ place: 'Organization/general' }), billedBy: 'facility' }],
  ['the location', { settings: visits({ place: 'Location/ward-3' }), billedBy: 'facility' }],
  ['another location', { settings: visits({ place: 'Location/ward-4' }), billedBy: 'professional' }],
  ['all of a row', { settings: visits({ class: 'inpatient', place: 'Location/ward-3' }), billedBy: 'facility' }],
  ['half of a row', { settings: visits({ class: 'emergency', place: 'Location/ward-3' }), billedBy: 'professional' }],
  ['any row', { settings: visits({ class: 'emergency' }, { class: 'inpatient' }), billedBy: 'facility' }],
])('%s', (_name, { settings, visit = aVisit(), billedBy }) => {
  expect(decideBilledBy(settings, visit)).toBe(billedBy)
})

test.each<[boolean | undefined, BilledBy]>([
  [true, 'facility'],
  [false, 'professional'],
  [undefined, 'professional'],
])('a coder’s choice where the site’s word on it is %s', (coderMayChange, billedBy) => {
  const settings = { visits: [], ...(coderMayChange !== undefined && { coderMayChange }) }
  expect(decideBilledBy(settings, aVisit(), 'facility')).toBe(billedBy)
})

test('a row that names nothing is refused: it would name every visit', () => {
  expect(facilityBilling.safeParse({ visits: [{}] }).success).toBe(false)
})
