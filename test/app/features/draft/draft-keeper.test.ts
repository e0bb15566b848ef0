// A draft is there tomorrow as it was left today, and nobody writes over another's.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDraftKeeper, type KeepOutcome } from '#app/features/draft/draft-keeper.ts'
import { createDraftStore, type DraftStore } from '#app/features/draft/draft-store.ts'
import { enterDiagnosis } from '#app/features/draft/enter-diagnosis.ts'
import { describeKept } from '#app/features/draft/kept-draft.ts'
import { tryParseModifiers, tryParseProcedureEntry } from '#app/features/draft/parse-entries.ts'
import { type KeepDraftRequest, keptDraft } from '#coding/contract/kept-draft.ts'
import type { DraftFix } from '#coding/domain/draft-fix.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { KeptDraft } from '#coding/domain/kept-draft.ts'
import type { ValidatedDiagnosis, ValidatedProcedure } from '#coding/domain/validated-code.ts'
import { aCheck, aCode, aReading, aRecord } from '../builders.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const knee = aCode({ code: 'M17.11', title: 'Unilateral primary osteoarthritis, right knee', quote: 'Knee OA' })
const pressure = aCode()
const visit = aCode({ code: '99213', category: 'em', quote: 'knee pain' })
const accepted = [knee, pressure, visit]

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

const fix: DraftFix = { kind: 'replace-diagnoses', from: [parseIcd10Code('I10')], to: [diagnosis('I11.9')] }
const recode: CheckFinding & { fix: DraftFix } = { ...aCheck({ rule: 'recode', severity: 'recode', fix }), fix }

function aDraft(checks: readonly CheckFinding[] = []): DraftStore {
  const draft = createDraftStore({
    check: async () => ({ findings: checks }),
    file: async () => ({ kind: 'session-ended' }),
    findTarget: async () => ({ target: 'Claim', isPassingOver: false }),
    tryAllTargets: () => undefined,
    announce: () => {},
    describeProblem: () => '',
    isCoder: () => false,
    findClaimFacts: async () => undefined,
    mayPost: async () => false,
    mayCredit: async () => false,
    findChoice: () => undefined,
    decide: () => {},
  })
  draft.setReading(aReading())
  return draft
}

/** A server that keeps one draft of one encounter. */
function aServer() {
  let kept: { revision: number; draft: KeptDraft } | undefined
  const state = { isUp: true, isLocked: false, requests: 0 }
  const send = async ({ basedOn, draft }: KeepDraftRequest): Promise<KeepOutcome> => {
    state.requests += 1
    if (!state.isUp) return { kind: 'unreachable' }
    if (state.isLocked) return { kind: 'locked', reason: 'Another coder has it.' }
    if (basedOn !== (kept?.revision ?? 0)) return { kind: 'overtaken' }
    // As it goes over the wire, where what is not strictly of the shape is refused.
    kept = { revision: basedOn + 1, draft: keptDraft.parse(JSON.parse(JSON.stringify(draft))) }
    return { kind: 'kept', revision: kept.revision }
  }
  return { send, state, read: () => kept }
}

type Server = ReturnType<typeof aServer>

function open(server: Server, checks: readonly CheckFinding[] = []) {
  const draft = aDraft(checks)
  const keeper = createDraftKeeper({ draft, send: server.send, announce: () => {} })
  return { draft, keeper }
}

async function workOn(draft: DraftStore): Promise<void> {
  draft.setAccepted(accepted)
  draft.moveTo(parseIcd10Code('I10'), 0)
  draft.addLine(procedure('20610'))
  const [brought, added] = draft.store.getState().plan.lines
  const modifiers = tryParseModifiers('25')
  draft.changeLine(brought?.id ?? '', { modifiers: modifiers.ok ? modifiers.value : [] })
  draft.togglePointer(added?.id ?? '', parseIcd10Code('I10'))
  const entered = await enterDiagnosis({ code: 'M25.561', words: 'knee pain', record: aRecord() }, async (code) => ({
    ok: true,
    value: { ...diagnosis('I10'), code },
  }))
  if (entered.ok) draft.addEntered(entered.value)
  draft.setOnAdmission(parseIcd10Code('M25.561'), 'undetermined')
  draft.setLineFact(added?.id ?? '', { revenueCode: '0361' })
  await vi.advanceTimersByTimeAsync(5000)
}

describe('a draft that was kept', () => {
  test.each([
    ['before', true],
    ['after', false],
  ])('is there again as it was left, when the accepted codes are read %s it', async (_, isBefore) => {
    const server = aServer()
    const first = open(server, [recode])
    first.keeper.begin(undefined)
    await workOn(first.draft)
    expect(first.keeper.store.getState().kind).toBe('kept')
    const second = open(server)
    if (isBefore) second.draft.setAccepted(accepted)
    second.keeper.begin(server.read())
    if (!isBefore) second.draft.setAccepted(accepted)
    const stripped = ({ store }: DraftStore) => {
      const { draft } = store.getState()
      return {
        diagnoses: draft?.diagnoses,
        lines: draft?.lines.toSorted((a, b) => a.code.code.localeCompare(b.code.code)),
      }
    }
    expect(stripped(second.draft)).toEqual(stripped(first.draft))
    expect(second.draft.store.getState().plan.details).toEqual({ onAdmission: { 'M25.561': 'undetermined' } })
    expect(stripped(second.draft).lines?.find(({ code }) => code.code === '20610')?.revenueCode).toBe('0361')
    expect(second.draft.store.getState().draft?.diagnoses.map(({ code }) => code.code)).toContain('I11.9')
  })

  test.each([
    ['the check', (draft: DraftStore) => draft.takeBackFix(recode.fingerprint)],
    ['undo', (draft: DraftStore) => draft.undo()],
  ])('that was recoded and taken back by %s stays as it is in the next session', async (_, takeBack) => {
    const server = aServer()
    const first = open(server, [recode])
    first.keeper.begin(undefined)
    first.draft.setAccepted(accepted)
    await vi.advanceTimersByTimeAsync(5000)
    const codes = ({ draft }: typeof first) => draft.store.getState().draft?.diagnoses.map(({ code }) => code.code)
    expect(codes(first)).toContain('I11.9')
    takeBack(first.draft)
    await vi.advanceTimersByTimeAsync(5000)
    expect(codes(first)).not.toContain('I11.9')
    const second = open(server, [recode])
    second.draft.setAccepted(accepted)
    second.keeper.begin(server.read())
    await vi.advanceTimersByTimeAsync(5000)
    expect(codes(second)).not.toContain('I11.9')
    second.draft.applyFix(recode)
    expect(codes(second)).toContain('I11.9')
    await vi.advanceTimersByTimeAsync(5000)
    const third = open(server, [recode])
    third.draft.setAccepted(accepted)
    third.keeper.begin(server.read())
    await vi.advanceTimersByTimeAsync(5000)
    expect(codes(third)).toContain('I11.9')
  })

  test('can be recoded back, although another session recoded it', async () => {
    const server = aServer()
    const first = open(server, [recode])
    first.keeper.begin(undefined)
    await workOn(first.draft)
    const second = open(server)
    second.draft.setAccepted(accepted)
    second.keeper.begin(server.read())
    second.draft.takeBackFix(recode.fingerprint)
    expect(second.draft.store.getState().draft?.diagnoses.map(({ code }) => code.code)).toContain('I10')
  })

  test('loses no line of a finding that is not there yet, however often it is kept', async () => {
    const server = aServer()
    const first = open(server)
    first.keeper.begin(undefined)
    await workOn(first.draft)
    const second = open(server)
    second.keeper.begin(server.read())
    second.draft.addLine(procedure('96127'))
    await vi.advanceTimersByTimeAsync(5000)
    const codes = server.read()?.draft.lines.map(({ code }) => code.code)
    expect(codes?.toSorted()).toEqual(['20610', '96127', '99213'])
  })

  test('does not take the place of what was begun here in the meantime', async () => {
    const server = aServer()
    const first = open(server)
    first.keeper.begin(undefined)
    await workOn(first.draft)
    const second = open(server)
    second.draft.addLine(procedure('96127'))
    second.keeper.begin(server.read())
    expect(second.draft.store.getState().plan.lines.map(({ code }) => code.code)).toEqual(['96127'])
  })
})

describe('keeping', () => {
  test('waits until it is known what was kept already, and sends a burst of changes once', async () => {
    const server = aServer()
    const { draft, keeper } = open(server)
    draft.addLine(procedure('96127'))
    await vi.advanceTimersByTimeAsync(5000)
    expect(server.state.requests).toBe(0)
    keeper.begin(undefined)
    draft.addLine(procedure('20610'))
    draft.addLine(procedure('99213'))
    await vi.advanceTimersByTimeAsync(5000)
    expect(server.state.requests).toBe(1)
    expect(server.read()?.draft).toEqual(describeKept(draft.store.getState()))
  })

  test('sends nothing when nothing changed', async () => {
    const server = aServer()
    const { keeper } = open(server)
    keeper.begin(undefined)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.state.requests).toBe(0)
  })

  test('tries again until the server is there, and says meanwhile that it is not kept', async () => {
    const server = aServer()
    const { draft, keeper } = open(server)
    keeper.begin(undefined)
    server.state.isUp = false
    draft.addLine(procedure('96127'))
    await vi.advanceTimersByTimeAsync(3000)
    expect(keeper.store.getState().kind).toBe('unkept')
    server.state.isUp = true
    await vi.advanceTimersByTimeAsync(10_000)
    expect(keeper.store.getState().kind).toBe('kept')
    expect(server.read()?.draft.lines).toHaveLength(1)
  })

  test('is not kept while another coder has the encounter, says so, and asks again with the next change', async () => {
    const server = aServer()
    const { draft, keeper } = open(server)
    keeper.begin(undefined)
    server.state.isLocked = true
    draft.addLine(procedure('96127'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(keeper.store.getState()).toEqual({ kind: 'locked', reason: 'Another coder has it.' })
    expect(server.state.requests).toBe(1)
    server.state.isLocked = false
    draft.addLine(procedure('20610'))
    await vi.advanceTimersByTimeAsync(5000)
    expect(keeper.store.getState().kind).toBe('kept')
    expect(server.read()?.draft.lines).toHaveLength(2)
  })

  test('never writes over what somebody else has kept since', async () => {
    const server = aServer()
    const [mine, theirs] = [open(server), open(server)]
    for (const { keeper } of [mine, theirs]) keeper.begin(undefined)
    theirs.draft.addLine(procedure('20610'))
    await vi.advanceTimersByTimeAsync(5000)
    mine.draft.addLine(procedure('96127'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(mine.keeper.store.getState().kind).toBe('overtaken')
    expect(server.read()?.draft.lines.map(({ code }) => code.code)).toEqual(['20610'])
  })
})
