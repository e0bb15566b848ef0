import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findRelatedDiabetes } from './diabetes-relations.ts'
import {
  buildDiagnosisHit,
  findAbout,
  guideline,
  listWithPrefix,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

const UNRELATED =
  /\b(?:unrelated to|not related to|not due to|not (?:a )?(?:result|complication) of|independent of)\b/gi
/** Names a cause for kidney disease or heart failure other than hypertension and diabetes. */
const OTHER_CAUSE =
  /\b(?:ckd|kidney disease|heart failure|chf|cardiomyopathy|neuropathy)\b[^.;]{0,20}?\b(?:due to|secondary to|from|caused by)\s+(?!(?:his |her |the |long-?standing |uncontrolled |type [12] )*(?:htn|hypertensi|dm|t[12]dm|diabet))/gi

type Proposal = {
  readonly parts: readonly DraftDiagnosis[]
  readonly from: readonly DraftDiagnosis[]
  readonly to: string
  readonly section: string
}

function findCombinations(input: ClaimRuleInput): Proposal[] {
  const { draft, knowledge } = input
  const taken = new Set<DraftDiagnosis>()
  return knowledge.relations.combinations.flatMap((rule) => {
    const parts = rule.all.map((prefixes) => listWithPrefix(input, prefixes)[0]).filter((part) => part !== undefined)
    const isBarred = rule.none !== undefined && listWithPrefix(input, rule.none).length > 0
    if (parts.length < rule.all.length || isBarred || parts.some((part) => taken.has(part) && part === parts[0]))
      return []
    if (draft.diagnoses.some(({ code }) => code.code === rule.add)) return []
    const from = listWithPrefix(input, rule.drop ?? [])
    if (from.length === 0 || isDeniedFor(input, parts)) return []
    for (const one of from) taken.add(one)
    return [{ parts, from, to: rule.add, section: rule.section }]
  })
}

/** "CKD not due to diabetes", "CKD due to polycystic disease": said of one of the two, it ends the presumption (I.A.15). */
function isDeniedFor(input: ClaimRuleInput, parts: readonly DraftDiagnosis[]): boolean {
  return (findAbout(input, UNRELATED, parts) ?? findAbout(input, OTHER_CAUSE, parts)) !== undefined
}

/** A type of diabetes "without complications" contradicts a complication of the same type. */
function findContradicted(input: ClaimRuleInput): ClaimRuleHit[] {
  const { types } = input.knowledge.relations.diabetes
  return types.flatMap((type) => {
    const [plain] = listWithPrefix(input, [`${type}.9`])
    const [complicated] = listWithPrefix(input, [`${type}.`]).filter(({ code }) => !hasPrefix(code.code, [`${type}.9`]))
    if (plain === undefined || complicated === undefined) return []
    return [
      buildDiagnosisHit([plain, complicated], {
        severity: 'recode',
        message: `${plain.code.code} says without complications; ${complicated.code.code} names one.`,
        advice: `${plain.code.code} comes off.`,
        fix: replaceDiagnoses(input, [plain], []),
      }),
    ]
  })
}

/** What two documented conditions make of each other (DX-309, DX-401 to DX-406). */
export const combinationCode: ClaimRule = {
  id: 'combination-code',
  family: 'diagnoses',
  source: guideline('I.A.15, I.C.9.a, I.C.9.b'),
  effective: SINCE_ICD10,
  check: (input) => {
    const contradicted = findContradicted(input)
    const related = contradicted.length > 0 ? [] : findRelatedDiabetes(input)
    const diabetes = related.filter(({ parts }) => !isDeniedFor(input, parts))
    const { section } = input.knowledge.relations.diabetes
    const joined = [
      ...findCombinations(input).map(({ from, ...one }) => ({ ...one, fix: replaceDiagnoses(input, from, [one.to]) })),
      ...diabetes.map((one) => ({ ...one, section })),
    ].map(({ parts, to, section: said, fix }) =>
      buildDiagnosisHit(parts, {
        severity: 'recode',
        message: `${parts.map(({ code }) => code.code).join(' and ')} are reported together as ${to} (${said}).`,
        advice: 'Undo when the provider documents that they are unrelated.',
        fix,
      }),
    )
    return [...contradicted, ...joined]
  },
}
