/** What was suggested for an encounter when it came onto the coders' list: what an audit judges later, encrypted. */
import { sql } from 'kysely'
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

type Keeping = Pick<Scope, 'tenant'> & {
  readonly actor: string
  readonly at: Date
  readonly cipher: ColumnCipher
}

/** The newest counts: it is what whoever coded the encounter saw. */
export async function keepSuggested(
  db: Database,
  { tenant, actor, at, cipher }: Keeping,
  entries: readonly { readonly encounterRef: string; readonly suggested?: SuggestedCoding }[],
): Promise<void> {
  const newest = new Map(entries.map((entry) => [entry.encounterRef, entry.suggested]))
  const rows = [...newest].flatMap(([encounter_ref, suggested]) => {
    if (!suggested) return []
    const content = cipher.encrypt(JSON.stringify(suggested), placeOfSuggested({ tenant, encounterRef: encounter_ref }))
    return [{ tenant, encounter_ref, content, actor, at }]
  })
  if (rows.length === 0) return
  await db
    .insertInto('suggested_coding')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'encounter_ref']).doUpdateSet({
        content: sql.ref('excluded.content'),
        actor: sql.ref('excluded.actor'),
        at: sql.ref('excluded.at'),
      }),
    )
    .execute()
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfSuggested({ tenant, encounterRef }: Scope): readonly string[] {
  return [tenant, 'suggested_coding', 'content', encounterRef]
}
