/** A draft as the resources of one target, with the key and the digest by which the ledger knows it. */
import type { ChargeItem, Claim, Task } from '@medplum/fhirtypes'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { WriteContent } from '#coding/contract/write.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { type BuildContext, writeKeyInput } from '#fhir-mappers/build-context.ts'
import { buildChargeItems } from '#fhir-mappers/charge-item.ts'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { buildTask } from '#fhir-mappers/task.ts'
import { buildWithdrawal } from '#fhir-mappers/withdrawal.ts'
import type { DraftTarget } from '#fhir-mappers/write-target.ts'
import { sha256Hex } from '../digest.ts'

export type FilingTarget = DraftTarget
export type Charge = Claim | ChargeItem | Task

type DraftWrite = WriteContent & { readonly target: FilingTarget; readonly context: BuildContext }

export function buildCharges({ target, draft, purpose, context }: DraftWrite): readonly Charge[] {
  const charges = buildOpenCharges(target, draft, context)
  if (purpose === 'file') return charges
  const reason = purpose === 'withdraw' ? 'withdrawn' : 'filed-in-error'
  return charges.map((charge) => buildWithdrawal(charge, reason))
}

function buildOpenCharges(target: FilingTarget, draft: DraftClaim, context: BuildContext): readonly Charge[] {
  switch (target) {
    case 'Claim':
      return [buildClaim(draft, context)]
    case 'ChargeItem':
      return buildChargeItems(draft, context)
    case 'Task':
      return [buildTask(draft, context)]
  }
}

/** One draft an encounter and kind, and of a stay that a physician bills one a day: filing it again updates the same. */
export async function buildWriteKey(issuer: string, draft: DraftClaim, revision = 1): Promise<string> {
  const { patientId, encounterId, kind, ofStayDay, dateOfService } = draft
  const day = ofStayDay ? { day: dateOfService } : {}
  const input = writeKeyInput({ issuer, patientId, encounterId, kind, revision, ...day })
  return (await sha256Hex(input)).slice(0, 32)
}

/** Of the content alone: neither the time nor the person nor the release of Postil makes it another draft. */
export async function digestPayload(target: WriteTarget, content: WriteContent, key: string): Promise<string> {
  const context: BuildContext = { now: '1970-01-01T00:00:00Z', key, software: { version: '0' } }
  const held = target === 'queue' || target === 'ChargeItem.$create' ? 'Claim' : target
  const charges = buildCharges({ ...content, target: held, context })
  return sha256Hex(JSON.stringify([target, charges]))
}
