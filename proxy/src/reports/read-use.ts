/** What the trail of a tenant says of how Postil was used; the trail holds opaque references and closed lists only. */
import { judgeCoding } from '#coding/accuracy/judge-coding.ts'
import { dayEnd } from '#coding/contract/site-report.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { findCodeFamily } from '#coding/reports/code-family.ts'
import { addDays } from '#coding/reports/find-week.ts'
import type { UseEvent } from '#coding/reports/use-event.ts'
import { FOLLOWED_DAYS, type UseRange } from '#coding/reports/use-tally.ts'
import { CLOCK_SLACK_MS, findFirstRow } from '../audit/find-row.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Database, Pool } from '../store/schema.ts'
import { type FinishedCoding, listSecondCodings } from '../store/second-codings.ts'
import { listReports } from '../store/site-reports.ts'
import { countBlocks, findDigests, keepDigest, listUndigested } from '../store/use-digests.ts'
import { BLOCK, decodeBlock, encodeBlock, type IsWanted } from './use-digest.ts'
import { type NumberedEvent, readEntries } from './use-entries.ts'

/** Blocks that are fetched together. */
const GROUP = 4
export type UseSource = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly references: Pick<References, 'ofFindingAsWritten'>
  readonly tenant: TenantKey
}

/**
 * What happened in the range, and what came of it in the weeks after, in its order and some blocks at a time: a trail of
 * any length takes no more memory. Entries of no encounter are left out.
 */
export async function* readUse(given: UseSource, { from, to }: UseRange): AsyncGenerator<readonly UseEvent[]> {
  const source = { ...given, isWanted: createFilter(to) }
  const { db, cipher, tenant } = source
  const days = await inTenant(db, tenant, (transaction) =>
    listReports(transaction, { tenant, kind: 'day-end', from, to }, cipher),
  )
  yield days.flatMap(({ day, report }) => {
    const { providers, reviewed } = dayEnd.parse(report)
    const finished = providers.reduce((sum, one) => sum + one.finished, 0)
    // Of days that were read before it was counted, it is not known.
    return reviewed === undefined ? [] : [{ at: day, kind: 'day' as const, finished, reviewed }]
  })
  const audited = await inTenant(db, tenant, (transaction) =>
    listSecondCodings(transaction, { tenant, from, to }, cipher),
  )
  yield audited.map(describeAudited)
  const begin = Date.parse(`${from}T00:00:00Z`) - CLOCK_SLACK_MS
  const end = Date.parse(`${addDays(to, 1 + FOLLOWED_DAYS)}T00:00:00Z`) + CLOCK_SLACK_MS
  const [first, after] = await inTenant(db, tenant, async (transaction) => [
    await findFirstRow(transaction, tenant, begin),
    await findFirstRow(transaction, tenant, end),
  ])
  const last = Math.ceil((after - 1) / BLOCK)
  let coming: ReturnType<typeof readBlocks> | undefined
  for (let block = Math.floor((first - 1) / BLOCK); block < last; block += GROUP) {
    const blocks = coming ?? readBlocks(source, { from: block, until: Math.min(block + GROUP, last) })
    const numbered = await blocks
    const next = block + GROUP
    // Read while these are counted.
    coming = next < last ? readBlocks(source, { from: next, until: Math.min(next + GROUP, last) }) : undefined
    // Whoever stops listening to this does not wait for it either.
    coming?.catch(() => undefined)
    yield await addVisitEnds(
      source,
      numbered.flatMap(({ seq, event }) => (seq >= first && seq < after ? [event] : [])),
    )
  }
}

/** Counted where it was shown or waited for, and nothing comes of it later. */
const AT_ONCE: ReadonlySet<UseEvent['kind']> = new Set(['shown', 'waited'])

/**
 * Half of what is read is of the weeks after the range. Of those, only what became of a visit of which the range has
 * something can count: nothing else is made, or counted, at all.
 */
export function createFilter(to: UseRange['to']): IsWanted {
  const after = Date.parse(`${addDays(to, 1)}T00:00:00Z`) + CLOCK_SLACK_MS
  const visits = new Set<string>()
  return ({ kind, at, encounter }) => {
    if (at >= after) return !AT_ONCE.has(kind) && visits.has(encounter)
    visits.add(encounter)
    return true
  }
}

/** The same verdicts as in the accuracy audit; what the first coder missed is no code of theirs. */
function describeAudited({ week, encounterRef, content, blind }: FinishedCoding): UseEvent {
  const verdicts = judgeCoding(content.final, blind).filter(({ side }) => side !== 'blind')
  const codes = verdicts.map(({ code, verdict, isUnsupported }) => ({
    family: findCodeFamily(code),
    verdict: isUnsupported
      ? ('unsupported' as const)
      : verdict === 'agreed'
        ? ('agreed' as const)
        : ('differs' as const),
  }))
  return { at: week, encounter: encounterRef, kind: 'audited', codes }
}

/**
 * Makes digests of the blocks of a trail that have none yet, so that a report need not.
 * @param onBlock before each block; what it throws ends the work.
 */
export async function digestUse(
  source: Omit<UseSource, 'cipher'>,
  onBlock: () => void | Promise<void> = () => undefined,
): Promise<void> {
  const { db, tenant } = source
  const missing = await inTenant(db, tenant, (transaction) => listUndigested(transaction, tenant, BLOCK))
  for (const block of missing) {
    await onBlock()
    await readBlocks(source, { from: block, until: block + 1 })
  }
}

type Reading = Omit<UseSource, 'cipher'> & { readonly isWanted?: IsWanted }
type Blocks = { readonly from: number; readonly until: number }

/** By their digests; what has none is read from the trail, and has one from then on once it is whole. */
async function readBlocks(source: Reading, { from, until }: Blocks): Promise<readonly NumberedEvent[]> {
  const { db, tenant, isWanted } = source
  return inTenant(db, tenant, async (transaction) => {
    const whole = await countBlocks(transaction, tenant, BLOCK)
    const digests = await findDigests(transaction, { tenant, from, until })
    const events: NumberedEvent[] = []
    for (let block = from; block < until; block++) {
      const digest = digests.get(block)
      const known = digest === undefined ? undefined : decodeBlock(digest, block, isWanted)
      const read = known ?? (await readTrail(source, transaction, block))
      // One of another format is written over.
      const content = known || block >= whole ? undefined : encodeBlock(read, block)
      if (content !== undefined) await keepDigest(transaction, { tenant, block, size: BLOCK, content })
      for (const one of read) events.push(one)
    }
    return events
  })
}

function readTrail(
  { tenant, references }: Omit<UseSource, 'cipher'>,
  transaction: Database,
  block: number,
): Promise<readonly NumberedEvent[]> {
  // What was shown before findings had references may have been decided after.
  const nameOf = (text: string): string => references.ofFindingAsWritten(tenant, text)
  return readEntries(transaction, tenant, { from: block * BLOCK + 1, until: (block + 1) * BLOCK + 1, nameOf })
}

/** When a visit ended may change while it is on the coders' list, and the trail does not say it. */
async function addVisitEnds({ db, tenant }: UseSource, events: readonly UseEvent[]): Promise<readonly UseEvent[]> {
  const ready = events.flatMap((event) => (event.kind === 'ready' ? [event.encounter] : []))
  if (ready.length === 0) return events
  const ends = await inTenant(db, tenant, (transaction) => readVisitEnds(transaction, tenant, ready))
  return events.map((event) => {
    const visitEnd = event.kind === 'ready' ? ends.get(event.encounter) : undefined
    return visitEnd && event.kind === 'ready' ? { ...event, visitEnd: visitEnd.toISOString() } : event
  })
}

async function readVisitEnds(
  db: Database,
  tenant: TenantKey,
  encounters: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .selectFrom('queue_item')
    .select(['encounter_ref', 'finished_at'])
    .where('tenant', '=', tenant)
    .where('encounter_ref', 'in', [...new Set(encounters)])
    .execute()
  return new Map(rows.flatMap((row) => (row.finished_at ? [[row.encounter_ref, row.finished_at] as const] : [])))
}
