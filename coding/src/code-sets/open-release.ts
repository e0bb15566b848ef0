/** A compiled ICD-10-CM release, ready to be asked. */

import type { DateOnly } from '../domain/date-only.ts'
import { CodingError } from '../domain/errors.ts'
import { type Icd10Code, parseIcd10Code } from '../domain/icd10-code.ts'
import { type CodeTable, openCodeTable } from './code-table.ts'
import { at, type Columns, openStrings } from './columns.ts'
import { type Laterality, openLaterality } from './laterality.ts'
import { openIndex, type ReleaseIndex } from './release-index.ts'
import { openNotes, type ReleaseNotes } from './release-notes.ts'
import { openSeventhCharacters, type SeventhCharacters } from './seventh-characters.ts'

/** Which release it is, and for which dates of service it speaks. */
export type ReleaseWindow = {
  /** `FY2026`, or `FY2025-04` for the update that took effect in April of that fiscal year. */
  readonly release: string
  readonly effectiveFrom: DateOnly
  readonly effectiveTo: DateOnly
}

export type Icd10Release = ReleaseWindow & {
  readonly columns: Columns
  readonly codes: CodeTable
  readonly notes: ReleaseNotes
  readonly seventhCharacters: SeventhCharacters
  readonly laterality: Laterality
  readonly index: ReleaseIndex
  /** Codes that took the place of this one, by the conversion table. */
  readonly listReplacements: (code: Icd10Code) => readonly Icd10Code[]
  /** `no-data` when the list was not loaded with the release. */
  readonly isPoaExempt: (row: number) => boolean | 'no-data'
}

/** @throws CodingError `bad-release` when columns are missing or the window is upside down. */
export function openRelease(window: ReleaseWindow, columns: Columns): Icd10Release {
  if (window.effectiveFrom > window.effectiveTo) {
    throw new CodingError('bad-release', `${window.release} ends before it begins.`)
  }
  const codes = openCodeTable(columns)
  const replacements = readReplacements(columns)
  const exempt = columns.numbers['poa.exempt']
  return {
    release: window.release,
    effectiveFrom: window.effectiveFrom,
    effectiveTo: window.effectiveTo,
    columns,
    codes,
    notes: openNotes(columns, codes),
    seventhCharacters: openSeventhCharacters(columns, codes),
    laterality: openLaterality(columns),
    index: openIndex(columns, codes),
    listReplacements: (code) => replacements.get(code) ?? [],
    isPoaExempt: (row) => (exempt ? at(exempt, row) === 1 : 'no-data'),
  }
}

function readReplacements(columns: Columns): ReadonlyMap<string, readonly Icd10Code[]> {
  const olds = openStrings(columns, 'replaced.old')
  const news = openStrings(columns, 'replaced.new')
  const replacements = new Map<string, Icd10Code[]>()
  for (let pair = 0; pair < olds.size; pair++) {
    const replacement = parseIcd10Code(news.get(pair))
    const known = replacements.get(olds.get(pair))
    if (known) known.push(replacement)
    else replacements.set(olds.get(pair), [replacement])
  }
  return replacements
}
