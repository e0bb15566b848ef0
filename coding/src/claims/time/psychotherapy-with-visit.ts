import { parseDateOnly } from '../../domain/date-only.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { isVisitCode } from '../visit-levels.ts'

const { standalone, with_visit: withVisit } = timeRules.psychotherapy

/** The code for the same minutes in the other family: the bands of both are the same. */
function findOther(code: string, from: typeof standalone, to: typeof standalone): string | undefined {
  const band = from.find((one) => one.code === code)
  return band && to.find((one) => one.from === band.from)?.code
}

function checkLine({ draft }: ClaimRuleInput, index: number): ClaimRuleHit[] {
  const line = draft.lines[index]
  if (line === undefined) return []
  const hasVisit = draft.lines.some(({ code, date }) => isVisitCode(code.code) && date === line.date)
  const { code } = line.code
  const other = hasVisit ? findOther(code, standalone, withVisit) : findOther(code, withVisit, standalone)
  if (other === undefined) return []
  return [
    {
      severity: 'error',
      message: hasVisit
        ? `${code} stands for psychotherapy alone, and the claim has a visit of the same day.`
        : `${code} is added to a visit, and the claim has none of the same day.`,
      advice: hasVisit
        ? `Report ${other}, and choose the visit by medical decision making, not by time.`
        : `Report ${other}, or add the visit if there was one.`,
      about: `line ${index + 1}`,
      evidence: [],
      fix: { kind: 'replace-procedure', line: index + 1, code: buildProcedure(other) },
    },
  ]
}

/** With a visit psychotherapy is an add-on, without one it stands alone (PSY-02, PSY-03, TIME-04). */
export const psychotherapyWithVisit: ClaimRule = {
  id: 'psychotherapy-with-visit',
  family: 'time',
  source: {
    title: 'CMS, Billing and Coding: Psychiatry and Psychology Services',
    edition: 'A57480',
    section: 'Psychotherapy with evaluation and management',
  },
  effective: { from: parseDateOnly('2013-01-01') },
  check: (input) => input.draft.lines.flatMap((_, index) => checkLine(input, index)),
}
