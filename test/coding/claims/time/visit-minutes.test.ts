import { expect, test } from 'vitest'
import { findVisitMinutes } from '#coding/claims/time/visit-minutes.ts'
import { aNote } from '../../an-encounter.ts'

test.each([
  ['Total time 32 minutes on the date of the encounter.', 32],
  ['I spent 45 minutes in chart review, the visit and orders.', 45],
  ['I spent a total of 30 min on this visit today.', 30],
  ['Time spent: 25 minutes.', 25],
  ['Total time: 1 hour 5 minutes.', 65],
  ['I spent 1.5 hours on this visit today.', 90],
  ['40 minutes were spent on the day of the visit.', 40],
])('finds the time of a visit: %s', (text, minutes) => {
  expect(findVisitMinutes([aNote(text)])).toBe(minutes)
})

test.each([
  'Walks 30 minutes daily.',
  'I spent 10 minutes counseling on tobacco cessation.',
  'Time spent in psychotherapy: 38 minutes.',
  'Total time 30 minutes. Total time 45 minutes.',
  'Nurse spent 20 minutes with the patient.',
  'Follow-up in 3 weeks.',
])('is silent: %s', (text) => {
  expect(findVisitMinutes([aNote(text)])).toBeUndefined()
})
