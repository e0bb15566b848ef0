import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, findFirst, getTitle, guideline, isWritten, SINCE_ICD10 } from './diagnosis-hit.ts'

type Demand = {
  readonly code: RegExp
  readonly title?: RegExp
  readonly words: RegExp
  readonly severity: 'error' | 'question'
  readonly ask: string
}

/** The code may stand only when the notes hold the words. */
const DEMANDS: readonly Demand[] = [
  {
    code: /^E11\.A/,
    words: /\bremission\b/i,
    severity: 'question',
    ask: 'Is the diabetes in remission? "Resolved" does not say so.',
  },
  {
    code: /^F1\d/,
    title: /\bin (?:early |sustained )?remission\b/i,
    words: /\bremission\b/i,
    severity: 'question',
    ask: 'Does the provider document remission?',
  },
  {
    code: /^F0[123]/,
    title: /\bmild\b/i,
    words: /\bmild\b/i,
    severity: 'question',
    ask: 'Does the provider document how severe the dementia is?',
  },
  {
    code: /^F0[123]/,
    title: /\bmoderate\b/i,
    words: /\bmoderate(?:ly)?\b/i,
    severity: 'question',
    ask: 'Does the provider document how severe the dementia is?',
  },
  {
    code: /^F0[123]/,
    title: /(?<!un)\bsevere\b/i,
    words: /\b(?:severe(?:ly)?|advanced)\b/i,
    severity: 'question',
    ask: 'Does the provider document how severe the dementia is?',
  },
  {
    code: /^J95\.851/,
    words: /\b(?:ventilator[- ](?:associated|acquired)|VAP)\b/i,
    severity: 'error',
    ask: 'The provider must document that the ventilator caused it.',
  },
]

function checkDemands(input: ClaimRuleInput): ClaimRuleHit[] {
  if (input.record.notes.length === 0) return []
  return input.draft.diagnoses.flatMap((one) => {
    const demand = DEMANDS.find(
      ({ code, title }) => code.test(one.code.code) && (title?.test(getTitle(input, one)) ?? true),
    )
    if (demand === undefined || isWritten(input, demand.words)) return []
    const message = `${one.code.code} says what no note does.`
    return [buildDiagnosisHit([one], { severity: demand.severity, message, advice: demand.ask })]
  })
}

const OPEN_WORDS: readonly { readonly words: RegExp; readonly unless?: RegExp; readonly ask: string }[] = [
  {
    words: /\burosepsis\b/gi,
    ask: 'Urosepsis has no code. What does the provider mean: sepsis from a urinary infection, or the infection alone?',
  },
  {
    words: /\b(?:t2dm|dm2?|type 2 diabetes|diabetes)(?: mellitus)?(?: type 2)?[^.;\n]{0,15}\bresolved\b/gi,
    unless: /\bremission\b/i,
    ask: 'Is the diabetes in remission, or present without drugs?',
  },
  {
    words:
      /\b(?:h\/o|history of|hx of)\s+[^.;\n]{0,30}?\b(?:cancer|carcinoma|malignancy)\b[^.;\n]{0,20}?\bon (?:anastrozole|letrozole|exemestane|tamoxifen|chemotherapy|immunotherapy)\b/gi,
    ask: 'Is the cancer still treated, or is the drug taken to prevent its return?',
  },
  {
    words: /\bborderline\s+(?:diabetes|hypertension|htn|dm)\b/gi,
    ask: 'What does the provider call the condition? The index has entries of its own for some borderline conditions.',
  },
]

/** Searched in the text itself as well: a history or a resolved disease may be no present assertion. */
function checkWords(input: ClaimRuleInput): ClaimRuleHit[] {
  return OPEN_WORDS.flatMap(({ words, unless, ask }) => {
    const isThere = isWritten(input, new RegExp(words.source, 'i'))
    if (!isThere || (unless !== undefined && isWritten(input, unless))) return []
    const statement = findFirst(input, words)
    const message = 'The note leaves open which condition is meant.'
    return [
      {
        severity: 'question',
        message,
        advice: ask,
        about: words.source,
        evidence: statement ? [statement.evidence] : [],
      },
    ]
  })
}

/** Facts that only the provider can state (DX-512, DX-514, DX-515, DX-608 to DX-610, DX-616). */
export const providerStatement: ClaimRule = {
  id: 'provider-statement',
  family: 'diagnoses',
  source: guideline('I.A.19, I.C.1.d.1.a.ii, I.C.4.a.1.b, I.C.5.b, I.C.5.d, I.C.10.d, IV.J'),
  effective: SINCE_ICD10,
  check: (input) => [...checkDemands(input), ...checkWords(input)],
}
