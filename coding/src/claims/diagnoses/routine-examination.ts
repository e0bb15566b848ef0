import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  findFirst,
  guideline,
  listWithPrefix,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

/** An examination without abnormal findings, and the same with. */
const EXAMINATIONS: Readonly<Record<string, string>> = {
  'Z00.00': 'Z00.01',
  'Z00.129': 'Z00.121',
  'Z01.00': 'Z01.01',
  'Z01.10': 'Z01.118',
  'Z01.419': 'Z01.411',
}
/** What is newly found, or a chronic condition that changed; a stable one is no finding (IV.P). */
const FOUND =
  /\b(?:newly (?:diagnosed|found|noted|discovered)|new(?:[- ]onset| diagnosis| finding)|abnormal (?:finding|exam|result|breath sounds|heart sounds|pap|vision|hearing)|uncontrolled|poorly controlled|exacerbation|worsening)\b/gi

function checkWithout(input: ClaimRuleInput, one: DraftDiagnosis, withFindings: string): ClaimRuleHit[] {
  const signs = listWithPrefix(input, ['R'])
  const statement = findFirst(input, FOUND)
  if (signs.length === 0 && statement === undefined) return []
  return [
    buildDiagnosisHit([one, ...signs], {
      severity: 'question',
      message: `${one.code.code} is an examination without abnormal findings; ${signs[0] ? `the draft has ${signs[0].code.code}` : 'the note speaks of one'}.`,
      advice: `Was it found at the examination, or did a chronic condition change? Then it is ${withFindings}, and the finding after it.`,
      ...(statement === undefined ? {} : { evidence: [statement.evidence] }),
      fix: replaceDiagnoses(input, [one], [withFindings]),
    }),
  ]
}

function checkWith(input: ClaimRuleInput, one: DraftDiagnosis): ClaimRuleHit[] {
  if (input.draft.diagnoses.some(({ code }) => !code.code.startsWith('Z'))) return []
  const message = `${one.code.code} says that something abnormal was found, and the draft does not say what.`
  return [
    buildDiagnosisHit([one], { severity: 'question', message, advice: 'Which finding was it? It is coded after it.' }),
  ]
}

/** A routine examination with or without abnormal findings, as the note has it (DX-708). */
export const routineExamination: ClaimRule = {
  id: 'routine-examination',
  family: 'diagnoses',
  source: guideline('IV.P, I.C.21.c.13'),
  effective: SINCE_ICD10,
  check: (input) =>
    input.draft.diagnoses.flatMap((one) => {
      const withFindings = EXAMINATIONS[one.code.code]
      if (withFindings !== undefined) return checkWithout(input, one, withFindings)
      return Object.values(EXAMINATIONS).includes(one.code.code) ? checkWith(input, one) : []
    }),
}
