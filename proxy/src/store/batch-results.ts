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
import type { Window } from '../limits/windows.ts'
import { hasTenantRole, inTenant } from './in-tenant.ts'
import { type Adding, describeListing, type QueueEntry } from './queue-items.ts'
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
      by: z.exactOptional(z.string()),
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

export type Beginning = {
  readonly window: Window
  readonly limit: number
  readonly itemRefs: readonly string[]
  /** See `hasTenantRole`. */
  readonly inRole: boolean
}

export type Begun = {
  readonly recorded: ReadonlySet<string>
  /** How many of the others the window still holds; they count from now on. */
  readonly share: number
  /** What the window holds after them. */
  readonly remaining: number
}

/** Which of these notes are on record already, and how many of the others may be worked on: in one statement. */
export async function beginBatch(db: Pool, { window, limit, itemRefs, inRole }: Beginning): Promise<Begun> {
  const { tenant, subject, startsAt } = window
  const { rows } = await sql<{ recorded: readonly string[]; share: number; remaining: number }>`
    select * from begin_batch(${tenant}, ${inRole}, ${subject}, ${startsAt}, ${limit}, ${itemRefs})`.execute(db)
  const [row] = rows
  return {
    recorded: new Set(row?.recorded),
    share: row?.share ?? 0,
    remaining: Number(row?.remaining ?? 0),
  }
}

type Finishing = {
  readonly cipher: ColumnCipher
  /** See `hasTenantRole`. */
  readonly inRole: boolean
  /** What comes of them onto the coders' list. */
  readonly adding: Adding
  readonly entries: readonly QueueEntry[]
}

/**
 * On record, in the audit and on the coders' list, in one statement; after it, a transaction that does more sees and
 * changes rows of this tenant only.
 * @returns how many were new; the others had been on record before, and nothing was done about them.
 */
export async function finishBatch(
  db: Database,
  results: readonly BatchResult[],
  { cipher, inRole, adding, entries }: Finishing,
): Promise<number> {
  const { tenant } = adding
  const recorded = describeResults(results, tenant, cipher)
  const { listing, items } = describeListing(adding, entries)
  const { rows } = await sql<{ fresh: number }>`
    select finish_batch(${tenant}, ${inRole}, ${recorded}::json, ${listing}::json, ${items}::json) as fresh`.execute(db)
  return rows[0]?.fresh ?? 0
}

/** Without the coders' list. @returns how many were new. */
export async function recordBatch(
  { db, cipher }: ResultStore,
  tenant: TenantKey,
  results: readonly BatchResult[],
): Promise<number> {
  const [items, inRole] = [describeResults(results, tenant, cipher), await hasTenantRole(db)]
  const { rows } = await sql<{ fresh: number }>`
    select record_batch(${tenant}, ${inRole}, ${items}::json) as fresh`.execute(db)
  return rows[0]?.fresh ?? 0
}

/** As `record_batch` of the database reads them. */
function describeResults(results: readonly BatchResult[], tenant: TenantKey, cipher: ColumnCipher): string {
  const items = results.map(({ itemRef, encounterRef, at, result, entry }, index) => ({
    place: index,
    item_ref: itemRef,
    encounter_ref: encounterRef,
    content: cipher.encrypt(JSON.stringify(result), placeOfResult({ tenant, encounterRef }, itemRef)),
    actor: BATCH_ACTOR,
    at: at.toISOString(),
    entry: JSON.stringify(entry),
  }))
  return JSON.stringify(items)
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
