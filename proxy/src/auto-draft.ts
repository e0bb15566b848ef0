/** Drafts that are laid out for a coder where the site's mode for the visit is `auto-draft`, with a draw that can be checked. */
import { createHash } from 'node:crypto'
import type { AutoDraftState } from '#coding/contract/accuracy.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Fingerprint, TenantKey } from '#coding/domain/ids.ts'
import { decidePreparation, isListed, type NotPrepared } from '#coding/domain/preparation.ts'
import { readAutoDraft } from './accuracy-audit.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import type { Found } from './found-so-far.ts'
import type { StoredResult } from './store/batch-results.ts'
import { inTenant } from './store/in-tenant.ts'
import type { Pool } from './store/schema.ts'
import { describeMaker, findBasis } from './suggested-coding.ts'
import type { TenantRow } from './tenants.ts'
import { decideModeOfRecord } from './visit-mode.ts'

/** As it is kept and put on record; `draw` and the tenant's seed let an auditor draw it again. */
export type PreparedDraft = {
  readonly mark: 'review' | 'full-review'
  readonly fingerprints: readonly Fingerprint[]
  readonly draw: number
  /** Software, tables and model behind it (`describeMaker`); absent from drafts of before these were told apart. */
  readonly by?: string
}

export type Prepared =
  | { readonly draft: PreparedDraft }
  /** Why not; of a visit in another mode nothing is said. */
  | { readonly because: NotPrepared }

export type PrepareDraft = (
  encounterRef: string,
  record: EncounterRecord,
  found: Found,
) => Promise<Prepared | undefined>

type Settings = NonNullable<TenantRow['autoDraft']>
export type ReadAutoDraftState = (tenant: TenantKey, settings: Settings) => Promise<AutoDraftState>

type PreparerParts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly tenant: TenantRow
  readonly now: () => number
}

/** What is audited meanwhile counts: a run may last for weeks, and a proxy for months. */
const KEPT_MS = 60 * 60_000

/** Half a year of audited visits is not read for every draft. */
export function createStateReader({ db, cipher, now }: Omit<PreparerParts, 'tenant'>): ReadAutoDraftState {
  const held = new Map<TenantKey, { readonly until: number; readonly state: Promise<AutoDraftState> }>()
  return (tenant, settings) => {
    const known = held.get(tenant)
    if (known && now() < known.until) return known.state
    const asked = { tenant, settings, at: new Date(now()), cipher }
    const state = inTenant(db, tenant, (transaction) => readAutoDraft(transaction, asked))
    held.set(tenant, { until: now() + KEPT_MS, state })
    // The next one asks again.
    state.catch(() => held.delete(tenant))
    return state
  }
}

export function createDraftPreparer({ tenant, ...parts }: PreparerParts): PrepareDraft {
  const readState = createStateReader(parts)
  return async (encounterRef, record, { findings, ...made }) => {
    const { autoDraft } = tenant
    if (autoDraft === undefined || decideModeOfRecord(tenant, record) !== 'auto-draft') return undefined
    const by = describeMaker(made)
    const threshold = findThreshold(await readState(tenant.key, autoDraft), by)
    if (threshold === undefined) return { because: 'not-calibrated' }
    const draw = drawFor(autoDraft.seed, encounterRef)
    const preparation = decidePreparation({ record, findings, settings: { ...autoDraft, threshold }, draw })
    if (preparation.kind === 'none') return { because: preparation.because }
    const fingerprints = preparation.kind === 'review' ? preparation.fingerprints : []
    return { draft: { mark: preparation.kind, fingerprints, draw, by } }
  }
}

/** @returns undefined where nothing is proved of suggestions by this software, on these tables and with this model. */
function findThreshold({ bases, own = 0 }: AutoDraftState, by: string): number | undefined {
  const basis = findBasis(by)
  const proved = bases.find(({ name }) => name === basis)?.threshold
  return proved?.kind === 'calibrated' ? Math.max(proved.threshold, own) : undefined
}

/**
 * Whether what was laid out when the notes were read would be laid out today: a coder is not to be shown as proved what
 * the audit, an update or the site's own settings have taken back since.
 */
export function isStillProved(
  { prepared, findings, visit }: Pick<StoredResult, 'prepared' | 'findings' | 'visit'>,
  state: AutoDraftState,
  settings: Settings,
): boolean {
  const threshold = prepared?.by === undefined ? undefined : findThreshold(state, prepared.by)
  if (threshold === undefined || !isListed(visit, settings)) return false
  const laidOut = new Set<string>(prepared?.fingerprints)
  return findings.every(({ fingerprint, confidence = 0 }) => !laidOut.has(fingerprint) || confidence >= threshold)
}

const BITS = 48

/** From 0 up to 1: the first 48 bits of sha256(seed, encounter). A new version of a note does not draw again. */
export function drawFor(seed: string, encounterRef: string): number {
  const hash = createHash('sha256').update(`${seed}\u001f${encounterRef}`).digest()
  return hash.readUIntBE(0, BITS / 8) / 2 ** BITS
}
