import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

type DrugEvent = 'poisoning' | 'adverse effect' | 'underdosing' | 'toxic effect'

const DRUG = /^T(?:3[6-9]|4\d|50)\./
const TOXIC = /^T(?:5[1-9]|6[0-5])/
/** The character of intent is the sixth, or the fifth where a filler takes the sixth place (T36.95XA). */
const INTENT = /^T\d\d\.\w(?:\w(\d)|(\d)X)/
const BY_INTENT: Readonly<Record<string, DrugEvent>> = {
  '1': 'poisoning',
  '2': 'poisoning',
  '3': 'poisoning',
  '4': 'poisoning',
  '5': 'adverse effect',
  '6': 'underdosing',
}

function findEvent(code: string): DrugEvent | undefined {
  if (TOXIC.test(code)) return 'toxic effect'
  const [, sixth, fifth] = (DRUG.test(code) && INTENT.exec(code)) || []
  return BY_INTENT[sixth ?? fifth ?? '']
}

/** Another drug, a cause from outside or a circumstance is no effect that stands in an order to the drug's code. */
const isEffect = ({ code }: DraftDiagnosis): boolean =>
  !hasPrefix(code.code, ['T3', 'T4', 'T5', 'T6', 'V', 'W', 'X', 'Y', 'Z'])

function checkFollower(diagnoses: readonly DraftDiagnosis[], event: DraftDiagnosis, kind: DrugEvent): ClaimRuleHit[] {
  if (diagnoses[0] !== event) return []
  const effect = diagnoses.find(isEffect)
  const what = kind === 'underdosing' ? 'the condition that it concerns' : 'what the drug brought about'
  return [
    buildDiagnosisHit([event], {
      severity: 'error',
      message: `${event.code.code} (${kind}) is never first; ${what} is.`,
      advice: effect ? `Put ${effect.code.code} before it.` : `Add ${what}.`,
      fix: effect && moveBefore(effect, event),
    }),
  ]
}

function checkLeader(diagnoses: readonly DraftDiagnosis[], event: DraftDiagnosis, kind: DrugEvent): ClaimRuleHit[] {
  const [first] = diagnoses
  // Only on the encounter that treats it; later its after-effect leads (I.B.10).
  if (first === undefined || !isEffect(first) || !event.code.code.endsWith('A')) return []
  return [
    buildDiagnosisHit([event, first], {
      severity: 'error',
      message: `${event.code.code} (${kind}) belongs before what it brought about.`,
      advice: `Put ${event.code.code} before ${first.code.code}.`,
      fix: moveBefore(event, first),
    }),
  ]
}

/** Poisoning and toxic effect first; adverse effect and underdosing behind the condition (DX-423). */
export const drugEventOrder: ClaimRule = {
  id: 'drug-event-order',
  family: 'diagnoses',
  source: guideline('I.C.19.e.5'),
  effective: SINCE_ICD10,
  check: ({ draft: { diagnoses } }) =>
    diagnoses.flatMap((one) => {
      const kind = findEvent(one.code.code)
      if (kind === undefined) return []
      const isFollower = kind === 'underdosing' || kind === 'adverse effect'
      return isFollower ? checkFollower(diagnoses, one, kind) : checkLeader(diagnoses, one, kind)
    }),
}
