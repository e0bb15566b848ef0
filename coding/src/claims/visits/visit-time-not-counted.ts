import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine } from '../modifiers/line-hit.ts'
import { findCodeOfMinutes } from './choose-code.ts'
import { listSupportedIn, listVisitLines, type VisitLine } from './visit-lines.ts'

function checkLine({ visit, draft }: ClaimRuleInput, placed: VisitLine): ClaimRuleHit[] {
  const { time } = visit
  const [first] = time.notCounted
  if (first === undefined || time.kind === 'conflicting' || time.kind === 'no-minutes') return []
  const { family, code } = placed.level
  const own = time.minutes ?? 0
  const all = time.notCounted.reduce((sum, { minutes }) => sum + minutes, own)
  const isSupported = listSupportedIn(family, visit).some((one) => one.code === code)
  const reached = findCodeOfMinutes(family, all)
  const isReached =
    !isSupported && reached !== undefined && reached.code >= code && code > (findCodeOfMinutes(family, own)?.code ?? '')
  const isOnDraft = draft.totalMinutes !== undefined && draft.totalMinutes > own && draft.totalMinutes <= all
  if (!isReached && !isOnDraft) return []
  const reasons = time.notCounted.map(({ minutes, because }) => `${minutes} minutes: ${because}`).join(' ')
  return [
    buildLineHit(placed, {
      severity: 'error',
      message: `${describeLine(placed)} is reached by minutes that do not count. ${reasons}`,
      advice:
        own === 0 ? 'No minutes of the clinician’s own are stated.' : `The clinician’s own total is ${own} minutes.`,
      evidence: [...time.evidence.slice(0, 1), ...time.notCounted.map(({ evidence }) => evidence)],
    }),
  ]
}

/** Minutes of staff, of another day or of a service reported by itself are no time of the visit (EM-02). */
export const visitTimeNotCounted: ClaimRule = {
  id: 'visit-time-not-counted',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Total time on the date of the encounter',
  },
  effective: { from: parseDateOnly('2021-01-01') },
  check: (input) => listVisitLines(input).flatMap((placed) => checkLine(input, placed)),
}
