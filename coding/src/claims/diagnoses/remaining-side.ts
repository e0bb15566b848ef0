import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import {
  buildDiagnosisHit,
  findAnySiblingTitled,
  getCodingDate,
  getTitle,
  guideline,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

type Side = 'right' | 'left'

/** Diseases of two sides that surgery ends on one side at a time, and the words for that surgery. */
const RESOLVED: readonly { readonly code: RegExp; readonly surgery: string }[] = [
  {
    code: /^H2[56]\./,
    surgery:
      'cataract (?:surgery|extraction|removal)|phaco(?:emulsification)?|pseudophak(?:ia|ic|os)|(?:IOL|lens) (?:implant\\w*|placement)',
  },
  { code: /^M17\./, surgery: 'TKA|TKR|total knee (?:arthroplasty|replacement)|knee replacement' },
  { code: /^M16\./, surgery: 'THA|THR|total hip (?:arthroplasty|replacement)|hip replacement' },
]
const SIDES: Readonly<Record<Side, string>> = { right: 'right|OD|rt', left: 'left|OS|lt' }
/** Only what has been done ends the disease of that side. */
const DONE =
  /\b(?:s\/p|status[- ]post|after|since|following|underwent|had|post-?op(?:erative)?|history of|h\/o|pseudophak\w*|healed|ago|in (?:19|20)\d\d|last (?:week|month|year))\b/i
const PLANNED =
  /\b(?:will|plan\w*|schedul\w*|candidate|consider\w*|discuss\w*|consent\w*|before|prior to|recommend\w*)\b/i

/** Searched in the sentences themselves: an operation of the past is no present assertion. */
function isDone({ record }: ClaimRuleInput, surgery: string, side: Side): boolean {
  const named = new RegExp(
    `\\b(?:(?:${SIDES[side]})\\b[^.;,\\n]{0,25}?\\b(?:${surgery})|(?:${surgery})\\b[^.;,\\n]{0,25}?\\b(?:${SIDES[side]}))\\b`,
    'i',
  )
  return record.notes.some(({ text }) =>
    text.split(/[.;\n]+/).some((sentence) => named.test(sentence) && DONE.test(sentence) && !PLANNED.test(sentence)),
  )
}

function findOneSided(input: ClaimRuleInput, diagnosis: DraftDiagnosis, side: Side): string | undefined {
  const { code } = diagnosis.code
  const group = input.codeSet.findLateralityGroup(code, getCodingDate(input))
  if (group !== undefined) return group.bilateral === code ? group[side] : undefined
  const title = getTitle(input, diagnosis)
  if (!/\bbilateral\b/i.test(title)) return undefined
  return findAnySiblingTitled(input, code, title.replace(/\bbilateral\b/i, side))?.code
}

function checkOne(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  const kind = RESOLVED.find(({ code }) => code.test(diagnosis.code.code))
  if (kind === undefined) return []
  const ofOneSide = { right: findOneSided(input, diagnosis, 'right'), left: findOneSided(input, diagnosis, 'left') }
  if (ofOneSide.right === undefined && ofOneSide.left === undefined) return []
  const done = (['right', 'left'] as const).filter((side) => isDone(input, kind.surgery, side))
  const [resolved, ...others] = done
  if (resolved === undefined || others.length > 0) return []
  const remaining = resolved === 'right' ? 'left' : 'right'
  const to = ofOneSide[remaining]
  if (to === undefined) return []
  const words = findStatements(input.readings, new RegExp(`\\b(?:${kind.surgery})\\b`, 'gi')).map(
    ({ evidence }) => evidence,
  )
  return [
    buildDiagnosisHit([diagnosis], {
      severity: 'warning',
      message: `${diagnosis.code.code} names both sides, and the ${resolved} side has been operated on.`,
      advice: `${to} names the side that remains, unless this encounter is for the first operation.`,
      evidence: words.slice(0, 1),
      fix: replaceDiagnoses(input, [diagnosis], [to]),
    }),
  ]
}

/** Both sides until the first is resolved, then the one that remains (DX-206). */
export const remainingSide: ClaimRule = {
  id: 'remaining-side',
  family: 'diagnoses',
  source: guideline('I.B.13'),
  effective: SINCE_ICD10,
  check: (input) => input.draft.diagnoses.flatMap((one) => checkOne(input, one)),
}
