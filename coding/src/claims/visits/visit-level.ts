import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine } from '../modifiers/line-hit.ts'
import type { VisitLevel } from '../visit-levels.ts'
import { listSupportedIn, listVisitLines, replaceCode, type VisitLine } from './visit-lines.ts'
import { visitRules } from './visit-rules.generated.ts'

function isStaffOnly({ family, code }: VisitLevel): boolean {
  return visitRules.families[family].staff_only === code
}

/** The supported code that lies next to the line: never further up or down than the notes go. */
function findNearest(code: string, supported: readonly VisitLevel[]): VisitLevel | undefined {
  return supported.find((one) => one.code > code) ?? supported.at(-1)
}

function describeWays({ visit }: ClaimRuleInput): string {
  const { decision, time } = visit
  const minutes = time.kind === 'stated' ? ` Total time stated: ${time.minutes} minutes.` : ''
  return `${decision.because}${minutes}`
}

function checkLine(input: ClaimRuleInput, placed: VisitLine): ClaimRuleHit[] {
  const { visit, record } = input
  const { family, code } = placed.level
  const isSeen = record.notes.some(({ authorRole }) => authorRole === 'provider')
  // Nothing is known of the work of a clinician, so that staff alone is as it should be.
  if (!isSeen) return isStaffOnly(placed.level) ? [] : [buildUnseen(placed)]
  const supported = listSupportedIn(family, visit)
  if (supported.some((one) => one.code === code)) return []
  const nearest = findNearest(code, supported)
  if (nearest === undefined) return []
  const { problems, data, risk } = visit.decision
  const counted = [problems, data, risk].flatMap(({ cells }) => cells.filter(({ counts }) => counts).slice(0, 1))
  const codes = supported.map((one) => `${one.code} (${one.label.toLowerCase()})`).join(' or ')
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message: `${describeLine(placed)} is ${code > nearest.code ? 'above' : 'below'} what the notes support. ${describeWays(input)}`,
      advice: `The notes support ${codes}.`,
      evidence: [...counted.flatMap(({ evidence }) => evidence.slice(0, 1)), ...visit.time.evidence.slice(0, 1)],
      fix: replaceCode(placed, nearest.code),
    }),
  ]
}

function buildUnseen(placed: VisitLine): ClaimRuleHit {
  const message = `${describeLine(placed)} has a level; no note of a clinician stands behind it.`
  const advice = 'A visit that staff alone conducted has no level.'
  return buildLineHit(placed, { severity: 'warning', message, advice })
}

/** The level of a visit against what notes support by decision making and by time, too high and too low alike (EM-01). */
export const visitLevel: ClaimRule = {
  id: 'visit-level',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Selecting a level of service',
  },
  effective: { from: parseDateOnly('2023-01-01') },
  check: (input) => listVisitLines(input).flatMap((placed) => checkLine(input, placed)),
}
