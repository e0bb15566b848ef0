import { parseDateOnly } from '../../domain/date-only.ts'
import type { EncounterRecord } from '../../domain/encounter-record.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { isTimedSession } from '../time/timed-sessions.ts'
import { isEvaluationCode } from '../visit-levels.ts'
import { findProcedureWords } from './find-procedure-words.ts'

/** The hit for one code, which the analysis raises as well, before there is any draft. */
export function describeUndocumented(code: string): ClaimRuleHit {
  return {
    severity: 'warning',
    message: `No note of this encounter documents the procedure ${code}.`,
    advice: 'Find the note that describes it, or take the line off the draft.',
    about: code,
    evidence: [],
  }
}

function isUndocumented(code: string, record: EncounterRecord): boolean {
  // A visit is documented by the note as a whole, a timed session by its minutes (psychotherapy-time).
  if (isEvaluationCode(code) || isTimedSession(code)) return false
  const charted = record.procedures.find((procedure) => procedure.code?.value === code)
  // Without words from the chart there is nothing to look for in the notes.
  return charted?.text !== undefined && findProcedureWords(record.notes, charted) === undefined
}

/** A service that the chart lists needs words in the notes that say it was given. */
export const procedureWithoutDocumentation: ClaimRule = {
  id: 'procedure-without-documentation',
  family: 'lines',
  source: {
    title: 'Medicare Program Integrity Manual (CMS Pub. 100-08)',
    edition: 'chapter 3',
    section: '3.3.2, Medical Review Guidance',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, record }) =>
    draft.lines.flatMap(({ code }) => (isUndocumented(code.code, record) ? [describeUndocumented(code.code)] : [])),
}
