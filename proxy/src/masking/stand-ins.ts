/**
 * What stands in for what was found: of the same type and form, the same for the same value all through a request, and
 * never a word that the request itself has.
 */
import type { Dictionaries } from './dictionaries.ts'
import { MaskingError } from './errors.ts'
import type { MaskKind, RandomSource } from './masked-notes.ts'
import { PARTICLES, SUFFIXES } from './name-cues.ts'
import { type NoteWord, readNoteWords } from './note-words.ts'
import { matchCase } from './shift-date.ts'

export type StandIns = {
  /** @param kind any but `date`. */
  readonly choose: (kind: Exclude<MaskKind, 'date'>, original: string) => string
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const MAX_TRIES = 200
/** With most of a list given out, looking on for what is left takes longer than making a word. */
const FEW_TRIES = 4

export function createStandIns(dictionaries: Dictionaries, { taken, random, names }: Choice & Names): StandIns {
  const pools = getPools(dictionaries)
  const givenPool = createPool(pools.given, { taken, random })
  const familyPool = createPool(pools.family, { taken, random })
  const cityPool = createPool(pools.cities, { taken, random })
  const chosen = new Map<string, string>()
  const remember = (key: string, make: () => string): string => {
    const known = chosen.get(key)
    if (known !== undefined) return known
    const made = make()
    chosen.set(key, made)
    return made
  }
  const nameWord = (word: string): string => {
    const lower = word.toLowerCase().replaceAll('’', "'")
    if (Array.from(lower).length === 1) {
      return remember(`initial ${lower}`, () => pick(LETTERS.replace(word.toUpperCase(), ''), random))
    }
    return remember(`name ${lower}`, () => capitalise(dictionaries.given.has(lower) ? givenPool() : familyPool()))
  }
  const city = (original: string): string => remember(`city ${original.toLowerCase()}`, () => capitalise(cityPool()))
  const scramble = (original: string): string =>
    remember(`id ${original.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()}`, () =>
      scrambleLike(original, { taken, random }),
    )
  return {
    choose: (kind, original) => {
      switch (kind) {
        case 'name':
          return writeName(original, nameWord)
        case 'age':
          return '90+'
        case 'city':
          return matchCase(original, city(original))
        case 'facility':
          return matchCase(
            original,
            writeFacility(original, names, () =>
              remember(`facility ${original.toLowerCase()}`, () => capitalise(familyPool())),
            ),
          )
        case 'street':
          return remember(
            `street ${original.toLowerCase()}`,
            () => `${100 + random(9900)} ${capitalise(familyPool())} Street`,
          )
        case 'email':
          return remember(`email ${original.toLowerCase()}`, () => `${familyPool()}${random(90) + 10}@example.org`)
        case 'url':
          return remember(
            `url ${original.toLowerCase()}`,
            () => `https://example.org/${familyPool()}${random(9000) + 1000}`,
          )
        case 'ip':
          return remember(`ip ${original}`, () => `192.0.2.${random(256)}`)
        case 'phone':
        case 'ssn':
        case 'mrn':
        case 'account':
        case 'health-plan':
        case 'licence':
        case 'vehicle':
        case 'device':
        case 'other-id':
        case 'zip':
          return scramble(original)
      }
    },
  }
}

type Pools = Readonly<Record<'given' | 'family' | 'cities', readonly string[]>>

const made = new WeakMap<Dictionaries, Pools>()

/** Words that mean nothing else: no drug, no disease, no word of a phrase of the coding knowledge. */
function getPools(dictionaries: Dictionaries): Pools {
  const known = made.get(dictionaries)
  if (known) return known
  const { given, family, ambiguous, ordinary, eponyms, drugs, places, isClinical } = dictionaries
  const isFree = (word: string): boolean =>
    ![ambiguous, ordinary, eponyms, drugs].some((list) => list.has(word)) && !isClinical(word)
  const pools = {
    given: [...given].filter((word) => isFree(word) && !places.has(word)),
    family: [...family].filter((word) => isFree(word) && !places.has(word) && !given.has(word)),
    cities: [...places].filter((word) => isFree(word) && !word.includes(' ') && !family.has(word)),
  }
  made.set(dictionaries, pools)
  return pools
}

/** Words that are names in this request, in small letters. */
type Names = { readonly names: ReadonlySet<string> }

type Choice = { readonly taken: ReadonlySet<string>; readonly random: RandomSource }

const SYLLABLES = ['ka', 've', 'lo', 'mi', 'ru', 'ta', 'ne', 'so', 'di', 'pa']

/** Without replacement: two persons never share a stand-in. When the words run out, syllables make more. */
function createPool(words: readonly string[], { taken, random }: Choice): () => string {
  const used = new Set<string>()
  const isFree = (word: string): boolean => !taken.has(word) && !used.has(word)
  return () => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const word =
        tries < (used.size < words.length / 2 ? MAX_TRIES / 2 : FEW_TRIES)
          ? (words[random(words.length)] ?? '')
          : Array.from({ length: 6 }, () => SYLLABLES[random(SYLLABLES.length)]).join('')
      if (!isFree(word)) continue
      used.add(word)
      return word
    }
    throw new MaskingError('no-stand-in')
  }
}

function pick(letters: string, random: RandomSource): string {
  return letters[random(letters.length)] ?? 'X'
}

function capitalise(word: string): string {
  return `${word[0]?.toUpperCase()}${word.slice(1)}`
}

/** Every word of it by itself, so that a person's last name alone has the stand-in of the last name. */
function writeName(original: string, nameWord: (word: string) => string): string {
  let written = ''
  let at = 0
  const { words } = readNoteWords(original)
  const [first, last] = [words.findIndex(isOwnName), words.findLastIndex(isOwnName)]
  words.forEach((word, index) => {
    written += original.slice(at, word.start)
    written += isKept(word, { isBehind: first !== -1 && first < index, isBefore: last > index })
      ? word.text
      : matchCase(word.text, nameWord(word.text))
    at = word.end
  })
  return written + original.slice(at)
}

/**
 * What says nothing of a person: "de la" between two names, "Jr" behind one. The same letters are names of their own as
 * well (Ben, Van, Le, Do, Ma), and then nothing of them may stay.
 */
function isKept(
  { kind, lower, shape }: NoteWord,
  { isBehind, isBefore }: { readonly isBehind: boolean; readonly isBefore: boolean },
): boolean {
  if (kind !== 'word') return true
  if (!isBehind) return false
  return SUFFIXES.has(lower) || (PARTICLES.has(lower) && shape === 'small' && isBefore)
}

const isOwnName = ({ kind, lower }: NoteWord): boolean => kind === 'word' && !PARTICLES.has(lower)

/** A stand-in and the last word: "Prairie Heart Clinic" stays a clinic, and "Hospital Quorvale" does not stay a Quorvale. */
function writeFacility(original: string, names: ReadonlySet<string>, name: () => string): string {
  const last = original.split(/[\s-]+/).at(-1) ?? ''
  const isKind = original.includes(' ') && /^\p{L}+$/u.test(last) && !names.has(last.toLowerCase())
  return isKind ? `${name()} ${last}` : `${name()} Center`
}

function scrambleLike(original: string, { taken, random }: Choice): string {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const made = original.replace(/\d|\p{Lu}|\p{Ll}/gu, (sign) => {
      if (/\d/.test(sign)) return String(random(10))
      const letter = pick(LETTERS, random)
      return /\p{Lu}/u.test(sign) ? letter : letter.toLowerCase()
    })
    if (made !== original && !taken.has(made.toLowerCase())) return made
  }
  throw new MaskingError('no-stand-in')
}
