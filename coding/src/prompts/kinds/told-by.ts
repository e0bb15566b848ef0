/** Words that answer an entry of the catalogue (`told_by` and `told_beside` in `gaps.yaml`). */
import { listAbout } from '../facts.ts'
import type { Named } from '../misread.ts'
import { getNoteWords, getWords } from '../note-words.ts'
import { hasCode, type PromptSource } from '../prompt-source.ts'
import type { Gap } from '../signs/gap-data.ts'

type Place = Pick<Named, 'reading' | 'sentence'>

/** Every place that names the condition: as one with a code, or by a word of the catalogue. */
function listPlaces({ readings, signs }: PromptSource, gap: Gap): Place[] {
  const codes = [...gap.open, ...gap.closed]
  const coded = readings.flatMap((reading) =>
    reading.mentions
      .filter(({ concept, assertion }) => assertion.experiencer === 'patient' && hasCode(concept, codes))
      .map(({ sentence }) => ({ reading, sentence })),
  )
  const named = signs.filter(({ meaning }) => meaning.kind === 'term' && meaning.gap === gap)
  return [...coded, ...named.map(({ reading, sentence }) => ({ reading, sentence }))]
}

function isSaidAnywhere({ readings }: PromptSource, beginnings: readonly string[]): boolean {
  if (beginnings.length === 0) return false
  return readings.some((reading) => {
    const words = ` ${getNoteWords(reading)}`
    return beginnings.some((beginning) => words.includes(` ${beginning}`))
  })
}

/** Whether the record gives the occasion: the drugs of a diabetes whose complications are asked for. */
export function isOccasioned(source: PromptSource, { where }: Gap): boolean {
  return where.length === 0 || isSaidAnywhere(source, where)
}

export function isToldBy(source: PromptSource, gap: Gap): boolean {
  const { toldBy, toldBeside } = gap
  if (isSaidAnywhere(source, toldBy)) return true
  if (toldBeside.length === 0) return false
  const places = Map.groupBy(listPlaces(source, gap), ({ reading }) => reading)
  return [...places].some(([reading, own]) =>
    [...listAbout(reading, own)].some((sentence) => {
      const words = ` ${getWords(reading, sentence)}`
      return toldBeside.some((beginning) => words.includes(` ${beginning}`))
    }),
  )
}
