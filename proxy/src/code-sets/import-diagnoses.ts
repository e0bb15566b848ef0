/** ICD-10-CM: which files make a release together, and what must hold before it is stored. */
import { checkRelease, type ReleaseChecks, type Sentinel } from '#coding/code-sets/check-release.ts'
import { joinColumns } from '#coding/code-sets/columns.ts'
import { COMPILER_VERSION, compileRelease, type ReleaseSources } from '#coding/code-sets/compile-release.ts'
import { openRelease } from '#coding/code-sets/open-release.ts'
import { parseConversionTable } from '#coding/code-sets/parse-conversion-table.ts'
import { type AlphabeticIndex, parseIndex } from '#coding/code-sets/parse-index.ts'
import { parseCodesFile, parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { parsePoaExempt } from '#coding/code-sets/parse-poa-exempt.ts'
import { parseTabular } from '#coding/code-sets/parse-tabular.ts'
import { INDEX_SOURCES, type IndexSource } from '#coding/code-sets/release-index.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { buildTermColumns } from '#coding/knowledge/release-terms.ts'
import { type EditionId, getFiscalYear } from './edition.ts'
import { CodeSetError } from './errors.ts'
import type { EditionFile, ImportOutcome } from './import-code-sets.ts'
import type { Pin } from './publishers.ts'
import { readFirstSheet } from './read-xlsx.ts'
import { readXml } from './read-xml.ts'
import type { FileRole } from './recognize-file.ts'
import type { ReleaseManifest, ReleaseStore } from './release-store.ts'
import { readSource } from './source-file.ts'

export type DiagnosisImport = {
  readonly store: ReleaseStore
  readonly report: (line: string) => void
  readonly sentinels: readonly Sentinel[]
  readonly pins: readonly Pin[]
}

type FilesByRole = ReadonlyMap<FileRole, EditionFile>
type Source = ReleaseManifest['sources'][number]

/** Every edition that has an order file becomes a release; the other files join the edition that needs them. */
export async function importDiagnoses(
  files: readonly EditionFile[],
  options: DiagnosisImport,
): Promise<readonly ImportOutcome[]> {
  const editions = new Map(files.map(({ edition }) => [edition.release, edition]))
  const outcomes: ImportOutcome[] = []
  for (const edition of [...editions.values()].toSorted(byStart)) {
    const chosen = chooseFiles(edition, files)
    if (!chosen.has('order')) {
      options.report(`icd10cm ${edition.release}: no order file, so no release of its own`)
      continue
    }
    outcomes.push({ release: `icd10cm ${edition.release}`, ...(await importRelease(edition, chosen, options)) })
  }
  return outcomes
}

const byStart = (a: EditionId, b: EditionId): number => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)

/**
 * Each file of the edition itself; else of the same fiscal year (an April update may bring the XML alone, and the lists
 * come once a year); the alphabetic files, which change little, else of the nearest earlier year.
 */
function chooseFiles(edition: EditionId, files: readonly EditionFile[]): FilesByRole {
  const chosen = new Map<FileRole, EditionFile>()
  for (const role of new Set(files.map((file) => file.role))) {
    const candidates = files
      .filter((file) => file.role === role && file.edition.effectiveFrom <= edition.effectiveFrom)
      .toSorted((a, b) => byStart(b.edition, a.edition))
    const sameYear = candidates.filter((file) => getFiscalYear(file.edition) === getFiscalYear(edition))
    const found =
      candidates.find((file) => file.edition.release === edition.release) ??
      (isOwnOrderNeeded(role, edition, files) ? undefined : sameYear.at(0)) ??
      (isAlphabetic(role) ? candidates.at(0) : undefined)
    if (found) chosen.set(role, found)
  }
  return chosen
}

/** Without any text of its own, an edition is only a stray list, and must not become a release with a borrowed order file. */
function isOwnOrderNeeded(role: FileRole, edition: EditionId, files: readonly EditionFile[]): boolean {
  const own = files.filter((file) => file.edition.release === edition.release).map((file) => file.role)
  return role === 'order' && !own.includes('tabular')
}

const isAlphabetic = (role: FileRole): role is IndexSource & FileRole => INDEX_SOURCES.some((source) => source === role)

async function importRelease(
  edition: EditionId,
  files: FilesByRole,
  options: DiagnosisImport,
): Promise<Pick<ImportOutcome, 'result' | 'problems'>> {
  try {
    const { sources, listed, borrowed } = await readSources(edition, files, options)
    const problems = checkRelease(sources, await chooseChecks(edition, options))
    if (problems.length > 0) return { result: 'refused', problems }
    options.report(`icd10cm ${edition.release}: compiling`)
    const { columns, counts, warnings } = compileRelease(sources)
    await options.store.write({
      set: 'icd10cm',
      ...edition,
      compiler: COMPILER_VERSION,
      counts,
      warnings: [...borrowed, ...warnings],
      sources: listed,
      columns: joinColumns([columns, buildTermColumns(openRelease(edition, columns), loadKnowledge())]),
    })
    return { result: 'stored', problems: [] }
  } catch (error) {
    const isExpected = error instanceof CodingError || (error instanceof CodeSetError && error.code !== 'usage')
    if (isExpected) return { result: 'refused', problems: [error.message] }
    throw error
  }
}

async function chooseChecks(edition: EditionId, { store, sentinels }: DiagnosisImport): Promise<ReleaseChecks> {
  const stored = (await store.list('icd10cm')).map((manifest) => ({
    release: manifest.release,
    rows: manifest.counts['rows'] ?? 0,
    yearsApart: Math.abs(getFiscalYear(manifest) - getFiscalYear(edition)),
  }))
  const [nearest] = stored.toSorted((a, b) => a.yearsApart - b.yearsApart)
  return { sentinels, ...(nearest ? { nearest } : {}) }
}

/** Reads one file after the other, so that only one of them is in memory as a tree. */
async function readSources(
  edition: EditionId,
  files: FilesByRole,
  { report, pins }: DiagnosisImport,
): Promise<{ sources: ReleaseSources; listed: Source[]; borrowed: readonly string[] }> {
  const listed: Source[] = []
  const borrowed: string[] = []
  const read = async <Value>(
    role: FileRole,
    parse: (data: Uint8Array, name: string) => Value,
  ): Promise<Value | undefined> => {
    const found = files.get(role)
    if (!found) return undefined
    report(`icd10cm ${edition.release}: reading ${found.file.path}`)
    const { data, sha256 } = await readSource(found.file)
    checkPin({ pins, role, release: found.edition.release, sha256 }, found.file.path)
    listed.push({ role, name: found.file.path, bytes: data.length, sha256 })
    if (found.edition.release !== edition.release) borrowed.push(`${role}: of ${found.edition.release}`)
    return parse(data, found.file.path)
  }
  const readIndex = (role: IndexSource): Promise<AlphabeticIndex | undefined> =>
    read(role, (data, name) => parseIndex(readXml(decode(data), name)))

  const rows = await read('order', (data, name) => parseOrderFile(decode(data), name))
  if (!rows) throw new CodeSetError('no-source', `${edition.release} has no order file.`)
  const billableCodes = await read('codes', (data, name) => parseCodesFile(decode(data), name))
  const tabular = await read('tabular', (data, name) => parseTabular(readXml(decode(data), name)))
  const replacements = await read('conversion', (data, name) => parseConversionTable(readFirstSheet(data, name), name))
  const poaExempt = await read('poa', (data, name) => parsePoaExempt(decode(data), name))
  const alphabetic: Partial<Record<IndexSource, AlphabeticIndex>> = {}
  for (const source of INDEX_SOURCES) {
    const index = await readIndex(source)
    if (index) alphabetic[source] = index
  }
  const sources = {
    rows,
    alphabetic,
    ...(billableCodes ? { billableCodes } : {}),
    ...(tabular ? { tabular } : {}),
    ...(replacements ? { replacements } : {}),
    ...(poaExempt ? { poaExempt } : {}),
  }
  return { sources, listed, borrowed }
}

const decode = (data: Uint8Array): string => Buffer.from(data).toString('utf8')

/** @throws CodeSetError `checksum-mismatch` when the publisher's file of this release is known to be another. */
function checkPin(found: Pin & { readonly pins: readonly Pin[] }, path: string): void {
  const pin = found.pins.find((known) => known.role === found.role && known.release === found.release)
  if (pin && pin.sha256 !== found.sha256) {
    throw new CodeSetError(
      'checksum-mismatch',
      `${path} is not the ${found.role} file of ${found.release} that is known.`,
    )
  }
}
