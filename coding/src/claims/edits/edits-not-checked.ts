import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import { findAudience } from './edit-audience.ts'

type Answer = { readonly state: string; readonly table?: string }

/** What the other rules of this family would ask, for the first line that they would ask it of. */
function listMissing({ draft, record, tables }: ClaimRuleInput): readonly string[] {
  const audience = findAudience(record.setting)
  const [line, second] = draft.lines
  if (line === undefined || audience === undefined) return []
  const { code, date } = line
  const question = { on: date, audience }
  const answers: readonly Answer[] = [
    ...(second === undefined ? [] : [tables.findPair(code.code, second.code.code, question)]),
    tables.findUnitLimit(code.code, question),
    tables.findAddOn(code.code, date),
    tables.findPolicy(code.code, date),
  ]
  return answers.flatMap(({ state, table }) => (state === 'no-data' && table !== undefined ? [table] : []))
}

/** No table, no verdict: silence of a rule must not look like approval (design, section 5). */
export const editsNotChecked: ClaimRule = {
  id: 'edits-not-checked',
  family: 'edits',
  source: { title: 'Postil design', edition: '2026', section: 'Code sets: no-data' },
  effective: { from: parseDateOnly('1996-01-01') },
  check: (input) => {
    const missing = listMissing(input)
    if (missing.length === 0) return []
    return [
      {
        severity: 'information',
        message: `Not checked, because no table for the date of service is loaded: ${missing.join('; ')}.`,
        advice: 'The site imports these tables itself: npm run codes -- import.',
        about: 'tables',
        evidence: [],
      },
    ]
  },
}
