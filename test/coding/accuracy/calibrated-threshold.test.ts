import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AuditedVisit } from '#coding/accuracy/audited-visit.ts'
import { FEWEST_VISITS, findDraftThreshold } from '#coding/accuracy/calibrated-threshold.ts'
import { tellAccuracy } from '#coding/accuracy/tell-accuracy.ts'

/** Visits with one suggested code each, of which so many are agreed. */
const audited = (confidence: number, visits: number, agreed: number): AuditedVisit[] =>
  Array.from({ length: visits }, (_, index) => ({
    week: '2026-03-02',
    serviceLine: 'Cardiology',
    band: confidence < 0.9 ? '0.7-0.9' : '0.9-1',
    stratumSize: visits,
    engine: '1, embedded',
    groups: { age: '40-64', sex: 'female', language: 'en', payer: 'commercial' },
    suggested: [{ code: 'I10', confidence }],
    final: ['I10'],
    blind: index < agreed ? ['I10'] : ['E11.9'],
  }))
const decide = (target: number, ...parts: readonly AuditedVisit[][]) =>
  findDraftThreshold(tellAccuracy(parts.flat()).calibration, target)
const TOO_FEW = { kind: 'too-few', fewest: FEWEST_VISITS }

describe('the threshold of drafts', () => {
  test.each([
    ['nothing was audited', []],
    ['four visits, which may not even be told', [audited(0.97, 4, 4)]],
    ['one visit fewer than are asked for', [audited(0.97, FEWEST_VISITS - 1, FEWEST_VISITS - 1)]],
    ['so few that no agreement could reach the target', [audited(0.97, 60, 60)]],
    ['a lower band alone', [audited(0.92, 300, 300)]],
  ] as const)('is not yet calibrated: %s', (_, parts) => {
    expect(decide(0.95, ...parts)).toEqual(TOO_FEW)
  })

  test('is not yet calibrated by few visits, however many codes they have', () => {
    const visits = audited(0.97, FEWEST_VISITS - 1, FEWEST_VISITS - 1).map((one) => {
      const codes = Array.from({ length: 20 }, (_, index) => `E11.${index}`)
      return { ...one, suggested: codes.map((code) => ({ code, confidence: 0.97 })), final: codes, blind: codes }
    })
    expect(decide(0.95, visits)).toEqual(TOO_FEW)
  })

  test('counts a confidence at the edge of two bands to the upper one', () => {
    expect(decide(0.95, audited(0.95, 200, 200))).toEqual({ kind: 'calibrated', threshold: 0.95 })
    expect(decide(0.95, audited(1, 200, 200))).toEqual({ kind: 'calibrated', threshold: 0.95 })
  })

  test('is refused where the surest suggestions are too often wrong', () => {
    expect(decide(0.95, audited(0.97, 300, 270))).toMatchObject({
      kind: 'below-target',
      low: expect.toSatisfy((low) => low > 0.8 && low < 0.9),
    })
    // Nine of ten would be enough for a site that wants four of five.
    expect(decide(0.8, audited(0.97, 300, 270))).toEqual({ kind: 'calibrated', threshold: 0.95 })
  })

  test('goes as far down as every band is proved, and no further', () => {
    const [top, next, third] = [audited(0.97, 200, 200), audited(0.92, 200, 199), audited(0.85, 200, 170)]
    expect(decide(0.95, top)).toEqual({ kind: 'calibrated', threshold: 0.95 })
    expect(decide(0.95, top, next)).toEqual({ kind: 'calibrated', threshold: 0.9 })
    expect(decide(0.95, top, next, third)).toEqual({ kind: 'calibrated', threshold: 0.9 })
    // A band of which nothing is known ends it, whatever is known below.
    expect(decide(0.95, top, audited(0.85, 200, 200))).toEqual({ kind: 'calibrated', threshold: 0.95 })
    expect(decide(0.95, top, audited(0.92, 20, 20))).toEqual({ kind: 'calibrated', threshold: 0.95 })
  })

  test('never falls with a higher target', () => {
    const rank = (found: ReturnType<typeof decide>): number => (found.kind === 'calibrated' ? found.threshold : 2)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0.6, 0.75, 0.85, 0.92, 0.97), fc.integer({ min: 1, max: 150 }), fc.nat(5)), {
          maxLength: 5,
        }),
        fc.double({ min: 0.8, max: 0.99, noNaN: true }),
        fc.double({ min: 0.8, max: 0.99, noNaN: true }),
        (parts, one, other) => {
          const visits = parts.map(([confidence, count, wrong]) => audited(confidence, count, count - wrong))
          const [low, high] = [Math.min(one, other), Math.max(one, other)]
          expect(rank(decide(high, ...visits))).toBeGreaterThanOrEqual(rank(decide(low, ...visits)))
        },
      ),
      { numRuns: 60 },
    )
  })
})
