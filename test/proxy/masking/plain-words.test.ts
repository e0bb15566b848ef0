// Names of persons and places that consist of words: found by where they stand, and left alone everywhere else.
import { describe, expect, test } from 'vitest'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import { createRandom, DATE_OF_SERVICE } from './score-masks.ts'

/** What of the text was taken for a name, a place or an address; a stand-in may keep the word for what it is ("… Group"). */
function findReplaced(text: string): readonly string[] {
  const masked = maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(7))
  return masked.listReplaced('n').map(({ original }) => text.slice(original.start, original.end))
}

describe('a name of plain words', () => {
  test.each([
    ['before an age', 'Art Small is a 62-year-old male with cough.', ['Art', 'Small']],
    ['before an age, as a verb', 'Will Abdulrahman is a 35 y.o. female.', ['Will', 'Abdulrahman']],
    ['before an address', 'Visit with Dr. Frank Hand for Skip Good, 14424 N Main Circle.', ['Skip', 'Good']],
    ['of a relative who can be called', 'Her son Pilar (cell 555-0100) came.', ['Pilar']],
    ['of who signed', 'Electronically signed by Pilar Fairweather on Monday.', ['Pilar', 'Fairweather']],
    ['behind the patient, with a comma', 'Patient Roux, Octavia / phone 202-555-0100', ['Roux', 'Octavia']],
    ['with the ending of a drug', 'Her son Kestrel brought her.', ['Kestrel']],
    ['of a letterhead', 'Mercy General - Progress note\nCough.', ['Mercy', 'General']],
    ['of a letterhead with a sign', 'Lakeside Pain & Spine - Progress note\nCough.', ['Lakeside', 'Spine']],
    ['behind a doctor', 'Referred by Dr. Osei of Piedmont Neurosurgery and Spine.', ['Piedmont', 'Spine']],
    ['behind a doctor, of a saint', 'Referred by Dr. Yates of Providence St. Vincent.', ['Providence', 'Vincent']],
    ['behind a doctor, with letters', 'Referred by Dr. Page of Harmony OB/GYN.', ['Harmony OB/GYN']],
    ['behind a doctor, with a form', 'Referred by Dr. Oduya of Peachtree Neurology, PC.', ['Neurology, PC']],
    ['with more behind its head', 'Seen at Oakmont Dermatology Group.', ['Oakmont', 'Group']],
    ['of a city', 'Lives at 5431 Maple Ave, Apt 4, Mobile, AL 36602.', ['Mobile', '36602']],
    ['of a flat', 'Lives at 927 Highland Street; Unit B, Dubuque, IA 52001.', ['Highland', 'Unit B']],
  ])('is found %s', (_, text, words) => {
    const replaced = findReplaced(text).join(' | ')
    for (const word of words) expect(replaced).toContain(word)
  })

  test.each([
    'Patient is a 62-year-old male with cough.',
    'Chief Complaint is a 3-year history of cough.',
    'Mother is a 60-year-old smoker.',
    'Family History: Mother Diabetes (type 2), father HTN.',
    'Annual Wellness Visit - Progress note\nCough.',
    'Internal Medicine - Progress note\nCough.',
    'Discharge Summary - Hospital course\nCough.',
    'Seen for Chronic Kidney Disease, 3 months stable.',
    'Started on Heparin, MD 10000 units given.',
    'Levonorgestrel and Norgestrel were discussed.',
    'Recommended for Right Knee, 2 Injections.',
    'Cardiology ICU - Progress note\nCough.',
    'Follow-up for Left Knee Pain, 6 weeks after the fall.',
  ])('is not seen in «%s»', (text) => {
    expect(findReplaced(text)).toEqual([])
  })
})
