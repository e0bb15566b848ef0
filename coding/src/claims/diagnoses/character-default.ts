import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  getSeventh,
  guideline,
  isWritten,
  listWithPrefix,
  replaceDiagnoses,
  SINCE_ICD10,
  withSeventh,
} from './diagnosis-hit.ts'

const SEVERAL_FETUSES =
  /\b(?:twins?|triplets?|quadruplets?|multiple (?:gestation|pregnancy|fetuses)|multifetal|(?:di|mono)chorionic|fetus (?:\d|[A-E])\b|(?:twin|baby) [A-E]\b)/i

type Default = { readonly severity: 'warning' | 'recode'; readonly because: string }

function findDefault(input: ClaimRuleInput, { code }: DraftDiagnosis): Default | undefined {
  const seventh = getSeventh(code.code)
  if (seventh === '4' && code.code.startsWith('H40') && !isWritten(input, /\bindeterminate\b/i)) {
    return {
      severity: 'warning',
      because: 'stage 4 is for a stage that the provider calls indeterminate; one that is not stated is 0',
    }
  }
  // Every code of the chapter with seven characters ends in the number of the fetus.
  const isNumbered = seventh !== undefined && /[1-9]/.test(seventh) && code.code.startsWith('O')
  if (!isNumbered || listWithPrefix(input, ['O30']).length > 0 || isWritten(input, SEVERAL_FETUSES)) return undefined
  return { severity: 'recode', because: 'with one fetus, or when the fetus is not known, the last character is 0' }
}

/** A seventh character that stands for what the note does not say (DX-218, DX-219). */
export const characterDefault: ClaimRule = {
  id: 'character-default',
  family: 'diagnoses',
  source: guideline('I.C.7.a.5, I.C.15.a.6'),
  effective: SINCE_ICD10,
  check: (input) => {
    if (input.record.notes.length === 0) return []
    return input.draft.diagnoses.flatMap((diagnosis) => {
      const found = findDefault(input, diagnosis)
      if (found === undefined) return []
      const to = withSeventh(diagnosis.code.code, '0')
      return [
        buildDiagnosisHit([diagnosis], {
          severity: found.severity,
          message: `${diagnosis.code.code}: ${found.because}.`,
          advice: `${to} is reported.`,
          fix: replaceDiagnoses(input, [diagnosis], [to]),
        }),
      ]
    })
  },
}
