import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  findAnySiblingTitled,
  getSeventh,
  getTitle,
  guideline,
  isWritten,
  replaceDiagnoses,
  SINCE_ICD10,
  withSeventh,
} from './diagnosis-hit.ts'

const FRACTURE = /^S(?:[0-9]2|49|59|79|89|99)/
/** Forearm, femur and lower leg tell open fractures by type (I.C.19.c.1). */
const BY_TYPE = /^S(?:52|72|82)/
const TYPE_THREE = { C: 'B', F: 'E', J: 'H', N: 'M', R: 'Q' } as const
const SAYS_TYPE = /\b(?:type|grade|gustilo)[^.;]{0,20}\b(?:III|3)[abc]?\b/i
const SAYS_OPEN = /\b(?:open|compound|gustilo)\b/i
const SAYS_UNDISPLACED = /\b(?:non-?\s?displaced|undisplaced|without displacement|not displaced|minimally displaced)\b/i

type Default = { readonly to: string; readonly because: string }

function findDefault(input: ClaimRuleInput, diagnosis: DraftDiagnosis): Default | undefined {
  const { code } = diagnosis.code
  const seventh = getSeventh(code)
  if (seventh === 'B' && !isWritten(input, SAYS_OPEN)) {
    return { to: withSeventh(code, 'A'), because: 'not said to be open, so it is closed' }
  }
  const milder = BY_TYPE.test(code) ? Object.entries(TYPE_THREE).find(([three]) => three === seventh)?.[1] : undefined
  if (milder !== undefined && !isWritten(input, SAYS_TYPE)) {
    return { to: withSeventh(code, milder), because: 'open without its type, so it is type I or II' }
  }
  const title = getTitle(input, diagnosis)
  if (!/^nondisplaced/i.test(title) || isWritten(input, SAYS_UNDISPLACED)) return undefined
  const displaced = findAnySiblingTitled(input, code, title.replace(/^nondisplaced/i, 'Displaced'))
  return displaced && { to: displaced.code, because: 'not said to be undisplaced, so it is displaced' }
}

/** What is not said of a fracture has a default (DX-214, DX-215). */
export const fractureDefaults: ClaimRule = {
  id: 'fracture-defaults',
  family: 'diagnoses',
  source: guideline('I.C.19.c'),
  effective: SINCE_ICD10,
  check: (input) => {
    if (input.record.notes.length === 0) return []
    return input.draft.diagnoses
      .filter(({ code }) => FRACTURE.test(code.code))
      .flatMap((diagnosis) => {
        const found = findDefault(input, diagnosis)
        if (found === undefined) return []
        return [
          buildDiagnosisHit([diagnosis], {
            severity: 'recode',
            message: `${diagnosis.code.code}: the fracture is ${found.because}.`,
            advice: `${found.to} is reported.`,
            fix: replaceDiagnoses(input, [diagnosis], [found.to]),
          }),
        ]
      })
  },
}
