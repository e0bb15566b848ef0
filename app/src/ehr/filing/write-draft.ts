/** The pen is ours: write the draft for the first time, or bring the filed one up to date. */
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { DraftDifference } from '../session-types.ts'
import { type Attempt, type AttemptOutcome, settleWritten } from './attempt.ts'
import { compareDraft, describeDifference } from './compare-draft.ts'
import { type CreateResult, createDraft } from './create-draft.ts'
import { buildCharges } from './draft-payload.ts'
import { FILING_WORDS, reject } from './filing-words.ts'
import { settle } from './ledger-steps.ts'
import { holdsDraft, type RemoteDraft, readRemoteDrafts } from './remote-draft.ts'
import { lookUpDraft } from './resolve-unknown.ts'
import { listReferences, readFiledDraft, type UpdateResult, updateDraft } from './update-draft.ts'

export async function writeDraft(attempt: Attempt): Promise<AttemptOutcome> {
  const { filing, row } = attempt
  return row.remoteId === undefined
    ? finishCreate(attempt, await createDraft(filing))
    : finishUpdate(attempt, await updateDraft(attempt))
}

async function finishCreate(attempt: Attempt, result: CreateResult): Promise<AttemptOutcome> {
  switch (result.kind) {
    case 'created':
      return finishCreated(attempt, result)
    case 'unknown':
      return finishUnknown(attempt, result.status)
    case 'unsupported':
      await settle(attempt, { state: 'rejected', provenance: 'none', httpStatus: result.status })
      return { kind: 'demoted' }
    case 'conflict':
      await settle(attempt, { state: 'rejected', provenance: 'none', httpStatus: result.status })
      return reject(FILING_WORDS.several)
    case 'rejected':
    case 'session-ended':
      return finishRefused(attempt, result)
  }
}

async function finishCreated(
  attempt: Attempt,
  created: CreateResult & { readonly kind: 'created' },
): Promise<AttemptOutcome> {
  const { filing, server } = attempt
  const { references: ids, isExisting } = created
  const charges = buildCharges(filing)
  const told = created.remote.every((copy, index) => copy !== undefined && holdsDraft(copy.resource, charges[index]))
  const remote =
    told && !isExisting ? created.remote.filter((copy) => copy !== undefined) : await tryReadRemote(server, ids)
  const isOurs = remote !== undefined && charges.every((charge, index) => holdsDraft(remote[index]?.resource, charge))
  if (!isOurs && isExisting) {
    const httpStatus = created.status
    await settle(attempt, { state: 'rejected', provenance: 'none', remoteId: ids.join(','), httpStatus })
    const difference = remote && describeDifference(await compareDraft(filing, undefined, remote))
    return { kind: 'changed-by-person', target: filing.target, ids, ...(difference && { difference }) }
  }
  await settleWritten(attempt, { ...created, remote: isOurs ? remote : undefined })
  return { kind: isExisting ? 'already-filed' : 'filed', target: filing.target, ids }
}

/** Nobody knows; the one thing that may be done is to look. */
async function finishUnknown(attempt: Attempt, status: number | undefined): Promise<AttemptOutcome> {
  const { filing, server } = attempt
  const found = await lookUpDraft(filing, server)
  if (found.kind === 'arrived') {
    const ids = found.remote.map(({ reference }) => reference)
    await settleWritten(attempt, { references: ids, remote: found.remote, provenance: 'pending', status })
    return { kind: 'filed', target: filing.target, ids }
  }
  await settle(attempt, { state: 'unknown', provenance: 'none', ...(status !== undefined && { httpStatus: status }) })
  return { kind: 'unknown', reason: FILING_WORDS.unknown }
}

export async function finishUpdate(attempt: Attempt, result: UpdateResult): Promise<AttemptOutcome> {
  const { filing, row } = attempt
  const { target } = filing
  const ids = listReferences(row)
  switch (result.kind) {
    case 'updated':
      await settleWritten(attempt, { ...result, references: ids })
      return { kind: result.hasWritten ? 'updated' : 'already-filed', target, ids }
    case 'changed-by-person':
      return finishChanged(attempt, result.difference)
    case 'no-versions':
      return finishUnversioned(attempt)
    case 'other-shape':
      return refuse(attempt, FILING_WORDS.otherShape)
    case 'unreadable':
      return refuse(attempt, FILING_WORDS.unreadable)
    case 'unsupported':
      return refuse(attempt, FILING_WORDS.noUpdate)
    case 'unknown':
      await settle(attempt, { state: 'unknown', provenance: 'none' })
      return { kind: 'unknown', reason: FILING_WORDS.unknown }
    case 'rejected':
    case 'session-ended':
      return finishRefused(attempt, result)
  }
}

/** A person was faster than our PUT, or had been there before: theirs stays, and both are shown. */
async function finishChanged(attempt: Attempt, known: DraftDifference | undefined): Promise<AttemptOutcome> {
  const { filing, server, row, record } = attempt
  await settle(attempt, { state: 'rejected', provenance: 'none' })
  const remote = known === undefined ? await readFiledDraft(server, row) : []
  const difference =
    known ?? (typeof remote === 'string' ? undefined : describeDifference(await compareDraft(filing, record, remote)))
  return {
    kind: 'changed-by-person',
    target: filing.target,
    ids: listReferences(row),
    ...(difference && { difference }),
  }
}

/** Only a Claim can name the one before it, and only new content is worth another one. */
async function finishUnversioned(attempt: Attempt): Promise<AttemptOutcome> {
  const { target, purpose, draft } = attempt.filing
  if (target !== 'Claim' || purpose !== 'file' || draft.signedOff) return refuse(attempt, FILING_WORDS.noVersions)
  await settle(attempt, { state: 'rejected', provenance: 'none' })
  return { kind: 'unchangeable' }
}

async function refuse(attempt: Attempt, reason: string): Promise<AttemptOutcome> {
  await settle(attempt, { state: 'rejected', provenance: 'none' })
  return reject(reason)
}

async function finishRefused(
  attempt: Attempt,
  result: Extract<CreateResult, { readonly kind: 'rejected' | 'session-ended' }>,
): Promise<AttemptOutcome> {
  if (result.kind === 'session-ended') {
    await settle(attempt, { state: 'rejected', provenance: 'none', httpStatus: 401 })
    return { kind: 'session-ended' }
  }
  const { status, issues } = result
  await settle(attempt, { state: 'rejected', provenance: 'none', httpStatus: status, issueCodes: [...issues.codes] })
  return reject(FILING_WORDS.refused, issues.texts)
}

/** For the digest of what the EHR made of it. Without it a later update is refused rather than guessed. */
async function tryReadRemote(
  server: FhirServer,
  references: readonly string[],
): Promise<readonly RemoteDraft[] | undefined> {
  try {
    return await readRemoteDrafts(server, references)
  } catch (error) {
    if (!(error instanceof EhrError)) throw error
    return undefined
  }
}
