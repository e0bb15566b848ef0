/** "History of" a condition whose treatment goes on: is it past, or is it being treated (I.C.2.m, I.C.21.c.4)? */
import { cutMention, type Place } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { PromptContent, PromptOption } from '../../domain/prompt.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import { textAfter, textBefore } from '../misread.ts'
import { hasCode, isAskedIn, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import { isPartOfName } from '../said-beside.ts'
import type { ResolvedRule, WordRule } from '../signs/gap-data.ts'
import { describeIndicator } from '../signs/observations.ts'
import { cutSign, isPresent, judgeSign, type Sign } from '../signs/read-signs.ts'
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
  return isStated || hasStanding(reading, { from, to })
}

function hasStanding({ lowers }: NoteReading, { from, to }: Pick<Sentence, 'from' | 'to'>): boolean {
  return lowers.slice(from, to).some((word) => STANDING.has(word))
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

const NOW = /\b(?:on|takes|taking|continues?|continuing|receives|receiving|currently)\s(?:[a-z]+ )?$/

/** "H/o breast cancer, on anastrozole": the history does not reach over what is taken now. */
function isGiven(sign: Sign): boolean {
  const { existence, experiencer } = judgeSign(sign)
  return isPresent(sign) || (existence === 'present' && experiencer === 'patient' && NOW.test(textBefore(sign)))
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
    (sign) =>
      sign.meaning.kind === 'course' &&
      sign.meaning.rule === rule &&
      isGiven(sign) &&
      !isDated(sign) &&
      !hasStanding(sign.reading, sign.sentence),
  )
  const ordered = source.record.indicators.filter(
    ({ kind, name }) =>
      kind === 'medication' && rule.words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  )
  if (signs.length + ordered.length === 0) return []
  const term = getTerm(history)
  const evidence = [cutMention(history), ...signs.slice(0, 2).map(cutSign)]
  const question = `The record words "${term}" as history and shows current treatment. What is its standing now?`
  const past = {
    id: 'past',
    text: 'Past, treatment completed',
    line: `History of ${term}, resolved, treatment completed`,
  }
  const indicators = ordered.slice(0, 3).map(describeIndicator)
  return [draft({ place: history, question, evidence, indicators, others: [past] })]
}

type Standing = Pick<PromptContent, 'question' | 'evidence' | 'indicators'> & {
  readonly place: Place
  /** Besides those that any condition has. */
  readonly others: readonly Pick<PromptOption, 'id' | 'text' | 'line'>[]
}

function draft({ place, others, ...asked }: Standing): PromptDraft {
  const term = getTerm(place)
  const own = capitalize(term)
  const options = [
    { id: 'active', text: 'Active, under treatment', line: `${own}, active, under treatment` },
    { id: 'remission', text: 'In remission', line: `${own}, in remission` },
    ...others,
  ].map((option) => ({ ...option, evidence: [0] }))
  const content: PromptContent = {
    ...asked,
    promptKind: 'history-or-current',
    concept: place.mention.concept.id,
    axes: [],
    title: buildTitle(term),
    options: sortOptions(options),
  }
  return { content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }
}

const RESOLVED_AFTER =
  /^[ ,:;(-]*(?:(?:is|was|are|were|has|have|had|been|now|since|currently|essentially|completely)\s)*(?:resolved|reversed|cured|gone)\b/
const RESOLVED_BEFORE = /\b(?:resolved|resolution of|reversal of|reversed|cured)(?: [a-z]+)?\s$/

/** "T2DM resolved": the clinician's own words deny it, and the classification knows no end of it but remission. */
function isResolved({ reading, mention }: Place): boolean {
  const { assertion, sentence } = mention
  const isOwn = assertion.experiencer === 'patient' && assertion.existence === 'absent'
  if (!isOwn || sentence.section.eligibility !== 'direct' || reading.note.authorRole !== 'provider') return false
  const named = { ...mention, reading }
  return RESOLVED_AFTER.test(textAfter(named)) || RESOLVED_BEFORE.test(textBefore(named))
}

/** Named as present elsewhere, or said to be in remission: then nothing is open. */
function isStanding({ reading, mention: { assertion, sentence } }: Place): boolean {
  const isPresent = assertion.experiencer === 'patient' && assertion.existence === 'present'
  return isPresent || reading.lowers.slice(sentence.from, sentence.to).includes('remission')
}

function askResolved(source: PromptSource, { gap: id, codes }: ResolvedRule): PromptDraft[] {
  const gap = source.index.gaps.get(id)
  const places = source.readings.flatMap((reading) =>
    reading.mentions
      .filter(({ concept }) => hasCode(concept, codes))
      .map((mention): Place => ({ reading, mention, weight: 'support' })),
  )
  const place = places.find(isResolved)
  if (gap === undefined || place === undefined || !isAskedIn(gap, source.record)) return []
  if (places.some(isStanding)) return []
  const question = `The note documents "${getTerm(place)}" as resolved. What is its standing now?`
  // What is resolved was there: the words are about the past, they do not deny it.
  const assertion = { existence: 'present', temporality: 'historical', experiencer: 'patient' } as const
  const evidence = [{ ...cutMention(place), assertion }]
  return [draft({ place, question, evidence, indicators: [], others: [] })]
}

export function askCourses(source: PromptSource): PromptDraft[] {
  const { courses, resolved } = source.index.data
  return [
    ...courses.flatMap((rule) => askCourse(source, rule)),
    ...resolved.flatMap((rule) => askResolved(source, rule)),
  ]
}
