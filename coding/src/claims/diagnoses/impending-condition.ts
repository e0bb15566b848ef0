import type { Condition, Place } from '../../diagnoses/condition.ts'
import { cutMention } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, getTitle, guideline, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

const WORD = /\b(?:impending|threatened|threatening)\s+(?:[\w-]+\s+)?$/i
/** What stands right before the name: the word itself and one more. */
const REACH = 32

function isImpending({ reading, mention }: Place): boolean {
  const start = reading.tokens[mention.from]?.start ?? 0
  const end = reading.tokens[mention.to - 1]?.end ?? start
  const text = reading.note.text
  return (
    WORD.test(text.slice(Math.max(0, start - REACH), start)) ||
    /^(?:impending|threatened)/i.test(text.slice(start, end))
  )
}

function findImpending({ reading }: ClaimRuleInput, code: string): Condition | undefined {
  const about = reading.conditions.stated.filter(({ rows }) => rows.some((row) => row.code === code))
  return about.every(({ places }) => places.every(isImpending)) ? about[0] : undefined
}

function checkOne(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  const { code } = diagnosis.code
  const condition = findImpending(input, code)
  const entry = input.knowledge.relations.impending.find(({ codes }) => hasPrefix(code, codes))
  // A title that says so itself is what the index leads to.
  if (condition === undefined || /threatened|impending/i.test(getTitle(input, diagnosis))) return []
  return [
    buildDiagnosisHit([diagnosis], {
      severity: 'warning',
      message: `The note calls it impending or threatened; ${code} says that it has occurred.`,
      advice: entry
        ? `${entry.to} is reported (${entry.section}).`
        : 'Report the condition that exists already, unless it did occur.',
      evidence: [cutMention(condition.places[0])],
      fix: entry && replaceDiagnoses(input, [diagnosis], [entry.to]),
    }),
  ]
}

/** What did not occur is coded as the index has it, else as the condition that exists (DX-513). */
export const impendingCondition: ClaimRule = {
  id: 'impending-condition',
  family: 'diagnoses',
  source: guideline('I.B.11'),
  effective: SINCE_ICD10,
  check: (input) => input.draft.diagnoses.flatMap((one) => checkOne(input, one)),
}
