/**
 * Visits that were drawn for a second coder. Two rules are kept here, in the statements themselves: nobody codes a visit
 * a second time who had any part in the first, and while somebody has one to read blind, nothing that was suggested for
 * it can reach them (`isReadBlind`, asked by the exchange of sessions and by the coders' list; `queue_turns` and `find_queue_item` of the
 * database ask the same).
 */
import { type Expression, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import * as z from 'zod/mini'
import { BANDS } from '#coding/accuracy/audited-visit.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database, Schema, Scope } from './schema.ts'
import { placeOfSuggested, type SuggestedCoding, suggestedCoding } from './suggested-codings.ts'
import { placeOfDraft } from './write-ledger.ts'

type Row = Selectable<Schema['second_coding']>

/** Frozen at the draw. */
const frozen = z.extend(suggestedCoding, { band: z.enum(BANDS), final: z.array(z.string()) })
export type FrozenCoding = z.output<typeof frozen>

/** Where the cells stand; see `column-cipher.ts`. */
export function placeOfSecondCoding(tenant: TenantKey, id: string, column: 'content' | 'codes'): readonly string[] {
  return [tenant, 'second_coding', column, id]
}

/** What was finished in a week: who finished it, what was suggested, and what was filed. */
export type FinishedVisit = {
  readonly encounterRef: string
  readonly firstCoder: string
  readonly suggested: SuggestedCoding
  readonly readFinal: () => readonly string[]
}

type Week = { readonly tenant: TenantKey; readonly from: Date; readonly until: Date }

/**
 * Coded visits alone: with a draft in the EHR, or with nothing to code. A duplicate, or what was coded elsewhere, was not
 * coded here.
 */
export async function listFinished(
  db: Database,
  { tenant, from, until }: Week,
  cipher: ColumnCipher,
): Promise<readonly FinishedVisit[]> {
  const { rows } = await sql<{
    encounter_ref: string
    actor: string
    content: string
    reason: string
    key: string | null
    draft: string | null
  }>`
    select item.encounter_ref, item.actor, item.reason, coding.content, filed.key, filed.content as draft
    from queue_item item
    join suggested_coding coding on coding.tenant = item.tenant and coding.encounter_ref = item.encounter_ref
    left join lateral (
      select key, content from write
      where tenant = item.tenant and encounter_ref = item.encounter_ref and state = 'written' and content is not null
      order by at desc limit 1
    ) filed on true
    where item.tenant = ${tenant} and item.state = 'finished' and item.at >= ${from} and item.at < ${until}
      and (item.reason = 'nothing-to-code' or (item.reason = 'filed' and filed.key is not null))
    order by item.encounter_ref`.execute(db)
  return rows.map(({ encounter_ref: encounterRef, actor, content, reason, key, draft }) => {
    const scope = { tenant, encounterRef }
    return {
      encounterRef,
      firstCoder: actor,
      suggested: suggestedCoding.parse(JSON.parse(cipher.decrypt(content, placeOfSuggested(scope)))),
      readFinal: () =>
        reason === 'filed' && key !== null && draft !== null
          ? listCodes(JSON.parse(cipher.decrypt(draft, placeOfDraft(scope, key, 'content'))))
          : [],
    }
  })
}

const coded = z.object({ code: z.object({ code: z.string() }) })
const filedDraft = z.object({ draft: z.object({ diagnoses: z.array(coded), lines: z.array(coded) }) })

function listCodes(content: unknown): readonly string[] {
  const { diagnoses, lines } = filedDraft.parse(content).draft
  return [...new Set([...diagnoses, ...lines].map(({ code }) => code.code))]
}

export type NewSecondCoding = Scope & {
  readonly id: string
  readonly week: DateOnly
  readonly stratumSize: number
  readonly firstCoder: string
  readonly content: FrozenCoding
}

type Person = { readonly actor: string; readonly at: Date }

export async function insertSecondCodings(
  db: Database,
  drawn: readonly NewSecondCoding[],
  { actor, at, cipher }: Person & { readonly cipher: ColumnCipher },
): Promise<void> {
  if (drawn.length === 0) return
  const rows = drawn.map(({ tenant, id, week, encounterRef, stratumSize, firstCoder, content }) => ({
    tenant,
    id,
    week,
    encounter_ref: encounterRef,
    stratum_size: stratumSize,
    state: 'waiting' as const,
    first_coder: firstCoder,
    content: cipher.encrypt(JSON.stringify(content), placeOfSecondCoding(tenant, id, 'content')),
    actor,
    at,
  }))
  await db.insertInto('second_coding').values(rows).execute()
}

export type AuditWeek = { readonly week: DateOnly; readonly population: number; readonly drawn: number }

/** @returns false where the week was drawn before. */
export async function insertAuditWeek(
  db: Database,
  { tenant, week, population, drawn, actor, at }: AuditWeek & Person & Pick<Scope, 'tenant'>,
): Promise<boolean> {
  const inserted = await db
    .insertInto('audit_week')
    .values({ tenant, week, population, drawn, actor, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('week')
    .executeTakeFirst()
  return inserted !== undefined
}

export type WeekProgress = AuditWeek & { readonly coded: number; readonly withdrawn: number }
export type WeekRange = { readonly tenant: TenantKey; readonly from: DateOnly; readonly to: DateOnly }

/** @param range of Mondays. */
export async function listAuditWeeks(db: Database, { tenant, from, to }: WeekRange): Promise<readonly WeekProgress[]> {
  const { rows } = await sql<{ week: DateOnly; population: number; drawn: number; coded: string; withdrawn: string }>`
    select week, population, drawn,
      (select count(*) from second_coding s where s.tenant = w.tenant and s.week = w.week and state = 'coded') as coded,
      (select count(*) from second_coding s where s.tenant = w.tenant and s.week = w.week and state = 'withdrawn')
        as withdrawn
    from audit_week w where tenant = ${tenant} and week >= ${from} and week <= ${to} order by week`.execute(db)
  return rows.map((row) => ({ ...row, coded: Number(row.coded), withdrawn: Number(row.withdrawn) }))
}

export type FinishedCoding = {
  readonly week: DateOnly
  readonly stratumSize: number
  readonly content: FrozenCoding
  readonly blind: readonly string[]
  readonly encounterRef: string
}

export async function listSecondCodings(
  db: Database,
  { tenant, from, to }: WeekRange,
  cipher: ColumnCipher,
): Promise<readonly FinishedCoding[]> {
  const rows = await db
    .selectFrom('second_coding')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('state', '=', 'coded')
    .where('week', '>=', from)
    .where('week', '<=', to)
    .orderBy('week')
    .orderBy('id')
    .execute()
  return rows.flatMap((row) => {
    if (row.codes === null) return []
    const codes: unknown = JSON.parse(cipher.decrypt(row.codes, placeOfSecondCoding(tenant, row.id, 'codes')))
    const blind = z.array(z.string()).parse(codes)
    return [
      {
        week: row.week,
        encounterRef: row.encounter_ref,
        stratumSize: row.stratum_size,
        content: openContent(row, cipher),
        blind,
      },
    ]
  })
}

function openContent({ tenant, id, content }: Row, cipher: ColumnCipher): FrozenCoding {
  return frozen.parse(JSON.parse(cipher.decrypt(content, placeOfSecondCoding(tenant, id, 'content'))))
}

/** A visit that somebody took and left is everybody's again after a day. */
const TAKEN_MS = 24 * 60 * 60_000

export type OpenCoding = {
  readonly id: string
  readonly week: DateOnly
  readonly encounterRef: string
  readonly isMine: boolean
  readonly takenAt: Date | undefined
  readonly content: FrozenCoding
}

export type Reader = Pick<Scope, 'tenant'> & Person & { readonly cipher: ColumnCipher }

/** What this person has, and what they may take: nothing that they had any part in. */
export async function listOpenCodings(
  db: Database,
  { tenant, actor, at, cipher }: Reader,
): Promise<readonly OpenCoding[]> {
  const rows = await db
    .selectFrom('second_coding')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(isOpenTo(actor, at))
    .orderBy('week')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => toOpen(row, actor, cipher))
}

/** @returns undefined where it is not theirs and they may not take it. */
export async function findOpenCoding(
  db: Database,
  { tenant, actor, at, cipher }: Reader,
  id: string,
): Promise<OpenCoding | undefined> {
  const row = await db
    .selectFrom('second_coding')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where(isOpenTo(actor, at))
    .executeTakeFirst()
  return row && toOpen(row, actor, cipher)
}

function toOpen(row: Row, actor: string, cipher: ColumnCipher): OpenCoding {
  const isMine = row.state === 'taken' && row.second_coder === actor
  return {
    id: row.id,
    week: row.week,
    encounterRef: row.encounter_ref,
    isMine,
    takenAt: isMine ? (row.taken_at ?? undefined) : undefined,
    content: openContent(row, cipher),
  }
}

/** Tables that name whoever had a part in an encounter. */
const PARTS = ['shown_finding', 'decision', 'work_step', 'work_draft', 'write'] as const

function isOpenTo(actor: string, at: Date): Expression<SqlBool> {
  const left = new Date(at.getTime() - TAKEN_MS)
  const hadPart = PARTS.map(
    (table) => sql`exists (
      select from ${sql.table(table)} part where part.tenant = second_coding.tenant
        and part.encounter_ref = second_coding.encounter_ref and part.actor = ${actor})`,
  )
  // Readings leave no row but in the trail: a filed draft, the work on a visit, a card. A session of it is enough.
  const hadSight = sql`exists (
    select from audit where audit.tenant = second_coding.tenant and audit.encounter_ref = second_coding.encounter_ref
      and audit.actor = ${actor} and audit.action not in ('second-coding', 'session.refuse', 'access.refuse'))`
  return sql<SqlBool>`(
    (state = 'taken' and second_coder = ${actor})
    or (
      (state = 'waiting' or (state = 'taken' and taken_at < ${left}))
      and first_coder <> ${actor}
      and not (${sql.join([...hadPart, hadSight], sql` or `)})
      and not exists (
        select from second_coding other where other.tenant = second_coding.tenant
          and other.encounter_ref = second_coding.encounter_ref and other.id <> second_coding.id
          and other.second_coder = ${actor})
    )
  )`
}

export type Change = {
  readonly state: Row['state']
  readonly secondCoder: string | null
  readonly codes?: readonly string[]
}

/** The tenant's audit is locked by then, so nobody else is changing it. */
export async function changeSecondCoding(
  db: Database,
  { tenant, actor, at, cipher }: Reader,
  { id, state, secondCoder, codes }: Change & { readonly id: string },
): Promise<void> {
  await db
    .updateTable('second_coding')
    .set({
      state,
      second_coder: secondCoder,
      codes:
        codes === undefined ? null : cipher.encrypt(JSON.stringify(codes), placeOfSecondCoding(tenant, id, 'codes')),
      taken_at: state === 'taken' ? at : null,
      actor,
      at,
    })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute()
}

/** Whether a person has this encounter to read blind, as part of another question. */
export function isReadBlind(
  actor: string,
  tenant: Expression<unknown>,
  encounter: Expression<unknown>,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select from second_coding blind where blind.tenant = ${tenant} and blind.encounter_ref = ${encounter}
      and blind.second_coder = ${actor} and blind.state = 'taken')`
}

/** Encounters that this person has to read blind now. */
export async function listReadBlind(db: Database, tenant: TenantKey, actor: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('second_coding')
    .select('encounter_ref')
    .where('tenant', '=', tenant)
    .where('second_coder', '=', actor)
    .where('state', '=', 'taken')
    .execute()
  return new Set(rows.map(({ encounter_ref }) => encounter_ref))
}

export async function hasToReadBlind(db: Database, { tenant, encounterRef }: Scope, actor: string): Promise<boolean> {
  const { rows } = await sql<{ blind: boolean }>`
    select ${isReadBlind(actor, sql`${tenant}`, sql`${encounterRef}`)} as blind`.execute(db)
  return rows[0]?.blind === true
}
