/** Drafts that are laid out for a coder where the site's mode for the visit is `auto-draft`, with a draw that can be checked. */
import { createHash } from 'node:crypto'
import type { AutoDraftState } from '#coding/contract/accuracy.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { decidePreparation, type NotPrepared } from '#coding/domain/preparation.ts'
import { readAutoDraft } from './accuracy-audit.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import { inTenant } from './store/in-tenant.ts'
import type { Pool } from './store/schema.ts'
import type { TenantRow } from './tenants.ts'
import { decideModeOfRecord } from './visit-mode.ts'

/** As it is kept and put on record; `draw` and the tenant's seed let an auditor draw it again. */
export type PreparedDraft = {
  readonly mark: 'review' | 'full-review'
  readonly fingerprints: readonly Fingerprint[]
  readonly draw: number
}

export type Prepared =
  | { readonly draft: PreparedDraft }
  /** Why not; of a visit in another mode nothing is said. */
  | { readonly because: NotPrepared }

export type PrepareDraft = (
  encounterRef: string,
  record: EncounterRecord,
  findings: readonly Finding[],
) => Promise<Prepared | undefined>

type PreparerParts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly tenant: TenantRow
  readonly now: () => number
}

/** A run may last for weeks; what is audited meanwhile counts. */
const KEPT_MS = 60 * 60_000

export function createDraftPreparer({ db, cipher, tenant, now }: PreparerParts): PrepareDraft {
  let held: { readonly until: number; readonly state: Promise<AutoDraftState> } | undefined
  const readState = (settings: NonNullable<TenantRow['autoDraft']>): Promise<AutoDraftState> => {
    if (held && now() < held.until) return held.state
    const asked = { tenant: tenant.key, settings, at: new Date(now()), cipher }
    const state = inTenant(db, tenant.key, (transaction) => readAutoDraft(transaction, asked))
    held = { until: now() + KEPT_MS, state }
    // The next one asks again.
    state.catch(() => {
      held = undefined
    })
    return state
  }
  return async (encounterRef, record, findings) => {
    const { autoDraft } = tenant
    if (autoDraft === undefined || decideModeOfRecord(tenant, record) !== 'auto-draft') return undefined
    const { threshold: proved, own = 0 } = await readState(autoDraft)
    if (proved.kind !== 'calibrated') return { because: 'not-calibrated' }
    const draw = drawFor(autoDraft.seed, encounterRef)
    const settings = { ...autoDraft, threshold: Math.max(proved.threshold, own) }
    const preparation = decidePreparation({ record, findings, settings, draw })
    if (preparation.kind === 'none') return { because: preparation.because }
    const fingerprints = preparation.kind === 'review' ? preparation.fingerprints : []
    return { draft: { mark: preparation.kind, fingerprints, draw } }
  }
}

const BITS = 48

/** From 0 up to 1: the first 48 bits of sha256(seed, encounter). A new version of a note does not draw again. */
export function drawFor(seed: string, encounterRef: string): number {
  const hash = createHash('sha256').update(`${seed}\u001f${encounterRef}`).digest()
  return hash.readUIntBE(0, BITS / 8) / 2 ** BITS
}
