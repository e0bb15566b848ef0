/** Cards that went to an EHR, so that what it tells of them later finds its question; and what it told. */
import type { Finding } from '#coding/domain/finding.ts'
import type { Fingerprint, TenantKey } from '#coding/domain/ids.ts'
import type { Database, Scope } from './schema.ts'

export type HookCard = Scope & {
  /** Of the card, or of a suggestion on it. */
  readonly id: string
  readonly service: string
  readonly patientRef: string
  readonly fingerprint: Fingerprint
  readonly findingKind: Finding['kind']
  /** Whom it was shown to. */
  readonly actor: string
}

/** A card that is shown again has the same id and the same row. */
export async function insertHookCards(db: Database, cards: readonly HookCard[], at: Date): Promise<void> {
  if (cards.length === 0) return
  await db
    .insertInto('hook_card')
    .values(
      cards.map((card) => ({
        tenant: card.tenant,
        id: card.id,
        service: card.service,
        encounter_ref: card.encounterRef,
        patient_ref: card.patientRef,
        fingerprint: card.fingerprint,
        finding_kind: card.findingKind,
        actor: card.actor,
        at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findHookCard(db: Database, tenant: TenantKey, id: string): Promise<HookCard | undefined> {
  const row = await db
    .selectFrom('hook_card')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      tenant: row.tenant,
      id: row.id,
      service: row.service,
      encounterRef: row.encounter_ref,
      patientRef: row.patient_ref,
      fingerprint: row.fingerprint,
      findingKind: row.finding_kind,
      actor: row.actor,
    }
  )
}

export type HookOutcome = { readonly outcome: 'accepted' | 'overridden'; readonly outcomeAt: Date; readonly at: Date }

/** @returns whether this is news: an EHR may tell the same more than once. */
export async function insertHookFeedback(
  db: Database,
  card: Pick<HookCard, 'tenant' | 'id'>,
  { outcome, outcomeAt, at }: HookOutcome,
): Promise<boolean> {
  const inserted = await db
    .insertInto('hook_feedback')
    .values({ tenant: card.tenant, card: card.id, outcome, outcome_at: outcomeAt, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('card')
    .executeTakeFirst()
  return inserted !== undefined
}
