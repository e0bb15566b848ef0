/** The mode of a visit, by the tenant's settings and what is known of the visit; asked before anything is shown or written. */
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import {
  DEFAULT_MODES,
  decideMode,
  isSameForAll,
  type Mode,
  type ModeSettings,
  mayShowOrWrite,
} from '#coding/domain/mode.ts'
import type { VisitFacts } from '#coding/domain/visit-facts.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import { ProxyError } from './errors.ts'
import { inTenant } from './store/in-tenant.ts'
import type { Pool, Scope } from './store/schema.ts'
import { findVisitFacts, keepVisitFacts } from './store/visit-facts.ts'
import type { TenantRow } from './tenants.ts'

export type ModeStore = { readonly db: Pool; readonly cipher: ColumnCipher }

/** For whoever holds a record: batch jobs, CDS Hooks. */
export function decideModeOfRecord(tenant: TenantRow, record: EncounterRecord): Mode {
  return decideMode(readModes(tenant), readFacts(record))
}

function readModes({ modes }: TenantRow): ModeSettings {
  return modes ?? DEFAULT_MODES
}

/** For whoever knows the encounter's reference alone: by what an analysis learned of it, else the least it could be. */
export async function findMode({ db, cipher }: ModeStore, tenant: TenantRow, scope: Scope): Promise<Mode> {
  const modes = readModes(tenant)
  if (isSameForAll(modes)) return modes.mode
  return decideMode(
    modes,
    await inTenant(db, scope.tenant, (transaction) => findVisitFacts(transaction, scope, cipher)),
  )
}

/** Keeps what the record says of its visit, where the mode depends on it. */
export async function learnMode(
  { db, cipher }: ModeStore,
  tenant: TenantRow,
  learned: Scope & { readonly record: EncounterRecord; readonly actor: string; readonly at: Date },
): Promise<Mode> {
  const facts = readFacts(learned.record)
  if (facts && !isSameForAll(readModes(tenant))) {
    await inTenant(db, tenant.key, (transaction) => keepVisitFacts(transaction, { ...learned, facts }, cipher))
  }
  return decideModeOfRecord(tenant, learned.record)
}

/** @throws ProxyError `not-active` */
export function requireActive(mode: Mode): void {
  if (mayShowOrWrite(mode)) return
  throw new ProxyError(
    'not-active',
    mode === 'off'
      ? 'Postil is switched off for this visit. Nothing was shown or written. Go on in the EHR as usual.'
      : 'Postil only watches this visit. Nothing was shown or written. Go on in the EHR as usual.',
  )
}

/** Undefined where the EHR has said nothing of the visit: then it may be any. */
function readFacts({ visit, dateOfService }: EncounterRecord): VisitFacts | undefined {
  return visit && { ...visit, date: dateOfService }
}
