import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import {
  addDiagnosis,
  buildDiagnosisHit,
  findFirst,
  guideline,
  listWithPrefix,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

/** Category, degree, and the two characters of the place. */
const BURN = /^(T2[0-5])\.([0-7])(.)(.)/
const FIRST_OF_CORROSION = 4

type Burn = {
  readonly one: DraftDiagnosis
  readonly place: string
  readonly degree: number
  readonly group: 'T31' | 'T32'
}

/** Burns have the fourth characters 0 to 3, corrosions 4 to 7; 0 and 4 leave the degree open. */
function readBurn(one: DraftDiagnosis): Burn[] {
  const [, category, digit, ...place] = BURN.exec(one.code.code) ?? []
  if (category === undefined) return []
  const group = Number(digit) < FIRST_OF_CORROSION ? 'T31' : 'T32'
  const degree = Number(digit) % FIRST_OF_CORROSION
  return [{ one, place: `${group} ${category} ${place.join('')}`, degree, group }]
}

function listLower(input: ClaimRuleInput, burns: readonly Burn[]): ClaimRuleHit[] {
  return burns.flatMap((burn) => {
    const deeper = burns.find(({ place, degree }) => place === burn.place && degree > burn.degree)
    if (deeper === undefined) return []
    return [
      buildDiagnosisHit([burn.one, deeper.one], {
        severity: 'warning',
        message: `${burn.one.code.code} and ${deeper.one.code.code} are burns of one place; the highest degree is reported.`,
        advice: `${burn.one.code.code} comes off.`,
        fix: replaceDiagnoses(input, [burn.one], []),
      }),
    ]
  })
}

const EXTENT = /\b(\d{1,2})(?:\.\d+)?\s?%\s*(?:of\s+)?(?:the\s+|his\s+|her\s+)?(?:TBSA|BSA|(?:total\s+)?body surface)/gi
const DEEP_EXTENT = /\b(\d{1,2})(?:\.\d+)?\s?%[^.;,\n]{0,20}?\b(?:third|3rd|full)[- ](?:degree|thickness)/gi

const toTens = (percent: string | undefined): number => Math.floor(Number(percent ?? 0) / 10)

/** Below ten percent there is one code; above, the last character is the part that is third degree. */
function checkExtent(input: ClaimRuleInput, [burn]: readonly Burn[]): ClaimRuleHit[] {
  const extent = burn === undefined ? undefined : findFirst(input, EXTENT)
  if (burn === undefined || extent === undefined || listWithPrefix(input, ['T31', 'T32']).length > 0) return []
  const whole = toTens(extent.match[1])
  const deep = toTens(findFirst(input, DEEP_EXTENT)?.match[1])
  if (deep > whole) return []
  const wanted = whole === 0 ? `${burn.group}.0` : `${burn.group}.${whole}${deep}`
  return [
    buildDiagnosisHit([burn.one], {
      severity: 'warning',
      message: 'The note states how much of the body is burned, and the draft does not.',
      advice: `Add ${wanted} after the burns.`,
      evidence: [extent.evidence],
      fix: addDiagnosis(input, wanted, burn.one.code.code),
    }),
  ]
}

/** The highest degree of each place, and the extent where it is stated (DX-621). */
export const burnDegree: ClaimRule = {
  id: 'burn-degree',
  family: 'diagnoses',
  source: guideline('I.C.19.d.2, I.C.19.d.6'),
  effective: SINCE_ICD10,
  check: (input) => {
    const burns = input.draft.diagnoses.flatMap(readBurn)
    return [...listLower(input, burns), ...checkExtent(input, burns)]
  },
}
