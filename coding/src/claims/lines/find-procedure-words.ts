/** Looks for the sentence of a note that says a procedure was done, by the words that the chart uses for it. */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import type { RecordedProcedure } from '../../domain/encounter-record.ts'
import { cutEvidence, type Evidence } from '../../domain/evidence.ts'
import { splitLines } from '../../notes/lines.ts'
import { endsSentence } from '../../notes/sentences.ts'
import { type Token, tokenize } from '../../notes/tokens.ts'
import { isNotDone } from '../not-done.ts'

// Words that any procedure may carry and that name none.
const COMMON = new Set(
  'and with without for the from other each first additional procedure service level chosen clinician code visit session filled template under over using guidance performed'.split(
    ' ',
  ),
)

const MIN_LENGTH = 4
const DONE = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const

function listContentWords(text: string): Set<string> {
  const tokens = tokenize(text).filter(
    ({ kind, lower }) => kind === 'word' && lower.length >= MIN_LENGTH && !COMMON.has(lower),
  )
  return new Set(tokens.map(({ stem }) => stem))
}

type Sentence = { readonly tokens: readonly Token[] }

function splitNote(note: ClinicalNote): Sentence[] {
  const tokens = tokenize(note.text)
  const sentences: Sentence[] = []
  for (const line of splitLines(note.text, tokens)) {
    let start = line.from
    for (let index = line.from; index < line.to; index++) {
      if (index + 1 < line.to && !endsSentence({ text: note.text, tokens }, index)) continue
      sentences.push({ tokens: tokens.slice(start, index + 1) })
      start = index + 1
    }
  }
  return sentences
}

type Match = { readonly note: ClinicalNote; readonly found: readonly Token[]; readonly share: number }

function matchSentence(note: ClinicalNote, sentence: Sentence, wanted: ReadonlySet<string>): Match[] {
  if (isNotDone(sentence.tokens.map(({ lower }) => lower))) return []
  const found = sentence.tokens.filter(({ stem }) => wanted.has(stem))
  const share = new Set(found.map(({ stem }) => stem)).size / wanted.size
  return found.length === 0 ? [] : [{ note, found, share }]
}

/** Half of the chart's words in one sentence: "Knee joint aspiration and injection, LEFT" for "Knee joint injection". */
const ENOUGH = 0.5

export function findProcedureWords(
  notes: readonly ClinicalNote[],
  procedure: Pick<RecordedProcedure, 'text'>,
): Evidence | undefined {
  const wanted = listContentWords(procedure.text ?? '')
  if (wanted.size === 0) return undefined
  const matches = notes.flatMap((note) => splitNote(note).flatMap((sentence) => matchSentence(note, sentence, wanted)))
  const [best] = matches.toSorted((a, b) => b.share - a.share)
  const [first, last] = [best?.found[0], best?.found.at(-1)]
  if (best === undefined || best.share < ENOUGH || first === undefined || last === undefined) return undefined
  return cutEvidence(best.note, { start: first.start, end: last.end, section: 'procedure', assertion: DONE })
}
