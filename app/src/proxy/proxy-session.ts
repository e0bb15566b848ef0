/** A session with the proxy: renewed before it ends, and once more when the proxy says that it has ended. */
import type { CodeSearchRequest } from '#coding/code-sets/dated-code-search.ts'
import { type AnalysisEvent, tryParseAnalysisEvent } from '#coding/contract/analysis.ts'
import { type CodeLookUpAnswer, codeLookUpAnswer } from '#coding/contract/code-look-up.ts'
import { type CodeSearchAnswer, codeSearchAnswer } from '#coding/contract/code-search.ts'
import { type DecisionRequest, decisionResponse } from '#coding/contract/decision.ts'
import { type DraftBasis, type DraftCheckAnswer, tryParseDraftCheckResponse } from '#coding/contract/draft-check.ts'
import { type KeepDraftRequest, keepDraftAnswer } from '#coding/contract/kept-draft.ts'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import { type PromptList, tryParsePromptList } from '#coding/contract/prompt-list.ts'
import { type RemarkExportRequest, tryParseRiskReview } from '#coding/contract/risk-review.ts'
import { type Role, type SessionRequest, type SessionResponse, sessionResponse } from '#coding/contract/session.ts'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import { type WorkAnswer, workAnswer } from '#coding/contract/work.ts'
import { writeIntentResponse, writeList, writeRecord, writeRow } from '#coding/contract/write.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { WorkStep } from '#coding/domain/work.ts'
import type { TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import type { RemarkFormat, RiskRemark } from '#coding/risk-review/risk-remark.ts'
import type { RiskReview } from '#coding/risk-review/risk-review.ts'
import type { WriteLedger } from '../ehr/session-types.ts'
import type { DpopKey } from './dpop-key.ts'
import { ProxyError } from './errors.ts'
import { readEvents } from './event-stream.ts'
import { type Call, readJson, type Send, type Transport } from './request.ts'

export type ProxySession = {
  readonly role: Role
  readonly actor: string
  readonly tenant: TenantKey
  /** ISO 8601; moves when the session is renewed. */
  readonly expiresAt: string
  /** What drafts pass over, as the proxy knew it when the session began. */
  readonly refusedTargets: readonly WriteTarget[]
  /** @throws ProxyError; `stream-cut` when the stream ended without `done` or `error`. */
  readonly analyse: (
    record: EncounterRecord,
    signal?: AbortSignal,
    maskSeeds?: MaskSeeds,
  ) => AsyncIterable<AnalysisEvent>
  readonly decide: (request: DecisionRequest) => Promise<Decision & { readonly questions?: readonly TrackedQuestion[] }>
  readonly listPrompts: () => Promise<PromptList>
  readonly checkDraft: (question: DraftQuestion, signal?: AbortSignal) => Promise<DraftCheckAnswer>
  /** For a coder alone. */
  readonly reviewRisk: (record: EncounterRecord, signal?: AbortSignal) => Promise<RiskReview>
  /** Before they are saved: without the entry on record nothing may leave. */
  readonly recordRemarks: (format: RemarkFormat, remarks: readonly RiskRemark[]) => Promise<void>
  /** For a coder: where the work stands, and its history. */
  readonly readWork: () => Promise<WorkAnswer>
  /** @param basis with a release: the chart that it is checked against. @throws ProxyError */
  readonly takeStep: (step: WorkStep, basis?: DraftBasis) => Promise<WorkAnswer>
  /** @returns the new revision. @throws ProxyError; `conflict` when somebody else has kept another draft since. */
  readonly keepDraft: (request: KeepDraftRequest) => Promise<number>
  /** @throws ProxyError, or the caller's abort as it is. */
  readonly searchCodes: (search: CodeSearchRequest, signal?: AbortSignal) => Promise<CodeSearchAnswer>
  readonly lookUpCode: (code: Icd10Code, on: DateOnly, signal?: AbortSignal) => Promise<CodeLookUpAnswer>
  readonly ledger: WriteLedger
  /** For parts that are fetched on demand and read the answer themselves. @throws ProxyError */
  readonly ask: (call: Pick<Call, 'method' | 'path' | 'body'>) => Promise<unknown>
}

export type DraftQuestion = DraftBasis & { readonly draft: DraftClaim }

/** Fresh tokens of the EHR for the same launch. */
export type Renew = () => Promise<SessionRequest>

export type SessionParts = {
  readonly transport: Transport
  readonly key: DpopKey
  readonly request: SessionRequest
  readonly renew?: Renew
}

const RENEW_BEFORE_MS = 30_000

export async function openProxySession({ transport, key, request, renew }: SessionParts): Promise<ProxySession> {
  const { send, now } = transport
  let current = await exchange(send, key, request)
  let renewing: Promise<void> | undefined

  // Several calls may find the session ended at once; they wait for the same renewal.
  const renewOnce = (getRequest: Renew): Promise<void> => {
    renewing ??= getRequest()
      .then(async (fresh) => {
        current = await exchange(send, key, fresh)
      })
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }

  const callOnce = async (details: Omit<Call, 'sign'>): Promise<Response> => {
    if (renew && Date.parse(current.expiresAt) - now() < RENEW_BEFORE_MS) await renewOnce(renew)
    const token = current.session
    try {
      return await send({ ...details, sign: { key, token } })
    } catch (error) {
      // Refused before anything was done, so it may be sent again.
      if (!renew || !isSessionEnd(error)) throw error
      if (token === current.session) await renewOnce(renew)
      return send({ ...details, sign: { key, token: current.session } })
    }
  }

  // Reading changes nothing, so it may be asked for again.
  const call: CallProxy = (details) =>
    details.method === 'GET' ? askPatiently(() => callOnce(details), details.signal) : callOnce(details)

  let firstFindingMs: number | undefined
  return {
    role: current.role,
    actor: current.actor,
    tenant: current.tenant,
    refusedTargets: current.refusedTargets ?? [],
    get expiresAt() {
      return current.expiresAt
    },
    // Nobody is named to a proxy that masks no notes.
    analyse: (record, signal, maskSeeds) => {
      const seeds = current.model === 'on' || current.feedback === 'on' ? maskSeeds : undefined
      const body = {
        record,
        ...(seeds && { maskSeeds: seeds }),
        ...(firstFindingMs !== undefined && { firstFindingMs }),
      }
      firstFindingMs = undefined
      return timeFirstFinding(analyse(call, body, signal), (ms) => {
        firstFindingMs = ms
      })
    },
    decide: async (body) => {
      const parsed = decisionResponse.safeParse(await readOk(call({ method: 'POST', path: '/v1/decisions', body })))
      return parsed.success ? parsed.data : refuseAnswer()
    },
    listPrompts: async () =>
      tryParsePromptList(await readOk(call({ method: 'GET', path: '/v1/prompts' }))) ?? refuseAnswer(),
    readWork: async () => parseWork(await readOk(call({ method: 'GET', path: '/v1/work' }))),
    takeStep: async (step, basis) => {
      const body = { ...step, ...(basis && { basis }) }
      return parseWork(await readOk(call({ method: 'POST', path: '/v1/work', body })))
    },
    keepDraft: async (body) => {
      const parsed = keepDraftAnswer.safeParse(await readOk(call({ method: 'PUT', path: '/v1/work/draft', body })))
      return parsed.success ? parsed.data.revision : refuseAnswer()
    },
    checkDraft: async (body, signal) => {
      const answer = await readOk(call({ method: 'POST', path: '/v1/drafts/check', body, signal }))
      return tryParseDraftCheckResponse(answer) ?? refuseAnswer()
    },
    reviewRisk: async (record, signal) => {
      const answer = await readOk(call({ method: 'POST', path: '/v1/risk-review', body: { record }, signal }))
      return tryParseRiskReview(answer) ?? refuseAnswer()
    },
    recordRemarks: async (format, remarks) => {
      const body: RemarkExportRequest = { format, remarks: remarks.map(({ label: _label, ...remark }) => remark) }
      await readOk(call({ method: 'POST', path: '/v1/risk-review/remarks', body }))
    },
    searchCodes: async ({ query, on, limit }, signal) => {
      const path = `/v1/codes/search?${new URLSearchParams({ q: query, on, limit: String(limit) })}`
      const parsed = codeSearchAnswer.safeParse(await readOk(call({ method: 'GET', path, signal })))
      return parsed.success ? parsed.data : refuseAnswer()
    },
    lookUpCode: async (code, on, signal) => {
      const path = `/v1/codes/${encodeURIComponent(code)}?${new URLSearchParams({ on })}`
      const parsed = codeLookUpAnswer.safeParse(await readOk(call({ method: 'GET', path, signal })))
      return parsed.success ? parsed.data : refuseAnswer()
    },
    ledger: createLedger(call),
    ask: (details) => readOk(call(details)),
  }
}

function parseWork(answer: unknown): WorkAnswer {
  const parsed = workAnswer.safeParse(answer)
  return parsed.success ? parsed.data : refuseAnswer()
}

type CallProxy = (details: Omit<Call, 'sign'>) => Promise<Response>

async function exchange(send: Send, key: DpopKey, request: SessionRequest): Promise<SessionResponse> {
  const ask = (): Promise<Response> => send({ method: 'POST', path: '/v1/session', body: request, sign: { key } })
  const answer = readOk(askPatiently(ask))
  const parsed = sessionResponse.safeParse(await answer)
  return parsed.success ? parsed.data : refuseAnswer()
}

function isSessionEnd(error: unknown): boolean {
  return error instanceof ProxyError && (error.code === 'session-expired' || error.code === 'unauthorized')
}

/** What somebody waits for; told with the next request, so that it costs none of its own. */
async function* timeFirstFinding(
  events: AsyncIterable<AnalysisEvent>,
  tell: (ms: number) => void,
): AsyncGenerator<AnalysisEvent, void, undefined> {
  const began = performance.now()
  let isTold = false
  for await (const event of events) {
    if (event.event === 'finding' && !isTold) {
      isTold = true
      tell(Math.min(600_000, Math.round(performance.now() - began)))
    }
    yield event
  }
}

const MOST_TRIES = 3
/** What is away for longer (a database, an audit witness) is said at once. */
const LONGEST_WAIT_MS = 1000

/**
 * A proxy with too much to do sends requests away before anything is done. They come back when it says, and not all at
 * one moment: up to as much later again.
 */
async function askPatiently(ask: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  for (let tried = 1; ; tried++) {
    try {
      return await ask()
    } catch (error) {
      const waitMs = error instanceof ProxyError && error.code === 'unavailable' ? error.retryAfterMs : undefined
      if (waitMs === undefined || waitMs > LONGEST_WAIT_MS || tried === MOST_TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs * (1 + Math.random())))
      signal?.throwIfAborted()
    }
  }
}

async function* analyse(
  call: CallProxy,
  body: {
    readonly record: EncounterRecord
    readonly maskSeeds?: MaskSeeds
    readonly firstFindingMs?: number
  },
  signal: AbortSignal | undefined,
): AsyncGenerator<AnalysisEvent, void, undefined> {
  const response = await askPatiently(() => call({ method: 'POST', path: '/v1/analyses', body, signal }), signal)
  if (!response.body) refuseAnswer()
  else {
    for await (const { event, data } of readEvents(response.body, signal)) {
      const parsed = tryParseAnalysisEvent(event, parseData(data))
      if (!parsed) continue
      yield parsed
      if (parsed.event === 'done' || parsed.event === 'error') return
    }
    throw new ProxyError('stream-cut', 'The connection broke before the analysis was complete.')
  }
}

function parseData(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

/** Said as it is: the ledger is there, and has answered. */
const REFUSED: readonly ProxyError['code'][] = ['conflict', 'draft-errors', 'locked', 'not-active']

/** Nothing was filed under the key. */
const NO_CONTENT = 204

function createLedger(call: CallProxy): WriteLedger {
  return {
    begin: async (body) => {
      try {
        const answer = await readOk(call({ method: 'POST', path: '/v1/writes', body }))
        const parsed = writeIntentResponse.safeParse(answer)
        return parsed.success ? parsed.data : refuseAnswer()
      } catch (error) {
        if (error instanceof ProxyError && REFUSED.includes(error.code)) {
          return { outcome: 'refused', reason: error.message }
        }
        throw error
      }
    },
    settle: async (key, body) => {
      const answer = await readOk(call({ method: 'PUT', path: `/v1/writes/${encodeURIComponent(key)}`, body }))
      const parsed = writeRow.safeParse(answer)
      return parsed.success ? parsed.data : refuseAnswer()
    },
    list: async () => {
      const parsed = writeList.safeParse(await readOk(call({ method: 'GET', path: '/v1/writes' })))
      return parsed.success ? parsed.data.writes : refuseAnswer()
    },
    read: async (key) => {
      const response = await call({ method: 'GET', path: `/v1/writes/${encodeURIComponent(key)}` })
      if (response.status === NO_CONTENT) return undefined
      const parsed = writeRecord.safeParse(await readJson(response))
      return parsed.success ? parsed.data : refuseAnswer()
    },
  }
}

async function readOk(response: Promise<Response>): Promise<unknown> {
  return readJson(await response)
}

function refuseAnswer(): never {
  throw new ProxyError('unavailable', 'Postil did not answer as expected.')
}
