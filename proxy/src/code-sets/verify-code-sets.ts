/** Checks what is stored: that files are the ones that were written, and that releases still hold what they must. */
import { checkRelease, SENTINELS, type Sentinel } from '#coding/code-sets/check-release.ts'
import { openCodeTable } from '#coding/code-sets/code-table.ts'
import type { Columns } from '#coding/code-sets/columns.ts'
import { COMPILER_VERSION } from '#coding/code-sets/compile-release.ts'
import type { OrderRow } from '#coding/code-sets/parse-order-file.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { CODE_SETS } from './edition.ts'
import { CodeSetError } from './errors.ts'
import type { ReleaseManifest, ReleaseStore } from './release-store.ts'

export type Verification = { readonly release: string; readonly problems: readonly string[] }

export async function verifyCodeSets(
  store: ReleaseStore,
  sentinels: readonly Sentinel[] = SENTINELS,
): Promise<readonly Verification[]> {
  const results: Verification[] = []
  for (const set of CODE_SETS) {
    for (const manifest of await store.list(set)) {
      const problems = await verifyRelease(store, manifest, sentinels)
      results.push({ release: `${set} ${manifest.release}`, problems })
    }
  }
  return results
}

async function verifyRelease(
  store: ReleaseStore,
  manifest: ReleaseManifest,
  sentinels: readonly Sentinel[],
): Promise<readonly string[]> {
  try {
    const columns = await store.read(manifest)
    const isOld = manifest.compiler !== COMPILER_VERSION
    return [
      ...(isOld
        ? ['it was compiled by another version of Postil; compile it again: npm run codes -- import DIR, or update']
        : []),
      ...(manifest.set === 'icd10cm' ? checkDiagnoses(columns, manifest, sentinels) : []),
    ]
  } catch (error) {
    if (error instanceof CodeSetError || error instanceof CodingError) return [error.message]
    throw error
  }
}

function checkDiagnoses(
  columns: Columns,
  manifest: ReleaseManifest,
  sentinels: readonly Sentinel[],
): readonly string[] {
  const rows = listRows(columns)
  const billable = rows.filter((row) => row.isBillable).length
  const isAsCounted = rows.length === manifest.counts['rows'] && billable === manifest.counts['billable']
  return [
    ...(isAsCounted ? [] : [`${rows.length} rows, ${billable} billable: not what its manifest counts`]),
    ...checkRelease({ rows, alphabetic: {} }, { sentinels }),
  ]
}

function listRows(columns: Columns): readonly OrderRow[] {
  const codes = openCodeTable(columns)
  return Array.from({ length: codes.size }, (_, row) => ({
    line: codes.getLine(row),
    code: codes.getCode(row),
    isBillable: codes.isBillable(row),
    shortTitle: codes.getShortTitle(row),
    title: codes.getTitle(row),
  }))
}
