import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, getPlace, guideline, listWithPrefix, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

type Companion = { readonly code: string; readonly needs: RegExp; readonly isBefore: boolean; readonly what: string }

const COMPANIONS: readonly Companion[] = [
  { code: 'I15', needs: /^(?!I1[0-6]|[RV-Z])/, isBefore: false, what: 'the cause of the hypertension' },
  { code: 'I1A.0', needs: /^I1[0-5]/, isBefore: true, what: 'the kind of hypertension' },
  { code: 'I22', needs: /^I21/, isBefore: false, what: 'the first infarction, of the four weeks before' },
  { code: 'R29.7', needs: /^I6[0-3]/, isBefore: true, what: 'the stroke' },
  { code: 'R65.2', needs: /^(?:A|B|O85|T81\.4|T80\.2|J|N|K)/, isBefore: true, what: 'the infection' },
  {
    code: 'R65.2',
    needs: /^(?:N17|J96|J80|K72|D65|D69\.6|G93\.4|I50|R57|G62\.81|E87|K76|D68)/,
    isBefore: false,
    what: 'the organ dysfunction',
  },
  { code: 'Z01.81', needs: /^(?!Z01\.81)/, isBefore: false, what: 'the reason for the surgery' },
]

/** Codes that need another (DX-409, DX-414, DX-415, DX-417, DX-620, DX-716). */
export const requiredCompanion: ClaimRule = {
  id: 'required-companion',
  family: 'diagnoses',
  source: guideline('I.C.9.a.6, I.C.9.a.12, I.C.9.e.4, I.C.18.i, I.C.1.d.1.b, IV.M'),
  effective: SINCE_ICD10,
  check: (input) =>
    COMPANIONS.flatMap(({ code, needs, isBefore, what }) =>
      listWithPrefix(input, [code]).flatMap((one) => {
        const companion = input.draft.diagnoses.find((other) => other !== one && needs.test(other.code.code))
        if (companion !== undefined && (!isBefore || getPlace(input, companion) < getPlace(input, one))) return []
        const message = `${one.code.code} needs ${what}${isBefore ? ' before it' : ' beside it'}.`
        const advice = companion
          ? `Move ${companion.code.code} before it.`
          : 'Add what the note supports, or ask the provider.'
        return [
          buildDiagnosisHit([one], {
            severity: 'error',
            message,
            advice,
            fix: companion && moveBefore(companion, one),
          }),
        ]
      }),
    ),
}
