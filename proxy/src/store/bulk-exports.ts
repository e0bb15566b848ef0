/** How far the reading of an export has come, so that whoever begins again after a kill goes on with it. */
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { CryptoError } from '../crypto/errors.ts'
import { BATCH_ACTOR } from './batch-results.ts'
import { inTenant } from './in-tenant.ts'
import type { Pool } from './schema.ts'

const fileProgress = z.strictObject({
  /** That were read, and whose notes are queued. */
  lines: z.int(),
  /** All of its lines. */
  isWhole: z.boolean(),
  documents: z.int(),
  skipped: z.int(),
  unreadable: z.int(),
})

const keptExport = z.strictObject({
  /** Where the server says how far it is, and is told that nobody wants it any more. */
  status: z.url(),
  begunAt: z.iso.datetime(),
  /** Of the manifest by which the files were read; absent while they are prepared. */
  transactionTime: z.optional(z.string()),
  /** By address. */
  files: z.record(z.string(), fileProgress),
})

export type FileProgress = z.output<typeof fileProgress>
export type KeptExport = z.output<typeof keptExport>

export type ExportProgress = {
  readonly find: () => Promise<KeptExport | undefined>
  readonly keep: (kept: KeptExport) => Promise<void>
  readonly forget: () => Promise<void>
}

type Parts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly tenant: TenantKey
  /** A reference of who was asked for what: a group may be named after what its patients have. */
  readonly question: string
  readonly now: () => number
}

export function createExportProgress({ db, cipher, tenant, question, now }: Parts): ExportProgress {
  const place = placeOfExport(tenant, question)
  return {
    find: async () => {
      const row = await inTenant(db, tenant, (transaction) =>
        transaction
          .selectFrom('bulk_export')
          .select('state')
          .where('tenant', '=', tenant)
          .where('question', '=', question)
          .executeTakeFirst(),
      )
      return row && tryOpen(() => cipher.decrypt(row.state, place))
    },
    keep: async (kept) => {
      const [state, at] = [cipher.encrypt(JSON.stringify(kept), place), new Date(now())]
      await inTenant(db, tenant, (transaction) =>
        transaction
          .insertInto('bulk_export')
          .values({ tenant, question, state, actor: BATCH_ACTOR, at })
          .onConflict((conflict) => conflict.columns(['tenant', 'question']).doUpdateSet({ state, at }))
          .execute(),
      )
    },
    forget: async () => {
      await inTenant(db, tenant, (transaction) =>
        transaction.deleteFrom('bulk_export').where('tenant', '=', tenant).where('question', '=', question).execute(),
      )
    },
  }
}

/** With a key that is gone nobody can go on: another export is the answer. */
function tryOpen(decrypt: () => string): KeptExport | undefined {
  try {
    return keptExport.parse(JSON.parse(decrypt()))
  } catch (error) {
    if (error instanceof CryptoError) return undefined
    throw error
  }
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfExport(tenant: TenantKey, question: string): readonly string[] {
  return [tenant, 'bulk_export', 'state', question]
}
