/** Doubt in a final assessment that nothing else in the record has settled, and that the writer could settle now. */
import type { Condition } from '../diagnoses/condition.ts'
import { keepWith } from '../domain/keep-with.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { Mention } from '../notes/mentions.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { textBefore } from './misread.ts'
import { getWords, isSayingAnywhere, listSaying } from './note-words.ts'
import type { PromptSource } from './prompt-source.ts'
import { isAssessing } from './said-beside.ts'
import { listNamings } from './told-elsewhere.ts'

/** A story has not come to its end, and a plan is for what comes. */
const PLANS: ReadonlySet<string> = new Set(['plan', 'assessment-plan'])
const NOT_FINAL: ReadonlySet<string> = new Set(['unheaded', 'plan'])
const EARLY = /\b(?:initially|initial|presumptive|presumptively|previously|originally)\b/
/** What is to be ruled out is not held to be so: the writer has said where it stands (IV.H). */
const RULE_OUT = /\b(?:rule[ds]? ?-? ?out|ruling out|r ?\/ ?o|exclude|versus|vs|differential)\b/
const TEST =
  /\b(?:x - ray|x-ray|xray|radiographs?|ct|cta|mri|mra|ultrasound|us|doppler|echo\w*|scan|studies|study|labs?|cultures?|films?|biops\w+|tests?|testing|ekg|ecg|emg|eeg|colonoscopy|endoscopy|egd|\w*scopy|imaging|serolog\w+|titers?|polysomnogra\w+|screen\w*|swab|referr?\w*|consult\w*)\b/
const WISH =
  /\b(?:to|for|will|if|order\w*|schedul\w*|obtain\w*|recommend\w*|evaluat\w*|assess\w*|await\w*|pending|look\w*|check\w*)\b/

/** "Biopsy per pulm", "MRI tomorrow": a plan needs no verb. */
const BY_OTHERS =
  /^(?:\d+ ?[.)] ?|- ?)?(?:[a-z]+ ){0,3}(?:x-ray|ct|cta|mri|mra|ultrasound|doppler|echo\w*|scan|labs?|cultures?|biops\w+|emg|eeg|\w+scopy|egd)\b(?!.*\b(?:show\w*|reveal\w*|negative|positive|normal|with)\b)|\b(?:per|by|with) (?:pulm\w*|ir|gi|cards|surgery|onc\w*|neuro\w*|derm\w*|uro\w*|ent|ortho\w*|heme)\b/

/** What a specimen of this operation will show is not known yet. */
const SPECIMEN = /\b(?:biops\w+|specimens?|pathology|histopathology|frozen)\b/

function isSpecimenAwaited({ reading, mention }: Condition['places'][0]): boolean {
  const isFound = mention.sentence.section.id === 'postoperative-diagnosis'
  return isFound && isSayingAnywhere([reading], SPECIMEN)
}

/** Who reads a test leaves the diagnosis to those who ordered it. */
const REPORT = /\bclinical correlation\b|\bcomparison:|^\s*exam:|\bclinical indication:/i

/** "Viral URTI/influenza": two names for one thing, none of them called doubtful. */
function isAlternative({ reading, mention }: Condition['places'][0]): boolean {
  return reading.lowers[mention.from - 1] === '/' || reading.lowers[mention.to] === '/'
}

/** "MRI to evaluate for a possible ACL tear": the answer waits for the test. */
export function isTestAwaited(source: PromptSource, concept: Concept): boolean {
  return listNamings(source, concept).some(({ reading, sentence }) => {
    const { problem } = sentence
    const { sentences, problems } = findWished(reading)
    return sentences.has(sentence) || (problem !== undefined && problems.has(problem))
  })
}

/** Whatever test the plan wishes for may be the one that settles it. */
function isTestPlanned({ readings }: PromptSource): boolean {
  return readings.some((reading) => [...findWished(reading).sentences].some(({ section }) => PLANS.has(section.id)))
}

type Wished = { readonly sentences: ReadonlySet<Sentence>; readonly problems: ReadonlySet<number> }

const wished = keepWith<NoteReading, Wished>()

/** Sentences that wish for a test, and the problems below which they stand. */
function findWished(reading: NoteReading): Wished {
  const known = wished.get(reading) ?? readWished(reading)
  wished.set(reading, known)
  return known
}

function readWished(reading: NoteReading): Wished {
  const sentences = [...listSaying(reading, TEST)].filter((one) => {
    const words = getWords(reading, one)
    return WISH.test(words) || (PLANS.has(one.section.id) && BY_OTHERS.test(words))
  })
  const items = sentences.filter(({ role }) => role === 'item')
  return { sentences: new Set(sentences), problems: new Set(items.flatMap(({ problem }) => problem ?? [])) }
}

/** Said without doubt elsewhere, or denied: a cyst that was suspected and then removed. */
function isSettled({ readings }: PromptSource, { concept, places }: Condition): boolean {
  const own = new Set(places.map(({ mention }) => mention.sentence))
  return readings.some(({ mentions }) =>
    mentions.some(({ concept: one, assertion, sentence }) => {
      if (one !== concept || assertion.experiencer !== 'patient') return false
      if (assertion.existence === 'absent') return true
      return assertion.existence === 'present' && assertion.temporality === 'current' && !own.has(sentence)
    }),
  )
}

/** Where a list of final diagnoses stands, what the course of the stay once suspected is not among them. */
function isOvertaken({ reading, mention }: Condition['places'][0]): boolean {
  const isListed = reading.sentences.some((sentence) => isAssessing(sentence) && sentence.role === 'head')
  return isListed && !isAssessing(mention.sentence)
}

export function isFinalDoubt(condition: Condition, source: PromptSource): boolean {
  const [place] = condition.places
  const { weight, mention, reading } = place
  const isFinal = (weight === 'head' || weight === 'text') && condition.concept.kind === 'diagnosis'
  if (!isFinal || source.record.setting === 'inpatient_facility' || NOT_FINAL.has(mention.sentence.section.id)) {
    return false
  }
  const words = getWords(reading, mention.sentence)
  if (EARLY.test(words) || RULE_OUT.test(words) || isOvertaken(place)) return false
  if (isSpecimenAwaited(place) || isAlternative(place) || REPORT.test(reading.text)) return false
  return !isSettled(source, condition) && !isTestAwaited(source, condition.concept) && !isTestPlanned(source)
}

function isDirect({ section }: Sentence): boolean {
  return section.eligibility === 'direct' && !NOT_FINAL.has(section.id)
}

function isDoubted(reading: NoteReading, { sentence, assertion }: Mention): boolean {
  if (isDirect(sentence) && assertion.existence === 'uncertain') return true
  return assertion.existence !== 'present' && listSaying(reading, RULE_OUT).has(sentence)
}

/** A diagnosis that the story takes for granted and the list of diagnoses wants ruled out has no details to ask for. */
export function isDoubtedFinally({ concept, places, certainty }: Condition, { readings }: PromptSource): boolean {
  if (certainty === 'uncertain' || isAssessing(places[0].mention.sentence)) return false
  return readings.some((reading) => reading.mentions.some((one) => one.concept === concept && isDoubted(reading, one)))
}

const HISTORY_OF = /^(?:\d+\. ?)?(?:past |previous )?history of (?:[a-z]+ ){0,2}$/

/** "History of depression" in the list of diagnoses: what the story says of it is then the past, too. */
export function isHistoryAssessed(
  { concept, places }: Pick<Condition, 'concept' | 'places'>,
  { readings }: PromptSource,
): boolean {
  const [{ reading, mention }] = places
  if (isAssessing(mention.sentence)) return HISTORY_OF.test(textBefore({ ...mention, reading }))
  return readings.some(({ mentions }) =>
    mentions.some(
      ({ concept: one, sentence, assertion }) =>
        one === concept && isDirect(sentence) && assertion.temporality === 'historical',
    ),
  )
}
