/** What a person chose where the EHR's copy and ours differ: theirs is the ground, ours goes in field by field. */
import type { WriteRecord } from '#coding/contract/write.ts'
import { checkClaimPointers } from '#fhir-mappers/claim-checks.ts'
import { sha256Hex } from '../digest.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { DifferenceChoice, FilingOutcome, WriteLedger } from '../session-types.ts'
import { type AttemptOutcome, settleWritten } from './attempt.ts'
import { type Comparison, compareDraft, describeDifference, mergeCharge } from './compare-draft.ts'
import type { Filing } from './create-draft.ts'
import { buildCharges, type Charge, digestPayload } from './draft-payload.ts'
import { FILING_WORDS, reject } from './filing-words.ts'
import { settle, takePen } from './ledger-steps.ts'
import type { RemoteDraft } from './remote-draft.ts'
import { listReferences, putCharges, readFiledDraft } from './update-draft.ts'
import { finishUpdate } from './write-draft.ts'

type Parties = {
  readonly filing: Filing
  readonly server: FhirServer
  readonly record: WriteRecord
  readonly ledger: WriteLedger
  readonly now: number
}

export async function resolveDifference(parties: Parties, choice: DifferenceChoice): Promise<FilingOutcome> {
  const { filing, server, record } = parties
  const { target } = filing
  const ids = listReferences(record.row)
  const remote = await readFiledDraft(server, record.row)
  if (remote === 'gone') return { kind: 'changed-by-person', target, ids }
  if (remote === 'unreadable') return reject(FILING_WORDS.unreadable)
  if (remote.length === 0 || remote.length !== buildCharges(filing).length) return reject(FILING_WORDS.otherShape)
  const comparison = await compareDraft(filing, record, remote)
  const difference = describeDifference(comparison)
  // What was chosen was chosen about a copy that is no longer there.
  if (difference.seen !== choice.seen) return { kind: 'changed-by-person', target, ids, difference }
  const merged = comparison.charges.map((charge) => mergeCharge(charge, (_change, path) => choice.ours.has(path)))
  const isWriting = choice.ours.size > 0
  if (isWriting && difference.locked !== undefined) return reject(difference.locked)
  const problems = isWriting ? merged.flatMap(checkCharge) : []
  if (problems.length > 0) return reject(FILING_WORDS.contradictory, problems)
  return write(parties, { comparison, merged: isWriting ? merged : undefined, choice, remote })
}

function checkCharge(charge: Charge): readonly string[] {
  return charge.resourceType === 'Claim'
    ? checkClaimPointers(charge).map(({ code, element }) => `${element}: ${code}`)
    : []
}

type Resolution = {
  readonly comparison: Comparison
  /** Undefined where nothing of ours goes in. */
  readonly merged: readonly Charge[] | undefined
  readonly choice: DifferenceChoice
  readonly remote: readonly RemoteDraft[]
}

async function write(parties: Parties, { comparison, merged, choice, remote }: Resolution): Promise<FilingOutcome> {
  const { filing, server, record, ledger, now } = parties
  const { target, context, draft, purpose } = filing
  const content = { draft, purpose }
  const chosen = [choice.seen, ...[...choice.ours].toSorted()].join('|')
  const payloadSha256 = await sha256Hex(`${await digestPayload(target, content, context.key)}|${chosen}`)
  const { state } = record.row
  // What became of an attempt before this one no longer matters: the copy that was seen is the ground.
  if (state === 'unknown') await settle({ ledger, row: record.row, payloadSha256: record.row.payloadSha256 }, REJECTED)
  const pen = await takePen(ledger, { key: context.key, target, payloadSha256, content })
  if (pen.outcome === 'none') return pen.told
  if (pen.outcome === 'taken') return { kind: 'unknown', reason: FILING_WORDS.inProgress }
  const attempt = { filing, server, ledger, payloadSha256, row: pen.row, record, now }
  const references = listReferences(pen.row)
  if (!merged) {
    await settleWritten(attempt, { references, remote, provenance: 'none' })
    return { kind: 'theirs-kept', target, ids: references }
  }
  return toOutcome(await finishUpdate(attempt, await putCharges(attempt, comparison, merged)))
}

const REJECTED = { state: 'rejected', provenance: 'none' } as const

/** None of these comes of a person's choice about the copy that they saw. */
function toOutcome(outcome: AttemptOutcome): FilingOutcome {
  return outcome.kind === 'again' || outcome.kind === 'demoted' || outcome.kind === 'unchangeable'
    ? reject(FILING_WORDS.noUpdate)
    : outcome
}
