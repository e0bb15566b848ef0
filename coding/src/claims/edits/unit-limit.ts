import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftLine } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import type { UnitLimit } from '../claim-tables.ts'
import { findAudience, judgeByPayer } from './edit-audience.ts'

type Placed = { readonly line: DraftLine; readonly place: number }

/** Lines of one code on one day, which indicators 2 and 3 add up. */
function groupLines({ draft }: ClaimRuleInput): Placed[][] {
  const placed = draft.lines.map((line, index) => ({ line, place: index + 1 }))
  return [...Map.groupBy(placed, ({ line }) => `${line.code.code} ${line.date}`).values()]
}

const SEVERITY = { 1: 'error', 2: 'error', 3: 'warning' } as const

const ADVICE = {
  1: 'Split what was done in separate sites or sessions into lines with the modifier that says so, or correct the units.',
  2: 'Correct the units or the code: by policy no record supports more in a day.',
  3: 'Correct the units, or see that the record shows why more was needed.',
} as const

type Found = { readonly limit: UnitLimit; readonly edition: string }

function buildHit(about: string, units: number, { limit, edition }: Found): ClaimRuleHit {
  const scope = limit.adjudication === 1 ? 'a line' : 'a day'
  return {
    severity: SEVERITY[limit.adjudication],
    message: `${about}: ${units} units; the limit is ${limit.units} ${scope} (${edition}).`,
    advice: ADVICE[limit.adjudication],
    about,
    evidence: [],
  }
}

function checkGroup({ record, tables }: ClaimRuleInput, group: readonly Placed[]): ClaimRuleHit[] {
  const [first] = group
  const audience = findAudience(record.setting)
  if (first === undefined || audience === undefined) return []
  const { code, date } = first.line
  const answer = tables.findUnitLimit(code.code, { on: date, audience })
  if (answer.state !== 'found') return []
  const found = { limit: answer.value, edition: answer.edition }
  if (answer.value.adjudication === 1) {
    return group
      .filter(({ line }) => line.units > answer.value.units)
      .map(({ line, place }) => buildHit(`Line ${place} (${code.code})`, line.units, found))
  }
  const units = group.reduce((sum, { line }) => sum + line.units, 0)
  return units > answer.value.units ? [buildHit(code.code, units, found)] : []
}

/** Medically unlikely edits: by line (indicator 1) or by day (2, 3), in the edition of the day (NCCI-09, NCCI-10). */
export const unitLimit: ClaimRule = {
  id: 'unit-limit',
  family: 'edits',
  source: {
    title: 'CMS, National Correct Coding Initiative Policy Manual for Medicare Services',
    edition: '2026',
    section: 'chapter I, section V',
  },
  effective: { from: parseDateOnly('2007-01-01') },
  check: (input) =>
    judgeByPayer(
      input,
      groupLines(input).flatMap((group) => checkGroup(input, group)),
    ),
}
