import { expect, test } from 'vitest'
import { leaveOutCopied } from '#coding/notes/copied-text.ts'
import { aNote, anEncounter, codesOf, findCodes, knowledge, promptsOf } from '../an-encounter.ts'

/** What is left of a note, without its empty lines. */
function ownOf(text: string): string {
  const { text: own } = leaveOutCopied(aNote(text), knowledge)
  return own
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

const OLD = 'HPI: Cough.\nAssessment:\n1. Pneumonia, azithromycin.\n2. Left knee osteoarthritis.'
const OWN = 'Assessment and plan:\n1. Hypertension, lisinopril.'

test.each([
  'Gout (carried forward from 3/2/2025)',
  'Gout (copied forward)',
  'Gout, stable [copied from last note]',
  'Gout [from prior note]',
  'Gout - carried forward from last visit',
])('"%s" is no problem of today', (words) => {
  expect(codesOf(`Assessment:\n1. ${words}\n2. Hypertension`)).toEqual(['I10'])
  expect(codesOf(`Assessment: Hypertension. ${words}. COPD.`)).toEqual(['I10', 'J44.9'])
  const long = 'Seen and examined, in no distress, medications and allergies gone through with the family. '.repeat(4)
  expect(codesOf(`Assessment: Hypertension. ${long}${words}. COPD.`)).toEqual(['I10', 'J44.9'])
})

test.each(['Gout (carried forward from last visit, reviewed and updated)', 'Gout. Forms copied from the chart.'])(
  '"%s" is one',
  (words) => {
    expect(codesOf(`Assessment:\n1. ${words}\n2. Hypertension`)).toContain('M10.9')
  },
)

test.each([
  'COPIED FROM VISIT OF 03/02/2025',
  'Copied forward from prior note',
  'Copied forward:',
  'Previous note text below',
  'Previous note text below:',
  'Carried forward',
  'Carried forward from 12/1/25:',
  'Copied and pasted from the note dated 12-01-2025:',
  'The following was copied from my note of 12.01.2025:',
  'Text from previous visit:',
  'From prior progress note (12/1/25):',
  'Below is my previous note:',
  '[Copied text]',
  '***COPIED FROM PRIOR ENCOUNTER (Dr. Jones, 12/01/2025)***',
  '-- pulled forward from last encounter --',
  'Copy-forward text from H&P 12/01/2025',
])('"%s" begins what belongs to the earlier date', (mark) => {
  expect(ownOf(`${OWN}\n\n${mark}\n${OLD}`)).toBe(OWN)
  expect(ownOf(`${mark}\n${OLD}\n\n${OWN}`)).toBe(OWN)
  expect(codesOf(`${OWN}\n\n${mark}\n${OLD}`)).toEqual(['I10'])
  expect(promptsOf(`${OWN}\n\n${mark}\n${OLD}`)).toEqual([])
})

test.each([
  [
    'the next heading, where running text was copied',
    'Copied forward: pneumonia, on azithromycin.\nStill coughs.\n\n',
    '',
  ],
  ['an end mark', `Copied forward:\n${OLD}\nEnd of copied text\n`, ''],
  ['an end mark in capitals', `COPIED TEXT\n${OLD}\n*** END COPY ***\n`, ''],
  ['a rule', `--- note from prior visit pasted below ---\n${OLD}\n-----\n`, '-----\n'],
  ['a date behind a blank line', `Copied from 12/1/25:\n${OLD}\n\n03/02/2026\n`, '03/02/2026\n'],
  ['words for the present', `Copied forward:\n${OLD}\n\nToday's visit:\n`, "Today's visit:\n"],
  ['a section that stands earlier in a note', `Copied forward:\n${OLD}\nPlan: rest.\n\nHPI: Well.\n`, 'HPI: Well.\n'],
  ['a section that was copied already', `Copied forward:\n${OLD}\n\n`, ''],
  ['the only statement of the note, behind a blank line', 'Copied forward:\nHPI: Pneumonia, sepsis.\n\n', ''],
])('copied text ends at %s', (_, copied, left) => {
  expect(ownOf(`${copied}${OWN}`)).toBe(`${left}${OWN}`)
})

test.each([
  ['HPI (carried forward from 12/1/25): Pneumonia.', 'Assessment: Hypertension.'],
  ['PMH: Copied forward from prior note: pneumonia, gout', 'Assessment: Hypertension.'],
  ['PMH: [Copied from 12/1/25: pneumonia, gout]', 'Assessment: Hypertension.'],
])('a mark behind a heading is about its section: %s', (copied, own) => {
  expect(ownOf(`${copied}\n${own}`)).toBe(copied.startsWith('HPI') ? own : `PMH:\n${own}`)
  expect(codesOf(`${copied}\n${own}`)).toEqual(['I10'])
})

test('a bracket ends what was copied within it', () => {
  const note = 'PMH: [Copied from 12/1/25: pneumonia, gout] hypothyroidism\nAssessment: Hypertension.'
  expect(ownOf(note).replaceAll(/ +/g, ' ')).toBe('PMH: hypothyroidism\nAssessment: Hypertension.')
})

test.each([
  'Copied forward from prior note, reviewed and updated today:',
  'Portions of this note were copied forward from a prior visit.',
  'Carry forward the plan of last week.',
  'Prior visit note reviewed.',
  'Previous note of Dr. Smith below goal was discussed.',
  'Last visit 12/1/25: started lisinopril.',
  'Copied to Dr. Smith.',
  'Copied note to the surgeon.',
  'She copied the readings from her diary.',
  'Care was carried out from the clinic.',
  'Brought in from home by ambulance.',
])('"%s" copies nothing', (line) => {
  const note = `${line}\n${OLD}`
  expect(leaveOutCopied(aNote(note), knowledge).text).toBe(note)
})

test('every place of the own words stays', () => {
  const text = `COPIED FROM VISIT OF 03/02/2025\n${OLD}\n\n${OWN}`
  const [code] = findCodes(anEncounter({ notes: [text] }))
  const [words] = code?.evidence ?? []
  expect(text.slice(words?.start, words?.end)).toBe('Hypertension')
})
