import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

type Clash = {
  readonly off: string
  readonly beside: string
  readonly severity: 'error' | 'warning'
  readonly why: string
}

const CLASHES: readonly Clash[] = [
  { off: 'Z68', beside: 'O', severity: 'error', why: 'a body mass index is not coded in pregnancy' },
  { off: 'R65.21', beside: 'T81.12', severity: 'error', why: 'the postprocedural code is the septic shock' },
  ...['A41.02', 'J15.212', 'A49.02'].flatMap((beside) =>
    ['B95.62', 'Z16.11'].map(
      (off): Clash => ({ off, beside, severity: 'error', why: 'the code names organism and resistance' }),
    ),
  ),
  // What follows a joint replacement, an organ or a tumor, and treatment such as dialysis, is no aftercare of the injury.
  ...['Z47.89', 'Z48.0', 'Z48.89', 'Z51.89'].map(
    (off): Clash => ({
      off,
      beside: 'S',
      severity: 'error',
      why: 'aftercare of an injury is the injury code with D or later',
    }),
  ),
  ...(
    [
      ['Z94.0', 'T86.1'],
      ['Z94.1', 'T86.2'],
      ['Z94.2', 'T86.81'],
      ['Z94.4', 'T86.4'],
      ['Z93.0', 'Z43.0'],
      ['Z93.1', 'Z43.1'],
      ['Z93.2', 'Z43.2'],
      ['Z93.3', 'Z43.3'],
    ] as const
  ).map(
    ([off, beside]): Clash => ({ off, beside, severity: 'warning', why: 'the other code says the status already' }),
  ),
]
const NONSPECIFIC = ['Z02.9', 'Z04.9', 'Z13.9', 'Z41.9', 'Z52.9', 'Z86.59', 'Z88.9', 'Z92.0']
const UNSPECIFIED_CAUSE = ['Y92.9', 'Y93.9', 'Y99.9']
/** Causes that T36-T65 already say (I.C.19.e.4); an injury beside the poisoning keeps its own cause. */
const CAUSES = ['V', 'W', 'X', 'Y0', 'Y1', 'Y2', 'Y30', 'Y31', 'Y32', 'Y33']
const INJURY = /^(?:S|T(?:[012]|3[0-4]))/
const WEIGHT = ['E66', 'E4', 'E88.A', 'F50', 'R63', 'P92', 'Z71.3']

function listClashes(input: ClaimRuleInput): ClaimRuleHit[] {
  return CLASHES.flatMap(({ off, beside, severity, why }) => {
    const [other] = listWithPrefix(input, [beside])
    if (other === undefined) return []
    return listWithPrefix(input, [off]).map((one) =>
      buildDiagnosisHit([one], {
        severity,
        message: `${one.code.code} beside ${other.code.code}: ${why}.`,
        advice: 'Take it off.',
        fix: replaceDiagnoses(input, [one], []),
      }),
    )
  })
}

function listUnsupported(input: ClaimRuleInput): ClaimRuleHit[] {
  const isLean = listWithPrefix(input, [...WEIGHT, 'O']).length === 0
  const indexes = isLean ? listWithPrefix(input, ['Z68']) : []
  const isInpatient = input.record.setting === 'inpatient_facility'
  const once = ['Y92', 'Y93', 'Y99'].flatMap((prefix) => listWithPrefix(input, [prefix]).slice(1))
  const poisoning = input.draft.diagnoses.some(({ code }) => /^T(?:3[6-9]|4\d|5\d|6[0-5])/.test(code.code))
  const isInjured = input.draft.diagnoses.some(({ code }) => INJURY.test(code.code))
  const causes = poisoning && !isInjured ? listWithPrefix(input, CAUSES) : []
  const say = (severity: ClaimRuleHit['severity'], message: string) => (one: DraftDiagnosis) =>
    buildDiagnosisHit([one], {
      severity,
      message: `${one.code.code}: ${message}`,
      advice: 'Take it off, or code what the note says.',
      fix: replaceDiagnoses(input, [one], []),
    })
  return [
    ...indexes.map(say('error', 'a body mass index needs a weight-related diagnosis by the provider.')),
    ...listWithPrefix(input, NONSPECIFIC).map(
      say(isInpatient ? 'error' : 'warning', 'says too little to be reported.'),
    ),
    ...once.map(say('warning', 'is reported once, at the first encounter.')),
    ...listWithPrefix(input, UNSPECIFIED_CAUSE).map(say('warning', 'is not used when nothing is stated.')),
    ...causes.map(say('warning', 'the poisoning code holds the cause.')),
  ]
}

/** What supplementary codes need and forbid (DX-411, DX-615, DX-702, DX-703, DX-705, DX-710, DX-712, DX-713). */
export const zCodeCompany: ClaimRule = {
  id: 'z-code-company',
  family: 'diagnoses',
  source: guideline('I.B.14, I.C.1.d.5, I.C.1.e.1, I.C.21.c.3, I.C.21.c.7, I.C.21.c.14, I.C.20.i'),
  effective: SINCE_ICD10,
  check: (input) => [...listClashes(input), ...listUnsupported(input)],
}
