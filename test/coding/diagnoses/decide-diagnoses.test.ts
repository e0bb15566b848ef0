import { describe, expect, test } from 'vitest'
import { codesOf } from '../an-encounter.ts'

describe('what is not a diagnosis of the encounter', () => {
  test.each([
    [
      'a problem that is only probable, and is named again in its plan',
      ['Assessment:\n1. Probable obstructive sleep apnea\nPlan:\nSleep study to look at obstructive sleep apnea', []],
    ],
    [
      'a problem that is certain, and doubted in its plan',
      ['Assessment:\n1. Gout\n- possible gout flare if untreated', ['M10.9']],
    ],
    ['the next visit', ['Assessment:\n1. Gout\nPlan:\nFollow up in 3 months for blood pressure check', ['M10.9']]],
    ['a suspicion with its subject', ['Assessment: Gout. I suspect she has irritable bowel syndrome.', ['M10.9']]],
    ['advice when to call back', ['Assessment: Gout. Safety net: fever, vomiting.', ['M10.9']]],
    ['an injury of no place', ['Assessment: Gout. Bone bruise.', ['M10.9']]],
    ['a chronic form of what is acute by default', ['Assessment: chronic laryngitis', []]],
  ] as const)('%s', (_, [note, codes]) => {
    expect(codesOf(note)).toEqual(codes)
  })

  test.each([
    ['a cause', 'Assessment: edema secondary to hypertension and diabetes', 'E11.9'],
    [
      'a rhythm by its name beside its kind',
      'Assessment: atrial fibrillation. The arrhythmia is controlled.',
      'I48.91',
    ],
  ])('%s is no kind of another condition', (_, note, code) => {
    expect(codesOf(note)).toContain(code)
    expect(codesOf(note).filter((one) => one.startsWith('E08') || one === 'I49.9')).toEqual([])
  })

  test('a value that another concept states in longer words is still a value', () => {
    expect(codesOf('Assessment: COPD with acute exacerbation')).toEqual(['J44.1'])
  })
})
