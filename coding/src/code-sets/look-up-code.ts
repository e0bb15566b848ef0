/** What the loaded releases say about a code on a date, with the reason in a coder's words. */
import type { DateOnly } from '../domain/date-only.ts'
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import type { Edition } from '../domain/validated-code.ts'
import { chooseRelease } from './choose-release.ts'
import { listBillableRows, removeDot } from './code-table.ts'
import type { CodeAnswer } from './diagnosis-code-set.ts'
import type { Icd10Release } from './open-release.ts'
import { addSeventhCharacter } from './seventh-characters.ts'

export function lookUpCode(releases: readonly Icd10Release[], code: Icd10Code, on: DateOnly): CodeAnswer {
  const choice = chooseRelease(releases, on)
  switch (choice.kind) {
    case 'no-data':
      return { kind: 'no-data', reason: 'No ICD-10-CM release is loaded.' }
    case 'outside-releases': {
      const { release, effectiveFrom, effectiveTo } = choice.nearest
      const window = `${release} (${effectiveFrom} to ${effectiveTo})`
      const reason = `No loaded ICD-10-CM release is in force on ${on}; the nearest is ${window}.`
      return { kind: 'outside-releases', reason, nearest: release }
    }
    case 'found': {
      const row = choice.release.codes.findRow(code)
      return row === undefined ? explainAbsence(releases, choice.release, code) : describeRow(choice.release, row)
    }
  }
}

const getEdition = (release: Icd10Release): Edition => ({
  codeSet: 'ICD-10-CM',
  release: release.release,
  basis: 'release',
})

function describeRow(release: Icd10Release, row: number): CodeAnswer {
  const { codes } = release
  const told = {
    code: codes.getCode(row),
    title: codes.getTitle(row),
    edition: getEdition(release),
    sourceLine: codes.getLine(row),
  }
  if (codes.isBillable(row)) {
    return { kind: 'valid_billable', ...told, reason: `${release.release} lists it as valid for submission.` }
  }
  return {
    kind: 'valid_header',
    ...told,
    reason: `It is a heading in ${release.release}: ${describeMissing(release, row)}`,
  }
}

/** What must be added to a heading, as far as a short sentence can say it. */
function describeMissing(release: Icd10Release, row: number): string {
  const { codes } = release
  const children = codes.listChildren(row)
  const characters = release.seventhCharacters.find(row)
  const onlySeventh = children.every((child) => codes.getBareCode(child).length === 7)
  if (characters && onlySeventh) return `a 7th character is missing (${[...characters.keys()].join(', ')}).`
  const billable = listBillableRows(codes, row)
  const [first, last] = [billable[0], billable.at(-1)]
  if (first === undefined || last === undefined) return 'it has no billable code below it.'
  if (billable.length > 4) {
    return `choose among ${billable.length} codes, ${codes.getCode(first)} to ${codes.getCode(last)}.`
  }
  return `choose among ${billable.map(codes.getCode).join(', ')}.`
}

/** The code is not in the release of the date: it was, will be, or never stood in a list that is loaded. */
function explainAbsence(releases: readonly Icd10Release[], current: Icd10Release, code: Icd10Code): CodeAnswer {
  const edition = getEdition(current)
  const holders = releases.filter((release) => release.codes.findRow(code) !== undefined)
  const earlier = holders
    .filter((release) => release.effectiveFrom < current.effectiveFrom)
    .toSorted(byStart)
    .at(-1)
  const replacedBy = listReplacements(releases, current, code)
  if (earlier) {
    const ending = replacedBy.length === 0 ? '' : ` Replaced by ${replacedBy.join(', ')}.`
    return {
      kind: 'terminated',
      code,
      ...readTitle(earlier, code),
      edition,
      replacedBy,
      reason: `${current.release} no longer lists it; ${earlier.release} did.${ending}`,
    }
  }
  const later = holders.toSorted(byStart).at(0)
  if (later) {
    const reason = `${current.release} does not list it yet; ${later.release} does, from ${later.effectiveFrom}.`
    return { kind: 'not_yet_valid', code, ...readTitle(later, code), edition, replacedBy: [], reason }
  }
  if (replacedBy.length > 0) {
    return {
      kind: 'terminated',
      code,
      title: 'Title not in a loaded release',
      edition,
      replacedBy,
      reason: `${current.release} does not list it; by the conversion table ${replacedBy.join(', ')} took its place.`,
    }
  }
  return {
    kind: 'invalid',
    edition,
    reason: `${current.release} does not list it.${suggestPlaceholder(current, code)}`,
  }
}

const byStart = (a: Icd10Release, b: Icd10Release): number => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)

function readTitle(release: Icd10Release, code: Icd10Code): { title: string; sourceLine?: number } {
  const row = release.codes.findRow(code)
  return row === undefined
    ? { title: '' }
    : { title: release.codes.getTitle(row), sourceLine: release.codes.getLine(row) }
}

/** Only codes that the release of the date has; the table is cumulative, so any loaded one may know. */
function listReplacements(
  releases: readonly Icd10Release[],
  current: Icd10Release,
  code: Icd10Code,
): readonly Icd10Code[] {
  const all = releases.flatMap((release) => release.listReplacements(code))
  return [...new Set(all)].filter((replacement) => current.codes.findRow(replacement) !== undefined)
}

/** M80.08A lacks its placeholder: M80.08XA (Official Guidelines I.A.4). */
function suggestPlaceholder(release: Icd10Release, code: Icd10Code): string {
  const bare = removeDot(code)
  const repaired = bare.length < 7 && tryParseIcd10Code(addSeventhCharacter(bare.slice(0, -1), bare.slice(-1)))
  const isListed = repaired && release.codes.findRow(repaired) !== undefined
  return isListed ? ` The placeholder X is missing: ${repaired}.` : ''
}
