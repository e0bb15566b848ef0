// Two units read the time of a visit: one in the browser, from the text alone, and the one behind the level, from the
// engine's sentences. Where both read a total, it is one number.
import { expect, test } from 'vitest'
import { findVisitMinutes } from '#coding/claims/time/visit-minutes.ts'
import { fixedVisits, toContext, toRecord } from '../../../fixtures/notes/visits.ts'
import { deriveOf } from './derive.ts'

const stated = fixedVisits.filter(({ expected }) => expected.minutes !== undefined)

test.each(stated.map((visit) => [visit.id, visit] as const))('%s', (_, visit) => {
  const record = toRecord(visit)
  const { time } = deriveOf(record, { context: toContext(visit) })
  expect(time.minutes).toBe(visit.expected.minutes)
  expect(findVisitMinutes(record.notes)).toBe(visit.expected.minutes)
})

test.each(
  fixedVisits.filter(({ expected }) => expected.minutes === undefined).map((visit) => [visit.id, visit] as const),
)('%s states none', (_, visit) => {
  expect(findVisitMinutes(toRecord(visit).notes)).toBeUndefined()
})
