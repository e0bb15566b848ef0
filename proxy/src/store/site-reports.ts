/** Reports about a day of the site, the newest of each: put together by a job that reads the EHR, read by a page. */
import type { ReportKind } from '#coding/contract/site-report.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database } from './schema.ts'

export type ReportScope = { readonly tenant: TenantKey; readonly kind: ReportKind }
export type NewReport = ReportScope & {
  readonly day: DateOnly
  readonly report: object
  readonly actor: string
  readonly at: Date
}

export async function keepReport(db: Database, kept: NewReport, cipher: ColumnCipher): Promise<void> {
  const { tenant, kind, day, actor, at } = kept
  const content = cipher.encrypt(JSON.stringify(kept.report), placeOfReport(kept, day))
  await db
    .insertInto('site_report')
    .values({ tenant, kind, day, content, actor, at })
    .onConflict((conflict) => conflict.columns(['tenant', 'kind', 'day']).doUpdateSet({ content, actor, at }))
    .execute()
}

export type ReportRange = { readonly from: DateOnly; readonly to: DateOnly }
export type KeptReport = { readonly day: DateOnly; readonly at: Date; readonly report: unknown }

/** @returns the days that were put together, in order; the others were not looked at yet. */
export async function listReports(
  db: Database,
  { tenant, kind, from, to }: ReportScope & ReportRange,
  cipher: ColumnCipher,
): Promise<readonly KeptReport[]> {
  const rows = await db
    .selectFrom('site_report')
    .select(['day', 'content', 'at'])
    .where('tenant', '=', tenant)
    .where('kind', '=', kind)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute()
  return rows.map(({ day, content, at }) => {
    const report: unknown = JSON.parse(cipher.decrypt(content, placeOfReport({ tenant, kind }, day)))
    return { day, at, report }
  })
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfReport({ tenant, kind }: Pick<ReportScope, 'tenant'> & { readonly kind: string }, day: string) {
  return [tenant, 'site_report', 'content', kind, day]
}
