/**
 * Short hand for the codes of one condition that differ by side and by phase of care.
 *
 *   M25.56[1|2||9]        right M25.561, left M25.562, no bilateral code, side not stated M25.569
 *   S93.40[1|2||9]+ADS    each with A, D and S: active treatment, subsequent, sequela
 *   S42.20[1|2||9]+fracture   A B D G K P S
 *   S52.50[1|2||9]+forearm    the sixteen characters of S52, S72 and S82 (tabular list, category notes)
 *
 * In titles, {side} stands for the side and {side eye} for "right eye", "left eye", "bilateral", "unspecified eye"; the words of the 7th character are added behind a comma.
 */
import { CodingError } from '../domain/errors.ts'
import { type Icd10Code, parseIcd10Code } from '../domain/icd10-code.ts'

export type CodeRow = {
  readonly code: Icd10Code
  readonly title: string
  /** Values that must all be stated. */
  readonly values: readonly string[]
}

const SIDES = [
  { word: 'right', value: 'right' },
  { word: 'left', value: 'left' },
  { word: 'bilateral', value: 'bilateral' },
  { word: 'unspecified', value: undefined },
] as const

type SeventhCharacter = { readonly character: string; readonly words: string; readonly values: readonly string[] }

const INJURY: readonly SeventhCharacter[] = [
  { character: 'A', words: 'initial encounter', values: [] },
  { character: 'D', words: 'subsequent encounter', values: ['subsequent'] },
  { character: 'S', words: 'sequela', values: ['sequela'] },
]

// Of rows that need as much the earlier stands: an open fracture that is healing is D, and what remains of it is S.
const FRACTURE: readonly SeventhCharacter[] = [
  { character: 'A', words: 'initial encounter for closed fracture', values: [] },
  { character: 'D', words: 'subsequent encounter for fracture with routine healing', values: ['subsequent'] },
  {
    character: 'G',
    words: 'subsequent encounter for fracture with delayed healing',
    values: ['subsequent', 'delayed-healing'],
  },
  { character: 'K', words: 'subsequent encounter for fracture with nonunion', values: ['subsequent', 'nonunion'] },
  { character: 'P', words: 'subsequent encounter for fracture with malunion', values: ['subsequent', 'malunion'] },
  { character: 'S', words: 'sequela', values: ['sequela'] },
  // What has not healed in time is under care for it, whether or not the note says that it is a later encounter.
  { character: 'G', words: 'subsequent encounter for fracture with delayed healing', values: ['delayed-healing'] },
  { character: 'K', words: 'subsequent encounter for fracture with nonunion', values: ['nonunion'] },
  { character: 'P', words: 'subsequent encounter for fracture with malunion', values: ['malunion'] },
  { character: 'B', words: 'initial encounter for open fracture', values: ['open'] },
]

// Without a Gustilo type an open fracture is type I or II (Official Guidelines FY2026, I.C.19.c.1).
const OPEN_TYPES = [
  {
    initial: 'B',
    routine: 'E',
    delayed: 'H',
    nonunion: 'M',
    malunion: 'Q',
    words: 'open fracture type I or II',
    values: ['open'],
  },
  {
    initial: 'C',
    routine: 'F',
    delayed: 'J',
    nonunion: 'N',
    malunion: 'R',
    words: 'open fracture type IIIA, IIIB, or IIIC',
    values: ['open', 'gustilo-3'],
  },
] as const

const CLOSED = {
  initial: 'A',
  routine: 'D',
  delayed: 'G',
  nonunion: 'K',
  malunion: 'P',
  words: 'closed fracture',
  values: [],
} as const

type FractureKind = typeof CLOSED | (typeof OPEN_TYPES)[number]

function listPhases(kind: FractureKind): SeventhCharacter[] {
  const { initial, routine, delayed, nonunion, malunion, words, values } = kind
  const later = `subsequent encounter for ${words} with`
  const phases = [
    { character: delayed, words: `${later} delayed healing`, values: [...values, 'delayed-healing'] },
    { character: nonunion, words: `${later} nonunion`, values: [...values, 'nonunion'] },
    { character: malunion, words: `${later} malunion`, values: [...values, 'malunion'] },
  ]
  return [
    { character: initial, words: `initial encounter for ${words}`, values: [...values] },
    { character: routine, words: `${later} routine healing`, values: [...values, 'subsequent'] },
    ...phases.map((phase) => ({ ...phase, values: [...phase.values, 'subsequent'] })),
    ...phases,
  ]
}

const FOREARM: readonly SeventhCharacter[] = [
  ...listPhases(CLOSED),
  { character: 'S', words: 'sequela', values: ['sequela'] },
  ...OPEN_TYPES.flatMap(listPhases),
]

const FAMILIES: Readonly<Record<string, readonly SeventhCharacter[]>> = {
  ADS: INJURY,
  fracture: FRACTURE,
  forearm: FOREARM,
}

type Partial = { readonly code: string; readonly title: string; readonly values: readonly string[] }

/** "{side}" is the side; "{side eye}" is "right eye", but "bilateral" alone, as the tabular list writes it. */
function writeSide(title: string, word: string): string {
  const open = title.indexOf('{side ')
  const close = title.indexOf('}', open)
  if (open === -1) return title.replaceAll('{side}', word)
  const noun = word === 'bilateral' ? '' : title.slice(open + '{side'.length, close)
  return title.slice(0, open) + word + noun + title.slice(close + 1)
}

function expandSides(row: Partial): Partial[] {
  const open = row.code.indexOf('[')
  const close = row.code.indexOf(']')
  if (open === -1) return [row]
  const characters = row.code.slice(open + 1, close).split('|')
  return SIDES.flatMap(({ word, value }, index) => {
    const character = characters[index]
    if (character === undefined || character === '') return []
    const code = row.code.slice(0, open) + character + row.code.slice(close + 1)
    const values = value === undefined ? row.values : [...row.values, value]
    return [{ code, title: writeSide(row.title, word), values }]
  })
}

function expandSeventh(row: Partial): Partial[] {
  const [stem, family] = row.code.split('+')
  if (family === undefined || stem === undefined) return [row]
  const characters = FAMILIES[family]
  if (characters === undefined)
    throw new CodingError('bad-knowledge', `The code pattern ${row.code} names no known family.`)
  const bare = stem.replace('.', '').padEnd(6, 'X')
  return characters.map(({ character, words, values }) => ({
    code: bare + character,
    title: `${row.title}, ${words}`,
    values: [...row.values, ...values],
  }))
}

/**
 * @param pattern as above
 * @param text "values | title", "values" or "| title"
 * @returns rows whose title is empty where the text gives none
 * @throws CodingError `bad-knowledge`, `bad-code`
 */
export function expandCodePattern(pattern: string, text: string | null): CodeRow[] {
  const [left = '', title = ''] = (text ?? '').split('|').map((part) => part.trim())
  const values = left.split(' ').filter((value) => value !== '')
  const rows = expandSides({ code: pattern, title, values }).flatMap(expandSeventh)
  return rows.map((row) => ({ ...row, code: parseIcd10Code(row.code), title: title === '' ? '' : row.title }))
}
