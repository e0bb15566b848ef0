/**
 * Files a draft after the user's click: the ledger, the EHR, the ledger again (smart-fhir reference 5.5, 5.6, 7.4).
 * Whatever happens, the same click twice leaves one draft, and a person's edit in the EHR stays.
 */
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { WriteContent, WriteIntentResponse, WritePurpose, WriteRecord, WriteRow } from '#coding/contract/write.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { BuildContext } from '#fhir-mappers/build-context.ts'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { type ClaimProblem, checkClaimPointers } from '#fhir-mappers/claim-checks.ts'
import type { WriteDecision } from '#fhir-mappers/write-target.ts'
import type { LaunchContext } from '../context-integrity.ts'
import type { EhrSession } from '../ehr-session.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { DifferenceChoice, EhrConnection, FilingOutcome, WriteLedger } from '../session-types.ts'
import { SOFTWARE } from '../software.ts'
import { answerTaken } from './answer-taken.ts'
import type { AttemptOutcome } from './attempt.ts'
import type { Filing } from './create-draft.ts'
import { creditCharges } from './credit-charges.ts'
import { digestPayload, type FilingTarget } from './draft-payload.ts'
import { describeRefusals, FILING_WORDS, POSTING_WORDS, REFUSAL_WORDS, reject } from './filing-words.ts'
import { buildNextRevision, findRevision, type Revision } from './find-revision.ts'
import { type LedgerSteps, settle, takePen, tryReadRecord } from './ledger-steps.ts'
import { POSTED, postCharges } from './post-charges.ts'
import { resolveDifference } from './resolve-difference.ts'
import type { WriteAbilities } from './write-abilities.ts'
import { writeDraft } from './write-draft.ts'

export type DraftFiler = Pick<
  EhrConnection,
  'fileDraft' | 'resolveDifference' | 'withdrawDraft' | 'signOffDraft' | 'postCharges' | 'findDraftKey'
>

type FilingTask = WriteContent & {
  readonly ledger: WriteLedger
  /** Where it was filed before; decided anew where it was not. */
  readonly target?: WriteTarget
  /** Found by the ledger where it is not given. */
  readonly revision?: Revision
}

/** One turn with the pen, or without it where somebody has it. */
type Turn = {
  readonly content: WriteContent
  readonly pen: WriteIntentResponse
  readonly steps: LedgerSteps
  readonly filing: Filing
}

export type DraftFilerParts = {
  readonly server: FhirServer
  readonly session: EhrSession
  readonly context: LaunchContext
  readonly browser: { readonly now: () => number }
}

/** Each target may refuse once, and an open row be settled once; beyond that the ledger does not answer. */
const TURNS = 6

export function createDraftFiler(parts: DraftFilerParts, abilities: WriteAbilities): DraftFiler {
  const { server, session, context } = parts

  /** Nothing that can be expected is thrown, and a session that is over leaves nothing pending (F7). */
  async function guard(draft: DraftClaim, work: () => Promise<FilingOutcome>): Promise<FilingOutcome> {
    if (draft.patientId !== context.patientId || draft.encounterId !== context.encounterId) {
      return reject(FILING_WORDS.otherPatient)
    }
    try {
      // Before the ledger is touched.
      await session.getAccessToken()
      return await work()
    } catch (error) {
      if (!(error instanceof EhrError)) throw error
      return error.code === 'session-ended' ? { kind: 'session-ended' } : reject(error.message)
    }
  }

  async function fileInTurn(task: FilingTask, turns: number): Promise<FilingOutcome> {
    if (turns === 0) return reject(FILING_WORDS.ledgerDown)
    const { draft, purpose, ledger } = task
    const decision = await abilities.decide()
    const target = task.target ?? decision.target
    if (target === POSTED) return reject(POSTING_WORDS.posted)
    const revision = task.revision ?? (await findRevision(session.tenant.issuer, draft, ledger))
    const { key } = revision
    const refusal = refuseDraft(draft, target, key)
    if (refusal) return refusal
    const content = { draft, purpose }
    const payloadSha256 = await digestPayload(target, content, key)
    const pen = await takePen(ledger, { key, target, payloadSha256, content })
    if (pen.outcome === 'none') return pen.told
    const steps = { ledger, payloadSha256, row: pen.row }
    if (isPosted(pen)) return refusePosted(pen, steps)
    if (target === 'queue') return keepInQueue(pen, steps, decision)
    const outcome = await attempt({ content, pen, steps, filing: buildFiling(content, target, revision) })
    if (outcome.kind === 'demoted') abilities.demote(target)
    if (outcome.kind === 'demoted' || outcome.kind === 'again') return fileInTurn(task, turns - 1)
    if (outcome.kind === 'unchangeable') {
      const next = await buildNextRevision(session.tenant.issuer, draft, { ledger, from: revision })
      return fileInTurn({ ...task, revision: next }, turns - 1)
    }
    const { prior } = revision
    return outcome.kind === 'filed' && prior !== undefined ? { ...outcome, replaces: prior } : outcome
  }

  async function attempt({ content, pen, steps, filing }: Turn): Promise<AttemptOutcome> {
    const isFirst = pen.outcome === 'go' && pen.row.remoteId === undefined
    const record = isFirst ? undefined : await tryReadRecord(steps.ledger, pen.row.key)
    const stop = findStop(pen, content.purpose, record)
    if (stop !== undefined) {
      await settle(steps, { state: 'rejected', provenance: 'none' })
      return reject(stop)
    }
    const trying = { ...steps, record, filing, server, now: parts.browser.now() }
    return pen.outcome === 'go' ? writeDraft(trying) : answerTaken(trying)
  }

  async function findKey(draft: DraftClaim, ledger: WriteLedger): Promise<string> {
    return (await findRevision(session.tenant.issuer, draft, ledger)).key
  }

  /** What no target could hold. */
  function refuseDraft(draft: DraftClaim, target: WriteTarget, key: string): FilingOutcome | undefined {
    if (target === 'ChargeItem' && draft.lines.length === 0) return reject(FILING_WORDS.noLines)
    const problems = checkClaimPointers(buildClaim(draft, buildContext(key)))
    return problems.length > 0 ? reject(FILING_WORDS.inconsistent, problems.map(describeProblem)) : undefined
  }

  async function keepInQueue(
    { outcome, row }: WriteIntentResponse,
    steps: LedgerSteps,
    decision: WriteDecision,
  ): Promise<FilingOutcome> {
    // One that stands in the EHR, or may stand there, and one on the list would be two.
    if (row.remoteId !== undefined || row.target !== 'queue') {
      if (outcome === 'go') await settle(steps, { state: 'rejected', provenance: 'none' })
      return reject(FILING_WORDS.standsInEhr)
    }
    if (outcome === 'go') await settle(steps, { state: 'written', provenance: 'none' })
    return { kind: 'queued', reason: describeRefusals(decision) }
  }

  function buildFiling(content: WriteContent, target: FilingTarget, { key, prior }: Revision): Filing {
    const context = { ...buildContext(key), ...(prior !== undefined && { priorClaim: prior }) }
    return { transport: server.transport, abilities, ...content, target, context }
  }

  async function withdraw(draft: DraftClaim, ledger: WriteLedger, isError: boolean): Promise<FilingOutcome> {
    const newest = await findRevision(session.tenant.issuer, draft, ledger)
    const own = await tryReadRecord(ledger, newest.key)
    // The newest that there is: one that was entered in error is still that, when it is asked for again.
    const revision = own === undefined && newest.before ? newest.before : newest
    const record = own ?? (await tryReadRecord(ledger, revision.key))
    const { content } = record?.filed ?? record ?? {}
    if (!(record && content)) return reject(FILING_WORDS.nothingFiled)
    const target = findTarget(record.row)
    if (target === POSTED) return credit(content.draft, record, ledger)
    // As it was filed: what has changed on the screen since is not part of taking it back.
    const purpose = isError ? 'retract' : 'withdraw'
    const task: FilingTask = { draft: content.draft, purpose, ledger, target, revision }
    const outcome = await fileInTurn(task, TURNS)
    const isDone = outcome.kind === 'updated' || outcome.kind === 'already-filed' || outcome.kind === 'queued'
    return isDone ? { kind: 'withdrawn', target, isError } : outcome
  }

  async function credit(draft: DraftClaim, record: WriteRecord, ledger: WriteLedger): Promise<FilingOutcome> {
    const refusal = await abilities.findCreditRefusal()
    if (refusal !== undefined) return reject(POSTING_WORDS.posted)
    return creditCharges({ server, ledger, record, draft })
  }

  /** By the ledger, so that a panel that was opened anew can do it too; and only what is filed as it stands here. */
  async function signOff(draft: DraftClaim, ledger: WriteLedger): Promise<FilingOutcome> {
    const key = await findKey(draft, ledger)
    const record = await tryReadRecord(ledger, key)
    if (record && findTarget(record.row) === POSTED) return reject(POSTING_WORDS.posted)
    const content = record && findStanding(record)
    if (!(record && content) || content.purpose !== 'file') return reject(FILING_WORDS.nothingSigned)
    const target = findTarget(record.row)
    const [here, there] = await Promise.all(
      [draft, content.draft].map((one) =>
        digestPayload(target, { draft: { ...one, signedOff: false }, purpose: 'file' }, key),
      ),
    )
    if (here !== there) return reject(FILING_WORDS.filedOtherwise)
    return fileInTurn({ draft: { ...content.draft, signedOff: true }, purpose: 'file', ledger, target }, TURNS)
  }

  async function resolve(draft: DraftClaim, choice: DifferenceChoice, ledger: WriteLedger): Promise<FilingOutcome> {
    const revision = await findRevision(session.tenant.issuer, draft, ledger)
    const record = await tryReadRecord(ledger, revision.key)
    const target = record && findTarget(record.row)
    if (!record || target === undefined || target === 'queue') return reject(FILING_WORDS.ledgerDown)
    if (target === POSTED) return reject(POSTING_WORDS.posted)
    const content: WriteContent = { draft, purpose: 'file' }
    const parties = { filing: buildFiling(content, target, revision), server, record, ledger, now: parts.browser.now() }
    return resolveDifference(parties, choice)
  }

  async function post(draft: DraftClaim, ledger: WriteLedger): Promise<FilingOutcome> {
    const refusal = await abilities.findPostRefusal()
    const { billCodes } = session.tenant
    if (refusal !== undefined || billCodes === undefined) {
      return reject(`No charge can be posted: ${REFUSAL_WORDS[refusal ?? 'not-opted-in']}.`)
    }
    const key = await findKey(draft, ledger)
    const inconsistency = refuseDraft(draft, POSTED, key)
    if (inconsistency) return inconsistency
    return postCharges({
      server,
      context,
      billCodes,
      ledger,
      draft,
      key,
      keep: () => fileInTurn({ draft, purpose: 'file', ledger }, TURNS),
      demote: () => abilities.demote(POSTED),
    })
  }

  function buildContext(key: string): BuildContext {
    const now = new Date(parts.browser.now()).toISOString()
    return { now, key, software: SOFTWARE, ...(session.fhirUser !== undefined && { person: session.fhirUser }) }
  }

  return {
    findDraftKey: findKey,
    fileDraft: (draft, ledger) => guard(draft, () => fileInTurn({ draft, purpose: 'file', ledger }, TURNS)),
    resolveDifference: (draft, choice, ledger) => guard(draft, () => resolve(draft, choice, ledger)),
    withdrawDraft: (draft, ledger, isError = false) => guard(draft, () => withdraw(draft, ledger, isError)),
    postCharges: (draft, ledger) => guard(draft, () => post(draft, ledger)),
    signOffDraft: (draft, ledger) => guard(draft, () => signOff(draft, ledger)),
  }
}

async function refusePosted({ outcome }: WriteIntentResponse, steps: LedgerSteps): Promise<FilingOutcome> {
  if (outcome === 'go') await settle(steps, { state: 'rejected', provenance: 'none' })
  return reject(POSTING_WORDS.posted)
}

/** Why nothing is written though nobody else is writing. */
function findStop(
  { outcome, row }: WriteIntentResponse,
  purpose: WritePurpose,
  record: WriteRecord | undefined,
): string | undefined {
  if (outcome !== 'go') return undefined
  if (row.remoteId === undefined && purpose !== 'file') return FILING_WORDS.nothingFiled
  const isRetracted = record?.filed?.content.purpose === 'retract'
  return isRetracted && purpose !== 'retract' ? FILING_WORDS.retracted : undefined
}

/** Charges of this draft stand in the EHR, or may do so: a draft beside them would be two. */
function isPosted({ outcome, row }: WriteIntentResponse): boolean {
  return row.remoteId?.startsWith(POSTED) === true || (outcome === 'taken' && row.target === POSTED)
}

/** Where it stands, whatever was tried since. */
function findTarget({ remoteId, target }: WriteRow): WriteTarget {
  const [type] = (remoteId ?? target).split('/')
  return type === 'Claim' || type === 'ChargeItem' || type === 'Task' || type === POSTED ? type : 'queue'
}

/** What stands in the EHR, or on Postil's own list, which keeps no copy of another's. */
function findStanding({ row, filed, content }: WriteRecord): WriteContent | undefined {
  return row.target === 'queue' && row.remoteId === undefined && row.state === 'written' ? content : filed?.content
}

function describeProblem({ code, element }: ClaimProblem): string {
  return `${element}: ${code}`
}
