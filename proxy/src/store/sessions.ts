/** Launches, the sessions made from them, and the proofs that were used; one round trip to authenticate a request. */
import { sql } from 'kysely'
import type { Role } from '#coding/contract/session.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database, Scope } from './schema.ts'

export type Session = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly role: Role
  readonly patientRef: string
  readonly encounterRef: string
  readonly expiresAt: Date
}

export type NewSession = Session & {
  readonly tokenHash: string
  readonly keyThumbprint: string
  readonly createdAt: Date
}

export async function insertSession(db: Database, session: NewSession): Promise<void> {
  await db
    .insertInto('session')
    .values({
      token_hash: session.tokenHash,
      tenant: session.tenant,
      actor: session.actor,
      role: session.role,
      patient_ref: session.patientRef,
      encounter_ref: session.encounterRef,
      key_thumbprint: session.keyThumbprint,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute()
}

/** For the record of a refusal only: knowing the token is not enough to be let in. */
export async function findSessionOwner(db: Database, tokenHash: string): Promise<Session | undefined> {
  const row = await db.selectFrom('session').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
  return (
    row && {
      tenant: row.tenant,
      actor: row.actor,
      role: row.role,
      patientRef: row.patient_ref,
      encounterRef: row.encounter_ref,
      expiresAt: row.expires_at,
    }
  )
}

/** Of one person and one encounter: what they had open is closed to them. */
export async function endSessions(
  db: Database,
  { tenant, encounterRef, actor }: Scope & { readonly actor: string },
): Promise<void> {
  await db
    .deleteFrom('session')
    .where('tenant', '=', tenant)
    .where('encounter_ref', '=', encounterRef)
    .where('actor', '=', actor)
    .execute()
}

export type UsedProof = { readonly hash: string; readonly expiresAt: Date }

export type Credential = { readonly tokenHash: string; readonly keyThumbprint: string }

/** Of `use_proof`. */
export type SessionRow = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly role: Role
  readonly patient_ref: string
  readonly encounter_ref: string
  readonly expires_at: Date
  readonly fresh: boolean
}

/**
 * Finds the session of a token for the key that proved itself, and uses up the proof in the same statement.
 * @returns `replayed` when the proof was used before; undefined when no such session is bound to this key.
 */
export async function findSession(
  db: Database,
  { tokenHash, keyThumbprint }: Credential,
  proof: UsedProof,
): Promise<Session | 'replayed' | undefined> {
  // The proof is stored only where a session is; those of exchanges are rows of two minutes, limited by address.
  const { rows } = await sql<SessionRow>`
    select tenant, actor, role, patient_ref, encounter_ref, expires_at, fresh
    from use_proof(${tokenHash}, ${keyThumbprint}, ${proof.hash}, ${proof.expiresAt})
  `.execute(db)
  return readFoundSession(rows[0])
}

export function readFoundSession(row: SessionRow | undefined): Session | 'replayed' | undefined {
  if (!row) return undefined
  if (!row.fresh) return 'replayed'
  return {
    tenant: row.tenant,
    actor: row.actor,
    role: row.role,
    patientRef: row.patient_ref,
    encounterRef: row.encounter_ref,
    expiresAt: row.expires_at,
  }
}

/** @returns whether this is the first use. For the exchange, where there is no session yet. */
export async function markProofUsed(db: Database, proof: UsedProof): Promise<boolean> {
  const inserted = await db
    .insertInto('used_proof')
    .values({ proof_hash: proof.hash, expires_at: proof.expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('proof_hash')
    .executeTakeFirst()
  return inserted !== undefined
}

export type Launch = {
  readonly credentialHash: string
  readonly tenant: TenantKey
  readonly keyThumbprint: string
  readonly patientRef: string
  readonly encounterRef: string
  readonly renewableUntil: Date
}

export async function findLaunch(db: Database, credentialHash: string): Promise<Launch | undefined> {
  const row = await db.selectFrom('launch').selectAll().where('credential_hash', '=', credentialHash).executeTakeFirst()
  return (
    row && {
      credentialHash: row.credential_hash,
      tenant: row.tenant,
      keyThumbprint: row.key_thumbprint,
      patientRef: row.patient_ref,
      encounterRef: row.encounter_ref,
      renewableUntil: row.renewable_until,
    }
  )
}

/** @returns false when the credential was taken by somebody else in the meantime. */
export async function insertLaunch(db: Database, launch: Launch & { readonly startedAt: Date }): Promise<boolean> {
  const inserted = await db
    .insertInto('launch')
    .values({
      credential_hash: launch.credentialHash,
      tenant: launch.tenant,
      key_thumbprint: launch.keyThumbprint,
      patient_ref: launch.patientRef,
      encounter_ref: launch.encounterRef,
      started_at: launch.startedAt,
      renewable_until: launch.renewableUntil,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('credential_hash')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Launches stay one day longer than they may renew, so that an id_token cannot come back as new before it expires. */
export async function deleteExpired(db: Database, now: Date): Promise<void> {
  const yesterday = new Date(now.getTime() - 24 * 60 * 60_000)
  await db.deleteFrom('used_proof').where('expires_at', '<', now).execute()
  await db.deleteFrom('session').where('expires_at', '<', yesterday).execute()
  await db.deleteFrom('launch').where('renewable_until', '<', yesterday).execute()
}
