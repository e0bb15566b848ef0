/** "History of" a condition whose treatment goes on: is it past, or is it being treated (I.C.2.m, I.C.21.c.4)? */
import { cutMention, type Place } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import { hasCode, isAskedIn, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import { isPartOfName } from '../said-beside.ts'
import type { WordRule } from '../signs/gap-data.ts'
import { describeIndicator } from '../signs/observations.ts'
import { cutSign, isPresent, type Sign } from '../signs/read-signs.ts'
import { buildTitle, capitalize, getTerm, sortOptions } from '../wording.ts'

const STANDING = new Set([
  'remission',
  'recurrence',
  'resolved',
  'completed',
  'adjuvant',
  'prophylaxis',
  'prophylactic',
  'active',
  'surveillance',
])

/** A mention worded as history of one of these codes. A status code ("Z85") is history by itself. */
function findHistory({ readings }: PromptSource, { codes }: WordRule): Place | undefined {
  for (const reading of readings) {
    const mention = reading.mentions.find(({ concept, assertion, sentence }) => {
      const isPast = assertion.temporality === 'historical' || concept.kind === 'status'
      const isOwn = assertion.experiencer === 'patient' && assertion.existence === 'present'
      return isPast && isOwn && sentence.section.eligibility !== 'never' && hasCode(concept, codes)
    })
    if (mention !== undefined) return { reading, mention, weight: 'support' }
  }
  return undefined
}

/** The same condition stated as current, or its standing named beside the history. */
function isSettled({ conditions }: PromptSource, { codes }: WordRule, { reading, mention }: Place): boolean {
  const { from, to } = mention.sentence
  const isStated = conditions.stated.some(({ rows, places, concept }) => {
    const isPresent = places.some((place) => place.mention.assertion.temporality === 'current')
    return concept.kind !== 'status' && isPresent && rows.some(({ code }) => hasPrefix(code, codes))
  })
  return isStated || reading.lowers.slice(from, to).some((word) => STANDING.has(word))
}

/** What the same sentence tells of the treatment is told with the history. */
const TOLD =
  /\b(?:without treatment|no treatment|(?:in|under|on) treatment|treated (?:with|by)|status post|s ?\/ ?p|underwent|received|after|followed by|disease ?-? ?free|no evidence)\b/

function isTold({ reading, mention: { sentence } }: Place): boolean {
  return TOLD.test(reading.lowers.slice(sentence.from, sentence.to).join(' '))
}

const YEAR = /\b(?:19|20)\d\d\b/

/** "Cancer in 1984 with radiation therapy": treatment of a stated year is told, and not given now. */
function isDated({ reading: { text, tokens }, sentence: { from, to } }: Sign): boolean {
  return YEAR.test(text.slice(tokens[from]?.start, tokens[to - 1]?.end))
}

/** "BREAST CANCER HISTORY:" heads a section. */
function isHeading({ reading: { lowers }, mention }: Place): boolean {
  return lowers[mention.to] === ':'
}

function askCourse(source: PromptSource, rule: WordRule): PromptDraft[] {
  const gap = source.index.gaps.get(rule.gap)
  const history = findHistory(source, rule)
  if (
    gap === undefined ||
    history === undefined ||
    isPartOfName(history) ||
    isHeading(history) ||
    isTold(history) ||
    !isAskedIn(gap, source.record) ||
    isSettled(source, rule, history)
  )
    return []
  const signs = source.signs.filter(
    (sign) => sign.meaning.kind === 'course' && sign.meaning.rule === rule && isPresent(sign) && !isDated(sign),
  )
  const ordered = source.record.indicators.filter(
    ({ kind, name }) =>
      kind === 'medication' && rule.words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  )
  if (signs.length + ordered.length === 0) return []
  const term = getTerm(history)
  const evidence = [cutMention(history), ...signs.slice(0, 2).map(cutSign)]
  const content: PromptContent = {
    promptKind: 'history-or-current',
    concept: history.mention.concept.id,
    axes: [],
    title: buildTitle(term),
    question: `The record words "${term}" as history and shows current treatment. What is its standing now?`,
    evidence,
    indicators: ordered.slice(0, 3).map(describeIndicator),
    options: sortOptions([
      {
        id: 'active',
        text: 'Active, under treatment',
        evidence: [0],
        line: `${capitalize(term)}, active, under treatment`,
      },
      { id: 'remission', text: 'In remission', evidence: [0], line: `${capitalize(term)}, in remission` },
      {
        id: 'past',
        text: 'Past, treatment completed',
        evidence: [0],
        line: `History of ${term}, resolved, treatment completed`,
      },
    ]),
  }
  return [{ content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }]
}

export function askCourses(source: PromptSource): PromptDraft[] {
  return source.index.data.courses.flatMap((rule) => askCourse(source, rule))
}
