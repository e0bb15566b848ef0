/** Values that the text below a problem states: "Diabetes. Reasoning: blood sugar has not been well controlled." */
import { findCues, isValueDenied } from '../notes/assertion.ts'
import { findValueHits } from '../notes/mentions.ts'
import { cutTokens, type Place, type StatedAxisValue } from './condition.ts'

/** A single word ("stable", "severe") may speak of anything there; phrases of the concept's own speak of it. */
const MIN_WORDS = 2

export function findProblemValues(place: Place): StatedAxisValue[] {
  const { reading, mention } = place
  const { problem } = mention.sentence
  if (place.weight !== 'head' || problem === undefined) return []
  const words = { lowers: reading.lowers, numbers: reading.numbers, cues: reading.knowledge.cues }
  const items = reading.problemItems.get(problem) ?? []
  const below = items.filter(({ label }) => (label ?? 'reasoning') === 'reasoning')
  return below.flatMap((sentence) => {
    const hits = findValueHits(reading, sentence, [mention.concept]).filter(({ from, to }) => to - from >= MIN_WORDS)
    if (hits.length === 0) return []
    const judged = { ...sentence, hits: findCues(words, sentence) }
    return hits.flatMap((hit): StatedAxisValue[] => {
      const value = hit.cues.find((cue) => cue.concept === mention.concept.id && mention.concept.accepts(cue))?.value
      if (value === undefined || isValueDenied(judged.hits, hit)) return []
      const evidence = cutTokens({ reading, mention: { ...mention, sentence } }, hit)
      return [{ value, origin: 'record', evidence }]
    })
  })
}
