import type { ClaimRule } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  findAnySiblingTitled,
  getTitle,
  guideline,
  isWritten,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

const SAYS_DOMINANCE = /\b(?:non-?)?dominan|\b(?:right|left)[- ]handed|\bambidextrous/i
const WRONG = /affecting (?:right non-?dominant|left dominant) side/i
const DEFAULTS = { right: 'right dominant', left: 'left non-dominant' } as const

/** The default of the dominant side (DX-424). */
export const hemiplegiaDominance: ClaimRule = {
  id: 'hemiplegia-dominance',
  family: 'diagnoses',
  source: guideline('I.C.6.a'),
  effective: SINCE_ICD10,
  check: (input) => {
    if (input.record.notes.length === 0 || isWritten(input, SAYS_DOMINANCE)) return []
    return input.draft.diagnoses.flatMap((diagnosis) => {
      const title = getTitle(input, diagnosis)
      const side = WRONG.exec(title)?.[0].includes('right') === true ? 'right' : 'left'
      if (!WRONG.test(title)) return []
      const wanted = title.replace(WRONG, `affecting ${DEFAULTS[side]} side`)
      const sibling =
        findAnySiblingTitled(input, diagnosis.code.code, wanted) ??
        findAnySiblingTitled(input, diagnosis.code.code, wanted.replace('non-', 'non'))
      return [
        buildDiagnosisHit([diagnosis], {
          severity: 'recode',
          message: `${diagnosis.code.code}: the notes do not say which side is dominant; the default is ${DEFAULTS[side]}.`,
          advice: sibling ? `${sibling.code} is reported.` : 'Choose the code of that side.',
          fix: sibling && replaceDiagnoses(input, [diagnosis], [sibling.code]),
        }),
      ]
    })
  },
}
