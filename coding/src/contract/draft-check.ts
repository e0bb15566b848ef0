/** `POST /v1/drafts/check`: the claim rules over a draft, with the record that it was made from. */
import * as z from 'zod/mini'
import type { ClaimContext } from '../claims/claim-context.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Finding } from '../domain/finding.ts'
import type { VisitGrid } from '../domain/visit-grid.ts'
import { claimContext } from './claim-context.ts'
import { draftClaim } from './draft-claim.ts'
import { encounterRecord } from './encounter-record.ts'
import { tryParseFinding } from './finding.ts'
import { tryParseVisitGrid } from './visit-grid.ts'

/** What the rules read a draft against: the chart as the sender has it. */
export const draftBasis = z.strictObject({ record: encounterRecord, context: z.exactOptional(claimContext) })
export type DraftBasis = { readonly record: EncounterRecord; readonly context?: ClaimContext }

export const draftCheckRequest = z.extend(draftBasis, { draft: draftClaim })

export type DraftCheckAnswer = {
  readonly findings: readonly Finding[]
  /** For a coder alone: how the level of the visit follows from note and chart. */
  readonly visit?: VisitGrid
}

const draftCheckResponse = z.object({ findings: z.array(z.unknown()), visit: z.exactOptional(z.unknown()) })

/** @returns the answer, or undefined when it is none, or when any part of it is malformed. */
export function tryParseDraftCheckResponse(value: unknown): DraftCheckAnswer | undefined {
  const parsed = draftCheckResponse.safeParse(value)
  if (!parsed.success) return undefined
  const findings = parsed.data.findings.map(tryParseFinding)
  if (!findings.every((finding) => finding !== undefined)) return undefined
  if (parsed.data.visit === undefined) return { findings }
  const visit = tryParseVisitGrid(parsed.data.visit)
  return visit && { findings, visit }
}
