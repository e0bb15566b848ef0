import { expect, test } from 'vitest'
import { findSessionMinutes } from '#coding/claims/time/session-minutes.ts'
import { aNote } from '../../../app/features/builders.ts'

const count = (...texts: readonly string[]) => findSessionMinutes(texts.map((text) => aNote({ text })))?.minutes

test.each([
  ['one span', ['Session 10:05-10:58.'], 53],
  ['the same span in two notes, counted once', ['Session 10:05-10:58.', 'Session 10:05-10:58.'], 53],
  ['a span and its minutes in words', ['Session 10:05-10:58, 53 minutes.'], 53],
  ['a length with a verb', ['Session lasted 50 minutes.'], 50],
  ['hours', ['Session 1 hr 10 min.'], 70],
  ['a patient at home', ['Telehealth session with patient at home, 50 minutes.'], 50],
  ['teaching within the session', ['Session of 50 minutes with teaching related to grief.'], 50],
  ['the session within a visit', ['70 minutes total, of which 50 minutes psychotherapy.'], 50],
  ['the same in two sentences', ['Total time 70 minutes. Psychotherapy time 50 minutes.'], 50],
  ['the same with its parts', ['Total visit time 70 minutes (20 minutes E/M, 50 minutes psychotherapy).'], 50],
  ['homework in the same sentence', ['45 min session, homework: walk 20 minutes daily.'], 45],
  ['a patient who came late', ['Arrived 10 minutes late; session 45 minutes.'], 45],
  [
    'attacks since the last session',
    ['Panic attacks lasting 20 minutes since last session.\nSession time: 45 minutes.'],
    45,
  ],
  ['paperwork beside it', ['Face-to-face time 50 min, 10 min documentation.'], 50],
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

test.each([
  'Since last session, panic attacks lasting 20 minutes.',
  'Home practice between sessions: 20 minutes.',
  'Therapy plan: walk 30 minutes each day.',
  'Time spent: 15 minutes of medication management.',
])('%s states none', (text) => {
  expect(count(text)).toBeUndefined()
})
