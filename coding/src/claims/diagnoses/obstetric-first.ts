import type { ClaimRule } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  guideline,
  listWithPrefix,
  moveBefore,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

const LEADERS_TOO = /^(?:O|Z3[348]|Z51)/

/** Codes of pregnancy lead (DX-601). */
export const obstetricFirst: ClaimRule = {
  id: 'obstetric-first',
  family: 'diagnoses',
  source: guideline('I.C.15.a.1'),
  effective: SINCE_ICD10,
  check: (input) => {
    const [obstetric] = listWithPrefix(input, ['O'])
    const [first] = input.draft.diagnoses
    if (obstetric === undefined || first === undefined) return []
    const incidental = listWithPrefix(input, ['Z33.1']).map((one) =>
      buildDiagnosisHit([one], {
        severity: 'error',
        message: `Z33.1 says that the pregnancy is incidental; ${obstetric.code.code} says that it is not.`,
        advice: 'Keep Z33.1 only when the provider calls the pregnancy incidental, and then without chapter 15 codes.',
        fix: replaceDiagnoses(input, [one], []),
      }),
    )
    if (LEADERS_TOO.test(first.code.code)) return incidental
    const message = `${obstetric.code.code} belongs before codes of other chapters.`
    const advice = `Move it before ${first.code.code}.`
    return [
      ...incidental,
      buildDiagnosisHit([obstetric], { severity: 'error', message, advice, fix: moveBefore(obstetric, first) }),
    ]
  },
}
