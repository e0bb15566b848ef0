/** What an analysis learned of a visit: by it the mode is decided anew whenever somebody asks, by the settings of then. */

import * as z from 'zod/mini'
import { visit } from '#coding/contract/mode.ts'
import { dateOnly } from '#coding/contract/scalars.ts'
import type { VisitFacts } from '#coding/domain/visit-facts.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database, Scope } from './schema.ts'

export const storedFacts = z.strictObject({ ...visit.shape, date: dateOnly })

export type Learned = Scope & { readonly facts: VisitFacts; readonly actor: string; readonly at: Date }

/** The newest word of the EHR counts. */
export async function keepVisitFacts(db: Database, learned: Learned, cipher: ColumnCipher): Promise<void> {
  const { tenant, encounterRef, actor, at } = learned
  const facts = cipher.encrypt(JSON.stringify(learned.facts), placeOfFacts(learned))
  await db
    .insertInto('visit_facts')
    .values({ tenant, encounter_ref: encounterRef, facts, actor, at })
    .onConflict((conflict) => conflict.columns(['tenant', 'encounter_ref']).doUpdateSet({ facts, actor, at }))
    .execute()
}

export async function findVisitFacts(
  db: Database,
  scope: Scope,
  cipher: ColumnCipher,
): Promise<VisitFacts | undefined> {
  const row = await db
    .selectFrom('visit_facts')
    .select('facts')
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .executeTakeFirst()
  return row && storedFacts.parse(JSON.parse(cipher.decrypt(row.facts, placeOfFacts(scope))))
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfFacts(scope: Scope): readonly string[] {
  return [scope.tenant, 'visit_facts', 'facts', scope.encounterRef]
}
