/** Inpatient stays: whether a condition was there at admission (Official Guidelines FY2026, appendix I). */
import { type Condition, cutMention, type Place } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import { isAdmissionNote, isFromFirstDay } from '../admission-note.ts'
import { isSayingAnywhere } from '../note-words.ts'
import type { PromptDraft, PromptSource } from '../prompt-source.ts'
import { buildTitle, capitalize, getTerm, sortOptions } from '../wording.ts'

const ONSET =
  /present (?:at|on) admission|\bpoa\b|on (?:admission|arrival|presentation)|hospital day|hospital[- ]acquired|nosocomial|developed|prior to admission|new onset|not present/i

function statesOnset({ reading, mention }: Place): boolean {
  const { from, to } = mention.sentence
  return ONSET.test(reading.text.slice(reading.tokens[from]?.start, reading.tokens[to - 1]?.end))
}

/** Who was asked for advice answers about that; when it began is for whoever admitted. */
const CONSULT = /\b(?:consult|consultation|reason for (?:consult|consultation|referral)|consulted for|requested by)\b/
const OPENING = 400

function isConsult({ reading }: Place): boolean {
  return CONSULT.test(reading.text.slice(0, OPENING).toLowerCase())
}

/** Words of how somebody came, of what went on after it, and of the day of a treatment: whoever reads them knows the time. */
const COURSE_TOLD =
  /\b(?:present(?:ed|s|ing)|admitted|(?:reason for|on|at|since|before) (?:admission|arrival)|brought|sent from|came|arriv\w+|emergency|ed|ems|ambulance|transferred|at home|days? ago|day ?# ?\d|day \d+ of|overnight|developed|subsequently|pod|post ?-?op\w*|postpartum|delivery|delivered|after surgery|during (?:the|this|her|his) (?:stay|admission|hospitali[sz]ation)|complicated by|preop|collapsed|found|in (?:the )?field|accept(?:ance)? note|triage|urgent care|baseline|peak(?:ed)?|nursing home|skilled nursing|snf|assisted living|group home|x ?\d+ ?(?:d|days?|wks?|weeks?|hours?|hrs?)|(?:\d+|two|three|four|five|several|few)[ -](?:days?|weeks?|hours?) (?:of|after|following)|for (?:the (?:past|last) )?(?:\d+|two|three|four|five|several|a few) (?:days?|weeks?)|last night|this morning)\b/

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
    .filter(({ concept, rows }) => concept.isBeside !== true && rows.some(({ code }) => hasPrefix(code, codes)))
    .filter(
      ({ places }) => !places.some((place) => statesOnset(place) || isFromFirstDay(place.reading, record.period.start)),
    )
    .filter(({ places }) => !places.some((place) => isConsult(place) || isAdmissionNote(place.reading)))
    .map(askOnset)
}
