/** Reads the words of the problem list like notes, so that a side stated there need not be asked for. */
import type { RecordedCondition } from '../domain/encounter-record.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import { findMentions, type Mention } from './mentions.ts'
import { readWords } from './note-words.ts'
import type { Section } from './sections.ts'

export type ChartReading = { readonly mentions: readonly Mention[] }

export function readChart(conditions: readonly RecordedCondition[], knowledge: Knowledge): ChartReading[] {
  return conditions.flatMap(({ text, clinicalStatus, verification }) => {
    const isCurrent = clinicalStatus !== 'resolved' && clinicalStatus !== 'inactive' && verification !== 'refuted'
    if (text === undefined || !isCurrent) return []
    const words = readWords(text, knowledge.vocabulary)
    const section: Section = {
      id: 'problem-list',
      eligibility: 'support',
      heading: 0,
      from: 0,
      to: words.tokens.length,
      line: 0,
    }
    const sentence = { from: 0, to: words.tokens.length, section, role: 'text' as const }
    const note = { ...words, text, lines: [], knowledge }
    return [{ mentions: findMentions(note, [sentence]) }]
  })
}
