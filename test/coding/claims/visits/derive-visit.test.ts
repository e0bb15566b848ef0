// The grid as a whole: visits whose level was fixed first, both ways side by side, and what lies next to the level.
import { describe, expect, test } from 'vitest'
import { tryParseDraftCheckResponse } from '#coding/contract/draft-check.ts'
import { isEvidenceIn } from '#coding/domain/evidence.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { VisitGrid } from '#coding/domain/visit-grid.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { type FixedVisit, fixedVisits, toContext, toRecord } from '../../../fixtures/notes/visits.ts'
import { deriveNote, deriveOf } from './derive.ts'

const deriveFixed = (visit: FixedVisit): VisitGrid => deriveOf(toRecord(visit), { context: toContext(visit) })

describe('visits with a level fixed before the engine read them', () => {
  test.each(fixedVisits.map((visit) => [visit.id, visit] as const))('%s', (_, visit) => {
    const { decision, supported, time } = deriveFixed(visit)
    const { expected } = visit
    const levels = { problems: decision.problems.level, data: decision.data.level, risk: decision.risk.level }
    const { problems, data, risk } = expected
    expect({ ...levels, level: decision.level }).toEqual({ problems, data, risk, level: expected.level })
    expect(supported.map(({ code }) => code)).toContain(expected.code)
    expect(time.minutes).toBe(expected.minutes)
    if (expected.timeCode !== undefined) expect(time.codes.map(({ code }) => code)).toEqual([expected.timeCode])
  })

  test.each(fixedVisits.map((visit) => [visit.id, visit] as const))(
    '%s: each cell stands on words of the note',
    (_, visit) => {
      const [note] = toRecord(visit).notes
      const { decision, time, patient } = deriveFixed(visit)
      const cells = [decision.problems, decision.data, decision.risk].flatMap((element) => element.cells)
      const evidence = [...cells.flatMap((cell) => cell.evidence), ...time.evidence, ...patient.evidence]
      expect(evidence.every((one) => note !== undefined && isEvidenceIn(note, one))).toBe(true)
      expect(cells.filter(({ counts, reason }) => counts === (reason !== undefined))).toEqual([])
    },
  )

  test.each(fixedVisits.map((visit) => [visit.id, visit] as const))('%s comes over the wire as it is', (_, visit) => {
    const sent = { findings: [], visit: deriveFixed(visit) }
    expect(tryParseDraftCheckResponse(JSON.parse(JSON.stringify(sent)))).toEqual(sent)
  })
})

const STABLE = 'ASSESSMENT AND PLAN\nHypertension, at goal. Continue lisinopril 20 mg daily.\n'

describe('both ways', () => {
  test('stand side by side where they differ', () => {
    const { supported } = deriveNote(`Established patient.\n${STABLE}Total time today: 42 minutes.`)
    expect(supported.map(({ code, by }) => `${code} by ${by}`)).toEqual(['99213 by decision', '99215 by time'])
  })

  test('are one where they agree', () => {
    const { supported } = deriveNote(`Established patient.\n${STABLE}Total time today: 22 minutes.`)
    expect(supported.map(({ code, by }) => `${code} by ${by}`)).toEqual(['99213 by both'])
  })

  test('leave the level by decision making where no time is stated', () => {
    const { supported, time } = deriveNote(`Established patient.\n${STABLE}`)
    expect(time.kind).toBe('not-stated')
    expect(supported.map(({ code, by }) => `${code} by ${by}`)).toEqual(['99213 by decision'])
  })

  test('an emergency visit has no minutes', () => {
    const { time, supported } = deriveNote(`${STABLE}Total time today: 42 minutes.`, { encounterClass: 'emergency' })
    expect(time.kind).toBe('no-minutes')
    expect(supported.map(({ code }) => code)).toEqual(['99283'])
  })
})

describe('new or established', () => {
  const text = `Seen for blood pressure.\n${STABLE}`
  const service = { code: parseProcedureCode('99213'), modifiers: [], units: 1, from: 'claim' as const }
  const at = (date: string, professional: 'same' | 'same-group-and-specialty' | 'other' = 'same') => ({
    context: { priorServices: [{ ...service, date: date as never, professional }] },
  })
  // The record's date of service is 2026-11-21.
  test.each([
    ['never seen', { context: { priorServices: [] } }, 'new'],
    ['seen a day more than three years ago', at('2023-11-20'), 'new'],
    ['seen three years ago', at('2023-11-21'), 'new'],
    ['seen a day less than three years ago', at('2023-11-22'), 'established'],
    ['seen by another of the group and specialty', at('2025-01-10', 'same-group-and-specialty'), 'established'],
    ['seen by another specialty only', at('2025-01-10', 'other'), 'new'],
    ['nobody looked', {}, 'unknown'],
  ] as const)('%s', (_, question, status) => {
    const grid = deriveNote(text, { dateOfService: '2026-11-21' as never }, question)
    expect(grid.patient.status).toBe(status)
    expect(grid.families).toHaveLength(status === 'unknown' ? 2 : 1)
  })

  test('is taken from the note where nobody looked', () => {
    expect(deriveNote(`New patient.\n${STABLE}`).patient).toMatchObject({ status: 'new' })
    expect(deriveNote(`HPI: Returns for blood pressure.\n${STABLE}`).families).toEqual(['office-established'])
  })

  test('what was billed outweighs what the note says', () => {
    const grid = deriveNote(`New patient.\n${STABLE}`, { dateOfService: '2026-11-21' as never }, at('2025-01-10'))
    expect(grid.families).toEqual(['office-established'])
  })
})

describe('the family', () => {
  test.each([
    ['inpatient', 'HISTORY AND PHYSICAL\nCough.', ['hospital-initial']],
    ['inpatient', 'PROGRESS NOTE\nBetter.', ['hospital-subsequent']],
    ['observation', 'PROGRESS NOTE\nBetter.', ['hospital-subsequent']],
    ['inpatient', 'DISCHARGE SUMMARY\nBetter.', ['hospital-discharge']],
    ['emergency', 'Cough.', ['emergency']],
    ['virtual', 'New patient. Cough.', ['office-new']],
    ['home', 'Established patient. Cough.', ['home-established']],
    ['ambulatory', '9 y/o established pt. Cough.', ['office-established']],
    ['ambulatory', 'New pt. Cough.', ['office-new']],
  ] as const)('%s: %s', (encounterClass, text, families) => {
    expect(deriveNote(text, { encounterClass }).families).toEqual(families)
  })

  test('of admission and discharge on one day is its own', () => {
    const period = { start: '2026-11-21T06:00:00Z', end: '2026-11-21T21:00:00Z' }
    const grid = deriveNote('DISCHARGE SUMMARY\nBetter.', { encounterClass: 'observation', period })
    expect(grid.families).toEqual(['hospital-same-day'])
  })

  test('is that of the line on the draft', () => {
    const draft = { lines: [aLine('99243')] }
    expect(deriveNote(STABLE, {}, { draft: draft as never }).families).toEqual(['consult-office'])
  })

  test('is a nursing facility by its place of service', () => {
    const draft = { lines: [aLine('17110', { placeOfService: '31' })] }
    expect(deriveNote('PROGRESS NOTE\nWell.', {}, { draft: draft as never }).families).toEqual(['nursing-subsequent'])
  })
})

describe('the levels next to it', () => {
  const { adjacent } = deriveNote(`Established patient.\n${STABLE}`)

  test('are told with what each rests on, and which of it the note holds', () => {
    expect(adjacent.lower?.codes.map(({ code }) => code)).toEqual(['99212'])
    expect(adjacent.higher?.codes.map(({ code }) => code)).toEqual(['99214'])
    expect(adjacent.higher?.elements.map(({ name, isMet }) => `${name} ${isMet}`)).toEqual([
      'problems false',
      'data false',
      'risk true',
    ])
    expect(adjacent.higher?.minutes).toEqual([{ code: '99214', from: 30 }])
  })

  test('never ask anybody to write more', () => {
    const words = fixedVisits.map((visit) => JSON.stringify(deriveFixed(visit).adjacent))
    const asking =
      /\b(?:document|add|write|record|include|please|missing|need(?:s|ed)? to|should|must|consider|increase|upgrade)\b/i
    const authored = words.map((text) => text.replaceAll(/"quote":"(?:[^"\\]|\\.)*"/g, ''))
    expect(authored.filter((text) => asking.test(text))).toEqual([])
  })

  test('end at the lowest and the highest', () => {
    expect(deriveNote('ASSESSMENT\nInsect bite of forearm.').adjacent.lower).toBeUndefined()
    const threat = 'LABS: CBC, BMP, lactate.\nASSESSMENT AND PLAN\nSeptic shock. Admit to ICU.'
    expect(deriveNote(threat, { encounterClass: 'emergency' }).adjacent.higher).toBeUndefined()
  })
})
