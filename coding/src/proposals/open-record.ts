/** One encounter, open to somebody who proposes: everything is answered by the product, nothing is taken on trust. */
import type { DiagnosisCodeSet } from '../code-sets/diagnosis-code-set.ts'
import type { ReleaseCodeSet } from '../code-sets/release-code-set.ts'
import { validateDiagnosis } from '../code-sets/validate-diagnosis.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { PromptFinding } from '../domain/finding.ts'
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import type { NoteId } from '../domain/ids.ts'
import type { NonEmpty } from '../domain/result.ts'
import type { ValidatedDiagnosis } from '../domain/validated-code.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import { getReleaseTerms } from '../knowledge/release-terms.ts'
import { type NoteReading, readNote } from '../notes/read-note.ts'
import { composeQuestion, type Topic } from './compose-question.ts'
import { type Passage, readPassage } from './read-passage.ts'
import { findSupport, type Support } from './support.ts'
import { listUnsaidDetails } from './unsaid-details.ts'

/** Words of the notes in which the engine read no condition. */
export type UnreadPhrase = {
  readonly noteId: NoteId
  readonly start: number
  readonly end: number
  readonly text: string
}

export type OpenRecord = {
  readonly record: EncounterRecord
  readonly readPassage: (noteId: NoteId, span: { readonly start: number; readonly end: number }) => Passage | undefined
  /** @returns undefined for what is no code, or no billable one on the date of service. */
  readonly findCode: (text: string) => ValidatedDiagnosis | undefined
  readonly findSupport: (code: ValidatedDiagnosis, passages: readonly Passage[]) => Support
  /** Details of the code that nothing known and no quoted word says. */
  readonly listUnsaid: (
    code: ValidatedDiagnosis,
    known: {
      readonly found: readonly { readonly code: string; readonly title: string }[]
      readonly quotes: readonly Evidence[]
    },
  ) => readonly string[]
  readonly listUnread: (limit: number) => readonly UnreadPhrase[]
  readonly composeQuestion: (topic: Topic, evidence: NonEmpty<Evidence>) => PromptFinding | undefined
  /** Whether a payment model weighs the code; true also where no table says so, because the stricter rule is the safe one. */
  readonly mayRaisePayment: (code: Icd10Code) => boolean
}

export type OpenRecordInput = {
  readonly record: EncounterRecord
  readonly knowledge: Knowledge
  readonly codeSet: DiagnosisCodeSet & Partial<Pick<ReleaseCodeSet, 'findRelease'>>
  readonly mayRaisePayment: (code: Icd10Code) => boolean
}

export function openRecord({ record, knowledge, codeSet, mayRaisePayment }: OpenRecordInput): OpenRecord {
  const release = codeSet.findRelease?.(record.dateOfService)
  const releaseTerms = release && getReleaseTerms(release, knowledge)
  const readings = new Map(record.notes.map((note) => [note.id, readNote(note, knowledge, releaseTerms)]))
  return {
    record,
    readPassage: (noteId, span) => {
      const reading = readings.get(noteId)
      return reading && readPassage(reading, span)
    },
    findCode: (text) => {
      const code = tryParseIcd10Code(text)
      const validated = code && validateDiagnosis(codeSet, code, record.dateOfService)
      return validated?.ok === true ? validated.value : undefined
    },
    findSupport: (code, passages) => findSupport(code, passages, knowledge),
    listUnsaid: (code, { found, quotes }) => {
      const places = quotes.flatMap(({ noteId, start, end }) => {
        const reading = readings.get(noteId)
        return reading ? [{ reading, start, end }] : []
      })
      return listUnsaidDetails(code, { found, quotes: places }, knowledge)
    },
    listUnread: (limit) => [...readings.values()].flatMap(listUnread).slice(0, limit),
    composeQuestion: (topic, evidence) => composeQuestion(topic, evidence, record),
    mayRaisePayment,
  }
}

const LEAST_WORDS = 2
const MOST_WORDS = 5

/** Runs of words between marks and small words, out of sentences that name no condition; statements before history. */
function listUnread(reading: NoteReading): UnreadPhrase[] {
  const { tokens, sentences, mentions, knowledge, note } = reading
  const read = new Set(mentions.map(({ sentence }) => sentence))
  const unread = sentences.filter((sentence) => !read.has(sentence) && sentence.section.eligibility !== 'never')
  const ordered = unread.toSorted((a, b) => rank(a.section.eligibility) - rank(b.section.eligibility))
  return ordered.flatMap((sentence) => {
    const phrases: UnreadPhrase[] = []
    let from = sentence.from
    for (let index = sentence.from; index <= sentence.to; index++) {
      const token = tokens[index]
      const isWord = token?.kind === 'word' && index < sentence.to && !knowledge.runningWords.has(token.lower)
      if (isWord && index - from < MOST_WORDS) continue
      const [first, last] = [tokens[from], tokens[index - 1]]
      if (index - from >= LEAST_WORDS && first && last) {
        const [start, end] = [first.start, last.end]
        phrases.push({ noteId: note.id, start, end, text: note.text.slice(start, end) })
      }
      from = isWord ? index : index + 1
    }
    return phrases
  })
}

function rank(eligibility: NoteReading['sections'][number]['eligibility']): number {
  return eligibility === 'direct' ? 0 : 1
}
