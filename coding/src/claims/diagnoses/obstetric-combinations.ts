import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

const DRUGS = ['Z79.4', 'Z79.84', 'Z79.85']
const DELIVERY = ['O80', 'O82']

type Objection = {
  readonly about: readonly DraftDiagnosis[]
  readonly message: string
  readonly advice: string
  readonly off?: readonly DraftDiagnosis[]
}

function listObjections(input: ClaimRuleInput): Objection[] {
  const list = (...prefixes: string[]): DraftDiagnosis[] => listWithPrefix(input, prefixes)
  const obstetric = list('O')
  const [supervision] = list('Z34')
  const [normal] = list('O80')
  const [gestational] = list('O24.4')
  const complications = obstetric.filter((one) => one !== normal)
  const otherDiabetes = list('O24').filter(({ code }) => !code.code.startsWith('O24.4'))
  const wrongOutcome = list('Z37').filter(({ code }) => code.code !== 'Z37.0')
  const found: (Objection | false)[] = [
    supervision !== undefined &&
      obstetric.length > 0 && {
        about: [supervision],
        message: `${supervision.code.code} is for a normal pregnancy, and the draft has ${obstetric[0]?.code.code}.`,
        advice: 'Use O09 for a pregnancy at risk, or the complication alone.',
        off: [supervision],
      },
    normal !== undefined &&
      complications.length > 0 && {
        about: [normal],
        message: `O80 is a normal delivery, and the draft has ${complications[0]?.code.code}.`,
        advice: 'Take O80 off.',
        off: [normal],
      },
    normal !== undefined &&
      wrongOutcome.length > 0 && {
        about: wrongOutcome,
        message: 'The only outcome of O80 is Z37.0.',
        advice: 'Correct the outcome, or take O80 off.',
      },
    list(...DELIVERY).length > 0 &&
      list('Z37').length === 0 && {
        about: list(...DELIVERY),
        message: 'A delivery has its outcome.',
        advice: 'Add the code of Z37 that the note supports.',
      },
    list('Z37').length > 0 &&
      obstetric.length === 0 && {
        about: list('Z37'),
        message: 'Z37 belongs to a delivery, and the draft has none.',
        advice: 'Add the delivery, or take Z37 off.',
      },
    gestational !== undefined &&
      otherDiabetes.length > 0 && {
        about: [gestational, ...otherDiabetes],
        message: 'Gestational diabetes is not reported with other diabetes of pregnancy.',
        advice: 'Keep the one that the provider documents.',
      },
    gestational !== undefined &&
      list(...DRUGS).length > 0 && {
        about: list(...DRUGS),
        message: 'O24.4 says how the diabetes is controlled.',
        advice: 'The code of the drug comes off.',
        off: list(...DRUGS),
      },
  ]
  return found.filter((one) => one !== false)
}

/** Which codes of pregnancy stand together (DX-603, DX-604, DX-606). */
export const obstetricCombinations: ClaimRule = {
  id: 'obstetric-combinations',
  family: 'diagnoses',
  source: guideline('I.C.15.b.1, I.C.15.b.5, I.C.15.i, I.C.15.n, I.C.21.c.11'),
  effective: SINCE_ICD10,
  check: (input) =>
    listObjections(input).map(({ about, message, advice, off }) =>
      buildDiagnosisHit(about, { severity: 'error', message, advice, fix: off && replaceDiagnoses(input, off, []) }),
    ),
}
