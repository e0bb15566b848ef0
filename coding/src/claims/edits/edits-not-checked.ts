import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import { getCodingDate } from '../diagnoses/diagnosis-hit.ts'
import { findAudience } from './edit-audience.ts'

type Answer = { readonly state: string; readonly table?: string }

function listTables(answers: readonly Answer[]): readonly string[] {
  return answers.flatMap(({ state, table }) => (state === 'no-data' && table !== undefined ? [table] : []))
}

/** What the rules of NCCI and of the fee schedule would ask, for the first line that they would ask it of. */
function listEdits({ draft, record, tables, policy }: ClaimRuleInput): readonly string[] {
  const audience = findAudience(record.setting)
  const [line, second] = draft.lines
  if (line === undefined || audience === undefined) return []
  const { code, date } = line
  const question = { on: date, audience }
  const ncci =
    policy.ncciEdits === 'none'
      ? []
      : listTables([
          ...(second === undefined ? [] : [tables.findPair(code.code, second.code.code, question)]),
          tables.findUnitLimit(code.code, question),
          tables.findAddOn(code.code, date),
        ])
  const own = policy.ncciEdits === 'own' ? ['the payer’s own NCCI edits'] : []
  return [...ncci, ...own, ...listTables([tables.findPolicy(code.code, date)])]
}

/** Whether codes exist on the date, and what the site's own policies say of them. */
function listCodeTables({ draft, tables }: ClaimRuleInput): readonly string[] {
  const hcpcs = draft.lines.find(({ code }) => code.system === 'hcpcs')
  const cpt = draft.lines.some(({ code }) => code.system === 'cpt')
  const [line] = draft.lines
  return [
    ...listTables([
      ...(hcpcs === undefined ? [] : [tables.findProcedureState(hcpcs.code.code, hcpcs.date)]),
      ...(line === undefined ? [] : [tables.listCoverage(line.code.code, line.date)]),
    ]),
    // Of CPT Postil holds the form of a number alone.
    ...(cpt ? ['which CPT numbers exist'] : []),
  ]
}

/** What is asked of an inpatient claim of a facility. */
function listStayTables(input: ClaimRuleInput): readonly string[] {
  const [first] = input.draft.diagnoses
  if (input.record.setting !== 'inpatient_facility' || first === undefined) return []
  const on = getCodingDate(input)
  return listTables([input.tables.listEditorFlags(first.code.code, on), input.tables.isPoaExempt(first.code.code, on)])
}

/** No table, no verdict: silence of a rule must not look like approval (design, section 5). */
export const editsNotChecked: ClaimRule = {
  id: 'edits-not-checked',
  family: 'edits',
  source: { title: 'Postil design', edition: '2026', section: 'Code sets: no-data' },
  effective: { from: parseDateOnly('1996-01-01') },
  check: (input) => {
    const missing = [...listEdits(input), ...listCodeTables(input), ...listStayTables(input)]
    if (missing.length === 0) return []
    return [
      {
        severity: 'information',
        message: `Not checked, because no table for the date of service is loaded: ${missing.join('; ')}.`,
        advice:
          'The site imports its tables itself (npm run codes -- import); what no table holds is for the coder to know.',
        about: 'tables',
        evidence: [],
      },
    ]
  },
}
