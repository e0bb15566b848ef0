/**
 * Who may write a draft as the work on the encounter stands: nobody over one that is on hold or released, no clinician
 * over a coder's, and no screen over what somebody has changed since.
 */
import type { WriteIntent } from '#coding/contract/write.ts'
import { isOutcomeOpen, listFiled } from '#coding/domain/filing-standing.ts'
import { foldWork } from '#coding/domain/work.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import type { Database, Scope } from './store/schema.ts'
import type { Session } from './store/sessions.ts'
import { findKeptRevision } from './store/work-drafts.ts'
import { listSteps } from './store/work-steps.ts'
import { listWriteEvents, type WriteEvent } from './store/write-ledger.ts'

type Asking = {
  readonly session: Scope & Pick<Session, 'role'>
  readonly intent: Pick<WriteIntent, 'key' | 'content' | 'basedOn'>
  readonly at: Date
}

/** @returns what the person is told; undefined where they may write. A question to the author is no draft. */
export async function findPenRefusal(
  db: Database,
  { session, intent, at }: Asking,
  cipher: ColumnCipher,
): Promise<string | undefined> {
  const { content, key, basedOn } = intent
  if (content === undefined) return undefined
  const steps = await listSteps(db, session, cipher)
  const standing = foldWork(steps.map(({ step }) => step))
  if (standing.kind === 'held') return 'A coder has put this encounter on hold, so nothing of it is filed now.'
  const isSignOff = session.role === 'coder' && content.purpose === 'file' && content.draft.signedOff === true
  if (standing.kind === 'released' && !isSignOff) {
    return 'A coder has released this encounter. Its draft stays as it is.'
  }
  if (session.role === 'coder') {
    const isOvertaken = basedOn !== undefined && (await findKeptRevision(db, session)) > basedOn
    return isOvertaken ? 'Somebody else has changed this draft since. Open Postil again from the chart.' : undefined
  }
  const writes = await listWriteEvents(db, session, at)
  return isCoders(writes.filter((write) => write.key === key))
    ? 'A coder has filed this draft. What is to be changed in it goes through the coder.'
    : undefined
}

/** A coder's draft that stands, or may stand: only what is known not to be there is nobody's. */
function isCoders(writes: readonly WriteEvent[]): boolean {
  const [filed] = listFiled(writes)
  const open = isOutcomeOpen(writes) ? writes.at(-1) : undefined
  return filed?.role === 'coder' || open?.role === 'coder'
}
