/** The write ledger: who holds the pen for a draft, and what became of it. An unknown outcome is never written again. */
import type { Selectable } from 'kysely'
import type { Role } from '#coding/contract/session.ts'
import {
  type WriteContent,
  type WriteDeed,
  type WriteIntent,
  type WriteIntentResponse,
  type WriteReceipt,
  type WriteRecord,
  type WriteRow,
  writeContents,
  writeRow,
} from '#coding/contract/write.ts'
import { listFiled } from '#coding/domain/filing-standing.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { noteAnswer } from './refused-targets.ts'
import type { Database, Schema, Scope } from './schema.ts'

/** A browser that has not reported by then is gone; nobody can say whether its write arrived. */
export const PENDING_MS = 2 * 60_000

type Person = { readonly actor: string; readonly role: Role; readonly at: Date; readonly cipher: ColumnCipher }
type Row = Selectable<Schema['write']>

/**
 * Takes the pen in one statement, so that of any number of callers exactly one is told `go`:
 * when the key is new, when the last try was rejected, or when what was written has other content now.
 */
export async function beginWrite(
  db: Database,
  intent: Scope & { readonly intent: WriteIntent },
  person: Person,
): Promise<WriteIntentResponse> {
  const { key, target, payloadSha256, content: draft } = intent.intent
  const deed = getDeed(draft)
  const content = draft === undefined ? null : seal(person.cipher, draft, placeOfDraft(intent, key, 'content'))
  const taken = await db
    .insertInto('write')
    .values({
      tenant: intent.tenant,
      encounter_ref: intent.encounterRef,
      key,
      target,
      state: 'pending',
      payload_sha256: payloadSha256,
      content,
      deed,
      filed: null,
      remote_sha256: null,
      remote_id: null,
      version_id: null,
      http_status: null,
      issue_codes: '[]',
      provenance: 'none',
      actor: person.actor,
      at: person.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'encounter_ref', 'key'])
        // What the EHR holds (id, version, digest) stays: the caller needs it to update instead of create.
        .doUpdateSet({
          state: 'pending',
          target,
          payload_sha256: payloadSha256,
          content,
          deed,
          actor: person.actor,
          at: person.at,
        })
        .where((eb) =>
          eb.or([
            eb('write.state', '=', 'rejected'),
            eb.and([eb('write.state', '=', 'written'), eb('write.payload_sha256', '<>', payloadSha256)]),
          ]),
        ),
    )
    .returningAll()
    .executeTakeFirst()
  if (taken) {
    await recordEvent(db, taken, person)
    return { outcome: 'go', row: toWriteRow(taken, person.at) }
  }
  const row = await selectWrite(db, intent, key).executeTakeFirstOrThrow()
  return { outcome: 'taken', row: toWriteRow(row, person.at) }
}

export type SettleProblem = 'no-such-write' | 'other-payload' | 'already-settled'

/** Only a write that is open, or whose outcome is unknown, can be settled; the same receipt twice is no conflict. */
export async function settleWrite(
  db: Database,
  settled: Scope & { readonly key: string; readonly receipt: WriteReceipt },
  person: Person,
): Promise<Result<WriteRow, SettleProblem>> {
  const { key, receipt } = settled
  const row = await selectWrite(db, settled, key).forUpdate().executeTakeFirst()
  if (!row) return { ok: false, problem: 'no-such-write' }
  if (row.payload_sha256 !== receipt.payloadSha256) return { ok: false, problem: 'other-payload' }
  if (!isOpenTo(row.state, receipt.state)) return { ok: false, problem: 'already-settled' }
  const updated = await db
    .updateTable('write')
    .set({
      state: receipt.state,
      filed: sealFiled(row, receipt, { scope: settled, cipher: person.cipher }),
      remote_sha256: receipt.remoteSha256 ?? row.remote_sha256,
      remote_id: receipt.remoteId ?? row.remote_id,
      version_id: receipt.versionId ?? row.version_id,
      http_status: receipt.httpStatus ?? null,
      issue_codes: JSON.stringify(receipt.issueCodes),
      provenance: receipt.provenance,
      actor: person.actor,
      at: person.at,
    })
    .where('tenant', '=', settled.tenant)
    .where('encounter_ref', '=', settled.encounterRef)
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow()
  // The same answer again tells nothing new.
  if (row.state !== receipt.state) {
    await recordEvent(db, updated, person)
    const isFirstOfDraft = row.content !== null && row.remote_id === null
    const { target } = toWriteRow(updated, person.at)
    if (isFirstOfDraft) await noteAnswer(db, { ...person, tenant: settled.tenant, target, receipt })
  }
  return { ok: true, value: toWriteRow(updated, person.at) }
}

/** Only a draft is kept with what it says. */
function getDeed(content: WriteContent | undefined): WriteDeed {
  if (content === undefined) return 'query'
  return content.purpose === 'file' && content.draft.signedOff === true ? 'sign-off' : content.purpose
}

async function recordEvent(db: Database, row: Row, { actor, role, at }: Person): Promise<void> {
  const { tenant, encounter_ref, key, target, state } = row
  const deed = row.deed ?? guessDeed(row)
  await db
    .insertInto('write_event')
    .values({ tenant, encounter_ref, key, target, deed, state, role, actor, at })
    .execute()
}

/** Of a write that was begun before it was kept what it was for. */
function guessDeed({ content }: Pick<Row, 'content'>): WriteDeed {
  return content === null ? 'query' : 'file'
}

export type WriteEvent = Pick<WriteRow, 'key' | 'target' | 'state' | 'actor' | 'at'> & {
  readonly deed: WriteDeed
  /** Undefined where it was not kept. */
  readonly role: Role | undefined
}

/** What became of every write of the encounter, the oldest first; of one that is still under way, that it is. */
export async function listWriteEvents(db: Database, scope: Scope, now: Date): Promise<readonly WriteEvent[]> {
  const events = await db
    .selectFrom('write_event')
    .selectAll()
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .orderBy('id')
    .execute()
  const rows = await selectWrites(db, scope).orderBy('at').orderBy('key').execute()
  const recorded = new Set(events.map(({ key }) => key))
  const early = rows
    .filter(({ key }) => !recorded.has(key))
    .map((row) => ({ ...row, deed: guessDeed(row), role: undefined }))
  const newest = new Map(events.map(({ key, id }) => [key, id]))
  const told = events.filter(({ key, id, state }) => state !== 'pending' || newest.get(key) === id)
  return [...early, ...told].map(({ key, target, deed, role, actor, at, ...event }) => {
    const state = isAbandoned({ ...event, at }, now) ? 'unknown' : event.state
    return { key, target, deed, state, role, actor, at: at.toISOString() }
  })
}

/** What was written and what became of it; undefined when there is no such write. @throws CryptoError */
export async function findWrite(
  db: Database,
  wanted: Scope & { readonly key: string },
  { cipher, at }: Pick<Person, 'cipher' | 'at'>,
): Promise<WriteRecord | undefined> {
  const row = await selectWrite(db, wanted, wanted.key).executeTakeFirst()
  return row && { row: toWriteRow(row, at), ...openContents(row, { scope: wanted, cipher }) }
}

type Contents = Pick<WriteRecord, 'content' | 'filed'>

function openContents(row: Row, { scope, cipher }: { readonly scope: Scope; readonly cipher: ColumnCipher }): Contents {
  return writeContents.parse({
    ...(row.content !== null && { content: open(cipher, row.content, placeOfDraft(scope, row.key, 'content')) }),
    ...(row.filed !== null && { filed: open(cipher, row.filed, placeOfDraft(scope, row.key, 'filed')) }),
  })
}

/** Where the cell stands, and whose it is; see `column-cipher.ts`. */
export function placeOfDraft(scope: Scope, key: string, column: 'content' | 'filed'): readonly string[] {
  return [scope.tenant, 'write', column, scope.encounterRef, key]
}

function seal(cipher: ColumnCipher, value: unknown, place: readonly string[]): string {
  return cipher.encrypt(JSON.stringify(value), place)
}

function open(cipher: ColumnCipher, cell: string, place: readonly string[]): unknown {
  return JSON.parse(cipher.decrypt(cell, place))
}

/** What stands in the EHR now; what stood there before stays until something else is known to. */
function sealFiled(
  { key, content, filed }: Row,
  { state, remote }: WriteReceipt,
  { scope, cipher }: { readonly scope: Scope; readonly cipher: ColumnCipher },
): string | null {
  if (state !== 'written' || remote === undefined || content === null) return filed
  const written = open(cipher, content, placeOfDraft(scope, key, 'content'))
  return seal(cipher, { content: written, remote }, placeOfDraft(scope, key, 'filed'))
}

/** What each of these writes says that stands, by its key: as the EHR has it, or as it was put on the list. */
export async function readStanding(
  db: Database,
  scope: Scope,
  { keys, cipher }: { readonly keys: readonly string[]; readonly cipher: ColumnCipher },
): Promise<ReadonlyMap<string, WriteContent>> {
  if (keys.length === 0) return new Map()
  const rows = await selectWrites(db, scope).where('key', 'in', keys).execute()
  return new Map(
    rows.flatMap((row) => {
      const { filed, content } = openContents(row, { scope, cipher })
      const standing = filed?.content ?? content
      return standing ? [[row.key, standing] as const] : []
    }),
  )
}

export async function listWrites(db: Database, scope: Scope, now: Date): Promise<readonly WriteRow[]> {
  const rows = await selectWrites(db, scope).orderBy('at').orderBy('key').execute()
  return rows.map((row) => toWriteRow(row, now))
}

/** `pending` and `unknown` wait for an answer; an answer may be repeated (its provenance may arrive later). */
function isOpenTo(state: WriteRow['state'], next: WriteReceipt['state']): boolean {
  return state === 'pending' || state === 'unknown' || state === next
}

/** Whether a draft of the encounter stands as filed, or a question was sent. */
export async function findWritten(
  db: Database,
  scope: Scope,
  { what, now }: { readonly what: 'draft' | 'query'; readonly now: Date },
): Promise<boolean> {
  const events = await listWriteEvents(db, scope, now)
  if (what === 'draft') return listFiled(events).length > 0
  return events.some(({ deed, state }) => deed === 'query' && state === 'written')
}

function selectWrites(db: Database, scope: Scope) {
  return db
    .selectFrom('write')
    .selectAll()
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
}

function selectWrite(db: Database, scope: Scope, key: string) {
  return selectWrites(db, scope).where('key', '=', key)
}

function isAbandoned({ state, at }: Pick<Row, 'state' | 'at'>, now: Date): boolean {
  return state === 'pending' && now.getTime() - at.getTime() > PENDING_MS
}

function toWriteRow(row: Row, now: Date): WriteRow {
  const issueCodes: unknown = JSON.parse(row.issue_codes)
  return writeRow.parse({
    key: row.key,
    target: row.target,
    state: isAbandoned(row, now) ? 'unknown' : row.state,
    payloadSha256: row.payload_sha256,
    ...(row.remote_sha256 !== null && { remoteSha256: row.remote_sha256 }),
    ...(row.remote_id !== null && { remoteId: row.remote_id }),
    ...(row.version_id !== null && { versionId: row.version_id }),
    ...(row.http_status !== null && { httpStatus: row.http_status }),
    issueCodes,
    provenance: row.provenance,
    actor: row.actor,
    at: row.at.toISOString(),
  })
}
