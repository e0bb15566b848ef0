/**
 * Takes posted charges back by Oracle's `ChargeItem/{id}/$credit`, the undo of `$create` (smart-fhir reference 5.1, 5.5).
 * Each charge is asked for once: whatever is not certain is looked at, and never sent again.
 */
import type { ChargeItem } from '@medplum/fhirtypes'
import type { WriteContent, WriteRecord } from '#coding/contract/write.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import { buildCredit } from '#fhir-mappers/posted-charge.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { FilingOutcome, WriteLedger } from '../session-types.ts'
import { digestPayload } from './draft-payload.ts'
import { writeOnce } from './fhir-write.ts'
import { CREDIT_WORDS, FILING_WORDS, reject } from './filing-words.ts'
import { type LedgerSteps, settle, takePen } from './ledger-steps.ts'
import { POSTED } from './post-charges.ts'

export type Crediting = {
  readonly server: FhirServer
  readonly ledger: WriteLedger
  /** Of the posting, as the ledger has it. */
  readonly record: WriteRecord
  /** The draft as it was posted. */
  readonly draft: WriteContent['draft']
}

type Look = { readonly billable: readonly string[]; readonly billed: readonly string[] } | 'unreadable'

/** @throws EhrError `session-ended` before anything was sent */
export async function creditCharges({ server, ledger, record, draft }: Crediting): Promise<FilingOutcome> {
  const { key } = record.row
  const ids = listPosted(record)
  if (ids.length === 0) return reject(CREDIT_WORDS.unnamed)
  const content: WriteContent = { draft, purpose: 'withdraw' }
  const payloadSha256 = await digestPayload(POSTED, content, key)
  const standing = await look(server, ids)
  if (standing === 'unreadable') return reject(CREDIT_WORDS.cannotLook)
  if (standing.billed.length > 0) return reject(CREDIT_WORDS.billed, standing.billed)
  const pen = await takePen(ledger, { key, target: POSTED, payloadSha256, content })
  if (pen.outcome === 'none') return pen.told
  const steps: LedgerSteps = { ledger, payloadSha256, row: pen.row }
  if (pen.outcome === 'taken') return answerTaken(steps, { standing, sent: record.content })
  for (const [index, id] of standing.billable.entries()) {
    const resource = buildCredit(key, index)
    const answer = await writeOnce(server.transport, { method: 'POST', url: `ChargeItem/${id}/$credit`, resource })
    if (answer.kind === 'written') continue
    if (answer.kind !== 'unknown' && index === 0) {
      await settle(steps, { state: 'rejected', provenance: 'none' })
      if (answer.kind === 'session-ended') return { kind: 'session-ended' }
      return reject(CREDIT_WORDS.refused, answer.kind === 'rejected' ? answer.issues.texts : [])
    }
    return finishUncertain(steps, await tryLook(server, ids))
  }
  return finish(steps)
}

/** The charges by which the lines stand; without them nobody can say which are ours. */
function listPosted({ row }: WriteRecord): readonly string[] {
  const [target, ids = ''] = row.remoteId?.split('/') ?? []
  return target === POSTED ? ids.split(',').filter(Boolean) : []
}

/** @throws EhrError `session-ended` */
async function look(server: FhirServer, ids: readonly string[]): Promise<Look> {
  try {
    const charges = await Promise.all(ids.map((id) => server.read(`ChargeItem/${id}`)))
    const list = (status: string) => ids.filter((_, index) => asObject<ChargeItem>(charges[index]).status === status)
    return { billable: list('billable'), billed: list('billed') }
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    return 'unreadable'
  }
}

/** What was sent is sent: a session that is over then leaves an unknown outcome and no error. */
async function tryLook(server: FhirServer, ids: readonly string[]): Promise<Look> {
  try {
    return await look(server, ids)
  } catch (error) {
    if (!(error instanceof EhrError)) throw error
    return 'unreadable'
  }
}

async function finish(steps: LedgerSteps): Promise<FilingOutcome> {
  // Nothing of it stands any more, and that is what the ledger keeps of it.
  await settle(steps, { state: 'written', provenance: 'none', httpStatus: 200, remote: [] })
  return { kind: 'withdrawn', target: POSTED, isError: false }
}

async function finishUncertain(steps: LedgerSteps, standing: Look): Promise<FilingOutcome> {
  if (standing !== 'unreadable' && standing.billable.length + standing.billed.length === 0) return finish(steps)
  await settle(steps, { state: 'unknown', provenance: 'none' })
  const left = standing === 'unreadable' ? [] : [...standing.billable, ...standing.billed]
  const named = left.length > 0 ? ` Still there: ${left.map((id) => `ChargeItem/${id}`).join(', ')}.` : ''
  return { kind: 'unknown', reason: `${CREDIT_WORDS.unknown}${named}` }
}

async function answerTaken(
  steps: LedgerSteps,
  { standing, sent }: { readonly standing: Look; readonly sent: WriteContent | undefined },
): Promise<FilingOutcome> {
  const { row } = steps
  if (row.state === 'pending') return { kind: 'unknown', reason: FILING_WORDS.inProgress }
  if (row.state === 'written') return { kind: 'withdrawn', target: POSTED, isError: false }
  // A posting of which nobody knows what became of it is cleared up first.
  if (sent?.purpose !== 'withdraw') return reject(CREDIT_WORDS.postingOpen)
  return finishUncertain({ ...steps, payloadSha256: row.payloadSha256 }, standing)
}
