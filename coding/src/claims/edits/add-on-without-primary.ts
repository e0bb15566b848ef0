import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftLine } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { judgeByPayer } from './edit-audience.ts'

/** Further critical care may follow the first hour of another practitioner of the group, on that one's claim. */
const GROUP_EXCEPTION = '99292'

function checkLine({ draft, tables }: ClaimRuleInput, line: DraftLine, place: number): ClaimRuleHit[] {
  const answer = tables.findAddOn(line.code.code, line.date)
  if (answer.state !== 'found') return []
  const { type, primaries } = answer.value
  const others = draft.lines.filter((other) => other !== line && other.date === line.date)
  if (others.some(({ code }) => primaries.has(code.code))) return []
  // Type 2: the contractor says which, so any other service of the day may be one; none at all is none.
  if (type === 2 && others.length > 0) return []
  const mayBeElsewhere = line.code.code === GROUP_EXCEPTION || (type === 3 && others.length > 0)
  return [
    {
      severity: mayBeElsewhere ? 'warning' : 'error',
      message: `Line ${place} (${line.code.code}) adds to another service, and its primary is not on the claim (${answer.edition}).`,
      advice: 'Add the primary service of the same day if it was done, or take the line out.',
      about: `line ${place}`,
      evidence: [],
      fix: { kind: 'remove-line', line: place },
    },
  ]
}

/** An add-on code is paid only beside its primary, same day and same professional (NCCI-11, SCR-19). */
export const addOnWithoutPrimary: ClaimRule = {
  id: 'add-on-without-primary',
  family: 'edits',
  source: {
    title: 'CMS, National Correct Coding Initiative Policy Manual for Medicare Services',
    edition: '2026',
    section: 'chapter I, section R',
  },
  effective: { from: parseDateOnly('2013-04-01') },
  check: (input) =>
    judgeByPayer(
      input,
      input.draft.lines.flatMap((line, index) => checkLine(input, line, index + 1)),
    ),
}
