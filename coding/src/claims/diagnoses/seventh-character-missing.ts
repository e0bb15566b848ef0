import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  findValid,
  getCodingDate,
  guideline,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

/** Three characters, the dot and four more. */
const FULL_LENGTH = 8

/** `T14.8A` is meant as `T14.8XXA`: the last character moves to the seventh place (I.A.4). */
function fill(code: string): string {
  return `${code.slice(0, -1).padEnd(FULL_LENGTH - 1, 'X')}${code.slice(-1)}`
}

/** Seventh character at the seventh place (DX-211, DX-212). */
export const seventhCharacterMissing: ClaimRule = {
  id: 'seventh-character-missing',
  family: 'diagnoses',
  source: guideline('I.A.4, I.A.5'),
  effective: SINCE_ICD10,
  check: (input) =>
    input.draft.diagnoses.flatMap((diagnosis): ClaimRuleHit[] => {
      const { code } = diagnosis.code
      if (code.length >= FULL_LENGTH || findValid(input, code) !== undefined) return []
      const filled = findValid(input, fill(code))
      if (filled !== undefined) {
        const fix = replaceDiagnoses(input, [diagnosis], [filled.code])
        const message = `${code} lacks its fillers: the last character belongs in the seventh place.`
        return [
          buildDiagnosisHit([diagnosis], { severity: 'recode', message, advice: `${filled.code} is meant.`, fix }),
        ]
      }
      const characters = input.codeSet.findSeventhCharacters(code, getCodingDate(input))
      if (characters === undefined) return []
      const padded = code.includes('.') ? code : `${code}.`
      const options = [...characters.keys()].filter((one) =>
        findValid(input, `${padded.padEnd(FULL_LENGTH - 1, 'X')}${one}`),
      )
      const message = `${code} needs a seventh character.`
      const advice = `Choose what the note supports: ${options.length > 0 ? options.join(', ') : [...characters.keys()].join(', ')}.`
      return [buildDiagnosisHit([diagnosis], { severity: 'error', message, advice })]
    }),
}
