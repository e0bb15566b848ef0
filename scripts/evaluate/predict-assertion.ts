/** Whether a concept is negated, past or another's: one sentence a row, the concept in capitals in it. */
import type { Knowledge } from '#coding/knowledge/concept.ts'
import { findCues, judgeSpan } from '#coding/notes/assertion.ts'
import { readWords } from '#coding/notes/note-words.ts'
import { endsSentence } from '#coding/notes/sentences.ts'
import { tokenize } from '#coding/notes/tokens.ts'
import type { EvaluationRow } from './read-rows.ts'

/** The tokens of the concept: its words, written in capitals. */
function findConcept(tokens: readonly { readonly text: string }[], concept: string): { from: number; to: number } {
  const words = tokenize(concept.toUpperCase()).map(({ text }) => text)
  const from = tokens.findIndex((_, at) => words.every((word, index) => tokens[at + index]?.text === word))
  return from === -1 ? { from: 0, to: tokens.length } : { from, to: from + words.length }
}

export function predictAssertion(knowledge: Knowledge, { id, note, concept }: EvaluationRow): object {
  const { tokens, lowers, numbers } = readWords(note, knowledge.vocabulary)
  const words = { lowers, numbers, cues: knowledge.cues }
  const span = findConcept(tokens, concept ?? '')
  let from = span.from
  while (from > 0 && !endsSentence({ text: note, tokens }, from - 1)) from -= 1
  let to = span.to
  while (to < tokens.length && !endsSentence({ text: note, tokens }, to - 1)) to += 1
  const sentence = { from, to }
  const judged = judgeSpan(words, { ...sentence, hits: findCues(words, sentence) }, span)
  return {
    id,
    negation: judged.existence === 'absent' ? 'negated' : 'affirmed',
    temporality: judged.temporality === 'current' ? 'recent' : judged.temporality,
    experiencer: judged.experiencer,
  }
}
