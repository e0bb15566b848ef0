/** What a publisher's file is, told by its name. Names change every year, so these are patterns (reference, section 4). */
import type { CodeSetName } from './edition.ts'

export type FileRole =
  | 'order'
  | 'codes'
  | 'tabular'
  | 'index'
  | 'external-causes'
  | 'neoplasms'
  | 'drugs'
  | 'conversion'
  | 'poa'
  | 'hcpcs'
  | 'hcc'
  | 'hcc-labels'
  | 'hcc-hierarchies'
  | 'complications'
  | 'editor-flags'
  | 'pairs'
  | 'unit-limits'
  | 'add-ons'
  | 'fee-schedule'
  | 'site-charges'
  | 'site-coverage'

export type Recognized =
  | { readonly kind: 'code-set'; readonly set: CodeSetName; readonly role: FileRole }
  /** One of the tables keyed by CPT that has a form or an audience which is not read. */
  | { readonly kind: 'left-out'; readonly name: string; readonly reason: string }

/** Keyed by CPT, which belongs to the American Medical Association: imported only after its terms were accepted. */
const CPT_KEYED: readonly CodeSetName[] = [
  'ncci-ptp-practitioner',
  'ncci-ptp-facility',
  'ncci-mue-practitioner',
  'ncci-mue-facility',
  'ncci-add-on',
  'pfs',
  'site-charges',
  'site-coverage',
]

export function isCptKeyed(set: CodeSetName): boolean {
  return CPT_KEYED.includes(set)
}

const TEXT = /\.(?:csv|tsv|txt)$/i
const SUPPLIER = /(?:mue.*(?:dme|supplier))/i

const PATTERNS: readonly (readonly [pattern: RegExp, set: CodeSetName, role: FileRole])[] = [
  [/^icd-?10-?cm[-_ ]order[-_ ].*\.txt$/i, 'icd10cm', 'order'],
  [/^icd-?10-?cm[-_ ]codes[-_ ].*\.txt$/i, 'icd10cm', 'codes'],
  [/^icd-?10-?cm[-_ ]?tabular.*\.xml$/i, 'icd10cm', 'tabular'],
  [/^icd-?10-?cm[-_ ]?eindex.*\.xml$/i, 'icd10cm', 'external-causes'],
  [/^icd-?10-?cm[-_ ]?index.*\.xml$/i, 'icd10cm', 'index'],
  [/^icd-?10-?cm[-_ ]?neoplasm.*\.xml$/i, 'icd10cm', 'neoplasms'],
  [/^icd-?10-?cm[-_ ]?drug.*\.xml$/i, 'icd10cm', 'drugs'],
  [/conversion[-_ ]?table.*\.xlsx$/i, 'icd10cm', 'conversion'],
  [/^POAexemptCodes.*\.txt$/i, 'icd10cm', 'poa'],
  [/^HCPC\d{4}_[A-Z]{3}_ANWEB.*\.txt$/i, 'hcpcs', 'hcpcs'],
  [/^hcpcs-level2-.*\.tsv$/i, 'hcpcs', 'hcpcs'],
  [/ICD-?10.*Mappings.*\.csv$/i, 'cms-hcc', 'hcc'],
  [/^ra_labels.*\.csv$/i, 'cms-hcc-labels', 'hcc-labels'],
  [/^ra_hierarchies.*\.csv$/i, 'cms-hcc-hierarchies', 'hcc-hierarchies'],
  [/^appendix_(?:F_J|[GH]).*\.txt$/i, 'ms-drg', 'complications'],
  [/^cc-mcc-list.*\.tsv$/i, 'ms-drg', 'complications'],
  [/^mce[-_]v\d\d.*\.json$/i, 'mce', 'editor-flags'],
  [/ccipra|ptp.*practitioner|practitioner.*ptp/i, 'ncci-ptp-practitioner', 'pairs'],
  [/ccioph|ptp.*(?:hospital|facility)|(?:hospital|facility).*ptp/i, 'ncci-ptp-facility', 'pairs'],
  [/mue.*practitioner/i, 'ncci-mue-practitioner', 'unit-limits'],
  [/mue.*(?:hospital|facility)/i, 'ncci-mue-facility', 'unit-limits'],
  [/add-?on-?code|^AOC/i, 'ncci-add-on', 'add-ons'],
  [/^site-charges/i, 'site-charges', 'site-charges'],
  [/^site-coverage/i, 'site-coverage', 'site-coverage'],
  [/^PPRRVU|^pfs-rvu/i, 'pfs', 'fee-schedule'],
]

/** @returns undefined for whatever else lies beside the data: PDFs, schemas, readme files, lists of changes. */
export function recognizeFile(path: string): Recognized | undefined {
  const name = (path.split('/').at(-1) ?? '').replace(/\.(?:gz|xz)$/i, '')
  if (/addenda/i.test(name)) return undefined
  if (SUPPLIER.test(name)) return { kind: 'left-out', name, reason: 'limits for suppliers of equipment are not used' }
  const match = PATTERNS.find(([pattern]) => pattern.test(name))
  if (!match) return undefined
  const [, set, role] = match
  if (!isCptKeyed(set) || (TEXT.test(name) && !/\.xz$/i.test(path))) return { kind: 'code-set', set, role }
  return /\.(?:xlsx|xz)$/i.test(path)
    ? { kind: 'left-out', name, reason: 'unpack it, or take the text file of the same table' }
    : undefined
}
