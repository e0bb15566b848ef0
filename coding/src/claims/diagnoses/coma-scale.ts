import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  findFirst,
  getSeventh,
  guideline,
  listWithPrefix,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

const COMPONENTS = { 'R40.21': 'eyes', 'R40.22': 'verbal', 'R40.23': 'motor' } as const
const TOTAL = 'R40.24'
const SEDATED =
  /\b(?:sedated|(?:medically|drug|pharmacologically)[- ]induced coma|under (?:deep )?sedation|on (?:a )?(?:propofol|sedation)(?: drip| infusion)?)\b/gi

/** Scores of one time share the seventh character; each time is a set of its own. */
function checkSets(input: ClaimRuleInput): ClaimRuleHit[] {
  const scored = listWithPrefix(input, Object.keys(COMPONENTS))
  const times = new Set(scored.map(({ code }) => getSeventh(code.code)))
  return [...times].flatMap((time) => {
    const set = scored.filter(({ code }) => getSeventh(code.code) === time)
    const missing = Object.entries(COMPONENTS).filter(
      ([prefix]) => !set.some(({ code }) => code.code.startsWith(prefix)),
    )
    const total = listWithPrefix(input, [TOTAL]).filter(({ code }) => getSeventh(code.code) === time)
    if (missing.length > 0) {
      return [
        buildDiagnosisHit(set, {
          severity: 'warning',
          message: `The three parts of the coma scale are reported together, with the same seventh character; missing: ${missing.map(([, part]) => part).join(', ')}.`,
          advice: 'Add the missing parts of the same time, or report the total alone.',
        }),
      ]
    }
    if (total.length === 0) return []
    const message = 'The three parts of the coma scale are there; the total is not reported beside them.'
    const fix = replaceDiagnoses(input, total, [])
    return [buildDiagnosisHit(total, { severity: 'warning', message, advice: 'The total comes off.', fix })]
  })
}

/** The coma scale is reported whole, and never for a sedated patient (DX-619). */
export const comaScale: ClaimRule = {
  id: 'coma-scale',
  family: 'diagnoses',
  source: guideline('I.C.18.e'),
  effective: SINCE_ICD10,
  check: (input) => {
    const all = listWithPrefix(input, [...Object.keys(COMPONENTS), TOTAL])
    const sedated = all.length === 0 ? undefined : findFirst(input, SEDATED)
    if (sedated === undefined) return checkSets(input)
    return [
      buildDiagnosisHit(all, {
        severity: 'warning',
        message: 'The coma scale is not reported for a sedated patient.',
        advice: 'Take the scores off, unless they were taken before sedation.',
        evidence: [sedated.evidence],
        fix: replaceDiagnoses(input, all, []),
      }),
    ]
  },
}
