import { expect, test } from 'vitest'
import { findSessionMinutes } from '#coding/claims/time/session-minutes.ts'
import { aNote } from '../../../app/features/builders.ts'

const count = (...texts: readonly string[]) => findSessionMinutes(texts.map((text) => aNote({ text })))?.minutes

test.each([
  ['one span', ['Session 10:05-10:58.'], 53],
  ['the same span in two notes, counted once', ['Session 10:05-10:58.', 'Session 10:05-10:58.'], 53],
  ['a span and its minutes in words', ['Session 10:05-10:58, 53 minutes.'], 53],
])('%s', (_, texts, minutes) => {
  expect(count(...texts)).toBe(minutes)
})

test.each([
  ['apart', 'Session 10:05-10:20 and 11:00-11:25.'],
  ['overlapping', 'Session 10:05-10:58, session 10:30-11:00.'],
  ['one within the other', 'Session 10:00-11:00, session 10:10-10:30.'],
])('two spans %s are not added up, since nobody says which of them is the session', (_, text) => {
  expect(count(text)).toBeUndefined()
})
