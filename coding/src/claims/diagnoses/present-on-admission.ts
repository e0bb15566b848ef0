import type { DraftDiagnosis, PresentOnAdmission } from '../../domain/draft-claim.ts'
import { cutEvidence, type Evidence } from '../../domain/evidence.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import { isAdmissionNote, isFromFirstDay, isOfLaterDay } from '../../prompts/admission-note.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, getCodingDate, guideline, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Y, N, U or W on every diagnosis that is not exempt (DX-714). */
export const presentOnAdmission: ClaimRule = {
  id: 'present-on-admission',
  family: 'diagnoses',
  source: guideline('Appendix I'),
  effective: SINCE_ICD10,
  check: (input) => {
    const { draft, record } = input
    if (draft.kind !== 'institutional' || record.setting !== 'inpatient_facility') return []
    return draft.diagnoses.flatMap((diagnosis) => checkOne(input, diagnosis) ?? [])
  },
}

function checkOne(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit | undefined {
  const { code } = diagnosis.code
  const answer = input.tables.isPoaExempt(code, getCodingDate(input))
  const isExempt = answer.state === 'found' && answer.value
  if (isExempt === (diagnosis.presentOnAdmission === undefined)) return undefined
  if (isExempt) {
    const message = `${code} is exempt from the indicator.`
    const fix = { kind: 'set-on-admission', code } as const
    return buildDiagnosisHit([diagnosis], { severity: 'warning', message, advice: 'Leave it blank.', fix })
  }
  const proof = findProof(input, diagnosis)
  const note = answer.state === 'no-data' ? ' The list of exempt codes is not loaded.' : ''
  const choice = proof
    ? PROPOSALS[proof.because]
    : 'Choose yes, no, unknown or clinically undetermined from the record.'
  return buildDiagnosisHit([diagnosis], {
    severity: answer.state === 'no-data' ? 'question' : 'error',
    message: `${code} does not say whether it was present on admission.`,
    advice: `${choice}${note}`,
    ...(proof && { evidence: [proof.evidence], fix: { kind: 'set-on-admission', code, present: proof.present } }),
  })
}

type Proof = {
  readonly present: PresentOnAdmission
  readonly because: 'later' | 'undetermined' | 'said' | 'first-note'
  readonly evidence: Evidence
}

const PROPOSALS: Readonly<Record<Proof['because'], string>> = {
  later: 'These words say that it began later.',
  undetermined: 'These words say that nobody can tell.',
  said: 'These words say that it was there.',
  'first-note':
    'The note of the admission names it. A code for several conditions is present only when each of them was.',
}

/** What a sentence says outright counts before the day of its note. */
const SAID: readonly (readonly [Proof['because'], PresentOnAdmission, RegExp])[] = [
  [
    'later',
    'no',
    /\b(?:hospital[- ]acquired|nosocomial|not (?:present|noted|seen) (?:on|at|upon) (?:admission|arrival)|(?:developed|acquired|occurred|began|arose|appeared)(?: [\w-]+){0,3} (?:after|during|since) (?:the |this |her |his |their )?(?:admission|hospitali[sz]ation|hospital stay|stay)|not poa|poa ?[:=-]? ?no?\b)/i,
  ],
  [
    'undetermined',
    'undetermined',
    /\b(?:(?:unable to|cannot be|could not be) (?:clinically )?determined? (?:whether|if) (?:it was )?(?:present (?:on|at) admission|poa)|clinically undetermined)\b/i,
  ],
  [
    'said',
    'yes',
    /\b(?:present (?:on|at|upon) (?:admission|arrival)|poa(?! ?[:=-]? ?[uw]\b)|(?:prior to|before|since before) (?:the |this )?(?:admission|arrival)|admitted (?:with|for))\b/i,
  ],
]

function findProof({ readings, record }: ClaimRuleInput, { evidence }: DraftDiagnosis): Proof | undefined {
  const places = evidence.flatMap((words) => {
    const reading = readings.find(({ note }) => note.id === words.noteId)
    return reading && reading.text.slice(words.start, words.end) === words.quote ? [{ words, reading }] : []
  })
  const said = places.flatMap(({ reading, words }) => listSaid(reading, words))
  const kinds = new Set(said.map(({ because }) => because))
  // "Admitted with pneumonia, developed sepsis after admission": whoever reads it knows which is which.
  if (kinds.size > 0) return kinds.size === 1 ? said[0] : undefined
  const first = places.find(({ reading }) => {
    return isAdmissionNote(reading) || (isFromFirstDay(reading, record.period.start) && !isOfLaterDay(reading))
  })
  return first && { because: 'first-note', present: 'yes', evidence: first.words }
}

/** "POA: N" may be cut behind its colon, and half of it would say the contrary. */
const CUT_OFF = 12

/** What the sentence says of the beginning, each from the condition to those words. */
function listSaid({ tokens, sentences, note, text }: NoteReading, words: Evidence): readonly Proof[] {
  const sentence = sentences.find(({ from, to }) => {
    return (tokens[from]?.start ?? 0) <= words.start && words.start < (tokens[to - 1]?.end ?? 0)
  })
  if (!sentence) return []
  const start = tokens[sentence.from]?.start ?? 0
  const end = tokens[sentence.to - 1]?.end ?? start
  let rest = text.slice(start, end) + (text.slice(end, end + CUT_OFF).split(/[\n.;]/)[0] ?? '')
  return SAID.flatMap(([because, present, pattern]): Proof[] => {
    const match = pattern.exec(rest)
    if (!match) return []
    // "Not present on admission" does not say "present on admission" as well.
    rest = rest.replace(match[0], ' '.repeat(match[0].length))
    const span = {
      start: Math.min(words.start, start + match.index),
      end: Math.max(words.end, start + match.index + match[0].length),
    }
    const evidence = cutEvidence(note, { ...span, section: words.section, assertion: words.assertion })
    return [{ because, present, evidence }]
  })
}
