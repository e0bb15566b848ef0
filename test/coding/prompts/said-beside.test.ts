// What stands beside the name of a condition answers, whether a value of its concept says it or not.
import { describe, expect, test } from 'vitest'
import { anEncounter, findPrompts } from '../an-encounter.ts'

function axesOf(text: string): string[] {
  return findPrompts(anEncounter({ notes: [text] })).flatMap(({ prompt }): readonly string[] =>
    prompt.axes.length === 0 ? [prompt.promptKind] : prompt.axes,
  )
}

describe('an open axis', () => {
  test.each([
    ['the type, by an adjective', 'Assessment: Shock', 'Assessment: Septic shock', 'type'],
    ['the cause, by an adjective', 'Assessment: Meningitis', 'Assessment: Tuberculous meningitis', 'cause'],
    [
      'the cause, by what follows',
      'Assessment: Acute renal failure',
      'Assessment: Acute renal failure secondary to dehydration',
      'cause',
    ],
    ['the site, by a part of the body', 'Assessment: Abscess', 'Assessment: Abscess of the abdominal wall', 'site'],
    ['the site, by another part', 'Assessment: Mesothelioma', 'Assessment: Mesothelioma of the ovary', 'site'],
    [
      'the site, by an examination',
      'Assessment: Mesothelioma',
      'Procedure: Pleural biopsy\nAssessment: Mesothelioma',
      'site',
    ],
    ['the site, by a level of the spine', 'Assessment: Disc herniation', 'Assessment: C5-C6 disc herniation', 'site'],
    [
      'the stage, by a word for it',
      'Assessment: Chronic renal failure',
      'Assessment: End-stage chronic renal failure',
      'stage',
    ],
    [
      'the phase, by how the injury came',
      'Assessment: Distal radius fracture',
      'HPI: Fell today.\nAssessment: Distal radius fracture',
      'encounter-phase',
    ],
    [
      'the side, by an operation',
      'Assessment: Otitis media',
      'Assessment: Otitis media\nPlan: bilateral myringotomy',
      'laterality',
    ],
    [
      'the side, by a finding',
      'Assessment: Cataract',
      'Exam: left eye: lens opacity.\nAssessment: Cataract',
      'laterality',
    ],
  ])('is asked for, and not where the note says %s', (...[, open, stated, axis]) => {
    expect(axesOf(open)).toContain(axis)
    expect(axesOf(stated)).not.toContain(axis)
  })

  test.each([
    ['how long it has lasted', 'Assessment: Chronic anemia', 'type'],
    ['how bad it is', 'Assessment: Severe anemia', 'type'],
    ['another side elsewhere', 'Exam: Right ankle swollen.\nAssessment: Knee OA', 'laterality'],
    [
      'both movements and no side',
      'Exam: pain on both flexion and extension of the knee.\nAssessment: Knee OA',
      'laterality',
    ],
  ])('is still asked for where the note says only %s', (_, text, axis) => {
    expect(axesOf(text)).toContain(axis)
  })
})

describe('nothing is asked about', () => {
  test.each([
    ['an operation named for its condition', 'Assessment: Cataract surgery'],
    ['an adjective of another condition', 'Assessment: Probable diabetic neuropathy of both feet, hereditary'],
    ['what a test is to rule out', 'Plan: Chest x-ray to rule out pneumothorax.'],
    ['an early thought', 'Assessment: Initially possible pneumonia was considered.'],
    ['doubt that the same note settles', 'Assessment: Possible cellulitis. There is no cellulitis on exam.'],
    [
      'a symptom of a story',
      'The patient was seen for a sore throat of two days. She had had a fever at night before that, and slept badly because of it.',
    ],
    ['a symptom of a named diagnosis', 'Assessment: Right knee osteoarthritis with swelling.'],
  ])('%s', (_, text) => {
    const asked = findPrompts(anEncounter({ notes: [text] })).map(({ prompt }) => prompt.concept)
    expect(asked.filter((concept) => concept !== 'neuropathy')).toEqual([])
  })
})

test('a value alone is offered as no option', () => {
  const prompts = findPrompts(anEncounter({ notes: ['Assessment: BPH'] }))
  expect(prompts.map(({ prompt }) => prompt.options)).toEqual([[]])
})
