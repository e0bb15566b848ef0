import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, isWritten, listWithPrefix, SINCE_ICD10 } from './diagnosis-hit.ts'

const REMOVED =
  /\b(?:no evidence of (?:disease|recurrence|recurrent|malignancy|cancer)|NED|cancer[- ]free|disease[- ]free|without recurrence|no recurrence)\b/i
const TREATED =
  /\b(?:on|continues?|continuing|receiving|taking|current(?:ly)?|undergoing|adjuvant|planned|cycle)\b[^.;\n]{0,30}\b(?:chemo\w*|radiation|radiotherapy|immunotherapy|endocrine therapy|hormon\w* therapy|anastrozole|letrozole|exemestane|tamoxifen|trastuzumab|leuprolide|imatinib)\b/i
/** What an operation or an examination finds at one place says nothing of the disease as a whole. */
const FINDINGS: ReadonlySet<string> = new Set(['procedure', 'physical-exam', 'imaging', 'pathology'])
const OF_ONE_PLACE = /^ (?:extension|spread|involvement|progression|in|within|at|beyond)\b/i

/** Words of the whole disease; a note whose readings do not hold the words has them nowhere that counts. */
function isDiseaseGone({ readings }: ClaimRuleInput): boolean {
  const words = new RegExp(REMOVED.source, 'gi')
  return readings.some(({ note, sentences, tokens }) =>
    sentences.some(({ section, from, to }) => {
      if (FINDINGS.has(section.id)) return false
      const text = note.text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0)
      return [...text.matchAll(words)].some(
        ({ index, 0: match }) => !OF_ONE_PLACE.test(text.slice(index + match.length)),
      )
    }),
  )
}

/** Blood cancers have codes of their own for remission (I.C.2.n). */
const SOLID = /^C(?:[0-6]|7[0-6]|7A)/

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const DAYS = { day: 1, week: 7, month: 30, year: 365 } as const
const AGE = `(\\d{1,3}|${NUMBERS.join('|')})[ -](day|week|month|year)s?`
const INFARCTION = '(?:myocardial infarction|heart attack|N?STEMI|MI)\\b'
const AFTER = new RegExp(`\\b${INFARCTION}[^.;\\n]{0,40}?\\b${AGE} (?:ago|earlier|prior|before)\\b`, 'gi')
const BEFORE = new RegExp(
  `\\b${AGE} (?:ago|after|since|post|from|out from|s/p|status post)[^.;\\n]{0,30}?\\b${INFARCTION}`,
  'gi',
)
/** Four weeks (I.C.9.e.1). */
const ACUTE_DAYS = 28

function countDays([, amount = '', unit = '']: RegExpExecArray): number {
  const count = Number(amount) || NUMBERS.indexOf(amount.toLowerCase()) + 1
  const days = Object.entries(DAYS).find(([name]) => name === unit.toLowerCase())?.[1] ?? 0
  return count * days
}

/** The ages that the notes give an infarction; a new one among them keeps the code. */
function listAges({ record }: ClaimRuleInput): number[] {
  return record.notes.flatMap(({ text }) => [...text.matchAll(AFTER), ...text.matchAll(BEFORE)].map(countDays))
}

function checkInfarction(input: ClaimRuleInput): ClaimRuleHit[] {
  const infarctions = listWithPrefix(input, ['I21'])
  const ages = infarctions.length === 0 ? [] : listAges(input)
  if (ages.length === 0 || ages.some((age) => age <= ACUTE_DAYS)) return []
  return infarctions.map((one) =>
    buildDiagnosisHit([one], {
      severity: 'warning',
      message: `${one.code.code} is for the four weeks after an infarction; the note gives more.`,
      advice: 'Report aftercare while it is still cared for, otherwise I25.2 (old myocardial infarction).',
    }),
  )
}

function checkCancer(input: ClaimRuleInput): ClaimRuleHit[] {
  const cancers = input.draft.diagnoses.filter(({ code }) => SOLID.test(code.code))
  if (cancers.length === 0 || !isDiseaseGone(input) || isWritten(input, TREATED)) return []
  return cancers.map((one) =>
    buildDiagnosisHit([one], {
      severity: 'question',
      message: `${one.code.code} is a present cancer; the note finds no evidence of disease.`,
      advice: 'Is it still treated? If it was removed and nothing is given for it now, a code of Z85 says so.',
    }),
  )
}

/** The code of a present disease for one that is over (DX-418, DX-421). */
export const pastCondition: ClaimRule = {
  id: 'past-condition',
  family: 'diagnoses',
  source: guideline('I.C.2.d, I.C.2.m, I.C.9.e.1'),
  effective: SINCE_ICD10,
  check: (input) => [...checkInfarction(input), ...checkCancer(input)],
}
