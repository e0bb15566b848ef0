// Which minutes of a note are those of the visit (coding rules, EM-02 and TIME-14).
import { describe, expect, test } from 'vitest'
import { aDraftClaim, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { deriveNote } from './derive.ts'

const timeOf = (text: string, codes: readonly string[] = []) =>
  deriveNote(
    `Established patient.\nASSESSMENT\nHypertension.\n${text}`,
    {},
    { draft: aDraftClaim({ lines: ['99213', ...codes].map((code) => aLine(code)) }) },
  ).time

describe('the total that a note states', () => {
  test.each<readonly [string, number]>([
    ['Total time: 42 minutes.', 42],
    ['I spent 42 min on this visit today.', 42],
    ['I spent a total of 1 hour and 5 minutes on the day of the encounter.', 65],
    ['Total visit time 1.5 hours.', 90],
    ['Total time 10:05-10:47.', 42],
    ['Time: 11:40 AM to 12:10 PM', 30],
    ['TOTAL TIME\n42 minutes', 42],
    ['I spent 42 minutes. More than half of the 42 minutes spent was counseling.', 42],
    ['42 minutes were spent today on chart review, examination and documentation.', 42],
    ['I spent 42 minutes today, excluding 10 minutes for the biopsy.', 42],
  ])('%s', (text, minutes) => {
    expect(timeOf(text)).toMatchObject({ kind: 'stated', minutes })
  })

  test.each([
    ['I spent more than 30 minutes on the discharge.', ['99239']],
    ['Time spent on discharge: >30 minutes.', ['99239']],
    ['Discharge time: 30 minutes.', ['99238']],
    ['Discharge took more than 30 minutes (35 min).', ['99239']],
  ])('more than a number is more than that number: %s', (text, codes) => {
    const { time } = deriveNote(`DISCHARGE SUMMARY\nDischarge diagnosis: pneumonia.\n${text}`, {
      encounterClass: 'inpatient',
    })
    expect(time.codes.map(({ code }) => code)).toEqual(codes)
  })

  test.each([
    'No minutes here.',
    'Walks 30 minutes daily.',
    'Episodes last 20 minutes.',
    'Waited 45 minutes.',
    'Ice for 20 minutes every hour.',
    'Nurse spent 15 minutes teaching.',
    'I spent 30 minutes yesterday on her records.',
    'Psychotherapy 45 minutes.',
    'Smoking cessation counseling, 5 minutes.',
    'PATIENT INSTRUCTIONS\nTotal time in the sun: 20 minutes.',
  ])('is none in: %s', (text) => {
    expect(timeOf(text).kind).toBe('not-stated')
  })

  test('is none where two are stated', () => {
    const time = timeOf('Total time: 30 minutes. I spent 45 minutes in total today.')
    expect(time.kind).toBe('conflicting')
    expect(time.codes).toEqual([])
    expect(time.evidence.map(({ quote }) => quote)).toEqual(['30 minutes', '45 minutes'])
  })
})

describe('minutes that do not count', () => {
  test('are shown with the reason', () => {
    const { notCounted } = timeOf('I spent 20 minutes today. The medical assistant spent 15 minutes.')
    expect(notCounted.map(({ minutes, because }) => `${minutes} ${because}`)).toEqual([
      '15 Time of staff is not the clinician’s.',
    ])
  })

  test('are taken off where the draft reports the service by itself', () => {
    const text = 'Total time 40 minutes, of which 5 minutes were tobacco cessation counseling.'
    expect(timeOf(text)).toMatchObject({ minutes: 40 })
    expect(timeOf(text, ['99406'])).toMatchObject({ minutes: 35 })
  })
})
