import { describe, expect, test } from 'vitest'
import { classifyExtra, classifyMissed, type NoteErrors } from '../../../scripts/evaluate/error-classes.ts'
import type { NamedCondition, Prediction } from '../../../scripts/evaluate/read-engine.ts'

const RELATIONS: NoteErrors['relations'] = {
  combinations: [{ id: 'x', all: [['I10'], ['I50']], drop: ['I10'], add: 'I11.0', section: 'I.C.9.a.1' }],
  integral: { J18: ['R05'] },
}

const predict = (code: string, over: Partial<Prediction> = {}): Prediction => ({
  code,
  concept: code,
  spans: [{ start: 0, end: 4 }],
  replaces: [],
  ...over,
})

const name = (codes: readonly string[], over: Partial<NamedCondition> = {}): NamedCondition => ({
  codes,
  concept: codes[0] ?? '',
  start: 0,
  end: 4,
  isPlain: true,
  ...over,
})

type Case = {
  readonly required?: readonly string[]
  readonly optional?: readonly string[]
  readonly predicted?: readonly Prediction[]
  readonly named?: readonly NamedCondition[]
  readonly chosen?: readonly string[]
  readonly codable?: readonly string[]
}

function buildErrors({ required = [], optional = [], predicted = [], ...rest }: Case): NoteErrors {
  const gold = { required, optional: new Set(optional), families: [], first: required[0], isFirstFlagged: false }
  const { named = [], chosen = [], codable = [] } = rest
  return { gold, view: { predictions: predicted, named, chosen, codable: new Set(codable) }, relations: RELATIONS }
}

describe('a missed code', () => {
  test.each<[string, Case, string]>([
    ['no condition names it', {}, 'missed-term'],
    ['another code of its category was predicted', { predicted: [predict('M17.9')] }, 'axis'],
    ['a rule between codes took it away', { chosen: ['M17.11'], named: [name(['M17.11'])] }, 'combination'],
    ['its condition led to another category', { named: [name(['M17.11', 'M19.90'])], codable: ['M17.11'] }, 'axis'],
    ['its condition is named and led to nothing', { named: [name(['M17.11'])] }, 'section-or-assertion'],
  ])('%s', (_, one, expected) => {
    expect(classifyMissed('M1711', buildErrors({ required: ['M1711'], ...one }))).toBe(expected)
  })
})

describe('a code too many', () => {
  const extra = (prediction: Prediction, one: Case) =>
    classifyExtra(prediction, buildErrors({ ...one, predicted: [prediction, ...(one.predicted ?? [])] }))

  test.each<[string, Prediction, Case, string]>([
    ['gold has its category', predict('M17.9'), { required: ['M1711'] }, 'axis'],
    ['an optional code has its category', predict('M17.9'), { optional: ['M1711'] }, 'axis'],
    ['a rule made it', predict('I11.0', { replaces: ['I10'] }), {}, 'combination'],
    ['gold has the combination of it', predict('I10'), { required: ['I110'] }, 'combination'],
    ['gold has the disease of the symptom', predict('R05.9'), { required: ['J189'] }, 'combination'],
    [
      'its words name what was missed',
      predict('I48.91'),
      { required: ['R109'], named: [name(['R10.9'])] },
      'term-or-sense',
    ],
    [
      'the note also denies it',
      predict('J45.909'),
      { named: [name(['J45.909'], { concept: 'J45.909', isPlain: false })] },
      'section-or-assertion',
    ],
    ['nothing says why', predict('J45.909'), { required: ['E119'] }, 'undecided'],
  ])('%s', (...[, prediction, one, expected]) => {
    expect(extra(prediction, one)).toBe(expected)
  })
})
