/** The cues of a sentence, looked for once however many words of it the rules judge. */

import type { Assertion } from '../domain/evidence.ts'
import { getOrMake } from '../domain/get-or-make.ts'
import { keepWith } from '../domain/keep-with.ts'
import { type CueHit, findCues, judgeSpan, type Span } from '../notes/assertion.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'

const cuesOf = keepWith<Sentence, readonly CueHit[]>()

/** How the note asserts words of one of its sentences. */
export function judgeWords({ lowers, numbers, knowledge }: NoteReading, sentence: Sentence, words: Span): Assertion {
  const cues = { lowers, numbers, cues: knowledge.cues }
  const hits = getOrMake(cuesOf, sentence, () => findCues(cues, sentence))
  return judgeSpan(cues, { ...sentence, hits }, words)
}
