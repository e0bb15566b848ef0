/**
 * What stands right beside the name of a condition and answers, in words that lead to no value of its concept: "septic"
 * before shock, "of the ovary" behind a tumor, "C5-C6" before a herniation. Whoever reads them does not ask.
 */
import type { Condition, Place } from '../diagnoses/condition.ts'
import type { Axis } from '../domain/axis.ts'
import { keepWith } from '../domain/keep-with.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { CAUSED_BY } from './cause-words.ts'
import type { OpenAxis } from './compose-prompt.ts'

const ADJECTIVE = /^[a-z]{3,}(?:ic|al|ous|ar|ary|ive|oid|genic)$/
/** Adjectives that say nothing of the kind of a condition. */
const NO_KIND = new Set(
  'chronic bilateral recurrent persistent clinical additional several symptomatic asymptomatic initial residual typical historical medical surgical postoperative preoperative postsurgical extensive progressive active inactive positive negative multiple serious critical potential usual general final principal ordinary episodic physical total partial continuous previous obvious various marital normal abnormal massive cosmetic critical clinical surgical mental physical social vital oral topical'.split(
    ' ',
  ),
)
const ORGANISM_WORD = /(?:virus|viral|coccus|coccal|ella|monas|bacter|myces|philus|plasma)$/
const KIND_WORDS = new Set(['secondary', 'primary', 'refractory', 'oil', 'steroid', 'radiation'])
const WORDS_BEFORE = 2
/** Organisms, and the proteins of amyloidosis. */
const ORGANISM = /^(?:AA|AL|ATTR|HIV|AIDS|TB|CMV|EBV|HSV|MRSA|MSSA|VZV|RSV|COVID|HCV|HBV)$/

/** An adjective of kind, an organism or a cause right before the name: "myoclonic epilepsy", "MRSA pneumonia". */
export function isKindSaid(spot: Spot & Behind): boolean {
  return isKindBefore(spot) || isKindBehind(spot)
}

function isKindBefore({ reading, mention }: Spot): boolean {
  const before = reading.tokens[mention.from - 1]
  if (before === undefined || mention.from <= mention.sentence.from) return false
  const { lowers } = reading
  const words = lowers.slice(Math.max(mention.sentence.from, mention.from - WORDS_BEFORE), mention.from)
  if (words.some((word) => KIND_WORDS.has(word)) || ORGANISM_WORD.test(before.lower)) return true
  return (ADJECTIVE.test(before.lower) && !NO_KIND.has(before.lower)) || ORGANISM.test(before.text)
}

const PARTING = /^[,(:-]$/
const ITEM_END = /^(?:[,;.)]|\d+)$/

/** "Anemia, hemolytic", "AF (paroxysmal)": an adjective of kind that stands alone behind the name. */
function isKindBehind({ reading: { lowers }, mention: { to, sentence } }: Behind): boolean {
  const [mark = '', word = '', next = '.'] = lowers.slice(to, Math.min(to + 3, sentence.to))
  return PARTING.test(mark) && ITEM_END.test(next) && ADJECTIVE.test(word) && !NO_KIND.has(word)
}

const GRADE = /^(?:type|grade|class|stage)$/
const NUMERAL = /^(?:\d|[ivx]+$)/

/** "Respiratory failure type I", "grade 3 hydronephrosis". */
function isGradeSaid({ reading: { lowers }, mention: { from, to } }: Place): boolean {
  const after = GRADE.test(lowers[to] ?? '') && NUMERAL.test(lowers[to + 1] ?? '')
  return after || (GRADE.test(lowers[from - 2] ?? '') && NUMERAL.test(lowers[from - 1] ?? ''))
}

const BODY =
  /^(?:trunk|truncal|torso|forehead|cheek|temple$|chin$|nape|helix|auric|pinna|canthus|shin$|pretib|umbilic|areola|nipple|abdom|wall$|thigh|legs?$|arms?$|hands?$|foot$|feet$|toes?$|fingers?$|thumb|knees?$|hips?$|shoulder|elbow|wrist|ankle|heel|necks?$|chest|breast|face$|facial|scalp|buttock|groin|perine|perian|axill|ovar|uter|kidney|renal|lungs?$|pulmon|liver|hepat|brain|cerebr|crani|intracran|spin|lumb|thorac|cervic|sacr|pelvi|pleur|periton|retroperi|oral$|dental|tongue|lips?$|nose$|nasal|ears?$|eyes?$|lids?$|eyelid|jaw|rib|stern|flank|should|extremit|limb|calf|calves|forearm|tibia|femor|femur|humer|radi(?:us|al)$|ulna|colon|rect|stoma|gastr|duoden|jejun|ile|cec|sigmoid|splen|portal|mesenter|subphren|periton|incision|wound|surgical|lobe|lobar|bucca|mucosa|bladder|prostat|thyroid|calcan|talus|malleol|metatars|metacarp|phalan|phalanx|vertebr|sacroil|cuboid|navicul|cuneif|scaph|lunate|olecran|trochant|acetab|ischi|pubi[cs]|sesamoid|mtp|mcp|pip|skull|tmj|temporomand|condyl|pariet|front(?:al|o)|occipit|mandib|maxill|orbit|mediast|esophag|trache|laryn|tonsil|sinus|clavic|scapul|patell|bone|skin|scrot|vulv|vagin|anal$|anus|rectal)/
const LEVEL = /^(?:[clt]\d{1,2}|s1)(?:$|-)/

export function isBodyWord(word: string): boolean {
  return BODY.test(word)
}

type Behind = { readonly reading: NoteReading; readonly mention: Pick<Place['mention'], 'to' | 'sentence'> }

/** "Upper back" is a part of the body, "come back" is none. */
const PART_OF_BACK = /^(?:upper|lower|low|mid|middle|left|right|l|r)$/

type Spot = { readonly reading: NoteReading; readonly mention: Pick<Place['mention'], 'from' | 'sentence'> }

type Named = { readonly from: number; readonly to: number; readonly sentence: Sentence }

type Ends = { readonly first: number; readonly last: number }

/** Kept, because a sentence without an end may name many conditions. */
const placeWords = keepWith<Sentence, Ends>()

/** The first and the last word of a sentence that names a part of the body. */
function findPlaceWords({ lowers }: NoteReading, sentence: Sentence): Ends {
  const known = placeWords.get(sentence)
  if (known !== undefined) return known
  const words = lowers.slice(sentence.from, sentence.to)
  const isPlace = (word: string, at: number): boolean =>
    (BODY.test(word) && !(words[at + 1] === 'bleeding' && word === 'rectal')) ||
    LEVEL.test(word) ||
    (word === 'back' && PART_OF_BACK.test(words[at - 1] ?? ''))
  const [first, last] = [words.findIndex(isPlace), words.findLastIndex(isPlace)]
  const ends = first === -1 ? { first, last } : { first: sentence.from + first, last: sentence.from + last }
  placeWords.set(sentence, ends)
  return ends
}

/** A part of the body in the same sentence, outside the name itself. */
export function isPlaceNamed(reading: NoteReading, { from, to, sentence }: Named): boolean {
  const { first, last } = findPlaceWords(reading, sentence)
  return first !== -1 && (first < from || last >= to)
}

const levels = keepWith<NoteReading, boolean>()

/** Levels of the spine stand all over an operative note, seldom beside the name of the problem. */
function namesLevel({ reading }: Place): boolean {
  const known = levels.get(reading) ?? reading.lowers.some((word) => LEVEL.test(word))
  levels.set(reading, known)
  return known
}

const DEGREE = /^(?:mild|moderate|marked|gross|extreme)$/

/** "Moderate obesity" has its degree, in words of its own. */
function isDegreeSaid({ concept }: Condition, { reading: { lowers }, mention: { from } }: Place): boolean {
  return concept.id === 'obesity' && DEGREE.test(lowers[from - 1] ?? '')
}

const LATE = /\b(?:end[- ]?stage|terminal|preterminal|early|advanced)\s+$/i
const LONGEST_LATE = 14

function isLate({ reading: { text, tokens }, mention: { from } }: Place): boolean {
  const start = tokens[from]?.start ?? 0
  return LATE.test(text.slice(Math.max(0, start - LONGEST_LATE), start))
}

// Words of sites that say where something is of many things.
const COMMON_SITE = new Set(['lower', 'upper', 'middle', 'right', 'left', 'region', 'multiple', 'sites'])
const STEM = 6

/** One of the sites is spoken of somewhere in the note: a pleural biopsy says where a mesothelioma is. */
function namesValue({ lowers }: NoteReading, { values }: OpenAxis): boolean {
  const stems = values
    .flatMap(({ label }) => label.toLowerCase().split(/[^a-z]+/))
    .filter((word) => word.length > 4 && !COMMON_SITE.has(word))
    .map((word) => word.slice(0, STEM))
  return stems.length > 0 && lowers.some((lower) => stems.some((stem) => lower.startsWith(stem)))
}

function isSpinal({ values }: OpenAxis): boolean {
  return values.some(({ label }) => /lumbar/i.test(label))
}

const KINDS: readonly Axis[] = ['type', 'cause']
const GRADES: readonly Axis[] = ['type', 'severity', 'stage']

export function isSaidBeside(condition: Condition, open: OpenAxis): boolean {
  const { concept, places, values } = condition
  const { axis } = open
  // "Stage 3" is a value of its own, and 3a or 3b is what is asked for.
  const isBroad = values.some(({ value }) => concept.values.get(value)?.axis === axis)
  if (KINDS.includes(axis) && places.some(isKindSaid)) return true
  if (GRADES.includes(axis) && !isBroad && places.some(isGradeSaid)) return true
  if (KINDS.includes(axis) && places.some(isCauseSaid)) return true
  if (axis === 'stage' && places.some(isLate)) return true
  if (axis === 'severity' && places.some((place) => isDegreeSaid(condition, place))) return true
  if (axis === 'complication' && (places.some(isNamedAsCause) || places.every(isAside))) return true
  if (axis !== 'site') return false
  const readings = new Set(places.map(({ reading }) => reading))
  if ([...readings].some((reading) => namesValue(reading, open))) return true
  return places.some(
    (place) => isPlaceNamed(place.reading, place.mention) || isKindSaid(place) || (isSpinal(open) && namesLevel(place)),
  )
}

/** Asked of a code as a whole, any of it may be what the words beside it say. */
export function isQualified(place: Place): boolean {
  return isKindSaid(place) || isGradeSaid(place)
}

const PROCEDURE =
  /^(?:surgery|surgeries|extraction|repair|removal|operation|resection|ablation|clinic|center|protocol|history|exam|examination|unit|questionnaire|scale|score|inventory|vaccines?|vaccinations?|immunizations?|panel|test|tests|testing|serolog(?:y|ies)|titers?|load|toxin|antigens?|antibod(?:y|ies)|pcr|cultures?|assay|screen|screening|virus|prophylaxis|precautions|risk|education|counseling|specialist|team|program|study|studies|service|graft|grafting|bypass|stent|stents|stenting|endograft)$/

export function isNameContinued(next: string | undefined): boolean {
  return next !== undefined && PROCEDURE.test(next)
}

/** "Cataract surgery", "breast cancer history", "diabetic neuropathy": part of the name of something else. */
export function isPartOfName({ reading, mention: { to, sentence } }: Place): boolean {
  const isFollowed = reading.mentions.some((one) => one.from === to && one.sentence === sentence)
  return to < sentence.to && (isFollowed || isNameContinued(reading.lowers[to]))
}

/** "Obstructive symptoms secondary to" it: the complication is named before it. */
function isNamedAsCause({ reading: { lowers }, mention: { from } }: Place): boolean {
  return lowers[from - 1] === 'to' && /^(?:due|secondary|related)$/.test(lowers[from - 2] ?? '')
}

const ORDER = /\b(?:send|sent|check|recheck|order|ordered|obtain|tests? for|viral load|immuni[sz]\w*|vaccin\w*|beck)\b/

/** "Send for fecal WBCs and C. diff", "immunizations updated with hepatitis B": what is looked for or prevented. */
export function isOrdered({
  reading,
  mention: { from, sentence },
}: {
  readonly reading: NoteReading
  readonly mention: { readonly from: number; readonly sentence: Sentence }
}): boolean {
  return ORDER.test(reading.lowers.slice(sentence.from, from).join(' '))
}

const ASSESSING: ReadonlySet<string> = new Set(['assessment-plan', 'discharge-diagnosis', 'postoperative-diagnosis'])

/** A sentence of the section in which a note comes to its diagnoses. */
export function isAssessing({ section }: Sentence): boolean {
  return ASSESSING.has(section.id)
}

/** A symptom of a story is no problem by itself; one that an assessment names may be. */
export function isAssessed({ reading, weight, mention }: Place): boolean {
  return (
    (weight === 'head' && !isStory({ reading, weight, mention })) ||
    (isAssessing(mention.sentence) && isShort(mention.sentence))
  )
}

/** What a story names in passing, or an operation found beside what it was done for. */
export function isAside(place: Place): boolean {
  return isStory(place) || place.mention.sentence.section.id === 'postoperative-diagnosis'
}

const SHORT_NOTE = 8

/** A note of several sentences without any heading tells a story. */
export function isStory({ reading, mention }: Place): boolean {
  return mention.sentence.section.id === 'unheaded' && reading.sentences.length > SHORT_NOTE
}

const MAX_NAME = 8

/** A statement as short as a name; a long one tells a story, wherever it stands. */
function isShort({ from, to }: Sentence): boolean {
  return to - from <= MAX_NAME
}

const CAUSED = /^(?:to|from|due|secondary|because|caused|related|attributed|attributable)$/
const CAUSED_NEXT = new RegExp(`^ ?${CAUSED_BY}(?![a-z0-9])`)
const LONGEST_CAUSED = 4

/** "Allergic reaction to", "renal failure secondary to", "pancytopenia d/t": what follows is the cause. */
export function isCauseSaid({ reading: { lowers }, mention: { to, sentence } }: Place): boolean {
  if (to >= sentence.to) return false
  return CAUSED.test(lowers[to] ?? '') || CAUSED_NEXT.test(lowers.slice(to, to + LONGEST_CAUSED).join(' '))
}
