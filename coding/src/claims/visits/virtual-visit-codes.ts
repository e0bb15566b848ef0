import { parseDateOnly } from '../../domain/date-only.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { timeRules } from '../time-rules.generated.ts'
import { isWithinRanges } from '../visit-levels.ts'

const { ended, telemedicine, audio } = timeRules.virtual_visits

function checkEnded(placed: PlacedLine): ClaimRuleHit[] {
  const { code, date } = placed.line
  if (!ended.codes.includes(code.code) || date < ended.on) return []
  const isCheckIn = code.system === 'hcpcs'
  const message = `${describeLine(placed)} has not existed since ${ended.on}.`
  const advice = isCheckIn
    ? `A short call is reported as ${ended.instead}.`
    : 'A visit by telephone is reported as the visit that it was, by place of service and 93, or as a telemedicine visit where the payer takes them.'
  const fix = isCheckIn
    ? { fix: { kind: 'replace-procedure', line: placed.place, code: buildProcedure(ended.instead) } as const }
    : {}
  return [buildLineHit(placed, { severity: 'error', message, advice, ...fix })]
}

function checkTelemedicine({ policy, visit }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { code } = placed.line.code
  if (!isWithinRanges(code, [telemedicine])) return []
  if (!policy.takesTelemedicineVisits) {
    const message = `${describeLine(placed)} is not taken by this payer.`
    const advice = 'Report the office visit with place of service 02 or 10, and 93 where there was no picture.'
    return [buildLineHit(placed, { severity: 'error', message, advice })]
  }
  const { time } = visit
  if (!isWithinRanges(code, [audio]) || time.kind !== 'stated' || (time.minutes ?? 0) >= audio.minutes) return []
  const message = `${describeLine(placed)} needs more than ten minutes of talk; the note states ${time.minutes}.`
  const advice = `A shorter call is reported as ${ended.instead} where the payer takes it.`
  return [buildLineHit(placed, { severity: 'error', message, advice, evidence: time.evidence.slice(0, 1) })]
}

/** Visits by telephone or video: numbers that have ended, payers that do not take them, least minutes without a picture. */
export const virtualVisitCodes: ClaimRule = {
  id: 'virtual-visit-codes',
  family: 'visits',
  source: {
    title: 'CMS, Physician Fee Schedule final rule',
    edition: 'CY 2025',
    section: 'Telemedicine evaluation and management services',
  },
  effective: { from: parseDateOnly('2025-01-01') },
  check: (input) => listLines(input).flatMap((placed) => [...checkEnded(placed), ...checkTelemedicine(input, placed)]),
}
