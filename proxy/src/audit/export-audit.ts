/** The audit trail for those who ask for it: FHIR AuditEvents as NDJSON, or a table as CSV. One row at a time. */
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import { toSpreadsheetText } from '#coding/domain/spreadsheet-text.ts'
import { type AuditRow, buildAuditEvent } from '#fhir-mappers/audit-event.ts'
import type { References } from '../crypto/references.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Pool } from '../store/schema.ts'
import { findPattern } from './action-patterns.ts'
import { AuditError } from './errors.ts'
import { readCut } from './read-cut.ts'
import { readAuditPages } from './read-pages.ts'

const entry = z.catchall(
  z.object({
    at: z.string(),
    requestId: z.string(),
    action: z.string(),
    outcome: z.exactOptional(z.string()),
    actor: z.exactOptional(z.string()),
    role: z.exactOptional(z.string()),
    patient: z.exactOptional(z.string()),
    encounter: z.exactOptional(z.string()),
  }),
  z.unknown(),
)

export type ExportRange = {
  readonly tenant: TenantKey
  /** Inclusive, by the instant of the row. */
  readonly since?: Date
  /** Exclusive. */
  readonly until?: Date
  /** Reference of one patient (`crypto/references.ts`). */
  readonly patient?: string
  /** References of one person, one for each way in which the EHR may have written them. */
  readonly actors?: readonly string[]
}

export type TrailSource = { readonly db: Pool; readonly references: Naming }

type Naming = Pick<References, 'ofFindingAsWritten' | 'ofWriteAsWritten'>

/**
 * Rows of the range in their order. Findings and writes have their references, also in rows that were written before
 * there were any: what can be guessed does not leave. @throws AuditError for a row that cannot be read: verify the chain.
 */
export async function* readAuditRows({ db, references }: TrailSource, range: ExportRange): AsyncGenerator<AuditRow> {
  const { tenant } = range
  const cut = await inTenant(db, tenant, (transaction) => readCut(transaction, tenant))
  const pages = readAuditPages((ask) => inTenant(db, tenant, ask), tenant, cut?.seq ?? 0)
  for await (const page of pages) {
    for (const { seq, entry: text, hash } of page) {
      const row = parseRow({ tenant, references }, { seq, text, hash })
      if (isWithin(row, range)) yield row
    }
  }
}

type Names = { readonly tenant: TenantKey; readonly references: Naming }

function parseRow(
  { tenant, references }: Names,
  { seq, text, hash }: { readonly seq: number; readonly text: string; readonly hash: string },
): AuditRow {
  // Places of `AuditAction` that name a finding or a write.
  const nameOf = (place: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one: unknown) => nameOf(place, one))
    if (typeof value !== 'string') return value
    if (/^write\.\w+ key$/.test(place)) return references.ofWriteAsWritten(tenant, value)
    return / (?:fingerprint|was|unshown)$/.test(place) ? references.ofFindingAsWritten(tenant, value) : value
  }
  try {
    const { at, requestId, action, outcome, actor, role, patient, encounter, ...details } = entry.parse(
      JSON.parse(text),
    )
    return {
      tenant,
      seq,
      hash,
      at,
      requestId,
      action,
      details: Object.fromEntries(
        Object.entries(details).map(([name, value]) => [name, toScalar(nameOf(`${action} ${name}`, value))]),
      ),
      ...(outcome !== undefined && { outcome }),
      ...(actor !== undefined && { actor }),
      ...(role !== undefined && { role }),
      ...(patient !== undefined && { patient }),
      ...(encounter !== undefined && { encounter }),
    }
  } catch (cause) {
    throw new AuditError('unreadable', `Row ${seq} of ${tenant} cannot be read; verify the trail.`, { cause })
  }
}

function toScalar(value: unknown): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)
}

function isWithin({ at, patient, actor }: AuditRow, range: ExportRange): boolean {
  const instant = Date.parse(at)
  if (range.since && instant < range.since.getTime()) return false
  if (range.until && instant >= range.until.getTime()) return false
  if (range.actors && (actor === undefined || !range.actors.includes(actor))) return false
  return range.patient === undefined || range.patient === patient
}

export function formatFhirLine(row: AuditRow, observer: string): string {
  return JSON.stringify(buildAuditEvent(row, findPattern(row.action), observer))
}

const COLUMNS = [
  'seq',
  'at',
  'tenant',
  'action',
  'outcome',
  'actor',
  'role',
  'patient',
  'encounter',
  'requestId',
] as const

export const CSV_HEADER = [...COLUMNS, 'details', 'hash'].join(',')

/** RFC 4180, every cell quoted. */
export function formatCsvLine(row: AuditRow): string {
  const cells = [...COLUMNS.map((name) => row[name] ?? ''), JSON.stringify(row.details), row.hash]
  return cells.map((cell) => quoteCell(String(cell))).join(',')
}

/** References are base64url and may begin with a minus. */
function quoteCell(text: string): string {
  return `"${toSpreadsheetText(text).replaceAll('"', '""')}"`
}
