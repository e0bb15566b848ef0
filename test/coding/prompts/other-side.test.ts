// A side belongs to the part of the body and the time that it is said of; anywhere else it neither answers nor codes.
import { describe, expect, test } from 'vitest'
import { codesOf, promptsOf } from '../an-encounter.ts'

describe('a side is still asked for', () => {
  test.each([
    [
      'beside an injury of another limb',
      'Assessment:\n1. Carpal tunnel syndrome\n2. Left ankle sprain',
      'carpal-tunnel: laterality',
    ],
    [
      'beside the hand that writes',
      'Right-hand dominant. Fell today.\nDx: Closed Colles fracture.',
      'distal-radius-fracture: laterality',
    ],
    [
      'beside "the opposite" one',
      'Exam: The opposite shoulder moves fully.\nAssessment: Adhesive capsulitis',
      'adhesive-capsulitis: laterality',
    ],
    [
      'where only a thrombosis of the past has one',
      'Had a deep vein thrombosis of the left leg in 2011.\nImpression: Symptomatic varicose veins with pain',
      'varicose-veins: laterality',
    ],
  ])('%s', (_, note, asked) => {
    expect(promptsOf(note)).toContain(asked)
  })

  test.each([
    ['a letter behind the part', 'XR WRIST R 3V: comminuted.\nDx: Closed Colles fracture today'],
    ['a letter before two letters', 'Exam: R TM bulging.\nAssessment: Acute otitis media'],
    ['a limb as a whole', 'Exam: Left lower extremity shortened.\nImpression: Closed intertrochanteric hip fracture'],
    ['a joint of the disease', 'Exam: R 1st MTP red.\nAssessment: Gout'],
    ['a part that we do not know', 'Exam: R ATFL tender.\nAssessment: Ankle sprain'],
  ])('and is not asked for where the note says it by %s', (_, note) => {
    expect(promptsOf(note).filter((one) => one.includes('laterality'))).toEqual([])
  })

  test.each([
    ['a verb', 'HPI: He left work early.\nAssessment: Knee OA', 'knee-osteoarthritis'],
    ['a chamber of the heart', 'Echo: left ventricular hypertrophy.\nAssessment: Knee OA', 'knee-osteoarthritis'],
    ['litres', 'Exam: NC 2 L, comfortable.\nAssessment: Closed Colles fracture', 'distal-radius-fracture'],
    ['a line', 'Lines: R IJ day 4.\nAssessment: Closed Colles fracture', 'distal-radius-fracture'],
  ])('and is asked for where the same word is %s', (_, note, concept) => {
    expect(promptsOf(note).some((one) => one.startsWith(`${concept}: `) && one.includes('laterality'))).toBe(true)
  })

  test('and is asked for where a side of nothing named could be of two conditions', () => {
    const note = 'HPI: It is the right one that hurts.\nAssessment: Knee osteoarthritis.'
    expect(promptsOf(note)).toEqual([])
    expect(promptsOf(`${note} Acute otitis media.`)).toContain('otitis-media: laterality')
  })

  test('and is not asked for where an operation or a red place names it', () => {
    expect(promptsOf('Diagnosis: hip fracture\nProcedure: cephalomedullary nail, LEFT')).not.toContain(
      'hip-fracture: laterality+encounter-phase',
    )
    expect(promptsOf('Exam: right shin red and warm.\nAssessment: Cellulitis of lower extremity')).toEqual([])
  })
})

describe('a side that is said of another condition', () => {
  const CARPAL = 'carpal-tunnel: laterality'

  test.each([
    'Left ankle sprain, carpal tunnel syndrome.',
    'Carpal tunnel syndrome, left ankle sprain.',
    'Left ankle sprain and carpal tunnel syndrome.',
    'Left knee OA, carpal tunnel syndrome, right shoulder bursitis, HTN.',
    '\n1. Left ankle sprain, ice.\n2. Carpal tunnel syndrome, splint.',
  ])('leaves its own open: %s', (assessment) => {
    expect(promptsOf(`Assessment: ${assessment}`)).toContain(CARPAL)
  })

  test.each([
    'Left hand numbness, carpal tunnel syndrome.',
    'Left wrist pain, carpal tunnel syndrome.',
    'Carpal tunnel syndrome, worse on the left.',
    'Left carpal tunnel syndrome, right ankle sprain.',
  ])('and one of the same limb is no other: %s', (assessment) => {
    expect(promptsOf(`Assessment: ${assessment}`)).not.toContain(CARPAL)
  })

  test('nor does a splint of the other limb say it', () => {
    const note = 'HPI: splint on left ankle.\nAssessment: Rotator cuff tear.'
    expect(promptsOf(note)).toContain('rotator-cuff-tear: laterality+type')
  })
})

test('a vein of today does not take the side of a thrombosis of the past', () => {
  const note = 'Had a deep vein thrombosis of the left leg in 2011.\nImpression: Symptomatic varicose veins with pain'
  expect(codesOf(note)).toContain('I83.819')
})

test('axes of a psychiatric list are diagnoses, and the stress and score behind them are not', () => {
  const note = 'AXIS I:\nPanic disorder\nAXIS II: Deferred.\nAXIS III: Hypertension.\nAXIS IV: job loss\nAXIS V: GAF 45'
  expect(codesOf(note)).toEqual(['F41.0', 'I10'])
})

test('when something began is asked of a bare list, and not where the stay is told', () => {
  const inpatient = { setting: 'inpatient_facility', encounterClass: 'inpatient' } as const
  expect(promptsOf('Discharge diagnosis: Acute hypoxic respiratory failure', inpatient)).not.toEqual([])
  expect(
    promptsOf('Sent from urgent care with fever.\nDischarge diagnosis: Acute hypoxic respiratory failure', inpatient),
  ).toEqual([])
})
