// What a rule proposes and a person takes, keeps or takes back: the draft afterwards, and what is on record.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describeFix } from '#app/features/draft/describe-fix.ts'
import { createDraftStore } from '#app/features/draft/draft-store.ts'
import { tryParseProcedureEntry } from '#app/features/draft/parse-entries.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { DraftFix } from '#coding/domain/draft-fix.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import type { ValidatedDiagnosis, ValidatedProcedure } from '#coding/domain/validated-code.ts'
import { aCheck, aCode, aReading, evidenceOf } from '../builders.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const knee = aCode({ code: 'M17.11', title: 'Unilateral primary osteoarthritis, right knee', quote: 'Knee OA' })
const pressure = aCode()

function procedure(code: string): ValidatedProcedure {
  const parsed = tryParseProcedureEntry(code)
  if (!parsed.ok) throw new TypeError(parsed.problem)
  return parsed.value
}

function diagnosis(code: string): ValidatedDiagnosis {
  const finding = aCode({ code, quote: 'HTN' })
  if (finding.code.category !== 'diagnosis') throw new TypeError('not a diagnosis')
  return finding.code
}

const icd10 = parseIcd10Code

type Answers = { checks: readonly CheckFinding[]; choices: Map<string, DecisionChoice> }

function setUp({ checks = [], choices = new Map() }: Partial<Answers> = {}) {
  const said: string[] = []
  const decided: (readonly [string, string])[] = []
  const answers: Answers = { checks, choices }
  const draft = createDraftStore({
    check: async () => ({ findings: answers.checks }),
    file: async () => ({ kind: 'session-ended' }),
    findTarget: async () => ({ target: 'Claim', isPassingOver: false }),
    tryAllTargets: () => undefined,
    announce: (text) => said.push(text),
    describeProblem: () => 'Postil cannot be reached.',
    isCoder: () => false,
    findClaimFacts: async () => undefined,
    mayPost: async () => false,
    mayCredit: async () => false,
    findChoice: (fingerprint) => answers.choices.get(fingerprint),
    decide: ({ rule }, { kind }) => decided.push([rule, kind]),
  })
  draft.setReading(aReading())
  draft.setAccepted([knee, pressure])
  draft.addLine(procedure('99213'))
  draft.addLine(procedure('20610'))
  const state = () => draft.store.getState()
  const settle = () => vi.advanceTimersByTimeAsync(500)
  return {
    draft,
    said,
    decided,
    answers,
    state,
    settle,
    codes: () => state().draft?.diagnoses.map(({ code }) => code.code),
    lines: () => state().draft?.lines ?? [],
  }
}

function withFix(fix: DraftFix, over: Partial<CheckFinding> = {}): CheckFinding & { fix: DraftFix } {
  return { ...aCheck({ rule: `rule-${fix.kind}`, fix, evidence: [evidenceOf('HTN')], ...over }), fix }
}

const FIXES: readonly DraftFix[] = [
  { kind: 'replace-diagnoses', from: [icd10('I10')], to: [diagnosis('I11.9')] },
  { kind: 'replace-diagnoses', from: [icd10('M17.11'), icd10('I10')], to: [] },
  { kind: 'add-diagnosis', code: diagnosis('Z79.899'), after: icd10('M17.11') },
  { kind: 'move-diagnosis', code: icd10('I10'), before: icd10('M17.11') },
  { kind: 'replace-procedure', line: 1, code: procedure('99214') },
  { kind: 'add-line', code: procedure('96127'), units: 2 },
  { kind: 'remove-line', line: 1 },
  { kind: 'set-units', line: 2, units: 3 },
  { kind: 'set-modifiers', line: 1, modifiers: [parseModifierCode('25')] },
  { kind: 'set-pointers', line: 2, pointers: [2] },
  { kind: 'set-place', line: 1, placeOfService: '10' },
  { kind: 'set-price', line: 1, price: { cents: 18_500, currency: 'USD' } },
]

describe('present on admission', () => {
  test('is stated by the fix on a stay, kept by code, and taken back', async () => {
    const check = withFix({ kind: 'set-on-admission', code: icd10('I10'), present: 'no' })
    const { draft, state, settle } = setUp({ checks: [check] })
    const reading = aReading()
    draft.setReading({
      ...reading,
      record: { ...reading.record, setting: 'inpatient_facility' },
      stay: { typeOfBill: '0111' },
    })
    await settle()
    const read = () => state().draft?.diagnoses.map(({ code, presentOnAdmission }) => [code.code, presentOnAdmission])
    draft.setOnAdmission(icd10('M17.11'), 'yes')
    draft.applyFix(check)
    draft.moveTo(icd10('I10'), 0)
    expect(read()).toEqual([
      ['I10', 'no'],
      ['M17.11', 'yes'],
    ])
    draft.takeBackFix(check.fingerprint)
    expect(read()).toEqual([
      ['I10', undefined],
      ['M17.11', 'yes'],
    ])
    draft.setOnAdmission(icd10('M17.11'), undefined)
    expect(read()).toEqual([
      ['I10', undefined],
      ['M17.11', undefined],
    ])
    draft.undo()
    expect(read()?.[1]).toEqual(['M17.11', 'yes'])
  })

  test('is on no claim but a hospital’s for a stay', async () => {
    const { draft, state } = setUp()
    draft.setOnAdmission(icd10('I10'), 'yes')
    expect(state().draft?.diagnoses.some((one) => 'presentOnAdmission' in one)).toBe(false)
  })
})

describe('every fix', () => {
  test.each(FIXES.map((fix) => [describeFix(fix, { lines: [] }), fix] as const))(
    '%s: changes the draft, and its undo gives back the draft that was there',
    async (_, fix) => {
      const check = withFix(fix)
      const { draft, state, settle, decided } = setUp({ checks: [check] })
      await settle()
      const before = state().draft
      draft.applyFix(check)
      expect(state().draft).not.toEqual(before)
      expect(state().done).toHaveLength(1)
      draft.takeBackFix(check.fingerprint)
      expect(state().draft).toEqual(before)
      expect(state().done).toEqual([])
      expect(decided.map(([, kind]) => kind)).toEqual(['accept', 'undo'])
    },
  )

  test('is said aloud, with what it changed', async () => {
    const check = withFix({ kind: 'set-modifiers', line: 1, modifiers: [parseModifierCode('25')] })
    const { draft, said, settle, lines } = setUp({ checks: [check] })
    await settle()
    draft.applyFix(check)
    expect(lines()[0]?.modifiers).toEqual(['25'])
    expect(said.at(-1)).toBe('Done: 99213 with modifier 25.')
    draft.takeBackFix(check.fingerprint)
    expect(said.at(-1)).toBe('Taken back: 99213 with modifier 25.')
  })

  test('means the line that it was proposed for, wherever that stands by now', async () => {
    const check = withFix({ kind: 'set-units', line: 2, units: 2 })
    const { draft, settle, state, lines } = setUp({ checks: [check] })
    await settle()
    const [first] = state().plan.lines
    draft.removeLine(first?.id ?? '')
    draft.applyFix(check)
    expect(lines().map(({ code, units }) => [code.code, units])).toEqual([['20610', 2]])
  })

  test('does nothing when its line is gone, and says so', async () => {
    const check = withFix({ kind: 'set-units', line: 2, units: 2 })
    const { draft, settle, state, said, decided } = setUp({ checks: [check] })
    await settle()
    draft.removeLine(state().plan.lines[1]?.id ?? '')
    draft.applyFix(check)
    expect(said.at(-1)).toBe('That no longer applies to this draft.')
    expect(decided).toEqual([])
  })
})

describe('a recoded diagnosis', () => {
  const recode: DraftFix = { kind: 'replace-diagnoses', from: [icd10('I10')], to: [diagnosis('I11.9')] }

  test('takes the place and the pointers of the old one, and keeps both through later changes', async () => {
    const check = withFix(recode)
    const { draft, settle, codes, lines, state } = setUp({ checks: [check] })
    draft.togglePointer(state().plan.lines[1]?.id ?? '', icd10('M17.11'))
    await settle()
    draft.applyFix(check)
    expect(codes()).toEqual(['M17.11', 'I11.9'])
    expect(lines()[1]?.diagnosisPointers).toEqual([2])
    draft.moveTo(icd10('I11.9'), 0)
    expect(codes()).toEqual(['I11.9', 'M17.11'])
    expect(lines()[1]?.diagnosisPointers).toEqual([1])
    draft.setAccepted([knee, pressure, aCode({ code: 'E11.9', quote: 'knee pain' })])
    expect(codes()).toEqual(['I11.9', 'M17.11', 'E11.9'])
  })

  test('carries the words of both', async () => {
    const check = withFix(recode)
    const { draft, settle, state } = setUp({ checks: [check] })
    await settle()
    draft.applyFix(check)
    expect(state().draft?.diagnoses[1]).toMatchObject({ verified: true, evidence: [{ quote: 'HTN' }] })
  })

  test('is made at once where the classification leaves no choice, unverified until somebody keeps it', async () => {
    const check = withFix(recode, { severity: 'recode' })
    const { draft, settle, codes, state, said, decided } = setUp({ checks: [check] })
    await settle()
    expect(codes()).toEqual(['M17.11', 'I11.9'])
    expect(state().draft?.diagnoses[1]?.verified).toBe(false)
    expect(said.at(-1)).toMatch(/^Recoded: I11\.9 for I10\./)
    expect(decided).toEqual([])
    draft.confirmFix(check.fingerprint)
    expect(state().draft?.diagnoses[1]?.verified).toBe(true)
    expect(decided).toEqual([[check.rule, 'accept']])
  })

  test('stays undone when the person undid it, although the rule still says so', async () => {
    const check = withFix(recode, { severity: 'recode' })
    const { draft, settle, codes, state } = setUp({ checks: [check] })
    await settle()
    draft.takeBackFix(check.fingerprint)
    await settle()
    expect(codes()).toEqual(['M17.11', 'I10'])
    expect(state().checks).toEqual([check])
  })

  test.each([
    ['is not made when it was dismissed before', { kind: 'dismiss', reason: 'other' }, ['M17.11', 'I10']],
    ['is made again when it was accepted in an earlier session', { kind: 'accept' }, ['M17.11', 'I11.9']],
  ] as const)('%s', async (_, choice, expected) => {
    const check = withFix(recode, { severity: choice.kind === 'accept' ? 'warning' : 'recode' })
    const { settle, codes } = setUp({ checks: [check], choices: new Map([[check.fingerprint, choice]]) })
    await settle()
    expect(codes()).toEqual(expected)
  })
})

describe('undo', () => {
  test('takes back one change after the other, the newest first, and says which', () => {
    const { draft, codes, lines, said } = setUp()
    draft.moveTo(icd10('I10'), 0)
    draft.addLine(procedure('96127'))
    draft.undo()
    expect(lines()).toHaveLength(2)
    expect(said.at(-1)).toBe('Undone: line 96127 added.')
    draft.undo()
    expect(codes()).toEqual(['M17.11', 'I10'])
    expect(said.at(-1)).toBe('Undone: place of I10.')
  })

  test('takes the letters of one entry as one change', () => {
    const { draft, lines, state } = setUp()
    const id = state().plan.lines[0]?.id ?? ''
    draft.changeLine(id, { modifiers: [parseModifierCode('25')] })
    draft.changeLine(id, { modifiers: [parseModifierCode('25'), parseModifierCode('95')] })
    draft.undo()
    expect(lines()[0]?.modifiers).toEqual([])
  })

  test('of a fix also takes back the decision, and of its undo gives it back', async () => {
    const check = withFix({ kind: 'set-units', line: 2, units: 2 })
    const { draft, settle, lines, decided } = setUp({ checks: [check] })
    await settle()
    draft.applyFix(check)
    draft.takeBackFix(check.fingerprint)
    draft.undo()
    expect(lines()[1]?.units).toBe(2)
    draft.undo()
    expect(lines()[1]?.units).toBe(1)
    expect(decided.map(([, kind]) => kind)).toEqual(['accept', 'undo', 'accept', 'undo'])
  })

  test('has nothing to do on a fresh draft', () => {
    const { draft, said } = setUp()
    for (let count = 0; count < 5; count += 1) draft.undo()
    expect(said.filter((words) => words.startsWith('Undone'))).toHaveLength(2)
  })
})

describe('a line that a finding brought', () => {
  const visit = aCode({ code: '99213', category: 'em', quote: 'knee pain' })

  test('stays off when the person took it off, until the finding is accepted anew', () => {
    const { draft, lines, state } = setUp()
    const others = lines().length
    draft.removeLine(state().plan.lines[0]?.id ?? '')
    draft.setAccepted([knee, pressure, visit])
    expect(lines()).toHaveLength(others)
    const brought = state().plan.lines.find(({ isByHand }) => !isByHand)
    draft.removeLine(brought?.id ?? '')
    draft.setAccepted([knee, visit])
    expect(lines()).toHaveLength(others - 1)
    draft.setAccepted([knee])
    draft.setAccepted([knee, visit])
    expect(lines()).toHaveLength(others)
  })
})
