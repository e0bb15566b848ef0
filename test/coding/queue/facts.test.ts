import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EncounterRecord, RecordedCondition } from '#coding/domain/encounter-record.ts'
import type { CodeFinding, Finding } from '#coding/domain/finding.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { findDisagreements } from '#coding/queue/disagreements.ts'
import { buildQueueFacts, isReadyForCoder } from '#coding/queue/facts.ts'
import { DEFAULT_WEIGHTS, findPriority } from '#coding/queue/priority.ts'
import { aKneeCode, aPrompt, aRecord } from '../../proxy/proxy-fixture.ts'

function chart(...codes: readonly string[]): Pick<EncounterRecord, 'conditions'> {
  const conditions = codes.map(
    (code, index): RecordedCondition => ({
      id: `c${index}`,
      category: 'encounter-diagnosis',
      code: parseIcd10Code(code),
      clinicalStatus: 'active',
      verification: 'confirmed',
    }),
  )
  return { conditions }
}

function aCode(code: string, changes: Partial<CodeFinding> = {}): Finding {
  const finding = aKneeCode(code)
  return finding.kind === 'code' ? { ...finding, ...changes } : finding
}

describe('rules, model and chart', () => {
  test('agree where the chart has what the notes support', () => {
    expect(findDisagreements(chart('M17.11'), [aCode('M17.11')])).toEqual([])
  })
  const cases = {
    'a code of the chart without words': [chart('E11.9'), [], 'unsupported E11.9'],
    'another code of the category': [chart('M17.9'), [aCode('M17.11')], 'other-code M17.9 M17.11'],
    'a supported code that the chart does not have': [
      chart('M17.11'),
      [aCode('M17.11'), aCode('I10')],
      'not-on-chart I10',
    ],
    'a code of the model for the words of a rule': [
      chart('M17.11', 'M17.12'),
      [aCode('M17.11'), aCode('M17.12', { source: 'model' })],
      'model-against-rules M17.12 M17.11',
    ],
    'a code of the model alone': [chart('M17.11'), [aCode('M17.11', { source: 'model' })], 'model-alone M17.11'],
  } as const
  test.each(Object.entries(cases))('disagree about %s', (_, [record, findings, expected]) => {
    const said = findDisagreements(record, findings).map(({ kind, code, other }) => [kind, code, other])
    expect(said.map((words) => words.filter(Boolean).join(' '))).toEqual([expected])
  })
  test('do not disagree about a chart that nobody has coded yet', () => {
    expect(findDisagreements(chart(), [aCode('M17.11')])).toEqual([])
  })
  test('do not disagree about the problem list', () => {
    const { conditions } = chart('E11.9')
    const listed = conditions.map((one): RecordedCondition => ({ ...one, category: 'problem-list-item' }))
    expect(findDisagreements({ conditions: listed }, [])).toEqual([])
  })
})

describe('an encounter on the list', () => {
  test('is as sure as its least sure code', () => {
    const findings = [aCode('M17.11', { confidence: 0.9 }), aCode('I10', { confidence: 0.4 })]
    expect(buildQueueFacts(aRecord(), findings).confidence).toBe(0.4)
    expect(buildQueueFacts(aRecord(), []).confidence).toBe(0)
  })
  test('counts without naming', () => {
    const facts = buildQueueFacts({ ...aRecord(), ...chart('E11.9') }, [aCode('M17.11'), aPrompt()])
    expect(facts.counts).toEqual({ codes: 1, questions: 1, checks: 0 })
    expect(facts.disagreements).toEqual({ unsupported: 1, 'not-on-chart': 1 })
    expect(JSON.stringify(facts)).not.toMatch(/M17|E11|knee/)
  })
  test('waits only when everything is signed', () => {
    const [note] = aRecord().notes
    const visit = aRecord({ notes: note ? [{ ...note, status: 'signed' as const }] : [] })
    expect(isReadyForCoder({ ...visit, status: 'finished' })).toBe(true)
    expect(isReadyForCoder({ ...visit, status: 'cancelled' })).toBe(false)
    expect(isReadyForCoder({ ...visit, notes: [], status: 'finished' })).toBe(false)
    expect(isReadyForCoder(aRecord())).toBe(false)
  })
  test.each([
    [{ encounterClass: 'inpatient', status: 'in-progress' }, false],
    [{ encounterClass: 'observation', status: 'unknown' }, false],
    [{ encounterClass: 'inpatient', status: 'finished' }, true],
    [{ encounterClass: 'inpatient', status: 'in-progress', period: { end: '2026-03-05T10:00:00Z' } }, true],
    [{ encounterClass: 'ambulatory', status: 'in-progress' }, true],
    [{ encounterClass: 'emergency', status: 'in-progress' }, true],
  ] as const)('a signed visit of %j waits: %s', (changes, expected) => {
    const [note] = aRecord().notes
    const notes = note ? [{ ...note, status: 'signed' as const }] : []
    expect(isReadyForCoder({ ...aRecord({ notes }), period: {}, ...changes })).toBe(expected)
  })
})

describe('priority', () => {
  const facts = fc.record({
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    complexity: fc.double({ min: 0, max: 1, noNaN: true }),
    finishedAt: fc.constantFrom('2026-02-01T00:00:00Z', '2026-03-01T12:00:00Z'),
    serviceLine: fc.constantFrom('Emergency', 'Outpatient', 'constructor'),
  })
  const weights = { ...DEFAULT_WEIGHTS, lines: { Emergency: 15 } }
  test('of two encounters differs by the same at every time', () => {
    const time = fc.integer({ min: 0, max: 4e12 })
    fc.assert(
      fc.property(fc.tuple(facts, facts), fc.tuple(time, time), ([a, b], [one, other]) => {
        const differ = (now: number) => findPriority(a, weights, now) - findPriority(b, weights, now)
        expect(differ(one)).toBeCloseTo(differ(other), 4)
      }),
    )
  })
  test('rises with doubt, complexity, age and the points of the line', () => {
    const now = Date.parse('2026-03-02T00:00:00Z')
    const calm = { confidence: 1, complexity: 0, finishedAt: '2026-03-02T00:00:00Z', serviceLine: 'Outpatient' }
    expect(findPriority(calm, weights, now)).toBe(0)
    expect(findPriority({ ...calm, confidence: 0.5 }, weights, now)).toBe(20)
    expect(findPriority({ ...calm, complexity: 0.5 }, weights, now)).toBe(10)
    expect(findPriority({ ...calm, finishedAt: '2026-02-28T00:00:00Z' }, weights, now)).toBe(12)
    expect(findPriority({ ...calm, serviceLine: 'Emergency' }, weights, now)).toBe(15)
  })
})
