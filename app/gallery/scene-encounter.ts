/** An encounter without an EHR and without a proxy: both answer from memory, as a scene says, and the rest is the real thing. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { checkDraft } from '#coding/claims/check-draft.ts'
import { createEmbeddedCodeSearch } from '#coding/code-sets/embedded-code-search.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { lookUpWithChildren } from '#coding/code-sets/look-up-with-children.ts'
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import { codeLookUpAnswer } from '#coding/contract/code-look-up.ts'
import { codeSearchAnswer } from '#coding/contract/code-search.ts'
import type { Role } from '#coding/contract/session.ts'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { foldWork, type WorkStep } from '#coding/domain/work.ts'
import { knowledgeData } from '#coding/knowledge/knowledge.generated.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { describeQuestion } from '#coding/prompts/describe-question.ts'
import { advance, emptyLifecycle } from '#coding/prompts/lifecycle.ts'
import { composeEncounter, type Encounter } from '../src/compose-encounter.ts'
import { EhrError } from '../src/ehr/errors.ts'
import type { EhrConnection, EncounterReading, FilingOutcome } from '../src/ehr/session-types.ts'
import { loadEmbeddedCodes } from '../src/embedded-codes.ts'
import { ProxyError } from '../src/proxy/errors.ts'
import type { ProxySession } from '../src/proxy/proxy-session.ts'

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
}

const DAY = parseDateOnly('2026-11-02')
const NOW = new Date('2026-11-02T14:05:00Z')

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

async function* analyse(record: EncounterRecord, options: SceneOptions): AsyncGenerator<AnalysisEvent> {
  const found = analyseEncounter({ record, knowledge, codeSet }).findings
  const findings = options.findings?.(found) ?? found
  const asked = findings.flatMap((finding) => (finding.kind === 'prompt' ? [describeQuestion(finding, record)] : []))
  const { questions } = advance(emptyLifecycle, {
    kind: 'analysed',
    source: 'rule',
    questions: asked,
    answered: [],
    newResults: [],
  })
  const status: AnalysisStatus = {
    phase: 'rules',
    model: { state: 'off', reason: 'no key is configured' },
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

function createSession(options: SceneOptions): ProxySession {
  const { role = 'provider' } = options
  const steps: WorkStep[] = []
  const decisions: Decision[] = []
  const readWork: ProxySession['readWork'] = async () => ({
    standing: foldWork(steps),
    mayRelease: true,
    history: steps.map((step) => ({ kind: 'step', step, by: 'Practitioner/p1', role, at: NOW.toISOString() })),
  })
  return {
    role,
    actor: 'Practitioner/p1',
    tenant: TENANT.tenant,
    expiresAt: '2026-11-02T15:00:00Z',
    analyse: (record) => analyse(record, options),
    decide: async (request) => {
      const decision: Decision = { ...request, by: 'Practitioner/p1', at: NOW.toISOString() }
      decisions.push(decision)
      return decision
    },
    listPrompts: async () => ({ decisions, questions: [], queries: [] }),
    checkDraft: async ({ draft, record }) => ({ findings: checkDraft({ draft, record, knowledge, codeSet }) }),
    readWork,
    keepDraft: async ({ basedOn }) => basedOn + 1,
    takeStep: async (step) => {
      steps.push(step)
      return readWork()
    },
    // Over the wire they come as fresh objects.
    searchCodes: async (request) => codeSearchAnswer.parse(searchCodes(request)),
    lookUpCode: async (code, on) => codeLookUpAnswer.parse(lookUpWithChildren(codeSet, code, on)),
    ledger: { begin: never, settle: never, list: async () => [], read: async () => undefined },
  }
}

function createConnection(options: SceneOptions): EhrConnection {
  const { chart, later, filing = { kind: 'filed', target: 'Claim', ids: ['claim-1'] } } = options
  const reading = buildReading(options)
  let looks = 0
  return {
    tenant: TENANT,
    patientId: reading.record.patientId,
    encounterId: reading.record.encounterId,
    idToken: undefined,
    getAccessToken: async () => undefined,
    findWriteTarget: async () => (filing.kind === 'queued' ? 'queue' : 'Claim'),
    readEncounter: async () => {
      looks += 1
      if (chart === 'never') return never()
      if (chart instanceof EhrError) throw chart
      if (later && looks > 1) throw later
      return reading
    },
    fileDraft: async () => filing,
    resolveDifference: async () => ({ kind: 'updated', target: 'Claim', ids: ['Claim/claim-1'] }),
    withdrawDraft: async () => ({ kind: 'withdrawn', target: 'Claim' }),
    exportDraft: async () => '{}',
    sendQuery: async () => ({ kind: 'not-offered', reason: 'the gallery has no EHR' }),
    readQueryAnswer: async () => ({ kind: 'open' }),
    findNoteWriter: async () => undefined,
    followContext: () => () => undefined,
    onSessionEnded: () => () => undefined,
  }
}

export function createSceneEncounter(options: SceneOptions): Encounter {
  return composeEncounter({
    connection: createConnection(options),
    openProxySession: async () => {
      if (options.proxy === 'never') return never()
      if (options.proxy === 'away') {
        throw new ProxyError('offline', 'Postil cannot be reached. The chart and manual coding still work.')
      }
      return createSession(options)
    },
    loadEmbeddedCodes,
    // One look is enough for a picture; a scene that needs another asks for it.
    isVisible: () => options.later !== undefined,
    now: () => NOW,
  })
}
