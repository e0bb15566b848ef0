/** Inpatient stays: whether a condition was there at admission (Official Guidelines FY2026, appendix I). */
import { type Condition, cutMention, type Place } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import { getNoteWords, isSayingAnywhere } from '../note-words.ts'
import type { PromptDraft, PromptSource } from '../prompt-source.ts'
import { buildTitle, capitalize, getTerm, sortOptions } from '../wording.ts'

const ONSET =
  /present (?:at|on) admission|\bpoa\b|on (?:admission|arrival|presentation)|hospital day|hospital[- ]acquired|nosocomial|developed|prior to admission|new onset|not present/i
const DAY_MS = 24 * 60 * 60 * 1000

function statesOnset({ reading, mention }: Place): boolean {
  const { from, to } = mention.sentence
  return ONSET.test(reading.text.slice(reading.tokens[from]?.start, reading.tokens[to - 1]?.end))
}

/** A note of the first day that names the condition answers by itself. */
function isFromFirstDay({ reading }: Place, start: string | undefined): boolean {
  const { time } = reading.note
  return start !== undefined && time !== undefined && Date.parse(time) - Date.parse(start) < DAY_MS
}

/** Words of a later day: of a course, of a progress note. */
const LATER_DAY =
  /\b(?:hospital (?:day|course)|course in (?:the )?hospital|hd ?#? ?\d|pod ?#? ?\d|post ?-?op\w* day|overnight|discharge (?:summary|diagnos[ei]s)|discharged?|progress note|transferred from)\b/
/** Who was asked for advice answers about that; when it began is for whoever admitted. */
const CONSULT = /\b(?:consult|consultation|reason for (?:consult|consultation|referral)|consulted for|requested by)\b/
const OPENING = 400

function isConsult({ reading }: Place): boolean {
  return CONSULT.test(reading.text.slice(0, OPENING).toLowerCase())
}

const TITLED =
  /\b(?:history (?:and|&) physical|h ?& ?p|admission note|admit note|history of present(?:ing)? illness|hpi|chief complaint)\b/i
/** A history and physical is written at admission: what it assesses was there. */
function isAdmissionNote({ reading }: Place): boolean {
  if (LATER_DAY.test(getNoteWords(reading))) return false
  return TITLED.test(reading.text)
}

/** Words of how somebody came, of what went on after it, and of the day of a treatment: whoever reads them knows the time. */
const COURSE_TOLD =
  /\b(?:present(?:ed|s|ing)|admitted|(?:reason for|on|at|since|before) (?:admission|arrival)|brought|sent from|came|arriv\w+|emergency|ed|ems|ambulance|transferred|at home|days? ago|day ?# ?\d|day \d+ of|overnight|developed|subsequently|pod|post ?-?op\w*|postpartum|delivery|delivered|after surgery|during (?:the|this|her|his) (?:stay|admission|hospitali[sz]ation)|complicated by|preop|collapsed|found|in (?:the )?field|accept(?:ance)? note|triage|urgent care|baseline|peak(?:ed)?)\b/

function isCourseTold({ readings }: PromptSource): boolean {
  return isSayingAnywhere(readings, COURSE_TOLD)
}

function askOnset(condition: Condition): PromptDraft {
  const term = getTerm(condition.places[0])
  const content: PromptContent = {
    promptKind: 'present-on-admission',
    concept: condition.concept.id,
    axes: [],
    title: buildTitle(term),
    question: `The note documents "${term}". When did it begin, relative to the inpatient admission order?`,
    evidence: [cutMention(condition.places[0])],
    indicators: [],
    options: sortOptions([
      { id: 'present', text: 'Present on admission', evidence: [0], line: `${capitalize(term)}, present on admission` },
      {
        id: 'later',
        text: 'Developed after admission',
        evidence: [0],
        line: `${capitalize(term)}, developed after admission`,
      },
    ]),
  }
  return { content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }
}

export function askOnsets(source: PromptSource): PromptDraft[] {
  const { record, conditions, index } = source
  if (record.setting !== 'inpatient_facility' || isCourseTold(source)) return []
  const codes = index.data.onset.flatMap((rule) => rule.codes)
  return conditions.stated
    .filter(({ rows }) => rows.some(({ code }) => hasPrefix(code, codes)))
    .filter(({ places }) => !places.some((place) => statesOnset(place) || isFromFirstDay(place, record.period.start)))
    .filter(({ places }) => !places.some((place) => isConsult(place) || isAdmissionNote(place)))

    .map(askOnset)
}
