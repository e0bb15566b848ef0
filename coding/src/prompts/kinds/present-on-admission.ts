/** Inpatient stays: whether a condition was there at admission (Official Guidelines FY2026, appendix I). */
import { type Condition, cutMention, type Place } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { PromptContent } from '../../domain/prompt.ts'
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

export function askOnsets({ record, conditions, index }: PromptSource): PromptDraft[] {
  if (record.setting !== 'inpatient_facility') return []
  const codes = index.data.onset.flatMap((rule) => rule.codes)
  return conditions.stated
    .filter(({ rows }) => rows.some(({ code }) => hasPrefix(code, codes)))
    .filter(({ places }) => !places.some((place) => statesOnset(place) || isFromFirstDay(place, record.period.start)))
    .map(askOnset)
}
