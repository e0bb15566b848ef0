/**
 * The codes that the knowledge names, as a code set: the default where no official release is loaded.
 * It is not the full list, so a code that it does not know is `no-data`, never `invalid`.
 */
import type { DateOnly } from '../domain/date-only.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import { parseIcd10Code } from '../domain/icd10-code.ts'
import type { Edition } from '../domain/validated-code.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import type { ReleaseSource } from '../knowledge/knowledge-data.ts'
import type { CodeAnswer, DiagnosisCodeSet, LateralityGroup } from './diagnosis-code-set.ts'

const CODE_SET = 'ICD-10-CM'

type Table = {
  readonly titles: ReadonlyMap<string, string>
  /** Every strict beginning of a known code: a category or subcategory that is never billable itself. */
  readonly headers: ReadonlySet<string>
  readonly groups: ReadonlyMap<string, LateralityGroup>
  readonly seventh: ReadonlyMap<string, ReadonlyMap<string, string>>
}

function collectHeaders(codes: Iterable<string>): Set<string> {
  const headers = new Set<string>()
  for (const code of codes) {
    for (let end = code.length - 1; end >= 3; end--) {
      const header = code.slice(0, end)
      // A placeholder is part of the code below it (Official Guidelines FY2026, I.A.4).
      if (!header.endsWith('.')) headers.add(header)
    }
  }
  return headers
}

const SIDES = ['right', 'left', 'bilateral', 'unspecified'] as const

function readSide(values: readonly string[]): (typeof SIDES)[number] {
  return SIDES.find((side) => values.includes(side)) ?? 'unspecified'
}

/** Codes of one concept whose values differ in the side alone. Titles and decision tables decide, never a digit. */
function collectGroups(knowledge: Knowledge): Map<string, LateralityGroup> {
  const groups = new Map<string, LateralityGroup>()
  for (const { rows } of knowledge.concepts.values()) {
    const bySiblings = new Map<string, Partial<Record<(typeof SIDES)[number], Icd10Code>>>()
    for (const { code, values } of rows) {
      const others = values.filter((value) => value !== 'right' && value !== 'left' && value !== 'bilateral')
      const key = [...others].sort().join(' ')
      bySiblings.set(key, { ...bySiblings.get(key), [readSide(values)]: code })
    }
    for (const group of bySiblings.values()) {
      const members = Object.values(group)
      const hasSide = group.right !== undefined || group.left !== undefined
      if (hasSide && members.length > 1) for (const code of members) groups.set(code, group)
    }
  }
  return groups
}

const STEM_LENGTH = 7

/** The 7th characters under each six-character stem, with the words of the title that belong to the character. */
function collectSeventh(titles: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const families = new Map<string, Map<string, string>>()
  for (const [code, title] of titles) {
    const words = /, ((?:initial|subsequent) encounter.*|sequela)$/.exec(title)?.[1]
    if (code.length !== STEM_LENGTH + 1 || words === undefined) continue
    const stem = code.slice(0, STEM_LENGTH)
    const family = families.get(stem) ?? new Map<string, string>()
    families.set(stem, family.set(code.slice(STEM_LENGTH), words))
  }
  return families
}

function isWithin({ from, to }: ReleaseSource, on: DateOnly): boolean {
  return from <= on && on <= to
}

export function createEmbeddedCodeSet(knowledge: Knowledge): DiagnosisCodeSet {
  const { releases, titles } = knowledge
  const table: Table = {
    titles,
    headers: collectHeaders(titles.keys()),
    groups: collectGroups(knowledge),
    seventh: collectSeventh(titles),
  }
  const findRelease = (on: DateOnly): ReleaseSource | undefined => releases.find((release) => isWithin(release, on))
  const findNearest = (on: DateOnly): string => {
    const nearest = releases.find(({ to }) => on <= to) ?? releases.at(-1)
    return nearest?.release ?? 'none'
  }
  const editionOf = ({ release }: ReleaseSource): Edition => ({ codeSet: CODE_SET, release, basis: 'embedded' })

  const lookUp = (code: Icd10Code, on: DateOnly): CodeAnswer => {
    const release = findRelease(on)
    if (release === undefined) {
      const nearest = findNearest(on)
      return {
        kind: 'outside-releases',
        nearest,
        reason: `The embedded codes do not cover ${on}; the nearest release is ${nearest}.`,
      }
    }
    const edition = editionOf(release)
    const title = table.titles.get(code)
    const added = releases.find(({ adds }) => Object.hasOwn(adds, code))
    if (title !== undefined && added !== undefined && on < added.from) {
      const reason = `${code} is valid from ${added.from} (${added.release}).`
      return { kind: 'not_yet_valid', code, title, edition, replacedBy: [], reason }
    }
    const isNewHeader = releases.some(({ from, headers }) => from <= on && headers.includes(code))
    if (title !== undefined && isNewHeader) {
      const reason = `${code} became a header with ${release.release}; a code with more characters is needed.`
      return { kind: 'valid_header', code, title, edition, reason }
    }
    if (title !== undefined) {
      return {
        kind: 'valid_billable',
        code,
        title,
        edition,
        reason: `Embedded knowledge, ${release.release}: ${release.note}.`,
      }
    }
    if (table.headers.has(code)) {
      const reason = `${code} is a category or subcategory; a code with more characters is needed (I.B.2).`
      return { kind: 'valid_header', code, title: `Codes that begin with ${code}`, edition, reason }
    }
    return { kind: 'no-data', reason: `${code} is not among the embedded codes; the official release is not loaded.` }
  }

  return {
    describe: (on) => {
      const release = findRelease(on)
      return release === undefined
        ? { state: 'outside-releases', release: findNearest(on) }
        : { state: 'embedded', release: release.release }
    },
    lookUp,
    findLateralityGroup: (code, on) => (findRelease(on) === undefined ? undefined : table.groups.get(code)),
    findSeventhCharacters: (code, on) =>
      findRelease(on) === undefined ? undefined : table.seventh.get(code.slice(0, STEM_LENGTH)),
    listChildren: (code, on) => {
      if (findRelease(on) === undefined) return []
      const below = [...table.titles.keys(), ...table.headers].filter((one) => one !== code && one.startsWith(code))
      const direct = new Set(below.filter((one) => !below.some((other) => other !== one && one.startsWith(other))))
      return [...direct].sort().map(parseIcd10Code)
    },
  }
}
