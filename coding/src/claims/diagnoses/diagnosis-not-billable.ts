import type { DiagnosisCodeSet } from '../../code-sets/diagnosis-code-set.ts'
import { type DateOnly, parseDateOnly } from '../../domain/date-only.ts'
import type { Icd10Code } from '../../domain/icd10-code.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

type Day = {
  readonly codeSet: Pick<DiagnosisCodeSet, 'lookUp' | 'listChildren' | 'findLateralityGroup'>
  readonly on: DateOnly
}

/** More than these are counted, not spelled out. */
const FEW = 8

/** The billable codes below a heading, in tabular order. */
function listBillable({ codeSet, on }: Day, code: Icd10Code): readonly { code: Icd10Code; title: string }[] {
  return codeSet.listChildren(code, on).flatMap((child) => {
    const answer = codeSet.lookUp(child, on)
    if (answer.kind === 'valid_billable') return [{ code: child, title: answer.title }]
    return answer.kind === 'valid_header' ? listBillable({ codeSet, on }, child) : []
  })
}

/** What separates them: a side, a phase, or the words of their own titles. */
function askForAxis(day: Day, code: Icd10Code): string {
  const below = listBillable(day, code)
  const [first] = below
  if (first === undefined) return 'Choose the code below it that the note supports, or ask the provider.'
  const isSided = day.codeSet.findLateralityGroup(first.code, day.on) !== undefined
  const side = isSided ? ' Which side is it?' : ''
  if (below.length > FEW) {
    const codes = below.slice(0, FEW).map((one) => one.code)
    return `Choose one of its ${below.length} codes: ${codes.join(', ')} and so on.${side}`
  }
  return `Which of these does the note support? ${below.map((one) => `${one.code} ${one.title}`).join('; ')}.${side}`
}

function judge(day: Day, code: Icd10Code): ClaimRuleHit[] {
  const answer = day.codeSet.lookUp(code, day.on)
  const hit = { about: code, evidence: [] }
  switch (answer.kind) {
    case 'valid_billable':
      return []
    case 'valid_header':
      return [
        {
          ...hit,
          severity: 'error',
          message: `${code} is a heading, not a code that can be reported.`,
          advice: askForAxis(day, code),
        },
      ]
    case 'terminated':
    case 'not_yet_valid':
    case 'invalid':
      return [
        {
          ...hit,
          severity: 'error',
          message: `${code} is not valid on the date of service. ${answer.reason}`,
          advice:
            'replacedBy' in answer && answer.replacedBy.length > 0
              ? `Look at ${answer.replacedBy.join(', ')}.`
              : 'Choose a code of that date.',
        },
      ]
    case 'no-data':
    case 'outside-releases':
      return [
        {
          ...hit,
          severity: 'warning',
          message: `${code} could not be checked for this date. ${answer.reason}`,
          advice: 'Load the official release of that date (npm run codes -- update), or check the code by hand.',
        },
      ]
    default:
      return answer satisfies never
  }
}

/** A code counts only in the set of the date of service, at its full length (DX-102 to DX-104). */
export const diagnosisNotBillable: ClaimRule = {
  id: 'diagnosis-not-billable',
  family: 'diagnoses',
  source: { title: 'ICD-10-CM Official Guidelines', edition: 'FY2026', section: 'I.B.2' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, codeSet }) => {
    const on = draft.dateOfServiceEnd ?? draft.dateOfService
    return draft.diagnoses.flatMap(({ code }) => judge({ codeSet, on }, code.code))
  },
}
