// Names that are also particles, credentials or two letters long: found is not enough, nothing of them may be written back.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import { createRandom, DATE_OF_SERVICE } from './score-masks.ts'

const SLIGHT = [
  'Ma',
  'Do',
  'Le',
  'Van',
  'Ben',
  'La',
  'Li',
  'Wu',
  'Ng',
  'Xu',
  'Ho',
  'Pa',
  'Del',
  'Al',
  'San',
  'Di',
  'Von',
  'Te',
]
const PLAIN = ['Nakagawa', 'Oyelaran', "O'Brien", 'Tjokrosoeprapto', 'Nguyen', 'Ruiz-Ortega']

/** The names alone, never a word of the sentence around them. */
const CONTEXTS: readonly ((given: string, family: string) => string)[] = [
  (_, family) => `Seen by Dr. ${family} yesterday.`,
  (_, family) => `Ms. ${family} reports knee pain. ${family} denies fever.`,
  (given, family) => `Patient: ${given} ${family}\nKnee pain.`,
  (given, family) => `Mr. ${given} ${family} was seen for cough.`,
  (given, family) => `Rest.\n\nDictated by: ${given} ${family}, MD\n`,
]

const name = fc.constantFrom(...SLIGHT, ...PLAIN)
const holds = (text: string, word: string): boolean => new RegExp(`(?<![\\p{L}])${word}(?![\\p{L}])`, 'u').test(text)

describe('a name that is also something else', () => {
  test('is written back nowhere once it was found', () => {
    fc.assert(
      fc.property(
        fc.tuple(name, name),
        fc.constantFrom(...CONTEXTS),
        fc.integer({ min: 1, max: 1e6 }),
        ([given, family], write, seed) => {
          const text = write(given, family)
          const masked = maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(seed))
          const replaced = masked.listReplaced('n').filter(({ kind }) => kind === 'name')
          for (const { original, masked: place } of replaced) {
            const before = text.slice(original.start, original.end)
            const after = masked.notes[0]?.text.slice(place.start, place.end) ?? ''
            for (const word of before.match(/[\p{L}'-]{2,}/gu) ?? [])
              expect(holds(after, word), `${before} -> ${after}`).toBe(false)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test.each(SLIGHT)('%s is masked behind a title, and where it stands again', (family) => {
    const text = `Ms. ${family} reports knee pain. ${family} denies fever.`
    const [note] = maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(7)).notes
    expect(holds(note?.text ?? family, family), note?.text).toBe(false)
  })

  test.each([
    ['PATIENT: DO, MINH\nKNEE PAIN.', 'DO'],
    ['PATIENT: MA, LING\nKNEE PAIN.', 'MA'],
  ])('%s: in capitals behind a label', (text, family) => {
    const [note] = maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(7)).notes
    expect(holds(note?.text ?? family, family), note?.text).toBe(false)
  })

  test('keeps no name as the kind of a facility, and a kind of facility is no failure', () => {
    const seeds = {
      persons: [{ role: 'patient' as const, given: ['Zyxanda'], family: ['Quorvale'] }],
      identifiers: [],
      phones: [],
      emails: [],
      addresses: [],
      facilities: ['Saint Quorvale', 'Harrowglen Infirmary'],
    }
    const text = 'Zyxanda came from Saint Quorvale to Harrowglen Infirmary with Brethwin Ma.'
    const request = { notes: [{ id: 'n', text }], seeds, dateOfService: DATE_OF_SERVICE }
    expect(maskNotes(request, createRandom(7)).notes[0]?.text).not.toMatch(/Zyxanda|Quorvale|Harrowglen|Brethwin/)
  })

  test('keeps what stands between names and behind them', () => {
    const text = 'Seen by Dr. Maria de la Cruz yesterday, and by Mr. Harold Penrose Jr.'
    const [note] = maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(7)).notes
    expect(note?.text).toMatch(/Dr\. \p{L}+ de la \p{L}+ yesterday/u)
    expect(note?.text).not.toMatch(/Maria|Cruz|Harold/)
  })

  test.each([
    'Seen by the MA and then by the DO on call. LE edema, no LA enlargement. Li 0.8.',
    'Do you have pain? Van Buren fracture is no diagnosis.',
  ])('leaves other senses alone: %s', (text) => {
    const [note] = maskNotes(
      {
        notes: [{ id: 'n', text: `${text} Ms. Ma reports cough.` }],
        dateOfService: DATE_OF_SERVICE,
      },
      createRandom(7),
    ).notes
    expect(note?.text).toContain(text.split('.')[0])
  })
})
