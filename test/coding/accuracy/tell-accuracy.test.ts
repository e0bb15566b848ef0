import { describe, expect, test } from 'vitest'
import { type AuditedVisit, findBand } from '#coding/accuracy/audited-visit.ts'
import { drawSample } from '#coding/accuracy/draw-sample.ts'
import { tellAccuracy } from '#coding/accuracy/tell-accuracy.ts'
import { accuracyAnswer } from '#coding/contract/accuracy.ts'
import { type Random, seedRandom } from './random.ts'

function aVisit(changes: Partial<AuditedVisit> = {}): AuditedVisit {
  return {
    week: '2026-03-02',
    serviceLine: 'Cardiology',
    band: '0.9-1',
    stratumSize: 50,
    engine: '1 embedded',
    groups: { age: '40-64', sex: 'female', language: 'en', payer: 'commercial' },
    suggested: [{ code: 'I10', confidence: 0.95 }],
    final: ['I10'],
    blind: ['I10'],
    ...changes,
  }
}
const times = (count: number, changes: Partial<AuditedVisit> = {}) =>
  Array.from({ length: count }, () => aVisit(changes))

const CODES = ['I10', 'E11.9', 'J45.909', 'M17.11', 'N18.30', 'F41.1', 'K21.9', 'G47.33']

type Site = { readonly random: Random; readonly visits: number; readonly error: number; readonly engine?: string }

/** A site whose coding is wrong in this share of its codes, audited as the product does it. */
function auditSite({ random, visits, error, engine = '1 embedded' }: Site): AuditedVisit[] {
  const population = Array.from({ length: visits }, (_, index) => {
    const blind = CODES.filter(() => random() < 0.4)
    const suggested = blind.map((code) => ({
      // A wrong side, kind or stage: another code of the same category.
      code: random() < error ? `${code.slice(0, 3)}.X` : code,
      confidence: 0.6 + 0.4 * random(),
    }))
    const band = findBand(suggested.map(({ confidence }) => confidence))
    return {
      id: `${engine}-${index}`,
      lot: random(),
      serviceLine: index % 3 === 0 ? 'Emergency' : 'Cardiology',
      band,
      blind,
      suggested,
    }
  })
  return drawSample(population, { perStratum: 60, share: 0.05, most: 300 }).map(({ visit, stratumSize }) =>
    aVisit({
      engine,
      stratumSize,
      serviceLine: visit.serviceLine,
      band: visit.band,
      blind: visit.blind,
      suggested: visit.suggested,
      final: visit.suggested.map(({ code }) => code),
    }),
  )
}

describe('the report of accuracy', () => {
  test('finds a seeded error of 5 %: its interval holds 95 % and not 100 %, nearly always', { timeout: 60_000 }, () => {
    const random = seedRandom(2026)
    let [held, found] = [0, 0]
    const rounds = 60
    for (let round = 0; round < rounds; round++) {
      const { told } = tellAccuracy(auditSite({ random, visits: 900, error: 0.05 })).final
      if (!told) throw new TypeError('Nothing was told.')
      if (told.agreed.low <= 0.95 && 0.95 <= told.agreed.high) held += 1
      if (told.agreed.high < 0.99) found += 1
    }
    expect(held / rounds).toBeGreaterThan(0.88)
    expect(found / rounds).toBeGreaterThan(0.95)
  })

  test('sees that a release brought an error of 5 % where there was none of note', { timeout: 60_000 }, () => {
    const random = seedRandom(12)
    let seen = 0
    for (let round = 0; round < 20; round++) {
      const before = auditSite({ random, visits: 900, error: 0.01, engine: '1 embedded' })
      const after = auditSite({ random, visits: 900, error: 0.06, engine: '2 embedded' })
      const { test: outcome } = tellAccuracy([...before, ...after]).drift
      if (outcome.kind === 'tested' && outcome.differs) seen += 1
    }
    expect(seen / 20).toBeGreaterThan(0.9)
  })

  test('tells a coding without any error as such, with an interval that leaves room', () => {
    const { told } = tellAccuracy(times(40)).final
    expect(told?.agreed).toMatchObject({ share: 1, high: 1, hits: 40, of: 40 })
    expect(told?.agreed.low).toBeGreaterThan(0.85)
    expect(told?.agreed.low).toBeLessThan(1)
    expect(told?.errors).toEqual({ over: 0, under: 0, other: 0 })
  })

  test('weights each visit by how many it stands for', () => {
    const visits = [
      ...times(10, { stratumSize: 990 }),
      ...times(10, { stratumSize: 10, band: 'below-0.5', final: ['J45.909'] }),
    ]
    expect(tellAccuracy(visits).final.told?.agreed.share).toBeCloseTo(0.99, 6)
  })

  test('says in which direction codings err, and what nothing stands behind', () => {
    const visits = [
      ...times(5, { final: ['I10', 'E11.22'], blind: ['I10', 'E11.2'] }),
      ...times(5, { final: ['I10', 'Z79.4'] }),
      ...times(5, { final: [], blind: ['I10'] }),
    ]
    const { told } = tellAccuracy(visits).final
    expect(told?.errors).toEqual({ over: 10, under: 5, other: 0 })
    expect(told?.unsupported).toMatchObject({ hits: 5, of: 20 })
    expect(told?.found).toMatchObject({ hits: 10, of: 20 })
  })

  test('compares what suggestions said of themselves with what the second coder found', () => {
    const suggested = [
      { code: 'I10', confidence: 0.97 },
      { code: 'E11.9', confidence: 0.55 },
    ]
    const bins = tellAccuracy([
      ...times(10, { suggested, blind: ['I10', 'E11.9'] }),
      ...times(10, { suggested }),
    ]).calibration
    expect(bins).toMatchObject([
      { from: 0.5, told: { predicted: 0.55, share: 0.5 } },
      { from: 0.95, told: { predicted: 0.97, share: 1 } },
    ])
  })

  test('tells nothing of fewer than five visits, nor what they could be worked out from', () => {
    expect(tellAccuracy(times(4)).final).toEqual({})
    const groups = (language: string) => ({ ...aVisit().groups, language })
    const report = tellAccuracy([
      ...times(9, { groups: groups('en') }),
      ...times(6, { groups: groups('es') }),
      ...times(2, { groups: groups('so') }),
    ])
    const languages = report.fairness.find(({ grouping }) => grouping === 'language')?.groups
    expect(languages?.map(({ name, told }) => [name, told?.visits])).toEqual([
      ['en', 9],
      ['es', undefined],
      ['so', undefined],
    ])
  })

  test('is what the interface carries', () => {
    const report = tellAccuracy([...times(9), ...times(9, { engine: '2' })])
    expect(accuracyAnswer.parse({ weeks: [], report }).report).toEqual(report)
  })

  test('of nothing says nothing', () => {
    expect(tellAccuracy([])).toMatchObject({
      visits: 0,
      weeks: [],
      calibration: [],
      drift: { test: { kind: 'one-version' } },
    })
  })
})
