import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements, type Statement } from '../find-statement.ts'
import { addDiagnosis, buildDiagnosisHit, guideline, listWithPrefix, SINCE_ICD10 } from './diagnosis-hit.ts'

type Addition = {
  readonly beside: readonly string[]
  readonly words: RegExp
  /** In the same sentence they say that the code does not apply. */
  readonly unless?: RegExp
  readonly code: (statement: Statement, input: ClaimRuleInput) => string | undefined
  readonly section: string
}

/** Type 1 needs insulin by its nature; the note "use additional code" does not stand there. */
const DIABETES = ['E08', 'E09', 'E11', 'E13']
const TAKES = '\\b(?:on|takes?|taking|continues?|uses?|using|managed with|treated with)\\b[^.;\\n]{0,40}?'
const TEMPORARY = /\b(?:temporar|sliding scale|while inpatient|during (?:the )?(?:stay|admission)|perioperative)/i
const ADULT = 20

/** Upper ends of the bands above 40 (Z68.41 to Z68.45). */
const HIGH_BANDS = [45, 50, 60, 70] as const

function findIndexCode({ match }: Statement, { record }: ClaimRuleInput): string | undefined {
  const index = Number(match[1])
  const isAdult = record.age?.unit === 'years' && record.age.value >= ADULT
  if (!isAdult || !(index >= ADULT)) return undefined
  if (index < 40) return `Z68.${Math.floor(index)}`
  const band = HIGH_BANDS.findIndex((end) => index < end)
  return `Z68.4${band === -1 ? HIGH_BANDS.length + 1 : band + 1}`
}

const ADDITIONS: readonly Addition[] = [
  {
    beside: DIABETES,
    words: new RegExp(`${TAKES}\\b(?:insulin|glargine|lispro|aspart|detemir|degludec)\\b`, 'gi'),
    unless: TEMPORARY,
    code: () => 'Z79.4',
    section: 'I.C.4.a.3',
  },
  {
    beside: DIABETES,
    words: new RegExp(
      `${TAKES}\\b(?:metformin|glipizide|glyburide|glimepiride|pioglitazone|sitagliptin|linagliptin|empagliflozin|dapagliflozin|canagliflozin)\\b`,
      'gi',
    ),
    unless: TEMPORARY,
    code: () => 'Z79.84',
    section: 'I.C.4.a.3',
  },
  {
    beside: DIABETES,
    words: new RegExp(`${TAKES}\\b(?:semaglutide|liraglutide|dulaglutide|exenatide|tirzepatide)\\b`, 'gi'),
    unless: /\boral\b/i,
    code: () => 'Z79.85',
    section: 'I.C.4.a.3',
  },
  {
    beside: ['A40', 'A41'],
    words:
      /\b(?:due to|from|secondary to|caused by)\s+(?:severe\s+)?sepsis\b|\bsepsis[- ](?:induced|related|associated)\b/gi,
    unless: /\bseptic shock\b/i,
    code: (_, input) =>
      listWithPrefix(input, ['N17', 'J96.0', 'K72.0', 'D65', 'G93.41', 'E87.2']).length > 0 ? 'R65.20' : undefined,
    section: 'I.C.1.d.1.b',
  },
  {
    beside: ['E66'],
    words: /\b(?:BMI|body mass index)(?: of| is|:)?\s*(\d{2}(?:\.\d+)?)\b/gi,
    code: findIndexCode,
    section: 'I.B.14',
  },
]

function checkAddition(input: ClaimRuleInput, addition: Addition): ClaimRuleHit[] {
  const { beside, words, unless, code, section } = addition
  const [asking]: readonly (DraftDiagnosis | undefined)[] = listWithPrefix(input, beside)
  if (asking === undefined || listWithPrefix(input, ['O']).length > 0) return []
  const statement = findStatements(input.readings, words).find(({ sentence }) => unless?.test(sentence) !== true)
  const wanted = statement && code(statement, input)
  if (statement === undefined || wanted === undefined) return []
  const known = [wanted, ...(wanted === 'R65.20' ? ['R65.2'] : [])]
  if (input.draft.diagnoses.some((one) => hasPrefix(one.code.code, known))) return []
  const fix = addDiagnosis(input, wanted, asking.code.code)
  const message = `The note states what ${wanted} says, beside ${asking.code.code} (${section}).`
  const advice = fix ? `${wanted} is added after it.` : `Add ${wanted} after it. The loaded tables do not list it.`
  return [buildDiagnosisHit([asking], { severity: 'recode', message, advice, evidence: [statement.evidence], fix })]
}

/** Codes that a stated fact adds to a condition (DX-409, DX-607, DX-703). */
export const documentedAddition: ClaimRule = {
  id: 'documented-addition',
  family: 'diagnoses',
  source: guideline('I.B.14, I.C.1.d.1.b, I.C.4.a.3, I.C.21.c.3'),
  effective: SINCE_ICD10,
  check: (input) => ADDITIONS.flatMap((addition) => checkAddition(input, addition)),
}
