import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Initial encounters and routine healing; an after-effect is no current fracture. */
const FRACTURE = /^S(?:[1-9]2|49|59|79|89|99)\.\w{3}[^S]$/
/** Skull, teeth and face are not where bone breaks for lack of density. */
const NOT_MEANT = /^S02/

/** A fracture that healthy bone would have borne is one of the osteoporosis (DX-422). */
export const fragilityFracture: ClaimRule = {
  id: 'fragility-fracture',
  family: 'diagnoses',
  source: guideline('I.C.13.d.2'),
  effective: SINCE_ICD10,
  check: (input) => {
    const [osteoporosis] = listWithPrefix(input, ['M81'])
    if (osteoporosis === undefined) return []
    return input.draft.diagnoses
      .filter(({ code }) => FRACTURE.test(code.code) && !NOT_MEANT.test(code.code))
      .map((fracture) =>
        buildDiagnosisHit([osteoporosis, fracture], {
          severity: 'question',
          message: `${osteoporosis.code.code} is osteoporosis without a current fracture, and the draft has ${fracture.code.code}.`,
          advice:
            'Would the fall or minor trauma have broken normal, healthy bone? If not, one code of M80 takes the place of both.',
        }),
      )
  },
}
