/** The ledger already has this draft: say so, finish what is owed, or find out what became of an earlier attempt. */
import { type Attempt, type AttemptOutcome, settleWritten } from './attempt.ts'
import { compareDraft, describeDifference, hasNoChange } from './compare-draft.ts'
import { createProvenance } from './create-draft.ts'
import { buildCharges } from './draft-payload.ts'
import { FILING_WORDS, reject } from './filing-words.ts'
import { settle } from './ledger-steps.ts'
import type { RemoteDraft } from './remote-draft.ts'
import { lookUpDraft } from './resolve-unknown.ts'
import { isUntouched, listReferences, readFiledDraft } from './update-draft.ts'

/** A request that was sent this long ago has arrived or never will. */
const SETTLED_MS = 2 * 60_000

export async function answerTaken(attempt: Attempt): Promise<AttemptOutcome> {
  const { state, remoteId } = attempt.row
  switch (state) {
    case 'written':
      return answerWritten(attempt)
    case 'pending':
      return { kind: 'unknown', reason: FILING_WORDS.inProgress }
    case 'unknown':
    case 'rejected':
      return remoteId === undefined ? answerUnknownCreate(attempt) : answerUnknownUpdate(attempt)
  }
}

/** The same draft again: nothing is written, but for a Provenance that the first time had to be left out. */
async function answerWritten(attempt: Attempt): Promise<AttemptOutcome> {
  const { filing, server, row } = attempt
  const ids = listReferences(row)
  const remote = row.remoteSha256 === undefined ? [] : await readFiledDraft(server, row)
  if (remote === 'gone') return { kind: 'changed-by-person', target: filing.target, ids }
  if (remote !== 'unreadable' && remote.length > 0 && !(await isUntouched(remote, row))) {
    return showDifference(attempt, remote)
  }
  if (row.provenance === 'pending' && ids.length > 0) {
    const provenance = await createProvenance(filing, ids, 'CREATE')
    await settle(attempt, { state: 'written', provenance })
  }
  return { kind: 'already-filed', target: filing.target, ids }
}

async function showDifference(attempt: Attempt, remote: readonly RemoteDraft[]): Promise<AttemptOutcome> {
  const { filing, record } = attempt
  const ids = remote.map(({ reference }) => reference)
  if (remote.length !== buildCharges(filing).length) return { kind: 'changed-by-person', target: filing.target, ids }
  const difference = describeDifference(await compareDraft(filing, record, remote))
  return { kind: 'changed-by-person', target: filing.target, ids, difference }
}

/** A receipt must name the content that the row speaks of. */
function asEarlier(attempt: Attempt): Attempt {
  const { row, record, filing } = attempt
  return { ...attempt, payloadSha256: row.payloadSha256, filing: { ...filing, ...record?.content } }
}

async function answerUnknownCreate(attempt: Attempt): Promise<AttemptOutcome> {
  const { server, row, now } = attempt
  const earlier = asEarlier(attempt)
  const found = await lookUpDraft(earlier.filing, server)
  switch (found.kind) {
    case 'unknown':
      return { kind: 'unknown', reason: FILING_WORDS.unknown }
    case 'absent':
      if (now - Date.parse(row.at) < SETTLED_MS) return { kind: 'unknown', reason: FILING_WORDS.unknown }
      await settle(earlier, { state: 'rejected', provenance: 'none' })
      return reject(FILING_WORDS.notArrived)
    case 'arrived':
      return finishArrived(attempt, found.remote)
    case 'in-part':
      return { kind: 'unknown', reason: FILING_WORDS.earlierContent }
    case 'other-content': {
      // It arrived, and a person has been there since.
      const remoteId = found.remote.map(({ reference }) => reference).join(',')
      await settle(earlier, { state: 'rejected', provenance: 'none', remoteId })
      return showDifference(attempt, found.remote)
    }
  }
}

async function answerUnknownUpdate(attempt: Attempt): Promise<AttemptOutcome> {
  const { filing, server, row, record } = attempt
  const earlier = asEarlier(attempt)
  const remote = await readFiledDraft(server, row)
  if (remote === 'unreadable') return { kind: 'unknown', reason: FILING_WORDS.unknown }
  const isThere = remote !== 'gone' && remote.length === buildCharges(earlier.filing).length
  if (isThere && !(await isUntouched(remote, row))) {
    const comparison = await compareDraft(earlier.filing, record, remote)
    if (hasNoChange(comparison)) return finishArrived(attempt, remote)
  }
  // Either it never arrived, and its version will not match any more, or a person has been there too.
  await settle(earlier, { state: 'rejected', provenance: 'none' })
  if (remote === 'gone') return { kind: 'changed-by-person', target: filing.target, ids: listReferences(row) }
  return (await isUntouched(remote, row)) ? { kind: 'again' } : showDifference(attempt, remote)
}

async function finishArrived(attempt: Attempt, remote: readonly RemoteDraft[]): Promise<AttemptOutcome> {
  const { filing, row, payloadSha256 } = attempt
  const ids = remote.map(({ reference }) => reference)
  await settleWritten(asEarlier(attempt), { references: ids, remote, provenance: 'pending' })
  return row.payloadSha256 === payloadSha256 ? { kind: 'already-filed', target: filing.target, ids } : { kind: 'again' }
}
