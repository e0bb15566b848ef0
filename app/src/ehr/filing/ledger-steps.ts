/** The ledger's side of a filing: who may write, and what became of it. It lives behind the proxy and may be away. */
import type { WriteIntent, WriteIntentResponse, WriteReceipt, WriteRecord, WriteRow } from '#coding/contract/write.ts'
import type { FilingOutcome, WriteLedger } from '../session-types.ts'
import { FILING_WORDS } from './filing-words.ts'

export type LedgerSteps = {
  readonly ledger: WriteLedger
  readonly payloadSha256: string
  /** As the ledger had it when it was asked for the pen. */
  readonly row: WriteRow
}

export type Pen =
  | WriteIntentResponse
  /** Nothing may be written; the outcome says why. */
  | { readonly outcome: 'none'; readonly told: FilingOutcome & { readonly reason: string } }

/** While the ledger is away nothing may be written, since nobody would know. */
export async function takePen(ledger: WriteLedger, intent: WriteIntent): Promise<Pen> {
  try {
    const pen = await ledger.begin(intent)
    return pen.outcome === 'refused' ? { outcome: 'none', told: { kind: 'refused', reason: pen.reason } } : pen
  } catch {
    return { outcome: 'none', told: { kind: 'rejected', reason: FILING_WORDS.ledgerDown, issues: [] } }
  }
}

/** @returns undefined when there is none, or when the ledger is away: then nothing that stands in the EHR is touched. */
export async function tryReadRecord(ledger: WriteLedger, key: string): Promise<WriteRecord | undefined> {
  try {
    return await ledger.read(key)
  } catch {
    return undefined
  }
}

type Receipt = Pick<WriteReceipt, 'state' | 'provenance'> & Partial<WriteReceipt>

/**
 * A receipt that cannot be delivered changes nothing for the person: the row stays open, counts as unknown after two
 * minutes, and the next click looks into the EHR.
 */
export async function settle({ ledger, payloadSha256, row }: LedgerSteps, receipt: Receipt): Promise<void> {
  try {
    await ledger.settle(row.key, { payloadSha256, issueCodes: [], ...receipt })
  } catch {
    return
  }
}
