import { expect, test } from 'vitest'
import { anEncounter, codesOf, findCodes } from '../an-encounter.ts'

const smokingOf = (assessment: string): string[] =>
  codesOf(`Assessment:\n1. Hypertension\n2. ${assessment}`).filter((code) => /^(?:F17|Z72\.0|Z87\.891)/.test(code))

test.each([
  'Smoking until 1993.',
  'Smoked until 2005',
  'Cigarettes from 1980 to 1995',
  'Tobacco use: smoked cigarettes from 1980 to 1995',
  'Smoked 1 ppd 1980-1995',
  'Smoker (1980-1995)',
  'Smoker till 12/2018',
  'Smoker, quit in 1999',
  'Smoker - quit 1999',
  'Smoker: quit 1999',
  'Smoked one pack per day for 20 years, quit 10 years ago',
  'Quit smoking in March 2020',
  'Stopped smoking at age 40',
  'Nicotine dependence until her 30s',
  'Tobacco dependence, cigarettes, 1980 - 1995',
  'Former tobacco use',
  'No longer smokes',
  'Used to smoke',
])('"%s" is a history', (words) => {
  expect(smokingOf(words)).toEqual(['Z87.891'])
})

test.each(['Advised to quit smoking.', 'Encouraged to stop all tobacco use', 'Wife quit smoking', 'Stopped smoking'])(
  '"%s" says nothing of today',
  (words) => {
    expect(smokingOf(words)).toEqual([])
  },
)

test.each([
  ['Smoker, advised to quit smoking', 'F17.200'],
  ['Smoker since 1993', 'F17.200'],
  ['Smoker from 1993 to present', 'F17.200'],
  ['Smoker for 20 years', 'F17.200'],
  ['Smoker, cut down 2 years ago', 'F17.200'],
  ['Smoker, wants to quit in 2026', 'F17.200'],
  ['Smoker, tried to quit 2 years ago', 'F17.200'],
  ['Cigarette smoker, quit in 2010 but restarted in 2015', 'F17.210'],
  ['Smoker, stopped metformin in 2019', 'F17.200'],
  ['Smoker; stopped drinking in 1999', 'F17.200'],
  ['Smoker. Stroke in 1999.', 'F17.200'],
])('"%s" is no history', (words, code) => {
  expect(smokingOf(words)).toEqual([code])
})

test.each(['Father smoked until 2005.', 'Secondhand smoke until 1993', 'Never smoked.'])(
  '"%s" says nothing of the patient\'s own past',
  (words) => {
    expect(smokingOf(words)).toEqual([])
  },
)

test('the words that say so are quoted', () => {
  const found = findCodes(anEncounter({ notes: ['Assessment: Smoked cigarettes until 1993, COPD.'] }))
  expect(found.find(({ code }) => code.code === 'Z87.891')?.evidence[0]?.quote).toBe('Smoked cigarettes until 1993')
})
