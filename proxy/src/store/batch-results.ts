/** Results of notes that nobody had open: one a version, put on record together with its audit, in one round trip. */
import { sql } from 'kysely'
import * as z from 'zod/mini'
import { visit } from '#coding/contract/mode.ts'
import { dateOnly, fingerprint } from '#coding/contract/scalars.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { VisitFacts } from '#coding/domain/visit-facts.ts'
import type { AuditEntry } from '../audit/audit-log.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { hasTenantRole, inTenant } from './in-tenant.ts'
import type { Database, Pool, Scope } from './schema.ts'

/** Where in which version of which note; the words themselves are in the chart. */
const place = z.object({
  noteId: z.string(),
  noteVersion: z.string(),
  start: z.number(),
  end: z.number(),
  section: z.string(),
})

const storedFinding = z.object({
  fingerprint: z.string(),
  kind: z.enum(['code', 'prompt', 'check']),
  /** The code, the question's concept or the rule. */
  about: z.string(),
  direction: z.exactOptional(z.enum(['add', 'refine', 'remove'])),
  confidence: z.exactOptional(z.number()),
  evidence: z.array(place),
})
export type StoredFinding = z.output<typeof storedFinding>

const storedResult = z.object({
  codeSet: z.string(),
  findings: z.array(storedFinding),
  /** Absent from results of before visits were known. */
  /** In mode `auto-draft`: what was laid out for a coder. */
  prepared: z.exactOptional(
    z.object({
      mark: z.enum(['review', 'full-review']),
      fingerprints: z.readonly(z.array(fingerprint)),
      draw: z.number(),
    }),
  ),
  visit: z.exactOptional(z.object({ ...visit.shape, date: dateOnly })),
})
export type StoredResult = z.output<typeof storedResult>

export type BatchResult = {
  readonly itemRef: string
  readonly encounterRef: string
  readonly at: Date
  readonly result: StoredResult
  readonly entry: AuditEntry
}

/** The engine's own service, in the actor's place. */
export const BATCH_ACTOR = 'batch'

/** What is kept of a finding: never a quote, a title or a rationale, which hold words of the note. */
export function condenseFinding(finding: Finding): StoredFinding {
  const { fingerprint, kind } = finding
  switch (finding.kind) {
    case 'code':
      return {
        fingerprint,
        kind,
        about: finding.code.code,
        direction: finding.direction,
        confidence: finding.confidence,
        evidence: finding.evidence.map(placeOf),
      }
    case 'prompt':
      return { fingerprint, kind, about: finding.prompt.concept, evidence: finding.prompt.evidence.map(placeOf) }
    case 'check':
      return { fingerprint, kind, about: finding.rule, evidence: finding.evidence.map(placeOf) }
  }
}

/** By which a report divides what was found. */
export function describeVisit({ visit: known, dateOfService }: EncounterRecord): VisitFacts {
  return { ...(known ?? { types: [], providers: [] }), date: dateOfService }
}

function placeOf({ noteId, noteVersion, start, end, section }: z.output<typeof place>): z.output<typeof place> {
  return { noteId, noteVersion, start, end, section }
}

export type ResultStore = { readonly db: Pool; readonly cipher: ColumnCipher }

/** @returns how many were new; the others had been on record before, and nothing was done about them. */
export async function recordBatch(
  { db, cipher }: ResultStore,
  tenant: TenantKey,
  results: readonly BatchResult[],
): Promise<number> {
  return addResults(db, { tenant, cipher, inRole: await hasTenantRole(db) }, results)
}

type Adding = { readonly tenant: TenantKey; readonly cipher: ColumnCipher; readonly inRole: boolean }

/** In a transaction that does more: after it, the transaction sees and changes rows of this tenant only. */
export async function addResults(
  db: Database,
  { tenant, cipher, inRole }: Adding,
  results: readonly BatchResult[],
): Promise<number> {
  const items = results.map(({ itemRef, encounterRef, at, result, entry }, index) => ({
    place: index,
    item_ref: itemRef,
    encounter_ref: encounterRef,
    content: cipher.encrypt(JSON.stringify(result), placeOfResult({ tenant, encounterRef }, itemRef)),
    actor: BATCH_ACTOR,
    at: at.toISOString(),
    entry: JSON.stringify(entry),
  }))
  const { rows } = await sql<{ fresh: number }>`
    select record_batch(${tenant}, ${inRole}, ${JSON.stringify(items)}::json) as fresh`.execute(db)
  return rows[0]?.fresh ?? 0
}

export async function listResults(
  { db, cipher }: ResultStore,
  scope: Scope,
): Promise<readonly (StoredResult & { readonly at: Date })[]> {
  const rows = await inTenant(db, scope.tenant, (transaction) =>
    transaction
      .selectFrom('batch_result')
      .select(['item_ref', 'content', 'at'])
      .where('tenant', '=', scope.tenant)
      .where('encounter_ref', '=', scope.encounterRef)
      .orderBy('at')
      .execute(),
  )
  return rows.map(({ item_ref, content, at }) => {
    const text = cipher.decrypt(content, placeOfResult(scope, item_ref))
    return { ...storedResult.parse(JSON.parse(text)), at }
  })
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfResult(scope: Scope, itemRef: string): readonly string[] {
  return [scope.tenant, 'batch_result', 'content', scope.encounterRef, itemRef]
}
