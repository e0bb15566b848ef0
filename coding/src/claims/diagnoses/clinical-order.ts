import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  getPlace,
  getTitle,
  guideline,
  listWithPrefix,
  moveBefore,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

const SEPSIS = ['A40', 'A41', 'A02.1', 'A22.7', 'A26.7', 'A32.7', 'A42.7', 'A54.86', 'B37.7']
/** Infections of one place, beside which sepsis is reported (I.C.1.d.4). */
const LOCALIZED = [
  'J12',
  'J13',
  'J14',
  'J15',
  'J16',
  'J18',
  'J85',
  'J86',
  'N10',
  'N30',
  'N39.0',
  'L02',
  'L03',
  'K65',
  'K81.0',
  'K83.0',
  'M86',
  'M00',
  'I33',
  'G00',
]

/** What of a title is neither acuity nor the lack of detail: two codes that share it are forms of one condition. */
function nameCondition(title: string): string {
  return title
    .toLowerCase()
    .replace(/\b(?:acute|chronic|unspecified|other|recurrent)\b|\bwithout .*|[,()]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

type Order = { readonly first: DraftDiagnosis; readonly second: DraftDiagnosis; readonly because: string }

/** I.B.8: both forms are coded, the acute one first. */
function listForms(input: ClaimRuleInput): Order[] {
  const titled = input.draft.diagnoses.map((diagnosis) => ({ diagnosis, title: getTitle(input, diagnosis) }))
  const acute = titled.filter(({ title }) => /\bacute\b/i.test(title) && !/\bchronic\b/i.test(title))
  const chronic = titled.filter(({ title }) => /\bchronic\b/i.test(title) && !/\bacute\b/i.test(title))
  return acute.flatMap((one) =>
    chronic
      .filter(({ title }) => nameCondition(title) === nameCondition(one.title))
      .map((other) => ({
        first: one.diagnosis,
        second: other.diagnosis,
        because: 'of an acute and a chronic form of one condition the acute one stands first (I.B.8)',
      })),
  )
}

/** I.C.1.d.4: what was there on admission comes first; sepsis is taken to be so unless the draft says otherwise. */
function listSepsis(input: ClaimRuleInput): Order[] {
  return listWithPrefix(input, SEPSIS).flatMap((sepsis) =>
    listWithPrefix(input, LOCALIZED).map((place) =>
      sepsis.presentOnAdmission === 'no' && place.presentOnAdmission !== 'no'
        ? { first: place, second: sepsis, because: 'the sepsis developed after admission (I.C.1.d.4)' }
        : {
            first: sepsis,
            second: place,
            because: 'sepsis belongs before the infection that it comes from (I.C.1.d.4)',
          },
    ),
  )
}

/** I.C.2.c.1: the exception to "the complication that is treated comes first". */
function listAnemia(input: ClaimRuleInput): Order[] {
  const [anemia] = listWithPrefix(input, ['D63.0'])
  const malignancy = input.draft.diagnoses.find(({ code }) => hasPrefix(code.code, ['C']))
  if (anemia === undefined || malignancy === undefined) return []
  return [{ first: malignancy, second: anemia, because: 'the malignancy belongs before its anemia (I.C.2.c.1)' }]
}

/** Which of two conditions leads: acuity, admission, or the disease behind it (DX-407, DX-410, DX-419). */
export const clinicalOrder: ClaimRule = {
  id: 'clinical-order',
  family: 'diagnoses',
  source: guideline('I.B.8, I.C.1.d.4, I.C.2.c.1'),
  effective: SINCE_ICD10,
  check: (input) =>
    [...listForms(input), ...listSepsis(input), ...listAnemia(input)]
      .filter(({ first, second }) => getPlace(input, first) > getPlace(input, second))
      .map(
        ({ first, second, because }): ClaimRuleHit =>
          buildDiagnosisHit([first, second], {
            severity: 'warning',
            message: `${first.code.code} belongs before ${second.code.code}: ${because}.`,
            advice: `Move ${first.code.code} up.`,
            fix: moveBefore(first, second),
          }),
      ),
}
