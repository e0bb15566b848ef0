/** Reads one note: its words, sections and sentences, and each condition that it names with the way it is asserted. */
import type { ClinicalNote } from '../domain/clinical-note.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import type { ReleaseTerms } from '../knowledge/release-phrases.ts'
import { leaveOutCopied } from './copied-text.ts'
import { splitLines } from './lines.ts'
import { findMentions, type Mention } from './mentions.ts'
import { readWords } from './note-words.ts'
import { findSections, type Section } from './sections.ts'
import { type NoteText, type Sentence, splitSentences } from './sentences.ts'

export type NoteReading = NoteText & {
  /** Without what it says is copied from an earlier one. */
  readonly note: ClinicalNote
  readonly sections: readonly Section[]
  readonly sentences: readonly Sentence[]
  /** What stands below each problem, by its number. */
  readonly problemItems: ReadonlyMap<number, readonly Sentence[]>
  readonly mentions: readonly Mention[]
}

/**
 * A note without any assessment heading is one: what a provider writes there is the diagnostic statement. Where the only
 * statement is a list of problems ("Problems: 1. ESRD on dialysis 2. Hypertension - amlodipine"), that list is it.
 */
function openStatement(note: ClinicalNote, sections: readonly Section[]): readonly Section[] {
  if (note.authorRole !== 'provider') return sections
  const open = (section: Section): Section => ({ ...section, eligibility: 'direct' })
  const isHeaded = sections.some((section) => section.id !== 'unheaded')
  if (!isHeaded) return sections.map(open)
  const hasStatement = sections.some((section) => section.eligibility === 'direct')
  return hasStatement ? sections : sections.map((section) => (section.id === 'problem-list' ? open(section) : section))
}

function groupItems(sentences: readonly Sentence[]): Map<number, Sentence[]> {
  const items = new Map<number, Sentence[]>()
  for (const sentence of sentences) {
    const { problem, role } = sentence
    if (problem === undefined || role !== 'item') continue
    const known = items.get(problem)
    if (known === undefined) items.set(problem, [sentence])
    else known.push(sentence)
  }
  return items
}

/** @param releaseTerms for what the knowledge does not name, when an official release is loaded. */
export function readNote(written: ClinicalNote, knowledge: Knowledge, releaseTerms?: ReleaseTerms): NoteReading {
  const note = leaveOutCopied(written, knowledge)
  const words = readWords(note.text, knowledge.vocabulary)
  const lines = splitLines(note.text, words.tokens)
  const text: NoteText = { ...words, text: note.text, lines, knowledge, ...(releaseTerms && { releaseTerms }) }
  const sections = openStatement(note, findSections(text))
  const sentences = splitSentences(text, sections)
  const mentions = findMentions(text, sentences)
  return { ...text, note, sections, sentences, problemItems: groupItems(sentences), mentions }
}
