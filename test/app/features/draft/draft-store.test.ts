import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FilingOutcome } from '#app/ehr/session-types.ts'
import { createDraftStore } from '#app/features/draft/draft-store.ts'
import { tryParseProcedureEntry } from '#app/features/draft/parse-entries.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { ValidatedProcedure } from '#coding/domain/validated-code.ts'
import { aCheck, aCode, aReading } from '../builders.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const knee = aCode({ code: 'M17.11', title: 'Unilateral primary osteoarthritis, right knee', quote: 'Knee OA' })
const pressure = aCode()
const visit = procedure('99213')

function procedure(code: string): ValidatedProcedure {
  const parsed = tryParseProcedureEntry(code)
  if (!parsed.ok) throw new TypeError(parsed.problem)
  return parsed.value
}

function setUp(over: { file?: () => Promise<FilingOutcome>; check?: () => Promise<never> } = {}) {
  const said: string[] = []
  const file = vi.fn(
    over.file ?? (async (): Promise<FilingOutcome> => ({ kind: 'filed', target: 'Claim', ids: ['1'] })),
  )
  const check = vi.fn(over.check ?? (async () => ({ findings: [aCheck()] })))
  const draft = createDraftStore({
    check,
    file,
    findTarget: async () => 'Claim',
    announce: (text) => said.push(text),
    describeProblem: () => 'Postil cannot be reached.',
    asksForVisit: () => false,
    findClaimFacts: async () => undefined,
    mayPost: async () => false,
    findChoice: () => undefined,
    decide: () => {},
  })
  draft.setReading(aReading())
  draft.setAccepted([knee, pressure])
  const state = () => draft.store.getState()
  const codes = () => state().draft?.diagnoses.map(({ code }) => code.code)
  const firstLine = () => state().draft?.lines[0]
  return { draft, file, check, said, state, codes, firstLine }
}

describe('the draft', () => {
  test('has the accepted diagnoses in order, with their notes', () => {
    const { state, codes } = setUp()
    expect(codes()).toEqual(['M17.11', 'I10'])
    expect(state().draft?.supportingNotes).toEqual([{ id: 'note-1', version: '1' }])
  })

  test('keeps the order that its person gave it when a code comes or goes', () => {
    const { draft, codes } = setUp()
    draft.move(parseIcd10Code('I10'), -1)
    expect(codes()).toEqual(['I10', 'M17.11'])
    draft.setAccepted([knee, pressure, aCode({ code: 'E11.9', quote: 'knee pain' })])
    expect(codes()).toEqual(['I10', 'M17.11', 'E11.9'])
    draft.setAccepted([knee])
    expect(codes()).toEqual(['M17.11'])
  })

  test('moves nothing past either end', () => {
    const { draft, codes } = setUp()
    draft.move(parseIcd10Code('M17.11'), -1)
    draft.move(parseIcd10Code('I10'), 1)
    expect(codes()).toEqual(['M17.11', 'I10'])
  })

  test('gives a new line the day, the place and the label that are known', () => {
    const { draft, firstLine } = setUp()
    draft.addLine(visit)
    expect(firstLine()).toMatchObject({
      code: { code: '99213', title: 'Established patient visit, low complexity' },
      units: 1,
      date: '2026-11-21',
      placeOfService: '11',
      diagnosisPointers: [1, 2],
      verified: true,
    })
  })

  test('keeps a line for the same diagnosis when the order changes', () => {
    const { draft, state, firstLine } = setUp()
    draft.addLine(visit)
    const id = state().plan.lines[0]?.id ?? ''
    draft.togglePointer(id, parseIcd10Code('I10'))
    expect(firstLine()?.diagnosisPointers).toEqual([1])
    draft.move(parseIcd10Code('M17.11'), 1)
    expect(firstLine()?.diagnosisPointers).toEqual([2])
  })

  test('lets a line point to four diagnoses at most', () => {
    const { draft, state, firstLine } = setUp()
    const five = ['E11.9', 'J45.909', 'M54.50'].map((code) => aCode({ code, quote: 'knee pain' }))
    draft.setAccepted([knee, pressure, ...five])
    draft.addLine(visit)
    draft.togglePointer(state().plan.lines[0]?.id ?? '', parseIcd10Code('M54.50'))
    expect(firstLine()?.diagnosisPointers).toEqual([1, 2, 3, 4])
  })

  test('takes an accepted visit as a line, and lets it go again', () => {
    const { draft, state } = setUp()
    const accepted = aCode({ code: '99214', category: 'em', quote: 'knee pain' })
    draft.setAccepted([knee, accepted])
    draft.addLine(visit)
    expect(state().draft?.lines.map(({ code }) => code.code)).toEqual(['99214', '99213'])
    draft.setAccepted([knee])
    expect(state().draft?.lines.map(({ code }) => code.code)).toEqual(['99213'])
  })

  test('is the same draft when the chart is read again without a change', () => {
    const { draft, state } = setUp()
    const before = state().draft
    draft.setReading(aReading())
    expect(state().draft).toBe(before)
  })

  test('is checked once its person pauses', async () => {
    const { draft, check, state } = setUp()
    draft.addLine(visit)
    draft.addLine(procedure('20610'))
    await vi.advanceTimersByTimeAsync(300)
    expect(check).toHaveBeenCalledTimes(1)
    expect(state().checks).toHaveLength(1)
  })

  test('says that it was not checked when the rules cannot be asked', async () => {
    const { state } = setUp({ check: async () => Promise.reject(new TypeError('gone')) })
    await vi.advanceTimersByTimeAsync(300)
    expect(state().checksOff).toBe('Postil cannot be reached.')
  })
})

describe('filing', () => {
  test('happens once for a double click', async () => {
    const { draft, file, said } = setUp()
    draft.addLine(visit)
    await Promise.all([draft.file(), draft.file()])
    expect(file).toHaveBeenCalledTimes(1)
    expect(said).toEqual(['Saved in the EHR as a draft claim.'])
  })

  test('does not happen while something is missing', async () => {
    const { draft, file } = setUp()
    await draft.file()
    expect(file).not.toHaveBeenCalled()
  })

  test('that failed says so and leaves the draft as it was', async () => {
    const { draft, state } = setUp({ file: async () => Promise.reject(new TypeError('gone')) })
    draft.addLine(visit)
    const before = state().draft
    await draft.file()
    expect(state().filing).toEqual({ kind: 'failed', message: 'Postil cannot be reached.' })
    expect(state().draft).toBe(before)
  })

  test('leaves its result on the screen until the draft changes by hand', async () => {
    const { draft, state } = setUp()
    draft.addLine(visit)
    await draft.file()
    draft.setReading(aReading())
    expect(state().filing.kind).toBe('done')
    draft.addLine(procedure('20610'))
    expect(state().filing.kind).toBe('idle')
  })
})
