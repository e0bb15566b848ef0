import { cutTokens } from '../../diagnoses/condition.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { findTrimester, GESTATION_CONCEPT } from '../../notes/gestation.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  findAnySiblingTitled,
  getTitle,
  guideline,
  listWithPrefix,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

type Weeks = { readonly value: string; readonly evidence: Evidence }

/** Undefined when the notes state none, or several: a rule that guesses between two proves nothing. */
function findWeeks({ readings }: ClaimRuleInput): Weeks | undefined {
  const found = readings.flatMap((reading) =>
    reading.mentions.flatMap((mention): Weeks[] => {
      const { existence, temporality, experiencer } = mention.assertion
      const isNow = existence === 'present' && temporality === 'current' && experiencer === 'patient'
      const stated = mention.concept.id === GESTATION_CONCEPT && isNow ? mention.values[0] : undefined
      return stated === undefined ? [] : [{ value: stated.value, evidence: cutTokens({ reading, mention }, stated) }]
    }),
  )
  return new Set(found.map(({ value }) => value)).size === 1 ? found[0] : undefined
}

const TRIMESTER = /\b(first|second|third|unspecified) trimester\b/i

function checkTrimester(input: ClaimRuleInput, one: DraftDiagnosis, weeks: Weeks): ClaimRuleHit[] {
  const title = getTitle(input, one)
  const coded = TRIMESTER.exec(title)?.[1]?.toLowerCase()
  const stated = findTrimester(weeks.value).replace('-trimester', '')
  if (coded === undefined || coded === stated) return []
  const better = findAnySiblingTitled(input, one.code.code, title.replace(TRIMESTER, `${stated} trimester`))
  return [
    buildDiagnosisHit([one], {
      severity: 'question',
      message: `${one.code.code} says ${coded} trimester; the weeks in the note give the ${stated}.`,
      advice: better === undefined ? 'Which trimester is it?' : `${better.code} says so. Which is right?`,
      evidence: [weeks.evidence],
      fix: better && replaceDiagnoses(input, [one], [better.code]),
    }),
  ]
}

function checkWeeks(input: ClaimRuleInput, one: DraftDiagnosis, weeks: Weeks): ClaimRuleHit[] {
  const stated = weeks.value === 'weeks-under-8' ? '01' : weeks.value.slice('weeks-'.length).padStart(2, '0')
  const wanted = `Z3A.${stated}`
  if (one.code.code === wanted) return []
  return [
    buildDiagnosisHit([one], {
      severity: 'question',
      message: `${one.code.code} gives other weeks of gestation than the note.`,
      advice: `Completed weeks as documented are ${wanted}. Which is right?`,
      evidence: [weeks.evidence],
      fix: replaceDiagnoses(input, [one], [wanted]),
    }),
  ]
}

/** Trimester and completed weeks follow from the documented gestational age (DX-605). */
export const gestationalAge: ClaimRule = {
  id: 'gestational-age',
  family: 'diagnoses',
  source: guideline('I.C.15.a.3, I.C.15.a.5, I.C.15.a.7, I.C.21.c.11'),
  effective: SINCE_ICD10,
  check: (input) => {
    const weeks = findWeeks(input)
    if (weeks === undefined) return []
    return [
      ...listWithPrefix(input, ['O', 'Z34']).flatMap((one) => checkTrimester(input, one, weeks)),
      ...listWithPrefix(input, ['Z3A']).flatMap((one) => checkWeeks(input, one, weeks)),
    ]
  },
}
