/** A name that was found once is a name everywhere in the request; one that is also a word, only where it reads as a name. */
import type { Dictionaries } from './dictionaries.ts'
import type { NameRun } from './find-names.ts'
import { EPONYM_HEADS, PARTICLES, PERSON_VERBS, SUFFIXES } from './name-cues.ts'
import type { NoteWord } from './note-words.ts'

export type NameParts = {
  /** Names and nothing else: masked wherever they stand. */
  readonly plain: ReadonlySet<string>
  /** Also a disease, a drug or a word. */
  readonly risky: ReadonlySet<string>
}

const MIN_LETTERS = 3

export function collectParts(words: readonly string[], dictionaries: Dictionaries): NameParts {
  const plain = new Set<string>()
  const risky = new Set<string>()
  for (const word of words) {
    const whole = word.toLowerCase().replaceAll('’', "'")
    for (const part of new Set([whole, ...whole.split('-')])) {
      if (part.length < MIN_LETTERS || PARTICLES.has(part) || SUFFIXES.has(part)) continue
      if (isRisky(part, dictionaries)) risky.add(part)
      else plain.add(part)
    }
  }
  return { plain, risky }
}

function isRisky(
  part: string,
  { ordinary, ambiguous, eponyms, drugs, given, family, isClinical }: Dictionaries,
): boolean {
  if (ordinary.has(part) || ambiguous.has(part) || eponyms.has(part) || drugs.has(part)) return true
  return isClinical(part) && !given.has(part) && !family.has(part)
}

export type Spread = {
  readonly words: readonly NoteWord[]
  readonly parts: NameParts
  readonly runs: readonly NameRun[]
  readonly isSmall: boolean
}

/** @returns the further places; a place beside a run joins it. */
export function spreadNames({ words, parts, runs, isSmall }: Spread): NameRun[] {
  const taken = new Set(runs.flatMap(({ from, to }) => range(from, to)))
  const more: NameRun[] = []
  words.forEach((word, at) => {
    if (word.kind !== 'word' || taken.has(at)) return
    if (word.shape === 'small' ? isSmall && parts.plain.has(word.lower) : isPlace({ words, parts, taken }, at)) {
      more.push({ from: at, to: at + 1 })
      taken.add(at)
    }
  })
  return more
}

type Places = { readonly words: readonly NoteWord[]; readonly parts: NameParts; readonly taken: ReadonlySet<number> }

function isPlace({ words, parts, taken }: Places, at: number): boolean {
  const word = words[at]
  if (!word || word.shape === 'initial') return false
  if (parts.plain.has(word.lower)) return true
  const halves = word.lower.split('-')
  if (halves.length > 1 && halves.some((half) => parts.plain.has(half))) return true
  if (!parts.risky.has(word.lower)) return false
  const next = words[at + 1]
  if (EPONYM_HEADS.has(next?.lower ?? '') || word.isPossessive) return false
  return (
    (taken.has(at - 1) && words[at - 1]?.kind === 'word') ||
    (PERSON_VERBS.has(next?.lower ?? '') && !/^(?:is|was|has|had|will|does|did)$/.test(next?.lower ?? ''))
  )
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}
