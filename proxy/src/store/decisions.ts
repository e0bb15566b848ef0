/** Decisions are appended, never changed; what counts for a finding is worked out when they are read. */

import * as z from 'zod/mini'
import { decision } from '#coding/contract/decision.ts'
import { shortText } from '#coding/contract/scalars.ts'
import { type Role, role } from '#coding/contract/session.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database, Scope } from './schema.ts'

export async function insertDecision(
  db: Database,
  row: Scope & DecisionContext & { readonly decision: Decision },
  cipher: ColumnCipher,
): Promise<void> {
  const { fingerprint, findingKind, choice, by, at } = row.decision
  await db
    .insertInto('decision')
    .values({
      tenant: row.tenant,
      encounter_ref: row.encounterRef,
      fingerprint,
      finding_kind: findingKind,
      choice: cipher.encrypt(
        JSON.stringify({ choice, about: row.about, role: row.role }),
        placeOfChoice({ ...row, fingerprint, actor: by, at: new Date(at) }),
      ),
      actor: by,
      at: new Date(at),
    })
    .execute()
}

export type DecisionRow = {
  readonly fingerprint: Fingerprint
  readonly finding_kind: Decision['findingKind']
  readonly choice: string
  readonly actor: string
  readonly at: Date
}

/** What is kept beside a choice, for whoever reads the history: the finding itself may be gone by then. */
export type DecisionContext = { readonly about?: string; readonly role?: Role }

/** @returns every decision of the encounter that counts now, oldest first: one a fingerprint. */
export function openDecisions(rows: readonly DecisionRow[], scope: Scope, cipher: ColumnCipher): readonly Decision[] {
  return settleDecisions(rows.map((row) => openDecision(row, scope, cipher)))
}

function openDecision(
  { fingerprint, finding_kind, choice, actor, at }: DecisionRow,
  scope: Scope,
  cipher: ColumnCipher,
): Decision & DecisionContext {
  const plain: unknown = JSON.parse(cipher.decrypt(choice, placeOfChoice({ ...scope, fingerprint, actor, at })))
  return storedDecision.parse({
    ...readCell(plain),
    fingerprint,
    findingKind: finding_kind,
    by: actor,
    at: at.toISOString(),
  })
}

const storedDecision = z.extend(decision, { about: z.exactOptional(shortText), role: z.exactOptional(role) })

/** Cells of the first version hold the choice alone. */
function readCell(plain: unknown): object {
  return typeof plain === 'object' && plain !== null && 'choice' in plain ? plain : { choice: plain }
}

/** @returns the decisions that count now. */
export async function listDecisions(db: Database, scope: Scope, cipher: ColumnCipher): Promise<readonly Decision[]> {
  return openDecisions(await selectDecisions(db, scope), scope, cipher)
}

/** @returns every decision that was ever made, taken back or not, the oldest first. */
export async function listEveryDecision(
  db: Database,
  scope: Scope,
  cipher: ColumnCipher,
): Promise<readonly (Decision & DecisionContext)[]> {
  return (await selectDecisions(db, scope)).map((row) => openDecision(row, scope, cipher))
}

function selectDecisions(db: Database, scope: Scope): Promise<DecisionRow[]> {
  return db
    .selectFrom('decision')
    .select(['fingerprint', 'finding_kind', 'choice', 'actor', 'at'])
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .orderBy('id')
    .execute()
}

/**
 * The newest decision about each fingerprint; an `undo` takes back the one before it, and another takes back the next.
 * @param decisions oldest first.
 */
function settleDecisions(decisions: readonly Decision[]): readonly Decision[] {
  const stacks = Map.groupBy(decisions, ({ fingerprint }) => fingerprint)
  return [...stacks.values()].flatMap((history) => settleOne(history) ?? [])
}

function settleOne(history: readonly Decision[]): Decision | undefined {
  const standing: Decision[] = []
  for (const decision of history) {
    const { kind } = decision.choice
    if (kind === 'undo') standing.pop()
    // That a query went out decides nothing about its answer.
    else if (kind !== 'send') standing.push(decision)
  }
  return standing.at(-1)
}

/** Where the cell stands, whose it is and of when (`column-cipher.ts`): no one is given another's decision, nor another hour. */
export function placeOfChoice(
  row: Scope & { readonly fingerprint: Fingerprint; readonly actor: string; readonly at: Date },
): readonly string[] {
  return [row.tenant, 'decision', 'choice', row.encounterRef, row.fingerprint, row.actor, row.at.toISOString()]
}
