import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine } from '../modifiers/line-hit.ts'
import { findCodeOfLevel, findCodeOfMinutes } from './choose-code.ts'
import { listVisitLines, type VisitLine } from './visit-lines.ts'

function checkLine({ visit }: ClaimRuleInput, placed: VisitLine): ClaimRuleHit[] {
  const { time, decision } = visit
  const { family, code } = placed.level
  if (time.kind !== 'stated' || time.minutes === undefined) return []
  const byDecision = findCodeOfLevel(family, decision.level)
  const byTime = findCodeOfMinutes(family, time.minutes)
  if (byDecision === undefined || byTime === undefined || byDecision.code === byTime.code) return []
  if (code !== byDecision.code && code !== byTime.code) return []
  const ways = `By decision making the notes support ${byDecision.code} (${decision.because.replace(/\.$/, '')}); by time ${byTime.code} (${time.minutes} minutes).`
  const cells = [decision.problems, decision.risk].flatMap((element) => element.cells.filter(({ counts }) => counts))
  return [
    buildLineHit(placed, {
      severity: 'information',
      message: `${ways} ${describeLine(placed)} follows ${code === byTime.code ? 'time' : 'decision making'}.`,
      advice: 'The notes support either way; the clinician says which one was used.',
      evidence: [...time.evidence.slice(0, 1), ...cells.slice(0, 1).flatMap(({ evidence }) => evidence.slice(0, 1))],
    }),
  ]
}

/** Time and decision making lead to different codes: both are shown with their words, and none is preferred (EM-09). */
export const timeAndDecisionDiffer: ClaimRule = {
  id: 'time-and-decision-differ',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Medical decision making or total time',
  },
  effective: { from: parseDateOnly('2023-01-01') },
  check: (input) => listVisitLines(input).flatMap((placed) => checkLine(input, placed)),
}
