import { describe, expect, test } from 'vitest'
import { calibrate } from '#coding/diagnoses/confidence.ts'
import { anEncounter, findCodes, knowledge } from '../an-encounter.ts'

const steps = knowledge.relations.confidence

describe('confidence', () => {
  test('never falls while the score rises', () => {
    const scores = Array.from({ length: 101 }, (_, index) => calibrate(steps, index / 100))
    expect(scores).toEqual(scores.toSorted((a, b) => a - b))
    for (const share of scores) {
      expect(share).toBeGreaterThan(0)
      expect(share).toBeLessThan(1)
    }
  })

  test.each([
    [0.59, 0.3],
    [0.6, 0.77],
    [0.9, 0.92],
    [1, 0.98],
  ])('a score of %d is worth %d', (score, share) => {
    expect(calibrate(steps, score)).toBe(share)
  })

  const confidenceOf = (note: string, code: string): number =>
    findCodes(anEncounter({ notes: [note] })).find((finding) => finding.code.code === code)?.confidence ?? 0

  test('is higher for the name of a problem than for a word below one', () => {
    const named = confidenceOf('A/P:\n1. Gout\n2. Asthma', 'M10.9')
    const below = confidenceOf('A/P:\n1. Foot pain\n- could do better, gout is active\n2. Asthma', 'M10.9')
    expect(named).toBeGreaterThan(below)
    expect(below).toBeGreaterThan(0)
  })

  test('is higher for what is said twice', () => {
    expect(confidenceOf('Assessment:\n1. Gout\nPlan:\nGout: allopurinol', 'M10.9')).toBeGreaterThan(
      confidenceOf('Assessment:\n1. Gout', 'M10.9'),
    )
  })
})
