/** ICD-10-CM as the official releases have it, chosen by the date of service. */
import type { DateOnly } from '../domain/date-only.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import { chooseRelease } from './choose-release.ts'
import { type CodeTable, listBillableRows, listRows } from './code-table.ts'
import type { DiagnosisCodeSet, LateralityGroup } from './diagnosis-code-set.ts'
import { type RowsBySide, SIDES } from './laterality.ts'
import { lookUpCode } from './look-up-code.ts'
import type { Icd10Release } from './open-release.ts'
import type { ReleaseIndex } from './release-index.ts'
import type { ReleaseNote } from './release-note.ts'
import { namesRow } from './release-notes.ts'

/** Two codes that a note forbids to report together, and the note that says so. */
export type ExcludesConflict = {
  /** Under which of the two the note stands. */
  readonly code: Icd10Code
  readonly excluded: Icd10Code
  readonly note: ReleaseNote
}

/** What only a full release knows, beyond the port that the embedded knowledge answers too. */
export type ReleaseCodeSet = DiagnosisCodeSet & {
  /** The release in force on the date, for whoever wants its whole tables. */
  readonly findRelease: (on: DateOnly) => Icd10Release | undefined
  /** Own notes first, then inherited ones, innermost first. Empty when the tabular list is not loaded. */
  readonly listNotes: (code: Icd10Code, on: DateOnly) => readonly ReleaseNote[]
  /** Notes of one kind that name the other code: "code first" (E10-E13) under H36 names E11.9. */
  readonly listNotesNaming: (pair: CodePair, kind: ReleaseNote['kind']) => readonly ReleaseNote[]
  /**
   * Excludes1 notes between two codes, whichever of them carries it. Official Guidelines I.A.12.a allows both codes when
   * the conditions are unrelated, so this is a question to the coder and no error.
   */
  readonly listExcludes1Conflicts: (pair: CodePair) => readonly ExcludesConflict[]
  /** Codes that a note of this kind names: "use additional code (N18.1-N18.6)" gives N18.1 to N18.6. */
  readonly listCodesNamed: (note: ReleaseNote, on: DateOnly) => readonly Icd10Code[]
  /** Codes with the same parent, without the code itself. */
  readonly listSiblings: (code: Icd10Code, on: DateOnly) => readonly Icd10Code[]
  /** Every billable code at or below this one, in tabular order. */
  readonly listBillable: (code: Icd10Code, on: DateOnly) => readonly Icd10Code[]
  readonly findIndex: (on: DateOnly) => ReleaseIndex | undefined
  readonly isPoaExempt: (code: Icd10Code, on: DateOnly) => boolean | 'no-data'
}

export type CodePair = { readonly code: Icd10Code; readonly other: Icd10Code; readonly on: DateOnly }

type Located = { readonly release: Icd10Release; readonly row: number }

/** @param releases in any order; several may stand side by side. */
export function createReleaseCodeSet(releases: readonly Icd10Release[]): ReleaseCodeSet {
  // Hundreds of questions about one claim are of one date.
  let last: { readonly on: DateOnly; readonly release: Icd10Release | undefined } | undefined
  const findRelease = (on: DateOnly): Icd10Release | undefined => {
    if (last?.on === on) return last.release
    const choice = chooseRelease(releases, on)
    last = { on, release: choice.kind === 'found' ? choice.release : undefined }
    return last.release
  }

  const locate = (code: Icd10Code, on: DateOnly): Located | undefined => {
    const release = findRelease(on)
    const row = release?.codes.findRow(code)
    return release === undefined || row === undefined ? undefined : { release, row }
  }

  /** Asks for rows of the release of the date, and answers with their codes. */
  const listCodes = (
    code: Icd10Code,
    on: DateOnly,
    listRows: (codes: CodeTable, row: number) => readonly number[],
  ): readonly Icd10Code[] => {
    const located = locate(code, on)
    return located ? listRows(located.release.codes, located.row).map(located.release.codes.getCode) : []
  }

  const listNotes = (code: Icd10Code, on: DateOnly): readonly ReleaseNote[] => {
    const located = locate(code, on)
    return located ? located.release.notes.list(located.row) : []
  }

  const listNotesNaming: ReleaseCodeSet['listNotesNaming'] = ({ code, other, on }, kind) => {
    const named = findRelease(on)?.codes.findRow(other)
    return named === undefined ? [] : listNotes(code, on).filter((note) => note.kind === kind && namesRow(note, named))
  }

  const listConflicts = (pair: CodePair): readonly ExcludesConflict[] => {
    const naming = listNotesNaming(pair, 'excludes1')
    const own = naming.length === 0 ? undefined : locate(pair.code, pair.on)
    return (
      naming
        // A note of a section may name a range that holds the code itself; it does not set the code against its siblings.
        .filter((note) => own !== undefined && !namesRow(note, own.row))
        .map((note) => ({ code: pair.code, excluded: pair.other, note }))
    )
  }

  return {
    findRelease,
    listNotes,
    listNotesNaming,
    describe: (on) => {
      const choice = chooseRelease(releases, on)
      if (choice.kind === 'found') return { state: 'release', release: choice.release.release }
      return { state: 'outside-releases', release: choice.kind === 'no-data' ? 'none' : choice.nearest.release }
    },
    lookUp: (code, on) => lookUpCode(releases, code, on),
    findLateralityGroup: (code, on) => {
      const located = locate(code, on)
      const rows = located?.release.laterality.find(located.row)
      return located && rows ? describeSides(located.release.codes, rows) : undefined
    },
    findSeventhCharacters: (code, on) => {
      const located = locate(code, on)
      return located?.release.seventhCharacters.find(located.row)
    },
    listChildren: (code, on) => listCodes(code, on, (codes, row) => codes.listChildren(row)),
    listSiblings: (code, on) =>
      listCodes(code, on, (codes, row) => {
        const parent = codes.findParent(row)
        return parent === undefined ? [] : codes.listChildren(parent).filter((child) => child !== row)
      }),
    listBillable: (code, on) => listCodes(code, on, listBillableRows),
    listExcludes1Conflicts: (pair) => [
      ...listConflicts(pair),
      ...listConflicts({ code: pair.other, other: pair.code, on: pair.on }),
    ],
    listCodesNamed: (note, on) => {
      const codes = findRelease(on)?.codes
      return codes && note.names !== 'in-words' ? note.names.flatMap(listRows).map(codes.getCode) : []
    },
    findIndex: (on) => findRelease(on)?.index,
    isPoaExempt: (code, on) => {
      const located = locate(code, on)
      return located ? located.release.isPoaExempt(located.row) : 'no-data'
    },
  }
}

function describeSides(codes: CodeTable, rows: RowsBySide): LateralityGroup {
  return Object.fromEntries(
    SIDES.flatMap((side) => {
      const row = rows[side]
      return row === undefined ? [] : [[side, codes.getCode(row)] as const]
    }),
  )
}
