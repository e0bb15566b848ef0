// The table of levels, every cell one step on each side (AMA CPT E/M guidelines 2023; CMS, MLN006764).
import { describe, expect, test } from 'vitest'
import {
  type DataKind,
  decideLevel,
  LEVELS,
  type ProblemKind,
  RISK_KINDS,
  type RiskKind,
  rankLevel,
  scoreData,
  scoreProblems,
  scoreRisk,
} from '#coding/claims/visits/score-decision.ts'
import type { DecisionLevel } from '#coding/domain/visit-grid.ts'

const times = <Kind>(kind: Kind, count: number): Kind[] => Array.from({ length: count }, () => kind)

describe('scoreProblems', () => {
  test.each<readonly [DecisionLevel, readonly ProblemKind[]]>([
    ['straightforward', []],
    ['straightforward', ['minor']],
    ['low', ['minor', 'minor']],
    ['low', ['minor', 'minor', 'minor']],
    ['low', ['chronic-stable']],
    ['low', ['chronic-stable', 'minor']],
    ['moderate', ['chronic-stable', 'chronic-stable']],
    ['moderate', ['chronic-stable', 'chronic-stable', 'chronic-stable']],
    ['low', ['acute-uncomplicated']],
    ['low', ['acute-uncomplicated', 'acute-uncomplicated', 'acute-uncomplicated']],
    ['low', ['acute-uncomplicated', 'chronic-stable']],
    ['low', ['acute-stable']],
    ['low', ['acute-stable', 'acute-stable']],
    ['low', ['acute-hospital']],
    ['low', ['acute-hospital', 'acute-hospital']],
    ['moderate', ['chronic-unstable']],
    ['moderate', ['chronic-unstable', 'chronic-unstable', 'chronic-unstable']],
    ['moderate', ['new-uncertain']],
    ['moderate', ['new-uncertain', 'new-uncertain']],
    ['moderate', ['acute-systemic']],
    ['moderate', ['acute-systemic', 'acute-systemic']],
    ['moderate', ['injury-complicated']],
    ['moderate', ['injury-complicated', 'injury-complicated']],
    ['high', ['chronic-severe']],
    ['high', ['chronic-severe', 'minor']],
    ['high', ['threat']],
    ['high', ['threat', 'chronic-stable']],
  ])('%s: %j', (level, kinds) => {
    expect(scoreProblems(kinds)).toBe(level)
  })
})

describe('scoreData', () => {
  test.each<readonly [DecisionLevel, readonly DataKind[]]>([
    ['straightforward', []],
    ['straightforward', ['test']],
    ['low', ['test', 'test']],
    ['moderate', ['test', 'test', 'test']],
    ['moderate', times('test', 12)],
    ['straightforward', ['external-note']],
    ['low', ['external-note', 'external-note']],
    ['moderate', ['external-note', 'external-note', 'external-note']],
    ['low', ['external-note', 'test']],
    ['moderate', ['external-note', 'test', 'test']],
    ['low', ['independent-historian']],
    ['low', ['independent-historian', 'independent-historian', 'independent-historian']],
    ['low', ['independent-historian', 'test']],
    ['moderate', ['independent-historian', 'test', 'test']],
    ['low', ['independent-historian', 'independent-historian', 'test']],
    ['moderate', ['independent-interpretation']],
    ['moderate', ['independent-interpretation', 'independent-interpretation']],
    ['moderate', ['independent-interpretation', 'test', 'test']],
    ['high', ['independent-interpretation', 'test', 'test', 'test']],
    ['moderate', ['discussion']],
    ['moderate', ['discussion', 'discussion']],
    ['moderate', ['discussion', 'test', 'independent-historian']],
    ['high', ['discussion', 'test', 'external-note', 'independent-historian']],
    ['high', ['discussion', 'independent-interpretation']],
  ])('%s: %j', (level, kinds) => {
    expect(scoreData(kinds)).toBe(level)
  })
})

describe('scoreRisk', () => {
  test('is minimal without any decision', () => {
    expect(scoreRisk([])).toBe('straightforward')
  })

  const kinds = Object.keys(RISK_KINDS).filter((kind): kind is RiskKind => kind in RISK_KINDS)
  test.each(kinds)('%s by itself, twice, and beside one of each lower level', (kind) => {
    const { level } = RISK_KINDS[kind]
    const lower = kinds.filter((other) => rankLevel(RISK_KINDS[other].level) < rankLevel(level))
    expect(scoreRisk([kind])).toBe(level)
    expect(scoreRisk([kind, kind])).toBe(level)
    expect(scoreRisk([kind, ...lower])).toBe(level)
    expect(rankLevel(scoreRisk(lower))).toBeLessThanOrEqual(rankLevel(level))
  })

  test.each<readonly [DecisionLevel, number]>([
    ['straightforward', 1],
    ['low', 3],
    ['moderate', 4],
    ['high', 6],
  ])('knows the decisions of the level %s', (level, count) => {
    expect(kinds.filter((kind) => RISK_KINDS[kind].level === level)).toHaveLength(count)
  })
})

describe('decideLevel', () => {
  const all = LEVELS.flatMap((problems) =>
    LEVELS.flatMap((data) => LEVELS.map((risk) => [problems, data, risk] as const)),
  )
  test.each(all)('two of three of %s, %s, %s reach it, and not two the next', (problems, data, risk) => {
    const decided = rankLevel(decideLevel(problems, data, risk))
    const reach = (level: number): number => [problems, data, risk].filter((one) => rankLevel(one) >= level).length
    expect(reach(decided)).toBeGreaterThanOrEqual(2)
    expect(reach(decided + 1)).toBeLessThan(2)
  })
})
