/** Whether software may lay out a draft for a coder to look at: never filed, never sent, only spared some clicks. */
import type { EncounterRecord } from './encounter-record.ts'
import type { Finding } from './finding.ts'
import type { Fingerprint } from './ids.ts'

export type AutoDraftSettings = {
  /** Every code must be at least so sure; never below what the accuracy audit has calibrated. */
  readonly threshold: number
  /** Only these types of visit, in the EHR's own words. */
  readonly visitTypes: readonly string[]
  /** This share of what could be prepared is coded by a person from nothing, by a draw. */
  readonly reviewShare: number
}

export type Preparation =
  /** The codes are laid out; a coder takes them over or not. */
  | { readonly kind: 'review'; readonly fingerprints: readonly Fingerprint[] }
  /** Drawn: nothing is laid out. */
  | { readonly kind: 'full-review' }
  | { readonly kind: 'none'; readonly because: NotPrepared }

export type NotPrepared =
  /** The accuracy audit does not prove yet that any confidence keeps what the site wants. */
  | 'not-calibrated'
  | 'visit-type'
  | 'not-signed'
  | 'open-question'
  | 'unresolved-check'
  | 'code-to-remove'
  | 'no-code'
  | 'not-sure'

export type Preparing = {
  readonly record: EncounterRecord
  readonly findings: readonly Finding[]
  readonly settings: AutoDraftSettings
  /** From 0 up to 1, the same for the same visit whenever it is asked. */
  readonly draw: number
}

/** One doubt is enough to leave it all to a person. */
export function decidePreparation({ record, findings, settings, draw }: Preparing): Preparation {
  const because = findDoubt(record, findings, settings)
  if (because) return { kind: 'none', because }
  if (draw < settings.reviewShare) return { kind: 'full-review' }
  return {
    kind: 'review',
    fingerprints: findings.filter(({ kind }) => kind === 'code').map(({ fingerprint }) => fingerprint),
  }
}

function findDoubt(
  { visit, notes }: EncounterRecord,
  findings: readonly Finding[],
  { visitTypes, threshold }: AutoDraftSettings,
): NotPrepared | undefined {
  if (!isListed(visit, { visitTypes })) return 'visit-type'
  if (notes.length === 0 || notes.some(({ status }) => status === 'draft')) return 'not-signed'
  const codes = findings.filter((finding) => finding.kind === 'code')
  if (findings.some(({ kind }) => kind === 'prompt')) return 'open-question'
  if (findings.some((one) => one.kind === 'check' && one.severity !== 'information')) return 'unresolved-check'
  if (codes.some(({ direction }) => direction === 'remove')) return 'code-to-remove'
  if (codes.length === 0) return 'no-code'
  return codes.every(({ confidence }) => confidence >= threshold) ? undefined : 'not-sure'
}

/** Whether drafts are wanted of this type of visit. */
export function isListed(
  visit: { readonly types: readonly string[] } | undefined,
  { visitTypes }: Pick<AutoDraftSettings, 'visitTypes'>,
): boolean {
  const allowed = new Set(visitTypes.map(fold))
  return visit?.types.some((type) => allowed.has(fold(type))) === true
}

function fold(name: string): string {
  return name.trim().toLowerCase()
}
