/** Where in a chain a time begins. Rows are in the order of their commits, so it is looked for by halves. */
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database } from '../store/schema.ts'
import { readCut } from './read-cut.ts'

/** Replicas with clocks of their own bring commits out of the order of their times by less than this. */
export const CLOCK_SLACK_MS = 3_600_000

/** The number of the first row at or after an instant, or the one after the last row. */
export async function findFirstRow(db: Database, tenant: TenantKey, instant: number): Promise<number> {
  const head = await db.selectFrom('audit_head').select('seq').where('tenant', '=', tenant).executeTakeFirst()
  const cut = await readCut(db, tenant)
  let [low, high] = [(cut?.seq ?? 0) + 1, Number(head?.seq ?? 0) + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await db
      .selectFrom('audit')
      .select('entry')
      .where('tenant', '=', tenant)
      .where('seq', '=', middle)
      .executeTakeFirst()
    const at = row && timeOf.safeParse(JSON.parse(row.entry))
    if (at?.success && Date.parse(at.data.at) < instant) low = middle + 1
    else high = middle
  }
  return low
}

const timeOf = z.object({ at: z.string() })
