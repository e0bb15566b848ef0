/** Where the publishers keep their files, by what names, and what is known about them. Data; `update.ts` is the code. */
import type { CodeSetName } from './edition.ts'
import type { FileRole } from './recognize-file.ts'

export type Wanted = {
  /** What it is, for the operator. */
  readonly name: string
  readonly pattern: RegExp
  readonly isRequired: boolean
}

export type Publisher = {
  readonly set: CodeSetName
  /** A page whose links are the files; `{folder}` stands for that of the edition. */
  readonly listing: string
  readonly wanted: readonly Wanted[]
}

// Research of November 2026 (docs/decisions): the www.cdc.gov page answers 403 to programs, the file server does not.
export const PUBLISHERS: readonly Publisher[] = [
  {
    set: 'icd10cm',
    listing: 'https://ftp.cdc.gov/pub/Health_Statistics/NCHS/Publications/ICD10CM/{folder}/',
    wanted: [
      {
        name: 'code descriptions',
        pattern: /^(?!.*addenda).*(?:code[-_ ]?s?descriptions|order[-_ ]?codefiles).*\.zip$/i,
        isRequired: true,
      },
      {
        name: 'tabular list and index',
        pattern: /^(?!.*addenda).*table[-_ ]?(?:and|&)?[-_ ]?index.*\.zip$/i,
        isRequired: false,
      },
      { name: 'conversion table', pattern: /conversion[-_ ]?table.*\.(?:xlsx|zip)$/i, isRequired: false },
      { name: 'POA exempt list', pattern: /^POAexempt.*\.zip$/i, isRequired: false },
    ],
  },
  {
    set: 'hcpcs',
    listing: 'https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update',
    wanted: [
      {
        name: 'alpha-numeric file',
        pattern: /^(?:january|april|july|october)-20\d\d-alpha-numeric-hcpcs-file.*\.zip$/i,
        isRequired: true,
      },
    ],
  },
]

/** A file of a release whose checksum others have published, so that a tampered copy is told from the real one. */
export type Pin = { readonly release: string; readonly role: FileRole | 'archive'; readonly sha256: string }

/** Hashed from the file server of NCHS on 2026-09-06 by a third party; the FY2026 ones were confirmed on our own copy. */
export const PINS: readonly Pin[] = [
  { release: 'FY2026', role: 'archive', sha256: 'a852eb91b3344ae38476e63816976ee1eeb94dcced7151118324f060e8499f88' },
  { release: 'FY2026', role: 'order', sha256: '6dc95c9c7e96c734806e1682f4bf9df76251d60e99199bba0d375ba3dd11026b' },
  { release: 'FY2027', role: 'archive', sha256: '93e3ad6004badf470c55bfe679b748ae88fd9b2b421851e409eec382c7713b9a' },
  { release: 'FY2027', role: 'order', sha256: '38981fb2c1226e2b92393cef7d921d2293494dd184b5ad039dde08e4b364265f' },
]
