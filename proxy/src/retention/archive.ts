/**
 * The beginning of a trail as a file of its own: one row a line, as it was hashed, and the signed cut as the last line. It
 * can be verified without the database for as long as somebody keeps it.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import * as z from 'zod/mini'
import { hashEntry } from '../audit/audit-log.ts'
import { type CutStatement, formatCut, type StatementVerifier, tryParseCut } from '../audit/checkpoint.ts'
import { AuditError } from '../audit/errors.ts'
import type { StoredRow } from '../audit/read-pages.ts'

const line = z.strictObject({ seq: z.int(), entry: z.string(), previous_hash: z.string(), hash: z.string() })

/** For the owner alone, and never over a file that is there. On disk when it returns. */
export async function writeArchive(
  path: string,
  pages: AsyncIterable<readonly StoredRow[]>,
  statement: CutStatement,
): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const page of pages) {
        const lines = page.map(({ seq, entry, previous_hash, hash }) =>
          JSON.stringify({ seq, entry, previous_hash, hash }),
        )
        if (lines.length > 0) await file.write(`${lines.join('\n')}\n`)
      }
      await file.write(`${formatCut(statement)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (cause instanceof AuditError) throw cause
    throw new AuditError('archive', 'The archive cannot be written.', { cause })
  }
}

export type ArchiveVerdict =
  | {
      readonly ok: true
      readonly rows: number
      readonly from: number
      readonly statement: CutStatement
      /** Of the file, as the trail has it. */
      readonly sha256: string
    }
  | { readonly ok: false; readonly line: number }

/** @param isSigned by the public key; without it the statement is believed as the rows are. @throws AuditError */
export async function verifyArchive(path: string, isSigned?: StatementVerifier): Promise<ArchiveVerdict> {
  const digest = createHash('sha256')
  let last: z.output<typeof line> | undefined
  let statement: CutStatement | undefined
  let [rows, number, from] = [0, 0, 0]
  try {
    const bytes = createReadStream(path)
    bytes.on('data', (chunk) => digest.update(chunk))
    for await (const text of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1
      if (statement) return { ok: false, line: number }
      statement = tryParseCut(text)
      if (statement) continue
      const row = tryParseLine(text)
      const isNext = row && (last === undefined || (row.seq === last.seq + 1 && row.previous_hash === last.hash))
      if (!isNext || row.hash !== hashEntry(row.previous_hash, row.seq, row.entry)) return { ok: false, line: number }
      if (last === undefined) from = row.seq
      last = row
      rows += 1
    }
  } catch (cause) {
    throw new AuditError('archive', 'The archive cannot be read.', { cause })
  }
  const isWhole = last !== undefined && statement?.seq === last.seq && statement.hash === last.hash
  if (!isWhole || !statement || isSigned?.(statement) === false) return { ok: false, line: number }
  return { ok: true, rows, from, statement, sha256: digest.digest('hex') }
}

function tryParseLine(text: string): z.output<typeof line> | undefined {
  try {
    return line.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
