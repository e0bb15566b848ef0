import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import { parseDateOnly } from '../../domain/date-only.ts'
import type { AdministrativeSex } from '../../domain/encounter-record.ts'
import type { Icd10Code } from '../../domain/icd10-code.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit } from './diagnosis-hit.ts'

/** Categories of organs and states that payers' own edits tie to a sex. */
const TIED = {
  female: [
    'C51',
    'C52',
    'C53',
    'C54',
    'C55',
    'C56',
    'C57',
    'C58',
    'D25',
    'D26',
    'D27',
    'D28',
    'D39',
    'N7',
    'N8',
    'N9',
    'O',
    'Z34',
  ],
  male: [
    'C60',
    'C61',
    'C62',
    'C63',
    'D29',
    'D40',
    'N40',
    'N41',
    'N42',
    'N43',
    'N44',
    'N45',
    'N46',
    'N47',
    'N48',
    'N49',
    'N5',
  ],
} as const
/** Within those categories, but of anyone: complications of the urinary tract, and the breast. */
const ANYONE = ['N99', 'N60', 'N61', 'N62', 'N63', 'N64', 'N65']

/** Whether payers tie the code to the other sex than this one. */
export function isTiedToOtherSex(sex: AdministrativeSex, code: Icd10Code): boolean {
  if (sex !== 'female' && sex !== 'male') return false
  return hasPrefix(code, TIED[sex === 'female' ? 'male' : 'female']) && !hasPrefix(code, ANYONE)
}

/** A code that a payer may tie to another sex than the one registered: a remark, never a block (DX-802). */
export const sexOnRegistration: ClaimRule = {
  id: 'sex-on-registration',
  family: 'diagnoses',
  source: { title: 'CMS, Medicare Code Editor', edition: 'v43.1', section: 'sex conflict edits, ended 2024-09-30' },
  effective: { from: parseDateOnly('2024-10-01') },
  check: (input) => {
    const { sex } = input.record
    return input.draft.diagnoses
      .filter(({ code }) => isTiedToOtherSex(sex, code.code))
      .map((one) =>
        buildDiagnosisHit([one], {
          severity: 'warning',
          message: `The registration says ${sex}; some payers question ${one.code.code} with it.`,
          advice: 'If code and registration are right, send the claim as it is: Medicare has no such edit any more.',
        }),
      )
  },
}
