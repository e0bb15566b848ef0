/** Steps of a coder's work on an encounter: appended, never changed. */

import * as z from 'zod/mini'
import { type Role, role } from '#coding/contract/session.ts'
import { workStep } from '#coding/contract/work.ts'
import type { WorkStep } from '#coding/domain/work.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database, Scope } from './schema.ts'

export type TakenStep = {
  readonly step: WorkStep
  readonly role: Role
  readonly actor: string
  readonly at: Date
}

const cell = z.object({ step: workStep, role })

export async function insertStep(db: Database, row: Scope & TakenStep, cipher: ColumnCipher): Promise<void> {
  const { tenant, encounterRef, actor, at } = row
  const plain = JSON.stringify({ step: row.step, role: row.role })
  await db
    .insertInto('work_step')
    .values({ tenant, encounter_ref: encounterRef, step: cipher.encrypt(plain, placeOfStep(row)), actor, at })
    .execute()
}

/** @returns the oldest first. */
export async function listSteps(db: Database, scope: Scope, cipher: ColumnCipher): Promise<readonly TakenStep[]> {
  const rows = await db
    .selectFrom('work_step')
    .select(['step', 'actor', 'at'])
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .orderBy('id')
    .execute()
  return rows.map(({ step, actor, at }) => {
    const plain: unknown = JSON.parse(cipher.decrypt(step, placeOfStep({ ...scope, actor, at })))
    return { ...cell.parse(plain), actor, at }
  })
}

/** Where the cell stands, whose it is and of when; see `column-cipher.ts`. */
export function placeOfStep(row: Scope & { readonly actor: string; readonly at: Date }): readonly string[] {
  return [row.tenant, 'work_step', 'step', row.encounterRef, row.actor, row.at.toISOString()]
}
