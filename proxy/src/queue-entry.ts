/** An analysed encounter as it comes onto the coders' list, from a batch or from a sidebar that somebody has open. */
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { buildQueueFacts, isReadyForCoder } from '#coding/queue/facts.ts'
import { findQueueRules } from './coders-queue.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import type { References } from './crypto/references.ts'
import { collectFound, type Found, type PassingTask } from './found-so-far.ts'
import type { LanguageModel } from './llm/language-model.ts'
import { describeError, type Log } from './log.ts'
import { inTenant } from './store/in-tenant.ts'
import { addToQueue, type QueueEntry } from './store/queue-items.ts'
import type { Pool } from './store/schema.ts'
import { describeModel, describeSuggested } from './suggested-coding.ts'

/** @returns undefined for an encounter that does not wait for a coder yet. */
export function findQueueEntry(references: References, record: EncounterRecord, found: Found): QueueEntry | undefined {
  if (!isReadyForCoder(record)) return undefined
  const { tenant, patientId, encounterId } = record
  // The notes alone: what a coder writes into the chart must not bring the encounter back to the list.
  const notes = [...new Set(record.notes.map(({ sha256 }) => sha256))].toSorted()
  return {
    encounterRef: references.ofEncounter(tenant, encounterId),
    patientId,
    encounterId,
    input: references.ofContent(tenant, notes.join(' ')),
    facts: buildQueueFacts(record, found.findings),
    ...(record.visit && { visit: { ...record.visit, date: record.dateOfService } }),
    suggested: describeSuggested(record, found),
  }
}

type Parts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly references: References
  readonly model: LanguageModel
  readonly log: Log
  readonly now: () => number
}

/** So many encounters are remembered as being on the list already; a panel that is open all day asks often. */
const REMEMBERED = 10_000

export type QueueJoiner = (
  task: PassingTask,
  events: AsyncIterable<readonly AnalysisEvent[]>,
) => AsyncGenerator<readonly AnalysisEvent[], void, undefined>

/** Passes the events of an analysis on, and once it is complete, puts a signed encounter onto the list. */
export function createQueueJoiner(parts: Parts): QueueJoiner {
  const known = new Map<string, string>()
  return async function* joinQueue(task, events) {
    const found = collectFound(describeModel(parts.model.identity))
    for await (const batch of events) {
      found.add(batch)
      if (batch.some(({ event }) => event === 'done')) await join(parts, known, { ...task, ...found.read() })
      yield batch
    }
  }
}

/** What fails here is no reason to keep an analysis from its reader: the next one tries again. */
async function join(
  parts: Parts,
  known: Map<string, string>,
  { session, tenant, record, requestId, ...found }: PassingTask & Found,
): Promise<void> {
  const entry = findQueueEntry(parts.references, record, found)
  if (!entry || known.get(entry.encounterRef) === entry.input) return
  const { weights, modes } = findQueueRules(tenant)
  const adding = {
    tenant: tenant.key,
    actor: session.actor,
    requestId,
    at: new Date(parts.now()),
    weights,
    modes,
    cipher: parts.cipher,
  }
  try {
    await inTenant(parts.db, tenant.key, (transaction) => addToQueue(transaction, adding, [entry]))
    if (known.size >= REMEMBERED) known.clear()
    known.set(entry.encounterRef, entry.input)
  } catch (error) {
    parts.log.warn('queue failed', { requestId, ...describeError(error) })
  }
}
