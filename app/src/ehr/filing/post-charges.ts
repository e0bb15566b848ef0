/**
 * Posts a draft's lines as charges by Oracle's `ChargeItem/$create`, after a coder has said so twice. A charge cannot be
 * changed or found by an identifier, so it is sent once at most: whatever is not certain is looked for, and never sent
 * again (smart-fhir reference 5.1, 5.5).
 */
import type { Parameters } from '@medplum/fhirtypes'
import type { BillCodes } from '#coding/contract/tenant.ts'
import type { WriteContent } from '#coding/contract/write.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { buildPostedCharges, matchPostedCharges } from '#fhir-mappers/posted-charge.ts'
import type { LaunchContext } from '../context-integrity.ts'
import { readVerifiedEncounter } from '../context-integrity.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { FilingOutcome, WriteLedger } from '../session-types.ts'
import { digestPayload } from './draft-payload.ts'
import { type WriteAnswer, writeOnce } from './fhir-write.ts'
import { FILING_WORDS, POSTING_WORDS, reject } from './filing-words.ts'
import { type LedgerSteps, settle, takePen, tryReadRecord } from './ledger-steps.ts'

export const POSTED = 'ChargeItem.$create'

export type Posting = {
  readonly server: FhirServer
  readonly context: LaunchContext
  readonly key: string
  readonly billCodes: BillCodes
  readonly ledger: WriteLedger
  readonly draft: DraftClaim
  /** Puts the draft back on Postil's list after nothing of it was posted. */
  readonly keep: () => Promise<FilingOutcome>
  readonly demote: () => void
}

/** @throws EhrError `session-ended` before anything was sent */
export async function postCharges(posting: Posting): Promise<FilingOutcome> {
  const { server, context, draft, ledger, key } = posting
  if (draft.kind !== 'professional' || draft.lines.length === 0) return reject(FILING_WORDS.noLines)
  const { encounter } = await readVerifiedEncounter(server, context)
  if (encounter.status !== 'finished') return reject(POSTING_WORDS.notFinished)
  const content: WriteContent = { draft, purpose: 'file' }
  const payloadSha256 = await digestPayload(POSTED, content, key)
  const standing = await findCharges(posting, draft)
  const pen = await takePen(ledger, { key, target: POSTED, payloadSha256, content })
  if (pen.outcome === 'none') return pen.told
  const { row } = pen
  const steps: LedgerSteps = { ledger, payloadSha256, row }
  if (pen.outcome === 'taken') return answerTaken(posting, steps)
  const stop = findStop(row.remoteId, standing)
  if (stop !== undefined) {
    await settle(steps, { state: 'rejected', provenance: 'none' })
    if (row.remoteId === undefined) await posting.keep()
    return reject(stop)
  }
  return send(posting, steps)
}

/** Why nothing is sent though nobody else is sending. */
function findStop(remoteId: string | undefined, standing: Standing): string | undefined {
  if (remoteId?.startsWith(POSTED) === true) return POSTING_WORDS.posted
  if (remoteId !== undefined) return FILING_WORDS.standsInEhr
  if (standing === 'unreadable') return POSTING_WORDS.cannotLook
  return standing.some((reference) => reference !== undefined) ? POSTING_WORDS.stands : undefined
}

type Standing = readonly (string | undefined)[] | 'unreadable'

/** One entry a line. @throws EhrError `session-ended` */
async function findCharges({ server }: Posting, draft: DraftClaim): Promise<Standing> {
  try {
    const query = { context: draft.encounterId, '-status': 'billable' }
    const { resources, isComplete } = await server.search('ChargeItem', query)
    return isComplete ? matchPostedCharges(draft, resources) : 'unreadable'
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    return 'unreadable'
  }
}

async function send(posting: Posting, steps: LedgerSteps): Promise<FilingOutcome> {
  const charges = buildPostedCharges(posting.draft, posting)
  for (const [index, charge] of charges.entries()) {
    const answer = await sendOne(posting, charge)
    if (answer.kind === 'written') continue
    if (index === 0 && answer.kind !== 'unknown') return finishRefused(posting, steps, answer)
    const said = answer.kind === 'rejected' ? answer.issues.texts : []
    return finishUncertain(posting, steps, { draft: posting.draft, said })
  }
  return finishPosted(steps, await tryFindCharges(posting, posting.draft))
}

function sendOne({ server }: Posting, resource: Parameters): Promise<WriteAnswer> {
  return writeOnce(server.transport, { method: 'POST', url: 'ChargeItem/$create', resource })
}

/** What it says of where the charges are is worth little without them, but they are posted all the same. */
async function tryFindCharges(posting: Posting, draft: DraftClaim): Promise<Standing> {
  try {
    return await findCharges(posting, draft)
  } catch (error) {
    if (!(error instanceof EhrError)) throw error
    return 'unreadable'
  }
}

async function finishPosted(steps: LedgerSteps, standing: Standing): Promise<FilingOutcome> {
  const ids = standing === 'unreadable' ? [] : standing.flatMap((reference) => reference?.split('/')[1] ?? [])
  const remoteId = `${POSTED}/${ids.join(',')}`
  // Nothing of it can be compared later; what was posted is kept all the same.
  await settle(steps, { state: 'written', provenance: 'none', remoteId, httpStatus: 200, remote: [] })
  return { kind: 'filed', target: POSTED, ids: ids.map((id) => `ChargeItem/${id}`) }
}

/** The first charge was refused: nothing of the draft is posted. */
async function finishRefused(
  { keep, demote }: Posting,
  steps: LedgerSteps,
  answer: Exclude<WriteAnswer, { readonly kind: 'written' | 'unknown' }>,
): Promise<FilingOutcome> {
  const status = 'status' in answer ? { httpStatus: answer.status } : { httpStatus: 401 }
  const issues = answer.kind === 'rejected' ? answer.issues : { texts: [], codes: [] }
  await settle(steps, { state: 'rejected', provenance: 'none', ...status, issueCodes: [...issues.codes] })
  if (answer.kind === 'session-ended') return { kind: 'session-ended' }
  if (answer.kind === 'unsupported') demote()
  await keep()
  return reject(answer.kind === 'unsupported' ? POSTING_WORDS.unsupported : POSTING_WORDS.refused, issues.texts)
}

type Uncertain = {
  readonly draft: DraftClaim
  /** Why the EHR took no more of it, in its own words. */
  readonly said?: readonly string[]
}

/** Some of it may be posted. All of it is certain only when every line is found. */
async function finishUncertain(
  posting: Posting,
  steps: LedgerSteps,
  { draft, said = [] }: Uncertain,
): Promise<FilingOutcome> {
  const standing = await tryFindCharges(posting, draft)
  if (standing !== 'unreadable' && standing.every((reference) => reference !== undefined)) {
    return finishPosted(steps, standing)
  }
  await settle(steps, { state: 'unknown', provenance: 'none' })
  const words = said.length > 0 ? ` The EHR says: ${said.join(' ')}` : ''
  return { kind: 'unknown', reason: `${describeMissing(draft, standing)}${words}` }
}

function describeMissing({ lines }: DraftClaim, standing: Standing): string {
  if (standing === 'unreadable') return POSTING_WORDS.unknown
  const missing = lines.flatMap(({ code }, index) =>
    standing[index] === undefined ? [`line ${index + 1} (${code.code})`] : [],
  )
  return `${POSTING_WORDS.unknown} Not found among the billable charges of this visit: ${missing.join(', ')}.`
}

async function answerTaken(posting: Posting, steps: LedgerSteps): Promise<FilingOutcome> {
  const { row, ledger } = steps
  if (row.state === 'pending') return { kind: 'unknown', reason: FILING_WORDS.inProgress }
  if (row.target === 'queue') {
    // Somebody left while the draft was put on the list; nothing of it can be in the EHR.
    await settle({ ...steps, payloadSha256: row.payloadSha256 }, { state: 'written', provenance: 'none' })
    return reject(POSTING_WORDS.again)
  }
  if (row.target !== POSTED) return reject(FILING_WORDS.standsInEhr)
  if (row.state === 'written') return { kind: 'already-filed', target: POSTED, ids: [] }
  // As it was sent: what has changed on the screen since is another draft.
  const record = await tryReadRecord(ledger, row.key)
  if (record?.content?.purpose === 'withdraw') return { kind: 'unknown', reason: POSTING_WORDS.crediting }
  const sent = record?.content?.draft
  if (sent === undefined) return { kind: 'unknown', reason: POSTING_WORDS.unknown }
  return finishUncertain(posting, { ...steps, payloadSha256: row.payloadSha256 }, { draft: sent })
}
