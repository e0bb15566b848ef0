/** What was suggested for an encounter when it came onto the coders' list: what an audit judges later, encrypted. */
import * as z from 'zod/mini'
import { AGE_BANDS } from '#coding/accuracy/audited-visit.ts'
import { dateOnly, encounterId, patientId, shortText } from '#coding/contract/scalars.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database, Scope } from './schema.ts'

export const suggestedCoding = z.object({
  patientId,
  encounterId,
  serviceDate: dateOnly,
  serviceLine: shortText,
  engine: shortText,
  groups: z.object({
    age: z.enum(AGE_BANDS),
    sex: z.enum(['female', 'male', 'other', 'unknown']),
    language: shortText,
    payer: z.enum(['medicare', 'medicaid', 'commercial', 'self-pay', 'other', 'unknown']),
  }),
  codes: z.array(z.object({ code: z.string(), confidence: z.number() })),
})
export type SuggestedCoding = z.output<typeof suggestedCoding>

/** The newest of an encounter counts: it is what whoever coded it saw. */
export function sealSuggested(scope: Scope, cipher: ColumnCipher, suggested: SuggestedCoding): string {
  return cipher.encrypt(JSON.stringify(suggested), placeOfSuggested(scope))
}

export async function findSuggested(
  db: Database,
  scope: Scope,
  cipher: ColumnCipher,
): Promise<(SuggestedCoding & { readonly at: Date }) | undefined> {
  const row = await db
    .selectFrom('suggested_coding')
    .select(['content', 'at'])
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .executeTakeFirst()
  if (!row) return undefined
  return { ...suggestedCoding.parse(JSON.parse(cipher.decrypt(row.content, placeOfSuggested(scope)))), at: row.at }
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfSuggested({ tenant, encounterRef }: Scope): readonly string[] {
  return [tenant, 'suggested_coding', 'content', encounterRef]
}
