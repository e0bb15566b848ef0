/** Days of a site become its reports: put together with what was found in their notes, and kept. */
import type { DayEnd, ShadowDay } from '#coding/contract/site-report.ts'
import { type EncounterId, parseEncounterId, type TenantKey } from '#coding/domain/ids.ts'
import { isProcedureCode } from '#coding/reports/code-family.ts'
import { type CodedEncounter, compareCodes } from '#coding/reports/compare-codes.ts'
import { findChargeGaps, summariseDay } from '#coding/reports/find-charge-gaps.ts'
import { appendAudit } from '../audit/audit-log.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import { BATCH_ACTOR, listResults, type StoredFinding } from '../store/batch-results.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Pool } from '../store/schema.ts'
import { keepReport } from '../store/site-reports.ts'
import { findSuggested } from '../store/suggested-codings.ts'
import type { FinalCodes } from './final-codes.ts'
import type { SiteDay, SiteDays } from './read-days.ts'

export type ReportParts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly references: References
  readonly tenant: TenantKey
  readonly now: () => number
}

/** @param final of a file, by encounter; without one, the EHR's own charges and diagnoses are what was finally coded. */
export async function buildReports(
  parts: ReportParts,
  { days, unread }: SiteDays,
  final: FinalCodes | undefined,
): Promise<{ readonly gaps: number; readonly compared: number }> {
  let [gaps, compared] = [0, 0]
  for (const day of days) {
    const suggested = await readSuggestions(parts, day)
    const dayEnd = describeDay({ ...day, found: listFound(suggested) }, unread)
    const shadow = compareDay(day, suggested, final)
    await keepBoth(parts, day, { dayEnd, shadow })
    gaps += dayEnd.gaps.length
    compared += shadow.compared
  }
  return { gaps, compared }
}

type Suggestion = { readonly codes: readonly string[]; readonly serviceLine: string }
type Suggestions = ReadonlyMap<string, Suggestion>

/** Of each encounter the newest version of its notes that was analysed: by the batch, watched, or for the coders' list. */
async function readSuggestions(parts: ReportParts, day: SiteDay): Promise<Suggestions> {
  const suggested = new Map<string, Suggestion>()
  for (const { id, serviceLine } of day.encounters) {
    const newest = await readNewest(parts, parts.references.ofEncounter(parts.tenant, parseId(id)))
    if (newest) suggested.set(id, { codes: newest.codes, serviceLine: newest.line ?? serviceLine ?? UNNAMED_LINE })
  }
  return suggested
}

type Newest = { readonly codes: readonly string[]; readonly line: string | undefined }

async function readNewest({ db, cipher, tenant }: ReportParts, encounterRef: string): Promise<Newest | undefined> {
  const scope = { tenant, encounterRef }
  const result = (await listResults({ db, cipher }, scope)).at(-1)
  const listed = await inTenant(db, tenant, (transaction) => findSuggested(transaction, scope, cipher))
  if (listed && !(result && result.at > listed.at)) {
    return { codes: listed.codes.map(({ code }) => code), line: result?.visit?.serviceLine ?? listed.serviceLine }
  }
  return result && { codes: result.findings.flatMap(listSuggested), line: result.visit?.serviceLine }
}

const UNNAMED_LINE = 'No service line named'

/** The mapper has let it through already. */
function parseId(id: string): EncounterId {
  return parseEncounterId(id)
}

function listSuggested({ kind, about, direction }: StoredFinding): readonly string[] {
  return kind === 'code' && direction !== 'remove' ? [about] : []
}

function listFound(suggested: Suggestions) {
  return [...suggested].map(([encounterId, { codes }]) => ({ encounterId, procedures: codes.filter(isProcedureCode) }))
}

function describeDay(day: SiteDay, unread: readonly string[]): DayEnd {
  return {
    providers: summariseDay(day).map((row) => ({ ...row })),
    reviewed: countReviewed(day),
    gaps: findChargeGaps(day).map((gap) => ({ ...gap })),
    unread: [...unread],
  }
}

function countReviewed({ encounters, found }: SiteDay): number {
  const read = new Set(found.map(({ encounterId }) => encounterId))
  return encounters.filter(({ id, status }) => status === 'finished' && read.has(id)).length
}

function compareDay(day: SiteDay, suggested: Suggestions, final: FinalCodes | undefined): ShadowDay {
  const finished = day.encounters.filter(({ status }) => status === 'finished')
  const pairs = finished.flatMap(({ id }): readonly CodedEncounter[] => {
    const suggestion = suggested.get(id)
    const codes = final ? final.get(id) : listFinal(day, id)
    if (!suggestion || codes === undefined || codes.length === 0) return []
    return [{ serviceLine: suggestion.serviceLine, suggested: suggestion.codes, final: codes }]
  })
  return {
    compared: pairs.length,
    uncompared: finished.length - pairs.length,
    cells: compareCodes(pairs).map((cell) => ({ ...cell })),
    source: final ? 'file' : 'ehr',
  }
}

/** A charge says it all; without one, the diagnoses that the visit was closed with. */
function listFinal({ charges, diagnoses }: SiteDay, id: string): readonly string[] {
  const own = charges.filter(({ encounterId }) => encounterId === id)
  if (own.length > 0) return own.flatMap((charge) => [...charge.diagnoses, ...charge.procedures])
  return diagnoses.filter(({ encounterId }) => encounterId === id).map(({ code }) => code)
}

type Built = { readonly dayEnd: DayEnd; readonly shadow: ShadowDay }

function keepBoth(
  { db, cipher, tenant, now }: ReportParts,
  { day, encounters }: SiteDay,
  { dayEnd, shadow }: Built,
): Promise<void> {
  const at = new Date(now())
  const kept = { tenant, day, actor: BATCH_ACTOR, at }
  return inTenant(db, tenant, async (transaction) => {
    await keepReport(transaction, { ...kept, kind: 'day-end', report: dayEnd }, cipher)
    await keepReport(transaction, { ...kept, kind: 'shadow', report: shadow }, cipher)
    await appendAudit(transaction, tenant, [
      {
        at: at.toISOString(),
        requestId: 'reports',
        actor: BATCH_ACTOR,
        action: 'report.build',
        day,
        encounters: encounters.length,
        gaps: dayEnd.gaps.length,
        compared: shadow.compared,
      },
    ])
  })
}
