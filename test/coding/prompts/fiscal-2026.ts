// The official release of fiscal year 2026, compiled from the files beside the repository.
import { compileRelease } from '#coding/code-sets/compile-release.ts'
import { type Icd10Release, openRelease } from '#coding/code-sets/open-release.ts'
import { parseIndex } from '#coding/code-sets/parse-index.ts'
import { parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { parseTabular } from '#coding/code-sets/parse-tabular.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { readXml } from '#proxy/code-sets/read-xml.ts'
import { readSharedText } from '../../support/shared-data.ts'

let loaded: Icd10Release | undefined

/** Compiled once for all the test files of a worker: it takes seconds each time, and nobody can change a release. */
export function loadFiscal2026(): Icd10Release {
  loaded ??= compileFiscal2026()
  return loaded
}

function compileFiscal2026(): Icd10Release {
  const read = (name: string): string => readSharedText('code-sets', 'icd10cm', name)
  const [order, tabular] = ['icd10cm-order-2026.txt.gz', 'icd10cm-tabular-2026-reconstructed.xml.gz'] as const
  const rows = parseOrderFile(read(order), order)
  const index = 'icd10cm-index-2026-reconstructed.xml.gz'
  const { columns } = compileRelease({
    rows,
    tabular: parseTabular(readXml(read(tabular), tabular)),
    alphabetic: { index: parseIndex(readXml(read(index), index)) },
  })
  const window = {
    release: 'FY2026',
    effectiveFrom: parseDateOnly('2025-10-01'),
    effectiveTo: parseDateOnly('2026-09-30'),
  }
  return openRelease(window, columns)
}
