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
  | 'complications'

export type Recognized =
  | { readonly kind: 'code-set'; readonly set: CodeSetName; readonly role: FileRole }
  /** Keyed by CPT, which belongs to the American Medical Association. */
  | { readonly kind: 'refused'; readonly name: string }

const CPT_KEYED = /(?:^|[-_ ])(?:ncci|ccipra|ccioph|mue|mcr_mue|pprrvu|rvu\d*[a-z]?|pfs)(?=[-_ .\d])|add-on-codes/i

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
  [/^appendix_(?:F_J|[GH]).*\.txt$/i, 'ms-drg', 'complications'],
  [/^cc-mcc-list.*\.tsv$/i, 'ms-drg', 'complications'],
]

/** @returns undefined for whatever else lies beside the data: PDFs, schemas, readme files, lists of changes. */
export function recognizeFile(path: string): Recognized | undefined {
  const name = (path.split('/').at(-1) ?? '').replace(/\.(?:gz|xz)$/i, '')
  if (CPT_KEYED.test(name) && /\.(?:csv|tsv|txt|xlsx)$/i.test(name)) return { kind: 'refused', name }
  if (/addenda/i.test(name)) return undefined
  const match = PATTERNS.find(([pattern]) => pattern.test(name))
  return match && { kind: 'code-set', set: match[1], role: match[2] }
}
