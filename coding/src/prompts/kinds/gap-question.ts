/** Asks what the catalogue asks of a documented condition whose code leaves it open, where its concept asks nothing. */
import { cutMention } from '../../diagnoses/condition.ts'
import { type Diagnosis, hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { Axis } from '../../domain/axis.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { keepWith } from '../../domain/keep-with.ts'
import type { PromptContent, PromptKind } from '../../domain/prompt.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import { nameInFull } from '../called-words.ts'
import { isHistoryAssessed, isTestAwaited } from '../final-doubt.ts'
import { listWords } from '../lint/authored-text.ts'
import { isLongPast, isMisread, isNamedByCause, textBefore } from '../misread.ts'
import { isSayingAnywhere } from '../note-words.ts'
import { isAskedIn, isDocumented, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import {
  isAside,
  isAssessed,
  isAssessing,
  isCauseSaid,
  isNameContinued,
  isOrdered,
  isPartOfName,
  isPlaceNamed,
  isQualified,
} from '../said-beside.ts'
import { isOptionSaid } from '../said-options.ts'
import type { AlertType, Gap } from '../signs/gap-data.ts'
import { cutSign, isPresent, quoteSign, type Sign } from '../signs/read-signs.ts'
import { isSideSpoken } from '../structure/look-first.ts'
import { keepSupported } from '../supported-options.ts'
import {
  isAnswerNamed,
  isCauseTold,
  isKindNamed,
  isOrganismTold,
  isPlaceTold,
  isProcedureBeside,
} from '../told-elsewhere.ts'
import { buildTitle, capitalize, FINDINGS_TITLE, getTerm, sortOptions } from '../wording.ts'
import { isOccasioned, isToldBy } from './told-by.ts'

/** What the catalogue calls the gap first; all else is detail of what is documented. */
const KIND_OF: Readonly<Partial<Record<AlertType, PromptKind>>> = {
  undocumented: 'undocumented',
  linkage: 'linkage',
  poa: 'present-on-admission',
}

function chooseKind({ kinds: [first] }: Gap): PromptKind {
  return (first && KIND_OF[first]) ?? 'specificity'
}

type Asked = {
  readonly gap: Gap
  readonly concept: string
  readonly term: string
  readonly evidence: Evidence
  /** False where an option would bring a diagnosis that the words do not contain. */
  readonly mayOffer: boolean
  /** The documented code, where there is one. */
  readonly code?: string
}

/** Without what belongs to another code of the gap: nobody is asked whether hypothyroidism is Graves disease. */
function listOffered({ gap, mayOffer, code }: Asked): readonly string[] {
  if (!mayOffer) return []
  return gap.options.filter((option) => code === undefined || hasPrefix(code, gap.optionCodes[option] ?? [code]))
}

function composeGapQuestion(asked: Asked): PromptDraft {
  const { gap, concept, term, evidence } = asked
  const kind = chooseKind(gap)
  const isNamed = kind !== 'undocumented'
  const options = isNamed ? listOffered(asked) : []
  const content: PromptContent = {
    promptKind: kind,
    concept,
    axes: [],
    title: isNamed ? buildTitle(term) : FINDINGS_TITLE,
    question: `The note documents "${term}". ${gap.request}`,
    evidence: [evidence],
    indicators: [],
    // One value alone is no choice: offered by itself it would be a suggestion.
    options: sortOptions(
      (options.length < 2 ? [] : options).map((text) => ({
        id: text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
        text,
        evidence: [0],
        line: `${capitalize(term)}: ${/^[A-Z]{2}/.test(text) ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`}`,
      })),
    ),
  }
  return { content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }
}

/** The clinician says that there is no more to say. */
const LEFT_OPEN = new Set([
  'unspecified',
  'nonspecific',
  'unclear',
  'unknown',
  'undetermined',
  'etiology',
  'idiopathic',
])

/** What a sentence says, and what else stands under the same problem: "CAD" and below it "stable, no angina". */
type Beside = {
  readonly words: ReadonlySet<string>
  readonly said: string
  /** By catalogue entry and term: a note that repeats one term a thousand times is looked at once. */
  readonly answers: Map<string, boolean>
}

// Read once a note, so that many mentions under one problem cost no more than its words.
const besides = keepWith<NoteReading, Map<unknown, Beside>>()

/** The sentences of each problem, found in one pass; what stands in them is read when it is asked for. */
const problems = keepWith<NoteReading, ReadonlyMap<number | undefined, readonly Sentence[]>>()

function listBeside(reading: NoteReading, sentence: Sentence): readonly Sentence[] {
  if (sentence.problem === undefined) return [sentence]
  const known = problems.get(reading) ?? Map.groupBy(reading.sentences, ({ problem }) => problem)
  problems.set(reading, known)
  return known.get(sentence.problem) ?? [sentence]
}

function readBeside(reading: NoteReading, sentence: Sentence): Beside {
  const written = listBeside(reading, sentence).flatMap(({ from, to }) => reading.lowers.slice(from, to))
  const words = written.map(nameInFull)
  return { words: new Set(words), said: joinBareWords(words.join(' ')), answers: new Map() }
}

function findBeside(reading: NoteReading, sentence: Sentence): Beside {
  const known = besides.get(reading) ?? new Map<unknown, Beside>()
  besides.set(reading, known)
  const key = sentence.problem ?? sentence
  const beside = known.get(key) ?? readBeside(reading, sentence)
  known.set(key, beside)
  return beside
}

/** "Type II" is "type 2". */
const ROMAN: ReadonlyMap<string, string> = new Map([
  ['i', '1'],
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
])

/** Words and numbers alone, each between spaces. */
function joinBareWords(text: string): string {
  return ` ${listWords(text)
    .map((word) => ROMAN.get(word) ?? word)
    .join(' ')} `
}

/** Whether words beside the term speak of what would be asked: then it is, at least in part, answered. */
function isAddressed(asked: Pick<Asked, 'gap' | 'term'>, reading: NoteReading, sentence: Sentence): boolean {
  const beside = findBeside(reading, sentence)
  const key = `${asked.gap.id} ${asked.gap.request} ${asked.term}`
  const answer = beside.answers.get(key) ?? isAnsweredBy(beside, asked)
  beside.answers.set(key, answer)
  return answer
}

/** Whether a disease is active is answered by what is done about it. */
const COURSE_ASKED = /\b(?:active|remission)\b/i
const COURSE = ['cycle', 'cycles', 'chemotherapy', 'chemo', 'relapse', 'surveillance', 'immunotherapy']

function isAnsweredBy({ words, said }: Beside, { gap, term }: Pick<Asked, 'gap' | 'term'>): boolean {
  const own = new Set(term.toLowerCase().split(/[^a-z0-9]+/))
  const speaks = (word: string): boolean => words.has(word) && !own.has(word)
  return (
    gap.answerWords.some(speaks) ||
    (COURSE_ASKED.test(gap.request) && COURSE.some(speaks)) ||
    [...LEFT_OPEN].some(speaks) ||
    gap.options.some((option) => said.includes(joinBareWords(option)))
  )
}

const CATEGORY = 3

/** A code that closes the gap is on the encounter already, or another of its category: a contusion of the brain says more than a head injury. */
function isClosed({ open, closed }: Gap, { diagnoses }: PromptSource): boolean {
  const own = new Set(open.map((code) => code.slice(0, CATEGORY)))
  const others = new Set(closed.map((code) => code.slice(0, CATEGORY)).filter((category) => !own.has(category)))
  return diagnoses.some(({ code }) => closed.includes(code) || others.has(code.slice(0, CATEGORY)))
}

const SIDES = new Set(['left', 'right', 'both', 'bilateral'])

/** The question has an answer on the date of service: one of the codes that would close it exists. */
function isAnswerable({ options, closed }: Gap, { mayExist }: PromptSource): boolean {
  // A side alone is asked for by the concept, which knows whether its codes have one on the date.
  const isSideOnly = options.length > 0 && options.every((option) => SIDES.has(option.toLowerCase()))
  return !isSideOnly && closed.some(mayExist)
}

const PLACING: readonly (Axis | undefined)[] = ['laterality', 'site', 'encounter-phase']

/** The questions of the catalogue ask for all of a condition at once, so they are not asked where part of it stands. */
function isPlaced({ concept }: Diagnosis, { conditions }: PromptSource): boolean {
  const condition = conditions.stated.find((one) => one.concept === concept)
  return condition?.values.some(({ value }) => PLACING.includes(concept.values.get(value)?.axis)) === true
}

/** A symptom beside a diagnosis is a question of its own; alone it is what the visit was for. */
function isSecondary({ concept }: Diagnosis, { diagnoses }: PromptSource): boolean {
  return concept.kind !== 'symptom' || diagnoses.some((other) => other.concept.kind === 'diagnosis')
}

/** "Alzheimer disease with anxiety": a feature of the disorder before it, whose codes hold it. */
function isFeature({ code, place: { reading, mention } }: Diagnosis): boolean {
  if (!MENTAL.test(code) || !FEATURED.test(textBefore({ ...mention, reading }))) return false
  return reading.mentions.some(
    ({ sentence, to, concept }) =>
      sentence === mention.sentence && to < mention.from && concept.rows.some((row) => MENTAL.test(row.code)),
  )
}

const MENTAL = /^(?:F|G30|G31)/
const FEATURED = /\b(?:with|w ?\/) ?(?:[a-z]+ )?$/

/** "Herniated disc with weakness": the same sentence names what the symptom belongs to (I.B.5). */
function isPartOfDiagnosis({ concept, place: { reading, mention } }: Diagnosis): boolean {
  return concept.kind === 'symptom' && namesDiagnosis(reading, mention.sentence)
}

/** A condition whose codes close the gap is named somewhere: "NIDDM" in a review of systems says which diabetes. */
function isNamedExactly({ closed }: Gap, { concept }: Diagnosis, { named }: PromptSource): boolean {
  for (const other of named) {
    if (other !== concept && other.rows.some(({ code }) => closed.includes(code))) return true
  }
  return false
}

function namesDiagnosis({ mentions }: NoteReading, sentence: Sentence): boolean {
  return mentions.some((one) => one.sentence === sentence && one.concept.kind === 'diagnosis')
}

const SIDES_ONLY = /^Please clarify the side\(s\) affected\.$/
/** What asks for the place of something is answered, at least in part, by a part of the body beside it. */
const PLACE_ASKED = /\b(?:site|location|sides?|region)\b|\bside\(s\)/i

function isSymptomGap({ open }: Gap): boolean {
  return open.every((code) => code.startsWith('R'))
}

const CAUSE_ASKED = /\bcauses?\b|\brelated diagnosis\b/i
const SIDE_ASKED = /\bsides?\b|\bside\(s\)|\bunilateral\b/i
const KIND_ASKED = /\btype\b|\bcause\b|\bkind\b/i
const ORGANISM_ASKED = /\borganism\b/i

/** The words name something else, or the record tells what would be asked, here or away from the coded place. */
function isToldOf(gap: Gap, { concept, place }: Diagnosis, source: PromptSource): boolean {
  const { request, options } = gap
  const named = { ...place.mention, reading: place.reading }
  if (isMisread(named) || isLongPast(named) || isNamedByCause(named) || isCauseSaid(place)) return true
  if (isToldBy(source, gap) || (!gap.isAskedInStory && isAside(place))) return true
  if (KIND_ASKED.test(request) && isKindNamed(source, concept)) return true
  if (CAUSE_ASKED.test(request) && isTestAwaited(source, concept)) return true
  if (CAUSE_ASKED.test(request) && isCauseTold(source, concept)) return true
  if (PLACE_ASKED.test(request) && !SIDES_ONLY.test(request) && isPlaceTold(source, concept)) return true
  if (SIDE_ASKED.test(request) && isSideSpoken(source, { concept, places: [place] })) return true
  if (isAnswerNamed(source, options, getTerm(place)) || isProcedureBeside(source, concept, options)) return true
  return ORGANISM_ASKED.test(request) && isOrganismTold(source)
}

/** Who is kept comfortable has conditions that nobody looks into any more. */
const COMFORT = /\b(?:hospice|palliative|comfort (?:care|measures))\b/
const WORKED_UP =
  /\b(?:order\w*|obtain\w*|check|x - ray|ct|mri|holter|monitor\w*|echo\w*|labs?|tests?|testing|ultrasound|scan|evaluat\w*|work ?up|refer\w*|consult\w*|emergency|er|start\w*|continue\w*|prescri\w*|use|given|treat\w*)\b/

/** What is done about a problem says that it is one of its own; what an operation found explains what led to it. */
function isExplainedSymptom(
  gap: Gap,
  { concept, place: { reading, mention } }: Diagnosis,
  source: PromptSource,
): boolean {
  if (concept.kind !== 'symptom') return false
  const { sentence } = mention
  const isFound = sentence.section.id === 'postoperative-diagnosis'
  if (isFound && source.diagnoses.some((other) => isFoundBeside(other, sentence))) return true
  if (gap.kinds[0] !== 'integral_symptom') return false
  if (isAside({ reading, mention, weight: 'text' })) return true
  if (isFound || sentence.to - sentence.from > MAX_NAME) return true
  const plans = reading.sentences.filter(
    (one) => one.section.id === 'plan' || (one.problem !== undefined && one.problem === sentence.problem),
  )
  return plans.some(({ from, to }) => WORKED_UP.test(reading.lowers.slice(from, to).join(' ')))
}

function isFoundBeside({ concept, place }: Diagnosis, { section }: Sentence): boolean {
  return (
    concept.kind === 'diagnosis' && isAssessing(place.mention.sentence) && place.mention.sentence.section === section
  )
}

/** Without the eyes, where the record names them: "the type and the stage". */
function nameOpen(source: PromptSource, { request }: Gap, { concept, place }: Diagnosis): string {
  return EYES.test(request) && isSideSpoken(source, { concept, places: [place] }) ? request.replace(EYES, '') : request
}

const EYES = /, the eye\(s\)/

/** Whether the catalogue asks of a coded condition at all: where it stands, and what its name is part of. */
function isAskable(gap: Gap, diagnosis: Diagnosis, source: PromptSource): boolean {
  const { concept, place } = diagnosis
  if (!isAskedIn(gap, source.record) || (place.weight !== 'head' && place.weight !== 'text')) return false
  if (!isAnswerable(gap, source) || isClosed(gap, source) || !isOccasioned(source, gap)) return false
  if (!gap.isAskedOfPlaced && isPlaced(diagnosis, source)) return false
  if (gap.kinds[0] === 'integral_symptom' && !isSecondary(diagnosis, source)) return false
  if (concept.kind === 'symptom' && !isAssessed(place)) return false
  if (isOrdered(place) || isPartOfName(place) || isQualified(place)) return false
  return (
    !isPartOfDiagnosis(diagnosis) && !isFeature(diagnosis) && !isHistoryAssessed({ concept, places: [place] }, source)
  )
}

/** The record says what would be asked, more exactly or in other words. */
function isTold(gap: Gap, diagnosis: Diagnosis, source: PromptSource): boolean {
  const { concept, place } = diagnosis
  if (isOptionSaid(source, concept, gap.options)) return true
  if (isNamedExactly(gap, diagnosis, source) || isToldOf(gap, diagnosis, source)) return true
  if (isExplainedSymptom(gap, diagnosis, source)) return true
  const term = getTerm(place)
  const places = source.conditions.stated.find((one) => one.concept === concept)?.places ?? [place]
  return places.some(({ reading, mention }) => isAddressed({ gap, term }, reading, mention.sentence))
}

function askOpenCode(gap: Gap, diagnosis: Diagnosis, source: PromptSource): PromptDraft {
  return composeGapQuestion({
    gap: { ...gap, request: nameOpen(source, gap, diagnosis), options: keepSupported(source, gap.options) },
    concept: diagnosis.concept.id,
    term: getTerm(diagnosis.place),
    evidence: cutMention(diagnosis.place),
    mayOffer: diagnosis.concept.kind === 'diagnosis',
    code: diagnosis.code,
  })
}

/** The whole question, then what is asked where the words beside the condition answer the rest of it. */
function listParts(gap: Gap): readonly Gap[] {
  return [gap, ...gap.stillAsked.map((part) => ({ ...gap, ...part, toldBeside: [], options: [] }))]
}

/**
 * Questions for codes of the encounter that the catalogue lists as open. Two conditions of one gap are one question: liver
 * disease and the cirrhosis behind it.
 */
export function askOpenCodes(source: PromptSource): PromptDraft[] {
  if (isSayingAnywhere(source.readings, COMFORT)) return []
  const asked = new Set<Gap>()
  return source.diagnoses.flatMap((diagnosis) => {
    const gap = source.index.findOpenGap(diagnosis.code)
    if (gap === undefined || asked.has(gap)) return []
    const open = listParts(gap).find((part) => isAskable(part, diagnosis, source) && !isTold(part, diagnosis, source))
    if (open === undefined) return []
    asked.add(gap)
    return [askOpenCode(open, diagnosis, source)]
  })
}

const MAX_NAME = 8

const NAME_ENDS = new Set(['-', '–', ':', '.'])

/** A problem whose name no term knows stands below no head: "1. T12 compression fracture." */
function isFirstItem(sentence: Sentence, reading: NoteReading): boolean {
  const isItem = sentence.role === 'item' && sentence.problem !== undefined
  return isItem && isAssessing(sentence) && listBeside(reading, sentence)[0] === sentence
}

/** The name of a problem, a statement as short as one, or the problem that an assessment begins a line with: "Alcohol use - …". */
function isName({ sentence, reading, from, to }: Sign): boolean {
  const { role } = sentence
  const isShort = sentence.to - sentence.from <= MAX_NAME
  if (role === 'head' || (isShort && (role === 'text' || isFirstItem(sentence, reading)))) return true
  return isAssessing(sentence) && from === sentence.from && NAME_ENDS.has(reading.lowers[to] ?? '')
}

/** Kept, because a long note has many signs and many conditions. */
const takenWords = keepWith<NoteReading, ReadonlySet<number>>()

/** The words by which a note names conditions, from the first to the last of each. */
function listTakenWords(reading: NoteReading): ReadonlySet<number> {
  const known = takenWords.get(reading)
  if (known !== undefined) return known
  const taken = new Set<number>()
  for (const { from, to } of reading.mentions) for (let at = from; at < to; at++) taken.add(at)
  takenWords.set(reading, taken)
  return taken
}

function isFree({ reading, from, to }: Sign): boolean {
  const taken = listTakenWords(reading)
  for (let at = from; at < to; at++) if (taken.has(at)) return false
  return true
}

/** What explains a value or a drug of the gap explains its name as well: oxygen in a heart attack. */
function isExplained({ id, kinds }: Gap, source: PromptSource): boolean {
  const { undocumented, treatments } = source.index.data
  const also = [...undocumented, ...treatments].filter(({ gap }) => gap === id).flatMap((rule) => rule.also)
  return kinds[0] === 'undocumented' && also.length > 0 && isDocumented(source, also)
}

/** The words are part of the name of something else, or name another kind. */
function isOfAnother(sign: Sign): boolean {
  const { reading, to } = sign
  const isTest = isNameContinued(reading.lowers[to]) || isOrdered({ reading, mention: sign })
  return isTest || isMisread(sign) || isNamedByCause(sign)
}

/**
 * "Urosepsis" stands for no condition, neither sepsis nor a urinary infection, so whoever writes it is asked what is meant,
 * wherever the patient is (Official Guidelines FY2026, I.C.1.d.1.a.ii).
 */
const NONSPECIFIC = /^urosepsis$/i
const OF_NONSPECIFIC = 'sepsis'

function isAskedOf(gap: Gap, sign: Sign, record: PromptSource['record']): boolean {
  return NONSPECIFIC.test(quoteSign(sign)) ? gap.id === OF_NONSPECIFIC : isAskedIn(gap, record)
}

/** Questions for the names of problems that only the catalogue knows: "valvular heart disease", "mass effect". */
export function askNamedGaps(source: PromptSource): PromptDraft[] {
  const asked = new Set<Gap>()
  const terms = new Set<string>()
  return source.signs.flatMap((sign) => {
    const { meaning, reading, sentence } = sign
    if (meaning.kind !== 'term' || !isName(sign) || sentence.section.eligibility !== 'direct') return []
    const { gap } = meaning
    if (asked.has(gap) || gap.id === 'complication-link' || !isAnswerable(gap, source)) return []
    if (!isAskedOf(gap, sign, source.record) || reading.note.authorRole !== 'provider') return []
    if (!(isFree(sign) && isPresent(sign)) || isDocumented(source, [...gap.open, ...gap.closed])) return []
    if (isSymptomGap(gap) && namesDiagnosis(reading, sentence)) return []
    if (PLACE_ASKED.test(gap.request) && isPlaceNamed(reading, sign)) return []
    if (isOfAnother(sign) || isExplained(gap, source) || isToldBy(source, gap)) return []
    const term = quoteSign(sign)
    // A name of two entries is one question: that of the first.
    if (terms.has(term.toLowerCase()) || isAddressed({ gap, term }, reading, sentence)) return []
    asked.add(gap)
    terms.add(term.toLowerCase())
    const supported = { ...gap, options: keepSupported(source, gap.options) }
    return [composeGapQuestion({ gap: supported, concept: gap.id, term, evidence: cutSign(sign), mayOffer: true })]
  })
}
