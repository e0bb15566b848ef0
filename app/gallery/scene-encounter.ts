/** An encounter without an EHR and without a proxy: both answer from memory, as a scene says, and the rest is the real thing. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { reviewDraft } from '#coding/claims/check-draft.ts'
import { isForCoders } from '#coding/claims/is-for-coders.ts'
import { createEmbeddedCodeSearch } from '#coding/code-sets/embedded-code-search.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { lookUpWithChildren } from '#coding/code-sets/look-up-with-children.ts'
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import { codeLookUpAnswer } from '#coding/contract/code-look-up.ts'
import { codeSearchAnswer } from '#coding/contract/code-search.ts'
import type { PromptQuery } from '#coding/contract/prompt-list.ts'
import type { Role } from '#coding/contract/session.ts'
import type { TenantConfiguration, WriteTarget } from '#coding/contract/tenant.ts'
import type { Happening } from '#coding/contract/work.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { foldWork } from '#coding/domain/work.ts'
import { knowledgeData } from '#coding/knowledge/knowledge.generated.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { describeQuestion } from '#coding/prompts/describe-question.ts'
import { advance, emptyLifecycle, isQuery, type TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { composeEncounter, type Encounter } from '../src/compose-encounter.ts'
import { EhrError } from '../src/ehr/errors.ts'
import type { ContextChange, EhrConnection, EncounterReading, FilingOutcome } from '../src/ehr/session-types.ts'
import { loadEmbeddedCodes } from '../src/embedded-codes.ts'
import { ProxyError } from '../src/proxy/errors.ts'
import type { ProxySession } from '../src/proxy/proxy-session.ts'
import { askSiteSample } from './site-samples.ts'

export type SceneOptions = {
  readonly note: string
  readonly noteStatus?: ClinicalNote['status']
  readonly role?: Role
  readonly reading?: Partial<EncounterReading>
  readonly record?: Partial<EncounterRecord>
  readonly status?: Partial<AnalysisStatus>
  /** What the first look at the chart comes to, where it is no reading. */
  readonly chart?: EhrError | 'never'
  /** What every later look comes to. */
  readonly later?: EhrError
  readonly proxy?: 'away' | 'never'
  /** Changes what the engine found into what the scene is about. */
  readonly findings?: (found: readonly Finding[]) => readonly Finding[]
  /** `never` leaves the check running; an error event ends it. */
  readonly end?: 'never' | Extract<AnalysisEvent, { event: 'error' }>
  readonly filing?: FilingOutcome
  /** What the EHR's user does elsewhere on their screens, a moment after the launch. */
  readonly context?: ContextChange
}

/** What proxy and EHR remember of one scene. */
type Memory = {
  readonly history: Happening[]
  readonly decisions: Decision[]
  questions: readonly TrackedQuestion[]
  queries: readonly PromptQuery[]
}

type Parts = { readonly options: SceneOptions; readonly memory: Memory }

const DAY = parseDateOnly('2026-11-02')
const NOW = new Date('2026-11-02T14:05:00Z')
/** By then the chart stands on the screen. */
const CONTEXT_AFTER_MS = 500

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)
const searchCodes = createEmbeddedCodeSearch({ knowledge, data: knowledgeData, codeSet })

const TENANT: TenantConfiguration = {
  tenant: parseTenantKey('gallery'),
  issuer: 'https://ehr.example/fhir',
  name: 'Gallery',
  kind: 'smart',
  vendor: 'sandbox',
  pkce: 'required',
  writeTargets: ['Claim'],
  sensitivity: { part2: 'withhold', behavioralHealth: 'allow', otherSensitive: 'allow' },
}

function buildRecord({ note, noteStatus = 'draft', record }: SceneOptions): EncounterRecord {
  const notes: readonly ClinicalNote[] =
    note === ''
      ? []
      : [
          {
            id: parseNoteId('note-1'),
            version: '1',
            status: noteStatus,
            authorRole: 'provider',
            time: '2026-11-02T14:02:00Z',
            encounterCertain: true,
            text: note,
            sha256: '0'.repeat(64),
          },
        ]
  return {
    tenant: TENANT.tenant,
    patientId: parsePatientId('patient-1'),
    encounterId: parseEncounterId('encounter-1'),
    setting: 'professional',
    encounterClass: 'ambulatory',
    status: 'in-progress',
    period: { start: '2026-11-02T14:00:00Z' },
    dateOfService: DAY,
    age: { value: 58, unit: 'years' },
    sex: 'female',
    notes,
    conditions: [],
    procedures: [],
    indicators: [],
    payer: 'commercial',
    performer: { role: 'provider' },
    ...record,
  }
}

function buildReading(options: SceneOptions): EncounterReading {
  const record = buildRecord(options)
  return {
    record,
    banner: { name: 'Margaret Okafor-Lindgren', birthDate: '1968-03-12', sex: 'female', recordNumber: '0012345' },
    showBanner: true,
    encounter: { id: record.encounterId, date: DAY, label: 'Office visit' },
    withheld: { byPolicy: 0, unreadable: 0 },
    performer: { reference: 'Practitioner/p1' },
    placeOfService: '11',
    gaps: [],
    ...options.reading,
  }
}

const never = <Value>(): Promise<Value> => new Promise(() => undefined)

async function* analyse(record: EncounterRecord, { options, memory }: Parts): AsyncGenerator<AnalysisEvent> {
  const found = analyseEncounter({ record, knowledge, codeSet }).findings
  const findings = options.findings?.(found) ?? found
  const asked = findings.flatMap((finding) => (finding.kind === 'prompt' ? [describeQuestion(finding, record)] : []))
  // A note that is signed was read while it was written.
  const { questions } = [asked.map((question) => ({ ...question, isSigned: false })), asked].reduce(
    (before, now) =>
      advance(before, { kind: 'analysed', source: 'rule', questions: now, answered: [], newResults: [] }),
    emptyLifecycle,
  )
  memory.questions = questions
  memory.queries = findings.flatMap((finding) => {
    const question = questions.find(({ fingerprint }) => fingerprint === finding.fingerprint)
    return finding.kind === 'prompt' && question && isQuery(question)
      ? [{ finding, question, since: NOW.toISOString() }]
      : []
  })
  const status: AnalysisStatus = {
    phase: 'rules',
    model: { state: 'off', reason: 'no model is set up' },
    codeSet: { state: 'embedded', release: 'FY2027' },
    checksOff: [],
    ...options.status,
  }
  yield { event: 'decisions', data: [] }
  yield { event: 'prompts', data: { questions } }
  yield { event: 'status', data: status }
  for (const data of findings) yield { event: 'finding', data }
  if (options.end === 'never') await never()
  if (options.end !== undefined && options.end !== 'never') {
    yield options.end
    return
  }
  yield { event: 'status', data: { ...status, phase: 'complete' } }
  yield { event: 'done', data: { findings: findings.length } }
}

const ME = 'Practitioner/p1'
const AT = NOW.toISOString()

function createSession({ options, memory }: Parts): ProxySession {
  const { role = 'provider' } = options
  const { history, decisions } = memory
  const readWork: ProxySession['readWork'] = async () => ({
    standing: foldWork(history.flatMap((happening) => (happening.kind === 'step' ? [happening.step] : []))),
    mayRelease: true,
    history: [...history],
  })
  return {
    role,
    actor: ME,
    tenant: TENANT.tenant,
    expiresAt: '2026-11-02T15:00:00Z',
    refusedTargets: [],
    analyse: (record) => analyse(record, { options, memory }),
    decide: async (request) => {
      const decision: Decision = { ...request, by: ME, at: AT }
      decisions.push(decision)
      history.push({ kind: 'decision', ...request, by: ME, role, at: AT })
      return decision
    },
    listPrompts: async () => ({ decisions, questions: memory.questions, queries: memory.queries }),
    reviewRisk: async () => ({ kind: 'no-data' }),
    recordRemarks: async () => undefined,
    checkDraft: async ({ draft, record, context }) => {
      const { findings, visit } = reviewDraft({ draft, record, knowledge, codeSet, ...(context && { context }) })
      // As the proxy does it: what speaks of levels is a coder's.
      return role === 'coder' ? { findings, visit } : { findings: findings.filter((one) => !isForCoders(one)) }
    },
    readWork,
    keepDraft: async ({ basedOn }) => basedOn + 1,
    takeStep: async (step) => {
      history.push({ kind: 'step', step, by: ME, role, at: AT })
      return readWork()
    },
    // Over the wire they come as fresh objects.
    searchCodes: async (request) => codeSearchAnswer.parse(searchCodes(request)),
    lookUpCode: async (code, on) => codeLookUpAnswer.parse(lookUpWithChildren(codeSet, code, on)),
    ask: askSiteSample,
    ledger: { begin: never, settle: never, list: async () => [], read: async () => undefined },
  }
}

/** What the ledger's history says of a write that came to this. */
function describeWrite(outcome: FilingOutcome, target: WriteTarget): Happening {
  const state = outcome.kind === 'rejected' || outcome.kind === 'unknown' ? outcome.kind : 'written'
  return { kind: 'write', target, state, by: ME, role: 'coder', at: AT }
}

function createConnection({ options, memory }: Parts): EhrConnection {
  const { chart, later, context, filing = { kind: 'filed', target: 'Claim', ids: ['claim-1'] } } = options
  const reading = buildReading(options)
  let looks = 0
  return {
    tenant: TENANT,
    patientId: reading.record.patientId,
    encounterId: reading.record.encounterId,
    idToken: undefined,
    getAccessToken: async () => undefined,
    findWriteTarget: async () => ({ target: filing.kind === 'queued' ? 'queue' : 'Claim', isPassingOver: false }),
    passOver: () => undefined,
    tryAllTargets: () => undefined,
    readClaimFacts: async () => ({ history: { priorServices: [], priorVisits: [], unseen: [] }, filing: {} }),
    readEncounter: async () => {
      looks += 1
      if (chart === 'never') return never()
      if (chart instanceof EhrError) throw chart
      if (later && looks > 1) throw later
      return reading
    },
    readBanner: async () => reading.banner,
    fileDraft: async () => {
      memory.history.push(describeWrite(filing, 'Claim'))
      return filing
    },
    resolveDifference: async () => ({ kind: 'updated', target: 'Claim', ids: ['Claim/claim-1'] }),
    withdrawDraft: async () => ({ kind: 'withdrawn', target: 'Claim', isError: false }),
    mayPostCharges: async () => false,
    mayCreditCharges: async () => false,
    postCharges: async () => filing,
    signOffDraft: async () => ({ kind: 'updated', target: 'Claim', ids: ['Claim/claim-1'] }),
    exportDraft: async () => '{}',
    findDraftKey: async () => 'a'.repeat(32),
    keepWorkTask: async () => undefined,
    exportRemarks: async () => '{}',
    sendQuery: async () => ({ kind: 'not-offered', reason: 'the gallery has no EHR' }),
    readQueryAnswer: async () => ({ kind: 'open' }),
    findEhrPage: async () => ({}),
    watchRecord: () => () => undefined,
    followContext: (onChange) => {
      if (context === undefined) return () => undefined
      const timer = setTimeout(() => onChange(context), CONTEXT_AFTER_MS)
      return () => clearTimeout(timer)
    },
    onSessionEnded: () => () => undefined,
  }
}

export function createSceneEncounter(options: SceneOptions): Encounter {
  const parts: Parts = { options, memory: { history: [], decisions: [], questions: [], queries: [] } }
  return composeEncounter({
    connection: createConnection(parts),
    openProxySession: async () => {
      if (options.proxy === 'never') return never()
      if (options.proxy === 'away') {
        throw new ProxyError('offline', 'Postil cannot be reached. The chart and manual coding still work.')
      }
      return createSession(parts)
    },
    loadEmbeddedCodes,
    // One look is enough for a picture; a scene that needs another asks for it.
    isVisible: () => options.later !== undefined,
    now: () => NOW,
  })
}
