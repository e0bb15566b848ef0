import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  getTitle,
  guideline,
  listWithPrefix,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'
import { isOtherSide } from './diagnosis-side.ts'

/** Titles that name what would otherwise be a code of its own (I.C.18.c); within the chapters where it is meant. */
const NAMED_IN_TITLE: readonly {
  readonly within: string
  readonly title: RegExp
  readonly symptoms: readonly string[]
}[] = [
  {
    within: 'K',
    title: /\bwith(?: \w+){0,3} (?:bleeding|hemorrhage)\b/i,
    symptoms: ['K92.0', 'K92.1', 'K92.2', 'K62.5'],
  },
  { within: 'K', title: /\bwith ascites\b/i, symptoms: ['R18'] },
  { within: 'N', title: /\bwith hematuria\b/i, symptoms: ['R31'] },
  { within: 'N', title: /\bwith (?:lower )?urinary tract symptoms\b/i, symptoms: ['R35', 'R39.1', 'R33'] },
  { within: 'F', title: /\bwith delirium\b/i, symptoms: ['R41.0'] },
]

function listPartsOf({ knowledge }: ClaimRuleInput, code: string, title: string): readonly string[] {
  const integral = Object.entries(knowledge.relations.integral).filter(([prefix]) => code.startsWith(prefix))
  const named = NAMED_IN_TITLE.filter((one) => code.startsWith(one.within) && one.title.test(title))
  return [...integral.flatMap(([, symptoms]) => symptoms), ...named.flatMap(({ symptoms }) => symptoms)]
}

/** Signs and symptoms that a diagnosis of the draft holds already (DX-505, DX-507). */
export const symptomWithDiagnosis: ClaimRule = {
  id: 'symptom-with-diagnosis',
  family: 'diagnoses',
  source: guideline('I.B.5, I.C.18.b, I.C.18.c'),
  effective: SINCE_ICD10,
  check: (input) => {
    const seen = new Set<DraftDiagnosis>()
    return input.draft.diagnoses.flatMap((diagnosis) => {
      const parts = listPartsOf(input, diagnosis.code.code, getTitle(input, diagnosis))
      return listWithPrefix(input, parts)
        .filter(
          (symptom) =>
            symptom !== diagnosis &&
            !isOtherSide(input, diagnosis, symptom) &&
            !seen.has(symptom) &&
            hasPrefix(symptom.code.code, ['R', 'K', 'M', 'N', 'H', 'L', 'J']),
        )
        .map((symptom) => {
          seen.add(symptom)
          return buildDiagnosisHit([symptom], {
            severity: 'warning',
            message: `${symptom.code.code} is part of ${diagnosis.code.code}.`,
            advice: 'Take it off, unless the provider documents it as a problem of its own.',
            fix: replaceDiagnoses(input, [symptom], []),
          })
        })
    })
  },
}
