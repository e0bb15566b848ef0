// What identifies where little announces it: each sentence stands for a class of them. `[[…]]` marks what must go.
import { describe, expect, test } from 'vitest'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import { createRandom, DATE_OF_SERVICE } from './score-masks.ts'

const listMasked = (text: string): string[] =>
  maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(5))
    .listReplaced('n')
    .map(({ original }) => text.slice(original.start, original.end))

describe('is taken out', () => {
  test.each([
    ['an age behind a relative', 'His mother is [[97]] and lives alone. Her father, [[92]], is well.'],
    ['an age of a relative who is named', 'His wife, [[Nwando]], is [[91]].'],
    ['an age before who has it', 'At [[95]], she still drives.'],
    ['names behind "cc" without a colon', 'Rest and ice.\ncc [[Tsvetkov, Okonjo]]\n'],
    ['a double name with a half that is a word', 'Spoke with [[Anh-Thu]] about the plan.'],
    ['relatives named in brackets', 'Family ([[Njal]] and [[Agnes]]) at bedside.'],
    ['a short name behind an initial', 'Discussed with Dr. [[Rashidi]] and [[S. Pak]] (IR).'],
    ['the initials at the end of a note', 'Refill sent to the pharmacy. [[mjt]]\n'],
    ['a name behind a dash at the end of a note', 'Please call her.\n- [[Torvaldine]]\n'],
    ['who dictated and who typed', 'Knee pain.\nD: [[8/6/26]] T: [[8/7/26]] [[gh/mlw]]\n'],
    ['a firm that is called for a person', 'She is a buyer at [[Lindqvist & Daughters]].'],
    ['an employer', 'His employer, [[Penobscot Cold Storage]], needs a letter.'],
    ['where somebody is what', 'He is a machinist at [[Marlow Gear Works]].'],
    ['who somebody works for', 'She works as a clerk for [[Fenn Mill Linens]].'],
    ['who somebody worked for', 'He retired from the [[Packaging Corporation of Elmore]].'],
    ['a practice behind a credential', 'Referring: [[Shoshana Adeyemi]], MD, [[Great Plains Vein & Vascular]]\n'],
    ['a practice under a signature', 'Yours,\n[[Alasdair Munro]], MD\n[[Litchfield Movement Disorders]]\n'],
    ['a house with an article', 'He was at [[The Willows at Brookfield]] until spring.'],
    ['a record number in groups', 'Medical record number: [[71 44 09 2]]\n'],
    ['a record number in the header of a table', '[[Ebenezer Tolliver]] | [[10/22/26]] | [[6620-118]]\n'],
    ['a group with its letters', 'Group [[GRP 884201]] is active.'],
    ['a policy with its carrier', 'Insurance: [[BCBS QXT 118 220 447]].'],
    ['a plate with its state', 'License plate [[MN 4KD-992]].'],
    ['a badge behind a name', 'Medic [[J. Robichaux]] #[[4471]].'],
    ['a pager behind a credential', 'Signed: [[Cordelia Hume]], MD [[p5521]]'],
    ['a rural route', 'Home: [[Rt 2 Box 118]].'],
    ['a name with a half that is a word', 'Her mother [[Soon-ja]] has gout.'],
    ['a house in a list', 'Choices: [[Kendal Crossing]], [[The Arbors]], [[Heritage Manor]].'],
    ['a family name behind a given one in small letters', 'copy sent today to doctor [[raymond stolzfuss]] thank you'],
    ['where somebody came here from', 'She moved here from [[Opelousas]] in 2019.'],
    ['where somebody came here from, in small letters', 'he moved here from [[opelousas]] in 2019.'],
    ['a shop behind its label in small letters', 'pharmacy: [[oldtowne pharmacy]], closes at nine.'],
    ['a street in small letters', 'she fell last night at home, [[3306 cottonmere dr apt 9]]. no loc.'],
    ['a saint in small letters', 'they took him to [[st brendan]] by car.'],
    ['a town behind where somebody lives, in small letters', 'lives w/ his wife in [[tualatin]]. walks daily.'],
    ['a town by its ending in small letters', 'we went to urgent care in [[hagersville]] on friday.'],
    ['initials behind a dash at the end of a note', 'will call dr [[adeyinka]] tomorrow. -[[qz]]\n'],
    ['a practice of counselors', 'Sees a therapist at [[Harborlight Counseling]].'],
    ['a code of a box for keys', 'Key in lockbox, code [[7702]].'],
    ['who came with an ambulance', 'EMS Medic [[9]] from home.'],
    ['a name behind dashes and before a credential', 'Slept well.\n-- [[Tsvetkova]] RN\n'],
    ['a letterhead over its pages', '[[OLYMPUS HAND & WRIST]]\n[[www.olympushand.example]]\nSeen today.'],
    ['a flat before its house', 'Home: [[Flat 4]], [[12 Harrowby Terrace]]\n'],
    ['a house of a chain and its place', 'Swims at the [[YMCA of Tulare]].'],
    ['a policy in groups behind "ID"', 'Plan ID [[Q 7702 0081 4]] is active.'],
    ['who a message is for', 'Subject: labs\n\n[[Zuleyka]],\nThe ferritin is 9.'],
    ['the initial of a form', 'Last name: [[Tolliver]]   First: [[Ottoline]]   MI: [[Q]]\n'],
    ['a date with blanks', 'Date of birth: [[11 / 09 / 1968]]\n'],
    ['a city behind its label', 'City: [[Pigeon Forge]]   State: TN\n'],
    ['an employer in a form', 'Employer: [[Juniper Ridge]]   Occupation: cook\n'],
    ['a house for two kinds of care', 'He was admitted to [[Elm Bluff Rehabilitation and Nursing]] in spring.'],
    ['a room behind a colon', 'Room: [[204-B]]\n'],
    ['both ends of a span of days', 'Authorized [[9/1/26]]-[[9/14/26]].'],
    ['a room with letters', 'Room [[LD-6]].'],
    ['a day behind a visit', 'Last ov [[2/27]].'],
    ['a name that is a drug, at the head of a note', 'Patient [[Makena Strand]] / phone [[612-555-0115]]'],
    ['a name before a sex and an age', 'Cytology. Thyroid.\n[[Hathaway, Ione]] F/58 FNA thyroid.'],
    ['a day behind a test', 'Her EKG of [[9/10]] was normal.'],
    [
      'a city between a building and a state',
      'Lives at [[663 SE Prospect Terrace, Bldg C]], [[Gresham]], Oregon [[97030]].',
    ],
  ])('%s', (_, marked) => {
    const expected = [...marked.matchAll(/\[\[(.*?)\]\]/g)].map(([, value]) => value)
    expect(listMasked(marked.replaceAll(/\[\[|\]\]/g, ''))).toEqual(expected)
  })
})

describe('is left alone', () => {
  test.each([
    'Past history: MI: none. First MI: age 60.',
    'Deliver 2 engine oil cans. He took 2 medic alert tags.',
    'she lived alone; in fact, he was placed in trendelenburg position at home.',
    'MI: inferior, in the past. Last MI I think was silent.',
    'take 500 mg at night per dr and 20 units in the evening, st elevation in st segments, pain in mouth.',
    'Mouth: 2 ulcers. Bed: flat. Room: warm. Genetic counseling and smoking cessation counseling were offered.',
    'Ratio 1 / 2 of 3, blood pressure 120 / 80 / 60.',
    'Allen test normal. Thompson test negative.',
    'Saturation is 95 at rest; pulse was 92, blood pressure 140/90.',
    'At 95, the saturation is good. He is 92 percent compliant.',
    'This works for Crohn disease. She works in the Emergency Department.',
    'Norco 5/325 mg #120. Tylenol #90.',
    'Given 0.5 cc IM today. 120 mg/dl\n',
    'The plan for 20264 units is unchanged.',
    'Pain 9/10, strength 5/5, 1-10 scale.',
    'Family (mother and father) at bedside.',
  ])('%s', (text) => {
    expect(listMasked(text)).toEqual([])
  })
})
