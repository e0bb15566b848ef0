import { parseDateOnly } from '../../domain/date-only.ts'
import { type Evidence, isEvidenceIn } from '../../domain/evidence.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'

/** Longer quotes and quotes over several lines are no single statement. */
const LONGEST_STATEMENT = 60

/** "No right knee OA" holds the words too, and states the contrary. */
function isStillStated(input: ClaimRuleInput, evidence: Evidence): boolean {
  const { quote, assertion } = evidence
  const isAssertion =
    assertion.existence === 'present' && assertion.temporality === 'current' && assertion.experiencer === 'patient'
  if (!isAssertion || quote.length > LONGEST_STATEMENT || quote.includes('\n')) return true
  const words = new RegExp(quote.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'g')
  return findStatements(input.readings, words).some((found) => found.evidence.noteId === evidence.noteId)
}

function standsIn(input: ClaimRuleInput, evidence: Evidence): boolean {
  const note = input.record.notes.find(({ id }) => id === evidence.noteId)
  if (note === undefined) return false
  return isEvidenceIn(note, evidence) || (note.text.includes(evidence.quote) && isStillStated(input, evidence))
}

function check(input: ClaimRuleInput, what: string, evidence: readonly Evidence[]): ClaimRuleHit[] {
  const { notes } = input.record
  if (evidence.length === 0 || notes.length === 0 || evidence.some((one) => standsIn(input, one))) return []
  const isRead = evidence.some(({ noteId }) => notes.some(({ id }) => id === noteId))
  const message = isRead
    ? `The words behind ${what} no longer stand in the note, or are no longer stated.`
    : `The note behind ${what} is no longer among those of the encounter.`
  const advice = isRead
    ? 'Read the note again: what it said may have been changed or taken out.'
    : 'See whether the note was withdrawn; without it the code has no words behind it.'
  return [{ severity: isRead ? 'error' : 'warning', message, advice, about: what, evidence: [] }]
}

/** The words behind a code and behind a service still stand in the note, and still state it (SCR-42). */
export const evidenceGone: ClaimRule = {
  id: 'evidence-gone',
  family: 'scrub',
  source: { title: 'Medicare Program Integrity Manual', edition: 'chapter 3, rev. 2024', section: '3.3.2.1' },
  effective: { from: parseDateOnly('2010-01-01') },
  check: (input) => [
    ...input.draft.diagnoses.flatMap(({ code, evidence }) => check(input, code.code, evidence)),
    ...input.draft.lines.flatMap(({ code, evidence = [] }, index) =>
      check(input, `line ${index + 1} (${code.code})`, evidence),
    ),
  ],
}
