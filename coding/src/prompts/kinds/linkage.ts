/** Two documented facts that may be cause and effect, where the classification presumes neither (I.A.15, I.B.16). */
import { cutMention } from '../../diagnoses/condition.ts'
import { type Diagnosis, hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import { findLongestPhrase } from '../../notes/phrase-trie.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import { isFactSaid } from '../facts.ts'
import { listSaying } from '../note-words.ts'
import { isAskedIn, isDocumented, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import { isAssessed, isCauseSaid } from '../said-beside.ts'
import type { LinkRule } from '../signs/gap-data.ts'
import { cutSign, isPresent, quoteSign, type Sign } from '../signs/read-signs.ts'
import { isCauseTold, listNamings } from '../told-elsewhere.ts'
import { buildTitle, capitalize, getTerm, sortOptions } from '../wording.ts'
import { isToldBy } from './told-by.ts'

type Partner = {
  readonly term: string
  readonly evidence: Evidence
  readonly reading: NoteReading
  readonly sentence: Sentence
}

/** "due to", "not related to": the relationship is stated, whichever way. */
function statesLink({ knowledge, numbers }: NoteReading, { from, to }: Sentence): boolean {
  for (let index = from; index < to; index++) {
    if (findLongestPhrase(knowledge.links, numbers, { from: index, to }) !== undefined) return true
  }
  return false
}

function findPartner(source: PromptSource, rule: LinkRule, condition: Diagnosis): Partner | undefined {
  const other = source.diagnoses.find((one) => one !== condition && hasPrefix(one.code, rule.beside ?? []))
  if (other !== undefined) {
    const { reading, mention } = other.place
    return { term: getTerm(other.place), evidence: cutMention(other.place), reading, sentence: mention.sentence }
  }
  const sign = source.signs.find((one) => one.meaning.kind === 'link' && one.meaning.rule === rule && isPresent(one))
  return sign && { term: quoteSign(sign), evidence: cutSign(sign), reading: sign.reading, sentence: sign.sentence }
}

function composeLink(
  concept: string,
  terms: readonly [string, string],
  evidence: PromptContent['evidence'],
): PromptDraft {
  const [term, other] = terms
  const content: PromptContent = {
    promptKind: 'linkage',
    concept,
    axes: ['link'],
    title: buildTitle(term),
    question: `The record documents "${term}" and "${other}". How are the two related, if at all?`,
    evidence,
    indicators: [],
    options: sortOptions([
      { id: 'related', text: `Due to "${other}"`, evidence: [0, 1], line: `${capitalize(term)} due to ${other}` },
      {
        id: 'unrelated',
        text: `Not due to "${other}"`,
        evidence: [0, 1],
        line: `${capitalize(term)}, not due to ${other}`,
      },
    ]),
  }
  return { content, documentedTerms: [term.toLowerCase()], availableAxes: ['link'], answeredAxes: [] }
}

const WITHDRAWN = /\b(?:discontinue\w*|stop\w*|hold|held|avoid\w*) .{0,60}\b(?:in view of|because of|given)\b/

/** "We will discontinue lisinopril in view of angioedema" says what it is thought to have done. */
function isWithdrawn({ reading, sentence }: Partner): boolean {
  return listSaying(reading, WITHDRAWN).has(sentence)
}

/** "Pneumonia of the lower lobe with pleural effusion": one goes with the other. */
function isJoined({ reading, mention }: Diagnosis['place'], partner: Partner): boolean {
  if (partner.reading !== reading || partner.sentence !== mention.sentence) return false
  return reading.lowers.slice(Math.max(mention.sentence.from, mention.from - 2), mention.from).includes('with')
}

const TREATED = /\btreated with\b/

/** "Was treated with amoxicillin for two days and …": what follows is part of the treatment, however it is written. */
function isTreatment({ reading, mention: { from, sentence } }: Diagnosis['place']): boolean {
  if (!listSaying(reading, TREATED).has(sentence)) return false
  return reading.lowers.indexOf('treated', sentence.from) < from
}

const ASCRIBED = /\b(?:attributed to|put down to|blamed? on)\b/

/** "Numb fingertips, which we put down to the paclitaxel": said wherever the other fact is named. */
function isLinkTold({ signs }: PromptSource, rule: LinkRule): boolean {
  return signs.some(
    ({ meaning, reading, sentence }) =>
      meaning.kind === 'link' &&
      meaning.rule === rule &&
      (statesLink(reading, sentence) || listSaying(reading, ASCRIBED).has(sentence)),
  )
}

const BETWEEN = /^(?:[-–—:,(]|from)$/

/** "Pancreatitis - EtOH", "third bout of pancreatitis from drinking": the other fact right behind the name. */
function isPartnerBehind(source: PromptSource, rule: LinkRule, { concept }: Diagnosis): boolean {
  return listNamings(source, concept).some(({ reading, to }) => {
    if (!BETWEEN.test(reading.lowers[to] ?? '')) return false
    const isSign = source.signs.some(
      ({ meaning, reading: own, from }) =>
        meaning.kind === 'link' && meaning.rule === rule && own === reading && from === to + 1,
    )
    return isSign || rule.causes?.some((one) => reading.lowers[to + 1]?.startsWith(one)) === true
  })
}

/** "AKI, obstructive from the stone": what struck the organ is told, and it is not what stands beside it. */
function isOtherwiseTold(source: PromptSource, { isFirst }: LinkRule, { concept }: Diagnosis): boolean {
  if (isFirst !== true) return false
  return isFactSaid({ readings: source.readings, namings: listNamings(source, concept) }, concept, 'cause')
}

function askLink(source: PromptSource, rule: LinkRule): PromptDraft[] {
  const gap = source.index.gaps.get(rule.gap)
  const condition = source.diagnoses.find(({ code }) => hasPrefix(code, rule.condition))
  if (gap === undefined || condition === undefined || !isAskedIn(gap, source.record)) return []
  const partner = findPartner(source, rule, condition)
  if (isToldBy(source, gap) || isDocumented(source, rule.unless ?? [])) return []
  if (isCauseTold(source, condition.concept) || isOtherwiseTold(source, rule, condition)) return []
  if (isPartnerBehind(source, rule, condition)) return []
  const { reading, mention } = condition.place
  const isStory = condition.concept.kind === 'symptom' && !isAssessed(condition.place)
  if (isCauseSaid(condition.place) || isStory) return []
  if (isTreatment(condition.place) || isLinkTold(source, rule)) return []
  if (partner !== undefined && (isWithdrawn(partner) || isJoined(condition.place, partner))) return []
  if (partner === undefined || statesLink(reading, mention.sentence)) return []
  // The source of a sepsis is no word about the organ.
  if (rule.isFirst !== true && statesLink(partner.reading, partner.sentence)) return []
  return [
    composeLink(
      condition.concept.id,
      [getTerm(condition.place), partner.term],
      [cutMention(condition.place), partner.evidence],
    ),
  ]
}

const NEAR = 4
// Codes that say by themselves that they followed a procedure.
const PROCEDURAL = ['T8', 'I97', 'J95', 'K91', 'N99', 'M96', 'G97', 'D78', 'E89', 'H59', 'H95', 'L76']

function findPostoperative(
  { signs, diagnoses }: PromptSource,
  gap: string,
): { sign: Sign; diagnosis: Diagnosis } | undefined {
  for (const sign of signs) {
    const isAfter = sign.reading.lowers[sign.from]?.startsWith('post') === true
    if (sign.meaning.kind !== 'term' || sign.meaning.gap.id !== gap || !isAfter) continue
    const diagnosis = diagnoses.find(({ place, concept, code }) => {
      const isNear = place.mention.from >= sign.to && place.mention.from - sign.to < NEAR
      return place.reading === sign.reading && isNear && concept.kind === 'diagnosis' && !hasPrefix(code, PROCEDURAL)
    })
    if (diagnosis !== undefined) return { sign, diagnosis }
  }
  return undefined
}

/** "Postoperative ileus" names a time; whether the procedure caused it, only the provider can say (I.B.16). */
function askComplication(source: PromptSource): PromptDraft[] {
  const gap = source.index.gaps.get('complication-link')
  const found = gap && findPostoperative(source, gap.id)
  if (gap === undefined || found === undefined || !isAskedIn(gap, source.record)) return []
  const { place, concept } = found.diagnosis
  if (statesLink(place.reading, place.mention.sentence)) return []
  const term = getTerm(place)
  const content: PromptContent = {
    promptKind: 'linkage',
    concept: concept.id,
    axes: ['link'],
    title: buildTitle(term),
    question: `The note documents "${quoteSign(found.sign)}" and "${term}". How is it related to the procedure, if at all?`,
    evidence: [cutMention(place), cutSign(found.sign)],
    indicators: [],
    options: sortOptions([
      {
        id: 'complication',
        text: 'Due to the procedure',
        evidence: [0, 1],
        line: `${capitalize(term)} due to the procedure`,
      },
      {
        id: 'expected',
        text: 'Expected after the procedure',
        evidence: [0, 1],
        line: `${capitalize(term)}, expected after the procedure, not due to a complication`,
      },
      {
        id: 'unrelated',
        text: 'Not due to the procedure',
        evidence: [0, 1],
        line: `${capitalize(term)}, not due to the procedure`,
      },
    ]),
  }
  return [{ content, documentedTerms: [term.toLowerCase()], availableAxes: ['link'], answeredAxes: [] }]
}

export function askLinks(source: PromptSource): PromptDraft[] {
  const rules = source.index.data.links.filter(({ isFirst }) => isFirst !== true)
  return [...rules.flatMap((rule) => askLink(source, rule)), ...askComplication(source)]
}

/** Of an organ that may have failed because of something else, the cause and the link are one question: this one. */
export function askFirstLinks(source: PromptSource): PromptDraft[] {
  return source.index.data.links.filter(({ isFirst }) => isFirst).flatMap((rule) => askLink(source, rule).slice(0, 1))
}
