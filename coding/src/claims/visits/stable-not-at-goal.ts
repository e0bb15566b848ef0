import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { cutHit, findHits, type Hit, isAffirmed, listPassages } from './passages.ts'
import { listVisitLines } from './visit-lines.ts'

const STABLE = /\b(?:stable|well[- ]controlled|controlled|unchanged)\b/gi
const NOT_AT_GOAL =
  /\b(?:not (?:yet |quite |currently )?(?:at|to|within|meeting) (?:his |her |their |the |treatment )?(?:goal|target)|above (?:his |her |their |the )?(?:goal|target)|off (?:goal|target))\b/gi

function isOfOneProblem(a: Hit, b: Hit): boolean {
  const { passage: one } = a
  const { passage: other } = b
  if (one === other) return true
  return (
    one.reading === other.reading &&
    one.sentence.problem !== undefined &&
    one.sentence.problem === other.sentence.problem
  )
}

/** "Not at goal" is denied by its own word, so that it is asked only whose it is and when. */
function isOfPatientNow(hit: Hit): boolean {
  const { temporality, experiencer } = cutHit(hit).assertion
  return temporality === 'current' && experiencer === 'patient'
}

function check(input: ClaimRuleInput): ClaimRuleHit[] {
  if (listVisitLines(input).length === 0) return []
  const direct = listPassages(input.readings).filter(({ sentence }) => sentence.section.eligibility === 'direct')
  const stable = findHits(direct, STABLE).filter(isAffirmed)
  const [conflict] = findHits(direct, NOT_AT_GOAL)
    .filter(isOfPatientNow)
    .flatMap((goal) => {
      const beside = stable.find((one) => isOfOneProblem(one, goal))
      return beside === undefined ? [] : [[beside, goal] as const]
    })
  if (conflict === undefined) return []
  const [called, goal] = conflict.map(cutHit)
  if (called === undefined || goal === undefined) return []
  return [
    {
      severity: 'question',
      message: `The note calls a problem "${called.quote}" and also "${goal.quote}".`,
      advice:
        'Stable means at the goal of treatment. The level here counts it as not stable; the clinician can say which holds.',
      about: called.quote,
      evidence: [called, goal],
    },
  ]
}

/** Stable means at the treatment goal; not at goal is not stable, even without change (EM-06). */
export const stableNotAtGoal: ClaimRule = {
  id: 'stable-not-at-goal',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Stable, chronic illness',
  },
  effective: { from: parseDateOnly('2021-01-01') },
  check,
}
