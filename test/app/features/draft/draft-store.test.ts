import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EncounterReading, FilingOutcome } from '#app/ehr/session-types.ts'
import { createDraftStore } from '#app/features/draft/draft-store.ts'
import { describeKept } from '#app/features/draft/kept-draft.ts'
import { tryParseProcedureEntry } from '#app/features/draft/parse-entries.ts'
import { keptDraft } from '#coding/contract/kept-draft.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import type { Setting } from '#coding/domain/encounter-record.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseIcd10PcsCode } from '#coding/domain/icd10-pcs-code.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { ValidatedProcedure } from '#coding/domain/validated-code.ts'
import { aCheck, aCode, aNote, aReading, aRecord, evidenceOf } from '../builders.ts'

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

type Over = {
  file?: () => Promise<FilingOutcome>
  check?: () => Promise<{ readonly findings: readonly CheckFinding[] }>
  isCoder?: boolean
}

function setUp(over: Over = {}) {
  const said: string[] = []
  const file = vi.fn(
    over.file ?? (async (): Promise<FilingOutcome> => ({ kind: 'filed', target: 'Claim', ids: ['1'] })),
  )
  const check = vi.fn(over.check ?? (async () => ({ findings: [aCheck()] })))
  const draft = createDraftStore({
    check,
    file,
    findTarget: async () => ({ target: 'Claim', isPassingOver: false }),
    tryAllTargets: () => undefined,
    announce: (text) => said.push(text),
    describeProblem: () => 'Postil cannot be reached.',
    isCoder: () => over.isCoder ?? false,
    findClaimFacts: async () => undefined,
    mayPost: async () => false,
    mayCredit: async () => false,
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
    expect(said).toEqual(['99213 is on the draft.', 'Saved in the EHR as a draft claim.'])
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

describe('an error of the rules', () => {
  const error = aCheck({ severity: 'error' })
  const withError = async () => ({ findings: [error] })
  const inTime = () => vi.advanceTimersByTimeAsync(300)

  test('keeps a coder’s draft from being filed until it is put right', async () => {
    const findings = [error]
    const { draft, file } = setUp({ isCoder: true, check: async () => ({ findings: [...findings] }) })
    draft.addLine(visit)
    await inTime()
    await draft.file()
    expect(file).not.toHaveBeenCalled()
    findings.pop()
    draft.addLine(procedure('20610'))
    await inTime()
    await draft.file()
    expect(file).toHaveBeenCalledTimes(1)
  })

  test('does not keep a clinician from filing', async () => {
    const { draft, file } = setUp({ check: withError })
    draft.addLine(visit)
    await inTime()
    await draft.file()
    expect(file).toHaveBeenCalledTimes(1)
  })

  test('never keeps a draft from being withdrawn', async () => {
    const { draft, file } = setUp({ isCoder: true, check: withError })
    draft.addLine(visit)
    await inTime()
    await draft.withdraw(false)
    expect(file).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['an error', withError],
    ['rules that cannot be asked', async () => Promise.reject(new TypeError('gone'))],
  ])('%s: no charge is posted', async (_, check) => {
    const { draft, file } = setUp({ isCoder: true, check })
    draft.addLine(visit)
    await inTime()
    await draft.post()
    expect(file).not.toHaveBeenCalled()
  })

  test('no charge is posted before the rules have spoken of the last change', async () => {
    const { draft, file, state } = setUp({ isCoder: true, check: async () => ({ findings: [] }) })
    draft.addLine(visit)
    await draft.post()
    expect(file).not.toHaveBeenCalled()
    await inTime()
    draft.addLine(procedure('20610'))
    expect(state().isChecking).toBe(true)
    await draft.post()
    expect(file).not.toHaveBeenCalled()
    await inTime()
    await draft.post()
    expect(file).toHaveBeenCalledTimes(1)
  })

  test('a coder may still put a draft that could not be checked where the EHR keeps drafts', async () => {
    const { draft, file } = setUp({ isCoder: true, check: async () => Promise.reject(new TypeError('gone')) })
    draft.addLine(visit)
    await inTime()
    await draft.file()
    expect(file).toHaveBeenCalledTimes(1)
  })
})

describe('the claim of a hospital stay', () => {
  const charted = { id: 'p', code: { system: 'icd10pcs', value: '0SRC0J9' } } as const
  const readingOf = (setting: Setting): EncounterReading => ({
    ...aReading({ record: aRecord({ setting, encounterClass: 'inpatient', procedures: [charted] }) }),
    ...(setting !== 'professional' && { stay: { typeOfBill: '0111' } }),
  })
  const procedures = [{ code: parseIcd10PcsCode('02703ZZ'), date: parseDateOnly('2026-11-20') }]

  test('carries what the coder states of procedures and of the reason for admission, and keeps both', () => {
    const { draft, state } = setUp()
    draft.setReading(readingOf('inpatient_facility'))
    expect(state().draft?.procedures).toEqual([{ code: '0SRC0J9' }])
    if (knee.code.category !== 'diagnosis') throw new TypeError('no diagnosis')
    const admitting = { code: knee.code, evidence: knee.evidence }
    draft.changeDetails({ procedures, admitting }, 'procedures')
    expect(state().draft).toMatchObject({ procedures, admittingDiagnosis: { code: 'M17.11' } })
    const kept = keptDraft.parse(JSON.parse(JSON.stringify(describeKept(state()))))
    expect(kept.details).toEqual({ procedures, admitting })
    draft.undo()
    expect(state().draft?.procedures).toEqual([{ code: '0SRC0J9' }])
    expect(state().draft).not.toHaveProperty('admittingDiagnosis')
  })

  test('has none of them where the clinician bills, or outside a stay', () => {
    const { draft, state } = setUp()
    draft.changeDetails({ procedures }, 'procedures')
    draft.setReading(readingOf('outpatient_facility'))
    expect(state().draft?.procedures).toEqual([])
    draft.setReading(readingOf('professional'))
    expect(state().draft).not.toHaveProperty('procedures')
  })
})

describe('a stay that a physician bills', () => {
  const second = parseDateOnly('2026-11-20')
  const third = parseDateOnly('2026-11-21')
  const secondNote = aNote({ id: parseNoteId('note-0'), time: '2026-11-20T14:00:00Z' })
  const thirdNote = aNote()
  const visitOn = (note: ClinicalNote) =>
    aCode({ code: '99232', category: 'em', quote: 'knee pain', evidence: evidenceOf('knee pain', note, 'hpi') })
  const readingOf = (day: DateOnly): EncounterReading => {
    const notes = [secondNote, thirdNote]
    const reading = aReading({ record: aRecord({ dateOfService: day, encounterClass: 'inpatient', notes }) })
    const visitDays = [
      { day: second, noteIds: [secondNote.id] },
      { day: third, noteIds: [thirdNote.id] },
    ]
    return { ...reading, visitDays }
  }
  const dates = (lines: readonly { readonly code: { readonly code: string }; readonly date: string }[] | undefined) =>
    lines?.map(({ code, date }) => `${code.code} ${date}`)

  test('is a draft a day, each with the services that its own notes say', () => {
    const { draft, state } = setUp()
    draft.setReading(readingOf(third))
    draft.setAccepted([knee, visitOn(secondNote), visitOn(thirdNote)])
    expect(dates(state().plan.lines)).toEqual(['99232 2026-11-20', '99232 2026-11-21'])
    expect(state().draft).toMatchObject({ dateOfService: third, ofStayDay: true })
    expect(dates(state().draft?.lines)).toEqual(['99232 2026-11-21'])
    draft.setReading(readingOf(second))
    expect(state().draft).toMatchObject({ dateOfService: second, ofStayDay: true })
    expect(dates(state().draft?.lines)).toEqual(['99232 2026-11-20'])
    expect(state().visitDays).toEqual([second, third])
  })

  test('keeps what was entered by hand for one day off the draft of another, in whatever order the days come', () => {
    const { draft, state } = setUp()
    draft.setReading(readingOf(second))
    draft.addLine(procedure('99232'))
    draft.addLine(procedure('36556'))
    draft.setReading(readingOf(third))
    expect(state().draft?.lines).toEqual([])
    draft.chooseVisit(parseProcedureCode('99233'))
    expect(dates(state().draft?.lines)).toEqual(['99233 2026-11-21'])
    const [line] = state().draft?.lines ?? []
    expect(line?.diagnosisPointers).toEqual([1, 2])
    draft.togglePointer(state().plan.lines[2]?.id ?? '', parseIcd10Code('I10'))
    expect(state().draft?.lines[0]?.diagnosisPointers).toEqual([1])
    draft.setReading(readingOf(second))
    expect(dates(state().draft?.lines)).toEqual(['99232 2026-11-20', '36556 2026-11-20'])
    expect(state().draft?.lines[0]?.diagnosisPointers).toEqual([1, 2])
  })

  test('a fix of a rule means the line of its day', async () => {
    const check = { ...aCheck(), fix: { kind: 'set-units', line: 1, units: 2 } } as const
    const { draft, state } = setUp({ check: async () => ({ findings: [check] }) })
    draft.setReading(readingOf(second))
    draft.addLine(procedure('36556'))
    draft.setReading(readingOf(third))
    draft.addLine(procedure('99232'))
    await vi.advanceTimersByTimeAsync(300)
    draft.applyFix(check)
    expect(state().plan.lines.map(({ code, units }) => `${code.code} ${units}`)).toEqual(['36556 1', '99232 2'])
  })
})

describe('how sure software was', () => {
  test('goes with the line that it found, until a person puts another code there', () => {
    const { draft, firstLine } = setUp()
    const found = aCode({ code: '99213', category: 'em', quote: 'knee pain' })
    draft.setAccepted([knee, found])
    expect(firstLine()?.confidence).toBe(found.confidence)
    draft.chooseVisit(parseProcedureCode('99214'))
    expect(firstLine()).not.toHaveProperty('confidence')
  })

  test('is said of no line that a person added', () => {
    const { draft, firstLine } = setUp()
    draft.addLine(visit)
    expect(firstLine()).not.toHaveProperty('confidence')
  })
})
