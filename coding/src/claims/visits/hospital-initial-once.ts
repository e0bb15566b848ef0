import { parseDateOnly } from '../../domain/date-only.ts'
import type { VisitFamilyId } from '../../domain/visit-grid.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine } from '../modifiers/line-hit.ts'
import { findVisitLevel } from '../visit-levels.ts'
import { findCodeOfLevel } from './choose-code.ts'
import { listVisitLines, replaceCode, type VisitLine } from './visit-lines.ts'

const LATER: Readonly<Partial<Record<VisitFamilyId, VisitFamilyId>>> = {
  'hospital-initial': 'hospital-subsequent',
  'nursing-initial': 'nursing-subsequent',
}

function checkLine({ context, record }: ClaimRuleInput, placed: VisitLine): ClaimRuleHit[] {
  const { family, level } = placed.level
  const later = LATER[family]
  const since = record.period.start?.slice(0, 10) ?? placed.line.date
  const earlier = context.priorServices?.find(
    ({ code, date, professional }) =>
      professional !== 'other' && findVisitLevel(code)?.family === family && since <= date && date <= placed.line.date,
  )
  if (later === undefined || earlier === undefined) return []
  const code = findCodeOfLevel(later, level ?? 'straightforward')?.code
  const isKnown = earlier.professional !== 'unknown'
  return [
    buildLineHit(placed, {
      severity: isKnown ? 'error' : 'question',
      message: `${describeLine(placed)} is the first visit of a stay; ${earlier.code} of ${earlier.date} was it already${isKnown ? '' : ', if the same group and specialty made it; the EHR does not say'}.`,
      advice: 'A stay has one initial visit for each group and specialty, inpatient and observation care together.',
      ...(code === undefined ? {} : { fix: replaceCode(placed, code) }),
    }),
  ]
}

/** The initial visit stands once a stay for a group and specialty; observation and inpatient share the codes (EM-10). */
export const hospitalInitialOnce: ClaimRule = {
  id: 'hospital-initial-once',
  family: 'visits',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '30.6.9.1' },
  effective: { from: parseDateOnly('2023-01-01') },
  check: (input) => listVisitLines(input).flatMap((placed) => checkLine(input, placed)),
}
