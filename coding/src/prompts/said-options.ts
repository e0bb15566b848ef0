/**
 * Options of the catalogue that the note speaks of: a feature of two words ("rest pain") wherever it stands, affirmed or
 * denied, a single word ("plaque") where the note speaks of the condition. Whoever wrote it has thought of the answer.
 */
import type { Concept } from '../knowledge/concept.ts'
import { nameInFull } from './called-words.ts'
import { listAbout } from './facts.ts'
import { getNoteWords, getWords } from './note-words.ts'
import type { PromptSource } from './prompt-source.ts'
import { listNamings } from './told-elsewhere.ts'

const LEAST_LETTERS = 5
/** Said of many things, or of the form of the option alone. */
const COMMON = new Set(
  'acute chronic disease disorder syndrome other without cause state specify primary secondary induced related associated confirmed suspected possible present absent clinically significant separate stage grade type unspecified general simple complex complete partial total severe moderate mild stable unstable recurrent single episode current history status condition complication complications symptoms manifestation combined mixed typical control controlled uncontrolled level levels value values finding findings medical medication medications treatment patient normal right lower upper middle bilateral unilateral either multiple pain failure heart blood pressure systolic diastolic infection'.split(
    ' ',
  ),
)

function cutOption(option: string): string {
  return option
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(/^(?:with|without|due to|from|in|of)\s+/, '')
    .replaceAll(/[^a-z ]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function isDistinct(word: string): boolean {
  return word.length >= LEAST_LETTERS && !COMMON.has(word)
}

/** "Chemo" is chemotherapy, "plaques" are plaque. */
function isSameWord(word: string, wanted: string): boolean {
  if (word.length < LEAST_LETTERS) return false
  return word.startsWith(wanted) || wanted.startsWith(word)
}

/** Two words, one of them of this condition only. */
const FEATURE = /^[a-z]{4,} [a-z]{4,}$/

export function isOptionSaid(source: PromptSource, concept: Concept, options: readonly string[]): boolean {
  const own = new Set(concept.title.toLowerCase().match(/[a-z]+/g))
  const cut = options.map(cutOption)
  const features = cut.filter((one) => FEATURE.test(one) && !one.split(' ').some((word) => own.has(word)))
  const words = [...new Set(cut.flatMap((one) => one.split(' ')))].filter((one) => isDistinct(one) && !own.has(one))
  if (source.readings.some((reading) => features.some((one) => getNoteWords(reading).includes(one)))) return true
  if (words.length === 0) return false
  const places = Map.groupBy(listNamings(source, concept), ({ reading }) => reading)
  return [...places].some(([reading, named]) =>
    [...listAbout(reading, named)].some((sentence) =>
      getWords(reading, sentence)
        .split(' ')
        .some((word) => words.some((wanted) => isSameWord(nameInFull(word), wanted))),
    ),
  )
}
