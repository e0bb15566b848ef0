/** A draft as the resources of one target, with the key and the digest by which the ledger knows it. */
import type { ChargeItem, Claim, Task } from '@medplum/fhirtypes'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { WriteContent } from '#coding/contract/write.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { type BuildContext, writeKeyInput } from '#fhir-mappers/build-context.ts'
import { buildChargeItems } from '#fhir-mappers/charge-item.ts'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { buildTask } from '#fhir-mappers/task.ts'
import { sha256Hex } from '../digest.ts'

export type FilingTarget = Exclude<WriteTarget, 'queue'>
export type Charge = Claim | ChargeItem | Task

type DraftWrite = WriteContent & { readonly target: FilingTarget; readonly context: BuildContext }

export function buildCharges({ target, draft, purpose, context }: DraftWrite): readonly Charge[] {
  const isWithdrawn = purpose === 'withdraw'
  switch (target) {
    case 'Claim': {
      const claim = buildClaim(draft, context)
      return [isWithdrawn ? { ...claim, status: 'cancelled' } : claim]
    }
    case 'ChargeItem':
      return buildChargeItems(draft, context).map((charge) => (isWithdrawn ? { ...charge, status: 'aborted' } : charge))
    case 'Task': {
      const task = buildTask(draft, context)
      return [isWithdrawn ? { ...task, status: 'cancelled' } : task]
    }
  }
}

/** One draft an encounter and kind: what is filed again is an update of the same one. */
const REVISION = 1

export async function buildWriteKey(issuer: string, draft: DraftClaim): Promise<string> {
  const { patientId, encounterId, kind } = draft
  return (await sha256Hex(writeKeyInput({ issuer, patientId, encounterId, kind, revision: REVISION }))).slice(0, 32)
}

/** Of the content alone: neither the time nor the person nor the release of Postil makes it another draft. */
export async function digestPayload(target: WriteTarget, content: WriteContent, key: string): Promise<string> {
  const context: BuildContext = { now: '1970-01-01T00:00:00Z', key, software: { version: '0' } }
  const charges = buildCharges({ ...content, target: target === 'queue' ? 'Claim' : target, context })
  return sha256Hex(JSON.stringify([target, charges]))
}
