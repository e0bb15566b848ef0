import type { CodeAnswer } from '../../code-sets/diagnosis-code-set.ts'
import { parseDateOnly } from '../../domain/date-only.ts'
import type { Icd10Code } from '../../domain/icd10-code.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

function judge(code: Icd10Code, answer: CodeAnswer): ClaimRuleHit[] {
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
          advice: 'Choose the code below it that the note supports, or ask the provider.',
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
    return draft.diagnoses.flatMap(({ code }) => judge(code.code, codeSet.lookUp(code.code, on)))
  },
}
