/** `POST /v1/drafts/check`: the claim rules over a draft, with the record that it was made from. */
import * as z from 'zod/mini'
import type { Finding } from '../domain/finding.ts'
import { claimContext } from './claim-context.ts'
import { draftClaim } from './draft-claim.ts'
import { encounterRecord } from './encounter-record.ts'
import { tryParseFinding } from './finding.ts'

export const draftCheckRequest = z.strictObject({
  draft: draftClaim,
  record: encounterRecord,
  context: z.exactOptional(claimContext),
})

const draftCheckResponse = z.object({ findings: z.array(z.unknown()) })

/** @returns the findings, or undefined when the answer is not one, or when any finding in it is malformed. */
export function tryParseDraftCheckResponse(value: unknown): readonly Finding[] | undefined {
  const parsed = draftCheckResponse.safeParse(value)
  if (!parsed.success) return undefined
  const findings = parsed.data.findings.map(tryParseFinding)
  return findings.every((finding) => finding !== undefined) ? findings : undefined
}
