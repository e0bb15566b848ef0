import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, isWritten, listWithPrefix, SINCE_ICD10 } from './diagnosis-hit.ts'

type Link = {
  readonly codes: readonly string[]
  /** With one of these the index presumes the relation itself. */
  readonly presumed?: readonly string[]
  readonly words: RegExp
  readonly ask: string
}

const DIABETES_TYPES = ['E08', 'E09', 'E10', 'E11', 'E13']
const DIABETIC =
  /\bdiabetic\b|\b(?:due|secondary|related|attributed) to (?:his |her |the |uncontrolled |type [12] |t[12])*(?:diabet|dm\b)|\b(?:dm2?|t[12]dm|diabet\w*(?: mellitus)?)[^.;\n]{0,15}\b(?:with|complicated by|associated|caus(?:es|ed|ing))\b/i
/** Other specified complications, with what the index presumes among them all the same. */
const DIABETES_NEC: readonly { readonly suffix: string; readonly presumed: readonly string[] }[] = [
  { suffix: '29', presumed: ['N25.89'] },
  { suffix: '39', presumed: ['H35.6'] },
  { suffix: '49', presumed: [] },
  { suffix: '59', presumed: [] },
  { suffix: '618', presumed: [] },
  { suffix: '622', presumed: [] },
  { suffix: '628', presumed: [] },
  { suffix: '638', presumed: [] },
  { suffix: '69', presumed: ['M86'] },
]

const LINKS: readonly Link[] = [
  {
    codes: ['R65.2'],
    words:
      /\b(?:severe sepsis|septic shock|(?:sepsis|septic)[- ](?:induced|related|associated|mediated)|(?:due|secondary|attributed|related) to (?:the |his |her |severe |underlying )*(?:sepsis|septic)|(?:from|in the setting of|caused by) (?:the )?(?:sepsis|septic)|sepsis[^.;\n]{0,40}\b(?:caus(?:es|ed|ing)|result(?:s|ed|ing) in|complicated by|with (?:acute |end[- ])?organ|leading to))/i,
    ask: 'Does the provider say that the organ dysfunction comes from the sepsis?',
  },
  // "NEC" in the index: it names no condition, and presumes none.
  ...DIABETES_NEC.map(({ suffix, presumed }) => ({
    codes: DIABETES_TYPES.map((type) => `${type}.${suffix}`),
    presumed,
    words: DIABETIC,
    ask: 'Does the provider say that the condition comes from the diabetes? The index presumes it only of what it names.',
  })),
]

/** A relation that the classification does not presume must be the provider's (DX-310). */
export const providerLink: ClaimRule = {
  id: 'provider-link',
  family: 'diagnoses',
  source: guideline('I.A.15, I.C.1.d.1.a.iv'),
  effective: SINCE_ICD10,
  check: (input) => {
    if (input.record.notes.length === 0) return []
    return LINKS.flatMap(({ codes, presumed, words, ask }): ClaimRuleHit[] => {
      const about = listWithPrefix(input, codes)
      const isPresumed = presumed !== undefined && listWithPrefix(input, presumed).length > 0
      if (about.length === 0 || isPresumed || isWritten(input, words)) return []
      const message = `${about.map(({ code }) => code.code).join(' ')} joins two conditions that no note joins.`
      return [buildDiagnosisHit(about, { severity: 'question', message, advice: ask })]
    })
  },
}
