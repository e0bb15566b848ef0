// Names of words, of many origins and in the orders that forms write them, and what must stay beside them.
import { describe, expect, test } from 'vitest'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import { createRandom, DATE_OF_SERVICE } from './score-masks.ts'

function findReplaced(text: string): readonly string[] {
  const masked = maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(7))
  return masked.listReplaced('n').map(({ original }) => text.slice(original.start, original.end))
}

describe('a name is found', () => {
  test.each([
    ['of two words', 'She was seen by Grace Stone for cough.', ['Grace', 'Stone']],
    ['of two words with an initial', 'Known to me as Hazel T. Marsh.', ['Hazel', 'Marsh']],
    ['of words behind a relative', 'Brought by mother Heather Snow; no fever.', ['Heather', 'Snow']],
    ['of an initial and a word', 'Copies: Anita Rao; P. Lake; the patient', ['Lake']],
    ['family name first, in a list', 'cc: Anita Rao; Stone, Heather; J. Brooks', ['Stone', 'Heather']],
    ['family name first, before an age', 'STONE, HEATHER  44yo F  MRN: 5512984', ['STONE', 'HEATHER']],
    ['family name first, before a birth date', 'Refill for Long, Chase, dob 4/2/1961', ['Long', 'Chase']],
    ['family name first, behind who did it', 'Transcribed by Do, Hanh\nCough.', ['Do', 'Hanh']],
    [
      'family name first, in small letters',
      'stone, heather, dob 4/2/61, here for cough and cold',
      ['stone', 'heather'],
    ],
    ['with a particle in front', 'PCP: van der Kolk\nCough.', ['van der Kolk']],
    ['with a particle, unannounced', 'At noon bint Salim reports tremor.', ['bint Salim']],
    ['with a term in the middle', 'Seen by Yesenia Colon Rivera today.', ['Colon', 'Rivera']],
    ['put into English', 'Dr. Leonard Two Bulls was paged.', ['Two Bulls']],
    ['as short as a word', 'Read back. Hanh Do, MD', ['Do']],
    ['with a nickname of the same kind', 'Client: Heather "Hank" Stone', ['Heather', 'Hank', 'Stone']],
    ['short and in capitals behind a label', 'SURGEON: BELINDA OKU, M.D.', ['OKU']],
    ['a word, under a letter', 'Please call.\nThanks,\nHeather', ['Heather']],
    ['a word, inside a sentence', 'Her sponsor is Heather.', ['Heather']],
    ['a word, as who can be reached', 'Rash is back. Heather can be reached at work.', ['Heather']],
    ['of who dictated', 'Done.\nStone/mk  D: 4/9/26', ['Stone']],
    ['in small letters, of words', 'tc from heather stone, mom of pt, about the rash and cough', ['heather stone']],
  ])('%s', (_, text, words) => {
    const replaced = findReplaced(text).join(' | ')
    for (const word of words) expect(replaced).toContain(word)
  })
})

describe('so is what else points to somebody', () => {
  test.each([
    ['a record number in groups', 'Unit No: 41 50 75 63   Cough.', '41 50 75 63'],
    ['a member number in groups', 'Subscriber ID: WZ 167 651 746', 'WZ 167 651 746'],
    ['a plate at some distance', 'Vehicle plate given to police as KLM 2204.', 'KLM 2204'],
    ['a street without a kind', 'Lives at 4180 Broadway, Lot 2.', '4180 Broadway, Lot 2'],
    ['a street of many words', 'From 932 NW Martin Luther King Jr Blvd.', '932 NW Martin Luther King Jr Blvd'],
    [
      'a street in small letters',
      'here for cough. lives 155 tamarack trail, unit 16. sleeps well.',
      '155 tamarack trail, unit 16',
    ],
    ['a zip code without a comma', 'Home is in Aurora CO 80095.', '80095'],
    ['a clinic of its city', 'Seen at Hand Center of Tulsa today.', 'Hand Center of Tulsa'],
    ['a hospital of the veterans', 'Transferred from VA Palo Verde today.', 'VA Palo Verde'],
    ['a day behind a label', 'Admitted: the 3rd  Discharged: the 9th', '3rd'],
    ['a day before a question', 'Can you look before the 7th?', '7th'],
    ['a day of a title', 'SHIFT NOTE 3/12\nSlept well.', '3/12'],
    ['a day with an hour', 'Seen.\n12/7 5:22 pm, taken by phone', '12/7'],
  ])('%s', (_, text, value) => {
    expect(findReplaced(text).join(' | ')).toContain(value)
  })
})

describe('nothing is found', () => {
  test.each([
    "Ate at Wendy's the night before.",
    "Bought the brace at Dick's Sporting Goods.",
    "Shops at Trader Joe's and walks there.",
    'Got the flu shot at Rite Aid last week.',
    'Ann Arbor stage II Hodgkin lymphoma.',
    'Rocky Mountain spotted fever was excluded.',
    'Rose bengal staining was normal. Brown discharge noted. Long history of tobacco use.',
    'May take Tylenol. Will grant leave. Price of insulin is a barrier.',
    'Apgar 8 and 9. May take formula.',
    'Beighton 7/9. Katz 3/6.',
    'Subscriber ID is on file.',
    'Legg-Calve-Perthes of the left hip, Herring B.',
    'Bed alarm on, plate with 6 screws at L4-L5.',
  ])('in «%s»', (text) => {
    expect(findReplaced(text)).toEqual([])
  })

  test('but who works for a chain is not to be known', () => {
    expect(findReplaced("She works at Dick's Sporting Goods.")).not.toEqual([])
  })
})
