/**
 * Which revision of a draft is filed next. There is a second one where the first can never be changed: it was entered
 * in error, its charges were credited, or the EHR cannot tell our update from one over somebody's edit (smart-fhir reference 7.4.3).
 */
import type { WriteRecord } from '#coding/contract/write.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { WriteLedger } from '../session-types.ts'
import { buildWriteKey } from './draft-payload.ts'
import { tryReadRecord } from './ledger-steps.ts'
import { POSTED } from './post-charges.ts'

export type Revision = {
  readonly key: string
  readonly number: number
  /** `Claim/…` of the one before, which it names; never one that was entered in error. */
  readonly prior?: string
  readonly before?: Revision
}

/** More than anybody files of one visit; beyond it the last one is refused as any other that cannot be changed. */
const MOST = 20

export async function findRevision(issuer: string, draft: DraftClaim, ledger: WriteLedger): Promise<Revision> {
  const whole = await findEarlyForm(issuer, draft, ledger)
  let revision: Revision = { key: await buildWriteKey(issuer, whole), number: 1 }
  while (revision.number < MOST) {
    const record = await tryReadRecord(ledger, revision.key)
    if (record === undefined) return revision
    const next = await buildNext(issuer, whole, { revision, record })
    if (!isClosed(record) && (await tryReadRecord(ledger, next.key)) === undefined) return revision
    revision = next
  }
  return revision
}

/** @param from the revision that can never be changed. */
export async function buildNextRevision(
  issuer: string,
  draft: DraftClaim,
  { ledger, from }: { readonly ledger: WriteLedger; readonly from: Revision },
): Promise<Revision> {
  const whole = await findEarlyForm(issuer, draft, ledger)
  return buildNext(issuer, whole, { revision: from, record: await tryReadRecord(ledger, from.key) })
}

async function buildNext(
  issuer: string,
  draft: DraftClaim,
  { revision, record }: { readonly revision: Revision; readonly record: WriteRecord | undefined },
): Promise<Revision> {
  const number = revision.number + 1
  const prior = record && !isRetracted(record) ? record.row.remoteId : revision.prior
  const isClaim = prior?.startsWith('Claim/') === true
  return { key: await buildWriteKey(issuer, draft, number), number, before: revision, ...(isClaim && { prior }) }
}

/** Nothing more is written to it: entered in error, or charges that were credited. */
function isClosed(record: WriteRecord): boolean {
  const isCredited = record.row.remoteId?.startsWith(`${POSTED}/`) && record.filed?.content.purpose === 'withdraw'
  return isCredited === true || isRetracted(record)
}

function isRetracted({ filed }: WriteRecord): boolean {
  return filed?.content.purpose === 'retract'
}

/** A day of a stay that was filed before each day had a key of its own keeps the one that it had. */
async function findEarlyForm(issuer: string, draft: DraftClaim, ledger: WriteLedger): Promise<DraftClaim> {
  if (!draft.ofStayDay) return draft
  const { ofStayDay: _, ...whole } = draft
  const record = await tryReadRecord(ledger, await buildWriteKey(issuer, whole))
  return record?.content?.draft.dateOfService === draft.dateOfService ? whole : draft
}
