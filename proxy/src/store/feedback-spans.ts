/** Masked words behind findings: kept where the site has agreed, joined with what was decided when they are given out. */
import { sql } from 'kysely'
import type * as z from 'zod/mini'
import { type FeedbackRow, feedback } from '#coding/contract/feedback.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { Fingerprint, TenantKey } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { type DecisionRow, openDecisions } from './decisions.ts'
import type { Database, Scope } from './schema.ts'
import type { ReportRange } from './site-reports.ts'

export type Feedback = z.output<typeof feedback>

type Keeping = Scope & { readonly actor: string; readonly at: Date; readonly cipher: ColumnCipher }

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfFeedback({ tenant, encounterRef }: Scope, fingerprint: Fingerprint): readonly string[] {
  return [tenant, 'feedback_span', 'content', encounterRef, fingerprint]
}

/** The same finding of the same words again changes nothing. @returns how many were new. */
export async function keepFeedbackSpans(
  db: Database,
  keeping: Keeping,
  found: readonly (Feedback & { readonly fingerprint: Fingerprint })[],
): Promise<number> {
  const { tenant, encounterRef, actor, at, cipher } = keeping
  const rows = [...new Map(found.map((one) => [one.fingerprint, one])).values()].map(({ fingerprint, ...content }) => ({
    tenant,
    encounter_ref: encounterRef,
    fingerprint,
    content: cipher.encrypt(JSON.stringify(content), placeOfFeedback(keeping, fingerprint)),
    actor,
    at,
  }))
  if (rows.length === 0) return 0
  const inserted = await db
    .insertInto('feedback_span')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('fingerprint')
    .execute()
  return inserted.length
}

/** More than an export of some weeks has; a longer range is asked for in parts. */
export const MOST_FEEDBACK = 20_000

/** @returns one row for each finding that somebody has decided about in these days, by what stands in the end. */
export async function listFeedback(
  db: Database,
  { tenant, from, to }: ReportRange & { readonly tenant: TenantKey },
  cipher: ColumnCipher,
): Promise<readonly FeedbackRow[]> {
  const { rows } = await sql<DecisionRow & { encounter_ref: string; content: string }>`
    select d.encounter_ref, d.fingerprint, d.finding_kind, d.choice, d.actor, d.at, f.content
    from decision d
    join feedback_span f on f.tenant = d.tenant and f.encounter_ref = d.encounter_ref and f.fingerprint = d.fingerprint
    where d.tenant = ${tenant} and d.at >= ${from}::date and d.at < ${to}::date + 1
    order by d.id limit ${MOST_FEEDBACK}`.execute(db)
  return [...Map.groupBy(rows, (row) => row.encounter_ref)].flatMap(([encounterRef, own]) => {
    const scope = { tenant, encounterRef }
    const contents = new Map(own.map(({ fingerprint, content }) => [fingerprint, content]))
    return openDecisions(own, scope, cipher).flatMap((decision) => {
      const cell = contents.get(decision.fingerprint)
      if (cell === undefined) return []
      const plain: unknown = JSON.parse(cipher.decrypt(cell, placeOfFeedback(scope, decision.fingerprint)))
      return [{ ...feedback.parse(plain), ...describeChoice(decision) }]
    })
  })
}

/** What is of a closed list alone: an answer in somebody's own words, and a comment, may name anybody. */
function describeChoice({ choice }: Decision): Pick<FeedbackRow, 'choice' | 'reason' | 'changedTo' | 'option'> {
  const { kind } = choice
  switch (kind) {
    case 'dismiss':
      return { choice: kind, reason: choice.reason }
    case 'edit':
      // Typed by a person: only what is a code.
      return { choice: kind, ...(CODE.test(choice.code) && { changedTo: choice.code }) }
    case 'answer':
      return { choice: kind, option: choice.option }
    case 'accept':
    case 'answer-other':
    case 'unable-to-determine':
    case 'snooze':
    case 'send':
    case 'undo':
      return { choice: kind }
  }
}

const CODE = /^[A-Z0-9][A-Z0-9.]{2,7}$/

/** @returns how many there were. */
export async function deleteFeedback(db: Database, tenant: TenantKey): Promise<number> {
  const { rows } = await sql`delete from feedback_span where tenant = ${tenant} returning 1`.execute(db)
  return rows.length
}
