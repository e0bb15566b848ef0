/** The draft that a coder is working on: one an encounter, its newest state, encrypted. */
import { sql } from 'kysely'
import { type KeepDraftRequest, type KeptRevision, keptDraft } from '#coding/contract/kept-draft.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database, Scope } from './schema.ts'

export type Keeping = Scope & { readonly request: KeepDraftRequest; readonly actor: string; readonly at: Date }

/** @returns the new revision, or undefined when somebody has kept another draft since: theirs stays. */
export async function keepDraft(db: Database, keeping: Keeping, cipher: ColumnCipher): Promise<number | undefined> {
  const { tenant, encounterRef, request, actor, at } = keeping
  const { basedOn, draft } = request
  const cell = cipher.encrypt(JSON.stringify(draft), placeOfWorkDraft(keeping))
  const kept = await db
    .insertInto('work_draft')
    .values({ tenant, encounter_ref: encounterRef, revision: basedOn + 1, draft: cell, actor, at })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'encounter_ref'])
        .doUpdateSet({ revision: basedOn + 1, draft: cell, actor, at })
        .where(sql.ref('work_draft.revision'), '=', basedOn),
    )
    .returning('revision')
    .executeTakeFirst()
  return kept?.revision
}

export async function findKeptDraft(
  db: Database,
  scope: Scope,
  cipher: ColumnCipher,
): Promise<KeptRevision | undefined> {
  const row = await db
    .selectFrom('work_draft')
    .select(['revision', 'draft'])
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .executeTakeFirst()
  if (!row) return undefined
  const plain: unknown = JSON.parse(cipher.decrypt(row.draft, placeOfWorkDraft(scope)))
  const parsed = keptDraft.safeParse(plain)
  return { revision: row.revision, ...(parsed.success && { draft: parsed.data }) }
}

/** 0 where none was kept. */
export async function findKeptRevision(db: Database, scope: Scope): Promise<number> {
  const row = await db
    .selectFrom('work_draft')
    .select('revision')
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .executeTakeFirst()
  return row?.revision ?? 0
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfWorkDraft(scope: Scope): readonly string[] {
  return [scope.tenant, 'work_draft', 'draft', scope.encounterRef]
}
