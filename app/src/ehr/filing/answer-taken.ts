/** The ledger already has this draft: say so, finish what is owed, or find out what became of an earlier attempt. */
import { type Attempt, type AttemptOutcome, settleWritten } from './attempt.ts'
import { createProvenance } from './create-draft.ts'
import { FILING_WORDS, reject } from './filing-words.ts'
import { settle } from './ledger-steps.ts'
import { digestRemoteDrafts } from './remote-draft.ts'
import { lookUpDraft } from './resolve-unknown.ts'
import { listReferences, readOwnDraft } from './update-draft.ts'

/** A request that was sent this long ago has arrived or never will. */
const SETTLED_MS = 2 * 60_000

export async function answerTaken(attempt: Attempt): Promise<AttemptOutcome> {
  const { state } = attempt.row
  switch (state) {
    case 'written':
      return answerWritten(attempt)
    case 'pending':
      return { kind: 'unknown', reason: FILING_WORDS.inProgress }
    case 'unknown':
    case 'rejected':
      return answerUnknown(attempt)
  }
}

/** The same draft again: nothing is written, but for a Provenance that the first time had to be left out. */
async function answerWritten(attempt: Attempt): Promise<AttemptOutcome> {
  const { filing, server, row } = attempt
  const ids = listReferences(row)
  const own = row.remoteSha256 === undefined ? [] : await readOwnDraft(server, row)
  if (own === 'changed-by-person') return { kind: own, target: filing.target, ids }
  if (row.provenance === 'pending' && ids.length > 0) {
    const provenance = await createProvenance(filing, ids, 'CREATE')
    await settle(attempt, { state: 'written', provenance })
  }
  return { kind: 'already-filed', target: filing.target, ids }
}

async function answerUnknown(attempt: Attempt): Promise<AttemptOutcome> {
  const { filing, server, row, payloadSha256, now } = attempt
  // A receipt must name the content that the row speaks of.
  const earlier = { ...attempt, payloadSha256: row.payloadSha256 }
  const found = await lookUpDraft(filing, server)
  switch (found.kind) {
    case 'unknown':
      return { kind: 'unknown', reason: FILING_WORDS.unknown }
    case 'absent':
      if (now - Date.parse(row.at) < SETTLED_MS) return { kind: 'unknown', reason: FILING_WORDS.unknown }
      await settle(earlier, { state: 'rejected', provenance: 'none' })
      return reject(FILING_WORDS.notArrived)
    case 'arrived': {
      const ids = found.remote.map(({ reference }) => reference)
      await settleWritten(earlier, { references: ids, remote: found.remote, provenance: 'pending' })
      return row.payloadSha256 === payloadSha256
        ? { kind: 'already-filed', target: filing.target, ids }
        : { kind: 'again' }
    }
    case 'other-content': {
      // Still what we wrote before: the later update never arrived, so the pen can be taken anew.
      if ((await digestRemoteDrafts(found.remote)) !== row.remoteSha256) {
        return { kind: 'unknown', reason: FILING_WORDS.earlierContent }
      }
      await settle(earlier, { state: 'rejected', provenance: 'none' })
      return { kind: 'again' }
    }
  }
}
