/** Inpatient stays: whether a condition was there at admission (Official Guidelines FY2026, appendix I). */
import { type Condition, cutMention, type Place } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import { getNoteWords, getWords } from '../note-words.ts'
import type { PromptDraft, PromptSource } from '../prompt-source.ts'
import { listNamings } from '../told-elsewhere.ts'
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

/** How somebody came, and what went on after it, both told with the name of the condition. */
const ARRIVAL =
  /\b(?:present(?:ed|s|ing)|admitted|admit|brought|came|arriv\w+|found|ed|er|emergency|ems|ambulance|transferred|at home|days? (?:ago|before)|for (?:\d+|one|two|three|several|a few) (?:days?|weeks?|hours?))\b/
const LATER =
  /\b(?:developed|became|subsequently|(?:on|by) (?:the )?(?:hospital )?(?:day|night|\w+ (?:hospital )?day)|pod|post ?-?op\w*|after (?:surgery|the (?:operation|procedure))|during (?:the|this|her|his) (?:stay|admission|hospitali[sz]ation)|later|in (?:the )?or|intra ?-?op\w*|complicated by|contrast|was noted to (?:have|be)|rose|drift\w*|preop)\b/

function isOnsetTold(source: PromptSource, { concept }: Condition): boolean {
  return listNamings(source, concept).some(({ reading, sentence }) => {
    const words = getWords(reading, sentence)
    return ARRIVAL.test(words) || LATER.test(words)
  })
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
  if (record.setting !== 'inpatient_facility') return []
  const codes = index.data.onset.flatMap((rule) => rule.codes)
  return conditions.stated
    .filter(({ rows }) => rows.some(({ code }) => hasPrefix(code, codes)))
    .filter(({ places }) => !places.some((place) => statesOnset(place) || isFromFirstDay(place, record.period.start)))
    .filter(({ places }) => !places.some((place) => isConsult(place) || isAdmissionNote(place)))
    .filter((condition) => !isOnsetTold(source, condition))
    .map(askOnset)
}
