import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { composeEncounter, type Encounter } from '#app/compose-encounter.ts'
import { EhrError } from '#app/ehr/errors.ts'
import type {
  EhrConnection,
  EncounterReading,
  FilingOutcome,
  QueryOutcome,
  QueryReading,
  WriteLedger,
} from '#app/ehr/session-types.ts'
import { ProxyError } from '#app/proxy/errors.ts'
import type { ProxySession } from '#app/proxy/proxy-session.ts'
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import type { DraftBasis } from '#coding/contract/draft-check.ts'
import type { PromptList } from '#coding/contract/prompt-list.ts'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { WriteIntent } from '#coding/contract/write.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { foldWork, type WorkStanding, type WorkStep } from '#coding/domain/work.ts'
import type { TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { aCode, aNote, aPrompt, aReading, aRecord, evidenceOf } from './features/builders.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T14:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const answered = aNote({ version: '2', text: 'Right knee OA, worse.', sha256: 'b'.repeat(64) })
const question = aPrompt()
const rightKnee = aCode({ code: 'M17.11', evidence: evidenceOf('Right knee OA', answered) })

function analyseKnee(record: EncounterRecord): readonly Finding[] {
  return record.notes.some(({ text }) => text.startsWith('Right knee')) ? [rightKnee] : [question]
}

const status: AnalysisStatus = {
  phase: 'complete',
  model: { state: 'off', reason: 'no model key is configured' },
  codeSet: { state: 'embedded', release: 'FY2027' },
  checksOff: [],
}

async function* stream(findings: readonly Finding[]): AsyncGenerator<AnalysisEvent> {
  yield { event: 'decisions', data: [] }
  for (const data of findings) yield { event: 'finding', data }
  yield { event: 'status', data: status }
  yield { event: 'done', data: { findings: findings.length } }
}

function setUp({ reading = aReading(), isUp = true, role = 'provider', refusedTargets = [] as WriteTarget[] } = {}) {
  const chart: { reading: EncounterReading | EhrError } = { reading }
  const proxy = { isUp }
  let endSession = () => {}
  const analyse = vi.fn((record: EncounterRecord) => stream(analyseKnee(record)))
  const decide = vi.fn(async () => {
    if (!proxy.isUp) throw new ProxyError('offline', 'Postil cannot be reached.')
    return {}
  })
  const list: { -readonly [Key in keyof PromptList]: PromptList[Key] } = { decisions: [], questions: [], queries: [] }
  const work: { standing: WorkStanding } = { standing: { kind: 'open' } }
  const readWork = vi.fn(async () => ({ ...work, mayRelease: true, history: [] }))
  const takeStep = vi.fn(async (step: WorkStep, _basis?: DraftBasis) => {
    work.standing = foldWork([step])
    return readWork()
  })
  const listPrompts = vi.fn(async () => list)
  const begin = vi.fn(async (_intent: WriteIntent) => ({ outcome: 'refused' as const, reason: '' }))
  const session = {
    role,
    readWork,
    takeStep,
    analyse,
    decide,
    listPrompts,
    reviewRisk: async () => ({ kind: 'no-data' }),
    checkDraft: async () => ({ findings: [] }),
    ledger: { begin },
    refusedTargets,
  } as unknown as ProxySession
  const openProxySession = vi.fn(async () => {
    if (!proxy.isUp) throw new ProxyError('offline', 'Postil cannot be reached.')
    return session
  })
  const ehr: { answer: QueryReading } = { answer: { kind: 'open' } }
  const sendQuery = vi.fn(
    async (): Promise<QueryOutcome> => ({ kind: 'sent', task: 'Task/1', response: 'QuestionnaireResponse/1' }),
  )
  const signOffDraft = vi.fn(
    async (_draft: DraftClaim): Promise<FilingOutcome> => ({ kind: 'updated', target: 'Claim', ids: ['Claim/1'] }),
  )
  const fileDraft = vi.fn(
    async (_draft: DraftClaim, _ledger: WriteLedger): Promise<FilingOutcome> => ({
      kind: 'filed',
      target: 'Claim',
      ids: ['Claim/1'],
    }),
  )
  const watchRecord = vi.fn(() => () => undefined)
  const findWriteTarget = vi.fn(async () => ({ target: 'Claim', isPassingOver: false }))
  const passOver = vi.fn()
  const connection = {
    mayPostCharges: async () => false,
    mayCreditCharges: async () => false,
    readClaimFacts: async () => ({ history: { priorServices: [], priorVisits: [], unseen: [] }, filing: {} }),
    readEncounter: async () => {
      if (chart.reading instanceof EhrError) throw chart.reading
      return chart.reading
    },
    findWriteTarget,
    passOver,
    fileDraft,
    signOffDraft,
    sendQuery,
    readQueryAnswer: async () => ehr.answer,
    findEhrPage: async () => ({}),
    watchRecord,
    followContext: () => () => undefined,
    onSessionEnded: (listener: () => void) => {
      endSession = listener
      return () => {}
    },
  } as unknown as EhrConnection
  const encounter = composeEncounter({
    connection,
    openProxySession,
    loadEmbeddedCodes: async () => {
      throw new TypeError('No code is typed in these tests.')
    },
    isVisible: () => true,
    now: () => new Date(),
  })
  encounter.start()
  const cards = () => encounter.findings.store.getState().cards.map(({ key, phase }) => `${key} ${phase.kind}`)
  const drafted = () => encounter.draft.store.getState().draft?.diagnoses.map(({ code }) => code.code)
  return {
    encounter,
    fileDraft,
    begin,
    findWriteTarget,
    passOver,
    signOffDraft,
    chart,
    proxy,
    list,
    ehr,
    decide,
    sendQuery,
    listPrompts,
    watchRecord,
    readWork,
    takeStep,
    analyse,
    openProxySession,
    cards,
    drafted,
    endSession: () => endSession(),
  }
}

async function fileVisit({ draft }: Encounter): Promise<void> {
  draft.addEntered(aCode())
  draft.chooseVisit(parseProcedureCode('99213'))
  // The rules speak first.
  await vi.advanceTimersByTimeAsync(300)
  await draft.file()
}

describe('an encounter', () => {
  test('asks what the note leaves open', async () => {
    const { cards, encounter } = setUp()
    await vi.advanceTimersByTimeAsync(0)
    expect(cards()).toEqual(['prompt:laterality:knee-osteoarthritis open'])
    encounter.stop()
  })

  test('follows the note: the question closes, the code takes its place', async () => {
    const { cards, chart, encounter } = setUp()
    await vi.advanceTimersByTimeAsync(0)
    chart.reading = aReading({ record: aRecord({ notes: [answered] }) })
    await vi.advanceTimersByTimeAsync(600)
    expect(cards()).toEqual(['prompt:laterality:knee-osteoarthritis closed', 'code:add:M17.11 open'])
    encounter.stop()
  })

  test('analyses a record once, however often it is read', async () => {
    const { analyse, encounter } = setUp()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(analyse).toHaveBeenCalledTimes(1)
    encounter.stop()
  })

  test('puts an accepted code on the draft, and takes it off when the note no longer says it', async () => {
    const { drafted, chart, encounter } = setUp({ reading: aReading({ record: aRecord({ notes: [answered] }) }) })
    await vi.advanceTimersByTimeAsync(0)
    encounter.findings.decide(rightKnee, { kind: 'accept' })
    await vi.advanceTimersByTimeAsync(0)
    expect(drafted()).toEqual(['M17.11'])
    chart.reading = aReading()
    await vi.advanceTimersByTimeAsync(600)
    expect(drafted()).toEqual([])
    encounter.stop()
  })

  test('shows the chart while the proxy is away, and catches up when it is back', async () => {
    const all = setUp({ isUp: false })
    await vi.advanceTimersByTimeAsync(0)
    expect(all.encounter.chart.store.getState().kind).toBe('read')
    expect(all.encounter.proxy.getState()).toEqual({ kind: 'away', message: 'Postil cannot be reached.' })
    all.proxy.isUp = true
    await vi.advanceTimersByTimeAsync(5000)
    expect(all.cards()).toEqual(['prompt:laterality:knee-osteoarthritis open'])
    all.encounter.stop()
  })

  test('does not hammer a proxy that is away', async () => {
    const all = setUp({ isUp: false })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(all.openProxySession.mock.calls.length).toBeLessThan(10)
    all.encounter.stop()
  })

  test('sends by itself what the proxy could not take, once it is back', async () => {
    const all = setUp()
    await vi.advanceTimersByTimeAsync(0)
    all.proxy.isUp = false
    all.encounter.findings.decide(question, { kind: 'answer', option: 'right-knee' })
    all.encounter.findings.decide(question, { kind: 'undo' })
    all.encounter.findings.decide(question, { kind: 'dismiss', reason: 'other' })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(all.encounter.findings.store.getState().unsent).toBe(3)
    all.decide.mockClear()
    all.proxy.isUp = true
    await vi.advanceTimersByTimeAsync(6000)
    expect(all.encounter.findings.store.getState().unsent).toBe(0)
    const kinds = (all.decide.mock.calls as unknown as [{ choice: { kind: string } }][]).map(([one]) => one.choice.kind)
    expect(kinds).toEqual(['answer', 'undo', 'dismiss'])
    all.encounter.stop()
  })

  test('passes over what the EHR refused before, for whoever found out', async () => {
    const all = setUp({ refusedTargets: ['Claim'] })
    await vi.advanceTimersByTimeAsync(0)
    expect(all.passOver).toHaveBeenCalledExactlyOnceWith(['Claim'])
    const [passed] = all.passOver.mock.invocationCallOrder
    expect(all.findWriteTarget.mock.invocationCallOrder.at(-1)).toBeGreaterThan(passed ?? Infinity)
    all.encounter.stop()
  })

  describe('of a coder', () => {
    const expired: TrackedQuestion = {
      fingerprint: question.fingerprint,
      about: 'knee-osteoarthritis',
      asks: ['laterality'],
      evidence: 'words',
      isConflict: false,
      source: 'rule',
      isSigned: true,
      state: { kind: 'expired' },
      closed: [],
    }
    const query = { finding: question, question: expired, since: '2026-11-21T14:00:00Z' }
    const sent = { task: 'Task/1', response: 'QuestionnaireResponse/1' }
    const choicesOf = ({ decide }: ReturnType<typeof setUp>) =>
      (decide.mock.calls as unknown as [{ choice: object }][]).map(([one]) => one.choice)

    test('sends a query, and says where it went', async () => {
      const all = setUp({ role: 'coder' })
      all.list.queries = [query]
      await vi.advanceTimersByTimeAsync(0)
      expect(all.encounter.findings.store.getState().queries).toEqual([query])
      expect(await all.encounter.sendQuery(query)).toBeUndefined()
      expect(choicesOf(all)).toEqual([{ kind: 'send', ...sent }])
      expect(all.takeStep.mock.calls).toEqual([[{ kind: 'hold', reason: 'awaiting-provider' }]])
      all.encounter.stop()
    })

    test('sends what the rules are asked about with a draft and with a release, and with nothing that is taken back', async () => {
      const all = setUp({ role: 'coder' })
      await vi.advanceTimersByTimeAsync(0)
      await fileVisit(all.encounter)
      const [draft, ledger] = all.fileDraft.mock.calls[0] ?? []
      if (!(draft && ledger)) throw new TypeError('Nothing was filed.')
      const intent = { key: 'a'.repeat(32), target: 'Claim', payloadSha256: '1'.repeat(64) } as const
      await ledger.begin({ ...intent, content: { draft, purpose: 'file' } })
      await ledger.begin({ ...intent, content: { draft, purpose: 'withdraw' } })
      const { record } = aReading()
      const context = expect.objectContaining({ priorServices: [] })
      expect(all.begin.mock.calls.map(([{ basis }]) => basis)).toEqual([{ record, context }, undefined])
      await all.encounter.work.take({ kind: 'release' })
      expect(all.takeStep).toHaveBeenLastCalledWith({ kind: 'release' }, { record, context })
      all.encounter.stop()
    })

    test('signs off by the ledger when it is released, also in a panel that was opened anew', async () => {
      const filed = setUp({ role: 'coder' })
      const reopened = setUp({ role: 'coder' })
      await vi.advanceTimersByTimeAsync(0)
      await fileVisit(filed.encounter)
      for (const { encounter } of [filed, reopened]) await encounter.work.take({ kind: 'release' })
      await vi.advanceTimersByTimeAsync(0)
      for (const { signOffDraft } of [filed, reopened]) expect(signOffDraft).toHaveBeenCalledOnce()
      expect(filed.fileDraft).toHaveBeenCalledOnce()
      expect(reopened.fileDraft).not.toHaveBeenCalled()
      for (const { encounter } of [filed, reopened]) encounter.stop()
    })

    test('checks off the day on the screen, and says in sight why it could not', async () => {
      const all = setUp({ role: 'coder' })
      await vi.advanceTimersByTimeAsync(0)
      await all.encounter.checkOffDay()
      expect(all.signOffDraft).toHaveBeenCalledOnce()
      expect(all.encounter.work.store.getState().notice).toBeUndefined()
      all.signOffDraft.mockResolvedValue({ kind: 'rejected', reason: 'It has changed since.', issues: [] })
      await all.encounter.checkOffDay()
      expect(all.encounter.work.store.getState().notice).toBe('It has changed since.')
      all.encounter.stop()
    })

    test('says in sight when what was released is not what stands here', async () => {
      const all = setUp({ role: 'coder' })
      await vi.advanceTimersByTimeAsync(0)
      all.signOffDraft.mockResolvedValue({ kind: 'rejected', reason: 'It has changed since.', issues: [] })
      await all.encounter.work.take({ kind: 'release' })
      await vi.advanceTimersByTimeAsync(0)
      const { standing, notice } = all.encounter.work.store.getState()
      expect(standing).toEqual({ kind: 'released' })
      expect(notice).toBe('The draft in the EHR keeps its label of software. It has changed since.')
      await all.encounter.work.take({ kind: 'reopen' })
      expect(all.encounter.work.store.getState().notice).toBeUndefined()
      all.encounter.stop()
    })

    test('reads where the work stands; a clinician never does', async () => {
      const coder = setUp({ role: 'coder' })
      const clinician = setUp()
      await vi.advanceTimersByTimeAsync(0)
      expect(coder.encounter.work.store.getState().standing).toEqual({ kind: 'open' })
      expect(clinician.readWork).not.toHaveBeenCalled()
      for (const { encounter } of [coder, clinician]) encounter.stop()
    })

    test('keeps on the list what the EHR does not take', async () => {
      const all = setUp({ role: 'coder' })
      await vi.advanceTimersByTimeAsync(0)
      all.sendQuery.mockResolvedValue({ kind: 'not-offered', reason: 'you were not granted it' })
      expect(await all.encounter.sendQuery(query)).toBe('It stays on this list: you were not granted it.')
      expect(choicesOf(all)).toEqual([])
      all.encounter.stop()
    })

    test('closes a query with the answer that somebody gave in the EHR', async () => {
      const all = setUp({ role: 'coder' })
      all.list.queries = [{ ...query, question: { ...expired, sent } }]
      all.ehr.answer = { kind: 'answered', answer: { kind: 'answer-other', text: 'Right, since the fall.' } }
      await vi.advanceTimersByTimeAsync(0)
      expect(choicesOf(all)).toEqual([{ kind: 'answer-other', text: 'Right, since the fall.', via: 'query' }])
      all.encounter.stop()
    })

    test.each<QueryReading>([{ kind: 'open' }, { kind: 'foreign' }])(
      'leaves a query whose form is $kind',
      async (answer) => {
        const all = setUp({ role: 'coder' })
        all.list.queries = [{ ...query, question: { ...expired, sent } }]
        all.ehr.answer = answer
        await vi.advanceTimersByTimeAsync(0)
        expect(choicesOf(all)).toEqual([])
        all.encounter.stop()
      },
    )
  })

  test('asks for nothing more where the site lets Postil only watch', async () => {
    const { encounter, analyse, listPrompts, readWork, watchRecord, cards } = setUp({ role: 'coder' })
    analyse.mockImplementation(async function* quiet(): AsyncGenerator<AnalysisEvent> {
      yield { event: 'status', data: { ...status, mode: 'shadow' } }
      yield { event: 'done', data: { findings: 0 } }
    })
    await vi.advanceTimersByTimeAsync(100)
    expect(encounter.findings.store.getState().status?.mode).toBe('shadow')
    encounter.lookNow()
    await vi.advanceTimersByTimeAsync(100)
    expect(cards()).toEqual([])
    for (const question of [listPrompts, readWork, watchRecord]) expect(question).not.toHaveBeenCalled()
  })

  test('keeps a decision that the proxy could not take, and sends it again', async () => {
    const all = setUp()
    await vi.advanceTimersByTimeAsync(0)
    all.proxy.isUp = false
    all.encounter.findings.decide(question, { kind: 'unable-to-determine' })
    await vi.advanceTimersByTimeAsync(0)
    expect(all.encounter.findings.store.getState().unsent).toBe(1)
    all.proxy.isUp = true
    all.encounter.lookNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(all.encounter.findings.store.getState().unsent).toBe(0)
    all.encounter.stop()
  })

  test('stops hard when the encounter turns out to be another patient’s', async () => {
    const { chart, encounter, analyse } = setUp()
    await vi.advanceTimersByTimeAsync(0)
    chart.reading = new EhrError('wrong-patient')
    await vi.advanceTimersByTimeAsync(600)
    chart.reading = aReading()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(encounter.chart.store.getState().kind).toBe('blanked')
    expect(analyse).toHaveBeenCalledTimes(1)
    encounter.stop()
  })

  test('keeps its work on the screen when the session ends', async () => {
    const { encounter, cards, endSession } = setUp()
    await vi.advanceTimersByTimeAsync(0)
    endSession()
    expect(encounter.chart.store.getState()).toMatchObject({ kind: 'stale', problem: { code: 'session-ended' } })
    expect(cards()).toHaveLength(1)
    encounter.stop()
  })

  test('reads what is written here beside the notes of the chart', async () => {
    const { encounter, analyse } = setUp()
    await vi.advanceTimersByTimeAsync(0)
    encounter.draftNote.write('Assessment: carpal tunnel syndrome')
    await vi.advanceTimersByTimeAsync(300)
    await vi.waitFor(() => expect(analyse).toHaveBeenCalledTimes(2))
    const texts = vi.mocked(analyse).mock.lastCall?.[0]?.notes.map(({ text }) => text)
    expect(texts).toEqual([...aReading().record.notes.map(({ text }) => text), 'Assessment: carpal tunnel syndrome'])
    encounter.stop()
  })

  test('says nothing more once it was stopped', async () => {
    const { encounter, chart, cards } = setUp()
    await vi.advanceTimersByTimeAsync(0)
    encounter.stop()
    chart.reading = aReading({ record: aRecord({ notes: [answered] }) })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cards()).toEqual(['prompt:laterality:knee-osteoarthritis open'])
  })
})
