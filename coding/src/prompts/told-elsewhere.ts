/**
 * What the rest of the record says of a condition, away from the place that is coded: in the story, below the problem, in
 * an operative report. It may lead to no code and still be the answer, so whoever wrote it is not asked.
 */
import type { Condition } from '../diagnoses/condition.ts'
import type { Axis } from '../domain/axis.ts'
import { keepWith } from '../domain/keep-with.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { isAwaited } from './awaited.ts'
import { CAUSED_BY } from './cause-words.ts'
import type { OpenAxis } from './compose-prompt.ts'
import { isFactSaid, listAbout } from './facts.ts'
import { isNamedByCause, type Named, textAfter, textBefore } from './misread.ts'
import {
  findNextSentence,
  findPreviousSentence,
  getNoteWords,
  getWords,
  isSayingAnywhere,
  listMentionsIn,
  listSaying,
} from './note-words.ts'
import type { PromptSource } from './prompt-source.ts'
import { isBodyWord, isKindSaid, isPlaceNamed } from './said-beside.ts'
import { beginsWithValue, isValueSaid } from './said-values.ts'
import { isToldInTable } from './told-in-table.ts'

type Spoken = Pick<PromptSource, 'readings'>

const CATEGORY = 3

function listCategories({ rows }: Concept): Set<string> {
  return new Set(rows.map(({ code }) => code.slice(0, CATEGORY)))
}

/** Kept, because each axis of a condition asks for them. */
const namings = keepWith<Spoken['readings'], Map<Concept, readonly Named[]>>()

/** Every place that names the condition or one of its category as this patient's, now or in the past. */
export function listNamings(source: Spoken, concept: Concept): readonly Named[] {
  const known = namings.get(source.readings) ?? new Map<Concept, readonly Named[]>()
  namings.set(source.readings, known)
  const own = known.get(concept) ?? findNamings(source, concept)
  known.set(concept, own)
  return own
}

function findNamings({ readings }: Spoken, concept: Concept): Named[] {
  const categories = listCategories(concept)
  const isRelated = (one: Concept): boolean =>
    one === concept || one.rows.some(({ code }) => categories.has(code.slice(0, CATEGORY)))
  return readings.flatMap((reading) =>
    reading.mentions
      .filter(({ assertion, concept: one }) => assertion.experiencer === 'patient' && isRelated(one))
      .filter(({ assertion }) => assertion.existence !== 'absent')
      .map(({ from, to, sentence }) => ({ reading, from, to, sentence })),
  )
}

const CAUSE_AFTER = new RegExp(`^[^.;,:]{0,30}(?:\\b|(?<=\\s))(?:${CAUSED_BY}|from|associated with)(?![a-z0-9])`)
/** "AKI, we think from ibuprofen". */
const CAUSE_THOUGHT =
  /^, (?:[a-z]+ ){0,3}(?:think|thought|likely|probably|presumably|felt)(?: to be)? (?:from|due to|secondary to|caused by|because of)\b/
const CAUSE_NEXT =
  /^(?:this|it|that|these)\b.{0,60}\b(?:due to|secondary to|caused by|related to|attributed to|attributable to|results? of|because of|consequence of)\b/

function readNext({ reading, sentence }: Named): string {
  const next = findNextSentence(reading, sentence)
  return next === undefined ? '' : getWords(reading, next)
}

/** "The drug was discontinued, as it may be the cause"; "observed after ganciclovir therapy". */
const BLAMED = /\b(?:it|this|which) (?:was|is|may be|could be) the (?:[a-z]+ )?cause\b/
const AFTER_TREATMENT = /^[^.;]{0,60}\b(?:after|following) (?:[a-z]+ ){1,2}(?:therapy|treatment)\b/

/** "Admitted to begin the workup of liver failure": the cause is being looked for. */
const SOUGHT = /\bwork ?-? ?up (?:of|for) (?:[a-z]+ ){0,2}$/

function isBlamed(named: Named): boolean {
  return AFTER_TREATMENT.test(textAfter(named)) || BLAMED.test(readNext(named).slice(0, MOST_NEXT))
}

const MOST_NEXT = 300

const CAUSE_BEHIND = new RegExp(`^(?<between>(?:[ ,]+[a-z]+){1,6}),? (?:${CAUSED_BY}|from)(?![a-z0-9])`)
const QUALITY =
  /^(?:left|right|bilateral|both|of|the|in|acute|chronic|recurrent|new|severe|mild|moderate|stable|improv\w*|resolv\w*|worsening|likely|probably)$/

/** "Gout, left ankle, due to thiazide": between the name and the cause stands only where or how it is. */
function isCauseBehindPlace(named: Named): boolean {
  const between = CAUSE_BEHIND.exec(textAfter(named))?.groups?.['between']
  return between?.match(/[a-z]+/g)?.every((word) => QUALITY.test(word) || isBodyWord(word)) === true
}

/** "Mild diarrhea … This was thought to be a result of": wherever the record names the condition. */
export function isCauseTold(source: Spoken, concept: Concept): boolean {
  return listNamings(source, concept).some(
    (named) =>
      isNamedByCause(named) ||
      SOUGHT.test(textBefore(named)) ||
      isBlamed(named) ||
      CAUSE_AFTER.test(textAfter(named)) ||
      isCauseBehindPlace(named) ||
      CAUSE_THOUGHT.test(textAfter(named)) ||
      CAUSE_NEXT.test(readNext(named)),
  )
}

const AROUND = 4
const AFTER = 4
const ITEM_ENDS = /^[,;.:()]$/
// Said of many things: as part of a type they do not name it.
const COMMON = new Set(['acute', 'chronic', 'disease', 'disorder', 'syndrome', 'severe', 'failure'])
// Parts of longer values, which say nothing alone: a "partial response" is no partial remission.
const PARTS = new Set(['with', 'without', 'partial', 'complete', 'full', 'total', 'features'])

/** Words that name a value and are not part of the condition's own name. */
function listValueWords(concept: Concept, { axis, values }: OpenAxis): Set<string> {
  const isTime = axis === 'acuity' || axis === 'severity'
  const own = new Set(concept.title.toLowerCase().match(/[a-z]{4,}/g))
  const words = values.flatMap(({ label }) => label.toLowerCase().match(/[a-z]{4,}/g) ?? [])
  return new Set(words.filter((word) => !own.has(word) && !PARTS.has(word) && (isTime || !COMMON.has(word))))
}

/** A value of the axis right beside another mention of the condition: "acute pancreatitis" in the history. */
function isValueNear(source: Spoken, concept: Concept, open: OpenAxis): boolean {
  const words = listValueWords(concept, open)
  return listNamings(source, concept).some(({ reading, from, to, sentence }) => {
    // The words before the name up to the last item of a list: "moderate mitral regurgitation, dementia".
    const start = Math.max(sentence.from, from - AROUND)
    const listed = reading.lowers.slice(start, from).lastIndexOf(',')
    const end = Math.min(sentence.to, to + AFTER)
    const behind = reading.lowers.slice(to, end)
    const ends = behind.findIndex((word) => ITEM_ENDS.test(word))
    const near = [...reading.lowers.slice(start + listed + 1, from), ...(ends === -1 ? behind : behind.slice(0, ends))]
    return reading.lowers.slice(from, to).some((lower) => words.has(lower)) || near.some((lower) => words.has(lower))
  })
}

/** A sentence that names one condition alone speaks of its place; in a list only the words right beside a name do. */
function isPlaceBeside(named: Named): boolean {
  const { reading, from, to, sentence } = named
  const isAlone = listMentionsIn(reading, sentence).length < 2
  return isPlaceNamed(reading, isAlone ? named : { from, to, sentence: cutAround(named) })
}

const NEXT_ITEM = /^(?:and|or|with|without|but|[,;.:])$/

/** The words around a name up to the next item of a list: "back pain and lower extremity edema" has no pain of the leg. */
function cutAround({ reading: { lowers }, from, to, sentence }: Named): Sentence {
  const before = lowers.slice(Math.max(sentence.from, from - AROUND), from)
  const after = lowers.slice(to, Math.min(sentence.to, to + AROUND))
  const first = before.findLastIndex((word) => NEXT_ITEM.test(word)) + 1
  const end = after.findIndex((word) => NEXT_ITEM.test(word))
  return { ...sentence, from: from - before.length + first, to: to + (end === -1 ? after.length : end) }
}

/** What the patient reports is the story; where the disease is, the clinician says. */
const REPORTED = /\b(?:reports?|states|notes|complains?|endorses?|says|mentions|would like)\b/

function isReported({ reading, sentence }: Named): boolean {
  return listSaying(reading, REPORTED).has(sentence)
}

const SHOWN = /\b(?:x ?- ?rays?|radiographs?|films?|mri|ct)\b.*\b(?:show(?:s|ed)|reveal(?:s|ed)|demonstrat\w+)\b/

/** "Tender at the C3 spinous process. X-rays showed osteoarthritis": of the place that was spoken of before. */
function isShownBefore({ reading, sentence }: Named): boolean {
  const before = findPreviousSentence(reading, sentence)
  if (before === undefined || !listSaying(reading, SHOWN).has(sentence)) return false
  return isPlaceNamed(reading, { sentence: before, from: before.to, to: before.to })
}

const PAIN = /(?:^| )pain(?: |$)/

/** An infection of the skin is where it is red, open or drains. */
const INFLAMED =
  /\b(?:erythema\w*|redness|red|warm\w*|purulen\w*|drain(?:age|ing)|wound|ulcer|abscess|indurat\w*|swelling|swollen|streaking)\b/

function isInflamedPlaced(source: Spoken, { rows }: Concept): boolean {
  if (!rows.some(({ code }) => /^L0[2-8]/.test(code))) return false
  return source.readings.some((reading) =>
    [...listSaying(reading, INFLAMED)].some((sentence) =>
      isPlaceNamed(reading, { sentence, from: sentence.to, to: sentence.to }),
    ),
  )
}

/** A pain is told by where it hurts, under whatever name. */
function isPainPlaced(source: Spoken, { title }: Concept): boolean {
  if (!/^(?:generalized |chronic |acute )?pain\b/i.test(title)) return false
  return source.readings.some((reading) =>
    [...listSaying(reading, PAIN)].some((sentence) => {
      const at = reading.lowers.indexOf('pain', sentence.from)
      return isPlaceNamed(reading, { sentence, from: at, to: at + 1 })
    }),
  )
}

const IMAGED = /\b(?:x - ray|x-ray|radiographs?|mri|ct|injections?|injected|brace|splint|replacement)\b/

/** What is only ordered is to show where the disease is. */
const ORDERED = /\b(?:order\w*|obtain|schedule\w*|will|check|consider)\b/

/** Beside its name in the story, or by what is done below the problem: "right knee injected". */
export function isPlaceTold(source: Spoken, concept: Concept): boolean {
  if (isPainPlaced(source, concept) || isInflamedPlaced(source, concept)) return true
  return listNamings(source, concept).some((named) => {
    if (isPlaceBeside(named) && !isReported(named)) return true
    if (isShownBefore(named)) return true
    const { problem } = named.sentence
    return problem !== undefined && listImaged(named.reading).has(problem)
  })
}

const imaged = keepWith<NoteReading, ReadonlySet<number>>()

/** Problems below which a part of the body is imaged or treated. */
function listImaged(reading: NoteReading): ReadonlySet<number> {
  const known = imaged.get(reading) ?? new Set(findImaged(reading))
  imaged.set(reading, known)
  return known
}

function findImaged(reading: NoteReading): number[] {
  return [...listSaying(reading, IMAGED)].flatMap((sentence) => {
    const { problem, role, to } = sentence
    const isItem = problem !== undefined && role === 'item' && !ORDERED.test(getWords(reading, sentence))
    return isItem && isPlaceNamed(reading, { sentence, from: to, to }) ? [problem] : []
  })
}

const DISPLACED = /^(?:non)?(?:displac|align|comminut)|^reduc(?:ed|tion)$/

/** Values that are more than a word ("back pain without leg pain") may stand in the note as other statements. */
function isPhraseSaid({ readings }: Spoken, { values }: OpenAxis): boolean {
  const phrases = values.flatMap(({ label }) =>
    label
      .toLowerCase()
      .split(/,| and | with | without | or /)
      .map((part) => part.trim())
      .filter((part) => /^[a-z]+ pain$/.test(part)),
  )
  return phrases.length > 0 && readings.some((reading) => phrases.some((one) => getNoteWords(reading).includes(one)))
}

/** "On budesonide for mild persistent disease": a degree of two words means one condition only. */
function isDegreePhraseSaid({ readings }: Spoken, { values }: OpenAxis): boolean {
  const phrases = values
    .map(({ label }) => label.toLowerCase())
    .filter((label) => /^[a-z]+ (?:persistent|intermittent)$/.test(label))
  return readings.some((reading) => phrases.some((one) => getNoteWords(reading).includes(one)))
}

function isGrowth({ rows }: Concept): boolean {
  return rows.some(({ code }) => /^(?:C|D[0-4])/.test(code))
}

const GROWTH = /\b(?:mass|tumou?r|nodule|lesion|lump)\b/
const LIMBS: readonly (readonly [string, RegExp])[] = [
  ['upper limb', /\b(?:arm|forearm|elbow|wrist|hand|shoulder|axilla)\b/],
  ['lower limb', /\b(?:leg|thigh|knee|calf|foot|ankle|hip|buttock)\b/],
]

/** "A mass in the left posterior arm" is one of the upper limb. */
function isLimbNamed({ readings }: Spoken, names: readonly string[]): boolean {
  const limbs = LIMBS.filter(([limb]) => names.includes(limb))
  return readings.some((reading) => {
    const words = [...listSaying(reading, GROWTH)].map((sentence) => getWords(reading, sentence))
    return limbs.some(([, pattern]) => words.some((one) => pattern.test(one)))
  })
}

/**
 * The name of a site itself: "a nodule in the left lower lobe", and further down its histology. Of anything but a growth
 * only the sentences that name it tell; the examination names the lower back of everybody.
 */
function isSiteNamed(source: Spoken, concept: Concept, { values }: OpenAxis): boolean {
  const names = values.map(({ label }) => label.toLowerCase()).filter((label) => label.includes(' '))
  if (isGrowth(concept) && isLimbNamed(source, names)) return true
  if (isGrowth(concept)) return source.readings.some((one) => names.some((name) => getNoteWords(one).includes(name)))
  return listNamings(source, concept).some(({ reading, sentence }) => {
    const words = getWords(reading, sentence)
    return names.some((name) => words.includes(name))
  })
}

const ORGANISM_LABEL = /\b(?:bacterial|viral|streptococc|staphylococc|klebsiella|pseudomonas)/i
const GROWN =
  /\b(?:cultures?\b.{0,60}\b(?:positive|grew|growing|grown|isolated|yielded|for)\b|(?:grew|isolated)\b.{0,40}\bcultures?)/

const NOTHING_GROWN = /\b(?:vaccin\w*|immuni[sz]\w*|sent|pending|ordered|await\w*|negative|no growth|obtain\w*)\b/

const SPECIMEN =
  /\b(?:sputum|blood|urine|wound|swab|fluid|pus|bcx|ucx|bal|aspirate|specimens?|antigen|ag|pcr|naat|panel|rapid|strep|monospot)\b.{0,40}(?:\b(?:grew|growing|grown|isolated|yielded|positive|pos|detected|reactive)\b|\+)|\b(?:mssa|mrsa|h influenzae|haemophilus|klebsiella|pseudomonas|legionella|mycoplasma|pneumococc\w*|e coli|influenza|covid|rsv|strep\w* pneumo\w*|staph\w* aureus|serratia|proteus|enterococc\w*|enterobacter|acinetobacter|candid\w*)\b/

/** A culture that grew says which organism it is. */
export function isOrganismTold({ readings }: Spoken): boolean {
  if (
    readings.some((reading) =>
      [...listSaying(reading, SPECIMEN)].some((one) => !NOTHING_GROWN.test(getWords(reading, one))),
    )
  ) {
    return true
  }
  return readings.some((reading) =>
    [...listSaying(reading, GROWN)].some((sentence) => !NOTHING_GROWN.test(getWords(reading, sentence))),
  )
}

const CULTURED =
  /\b(?:cultures?|cxs?|[bu]cxs?|gram stain|antigens?|ag|pcr|viral panel|respiratory panel|swab)\b.{0,60}\b(?:sent|pending|taken|obtained|collected|sensitivity|ordered|not back)\b|\b(?:sent|send|obtain\w*|taken|collect\w*|order(?:ed)?|await\w*|check|f \/ u|follow(?: up)?)\b.{0,60}\b(?:cultures?|cxs?|[bu]cxs?|gram stain|antigens?|ag|pcr|swab)\b/

/** A culture on its way will say it; until then nobody knows. */
function isCultured({ readings }: Spoken): boolean {
  return isSayingAnywhere(readings, CULTURED)
}

function isOrganismAsked({ values }: OpenAxis): boolean {
  return values.some(({ label }) => ORGANISM_LABEL.test(label))
}

// Symptoms beside an enlarged prostate are presumed to be of it (I.A.15).
const URINARY =
  /\b(?:urgency|frequency|nocturia|dribbling|hesitancy|retention|incomplete emptying|weak stream|obstructive|outlet obstruction|luts|incontinence|catheter)\b/

function isAnsweredByFact(source: Spoken, concept: Concept, { axis, values }: OpenAxis): boolean {
  const namings = listNamings(source, concept)
  if (isFactSaid({ readings: source.readings, namings }, concept, axis)) return true
  // The obstruction of a hernia or of a tumour is coded with it.
  if (axis === 'severity' && concept.rows.some(({ code }) => code.startsWith('K56'))) return namings.some(isSecondary)
  const isUrinary = axis === 'complication' && values.some(({ label }) => /urinary/i.test(label))
  return isUrinary && isSayingAnywhere(source.readings, URINARY)
}

const NEWBORN =
  /\b(?:newborn|neonate|baby (?:boy|girl)|gestation infant|day ?-? ?old|days old|preterm infant|premature infant)\b/

/** What separates the heart and lung diseases of adults does not separate those of the newborn. */
function isOfNewborn(source: Spoken, { rows }: Concept): boolean {
  return rows.some(({ code }) => /^[IJ]/.test(code)) && isSayingAnywhere(source.readings, NEWBORN)
}

const STAGED = /\bstage ?(?:\d|[ivx]+)\b/

/** "Ulcer over the sacrum, full thickness with fat visible, stage 3": further behind the name, in its own sentence. */
function isStageSaid(source: Spoken, concept: Concept): boolean {
  return listNamings(source, concept).some(({ reading, sentence }) => listSaying(reading, STAGED).has(sentence))
}

const KINDS: readonly Axis[] = ['type', 'cause']
/** A mood disorder of a named cause has neither episode nor degree in its code. */
const OF_MOOD: readonly Axis[] = ['type', 'episode', 'severity']

const SECONDARY = /^\s+(?:secondary|due) to\b/

function isSecondary(named: Named): boolean {
  return SECONDARY.test(textAfter(named))
}

function isMoodCaused(source: Spoken, concept: Concept): boolean {
  const isMood = concept.rows.some(({ code }) => /^F3[23]/.test(code))
  return isMood && listNamings(source, concept).some(isSecondary)
}

/** "Juvenile myoclonic epilepsy" in the story, and "epilepsy" in the assessment. */
export function isKindNamed(source: Spoken, concept: Concept): boolean {
  return listNamings(source, concept).some((named) => isKindSaid({ reading: named.reading, mention: named }))
}

/** The depression of a bipolar disorder is an episode of it: F31 excludes F32 and F33 (Excludes1). */
function isMoodBipolar({ readings }: Spoken, concept: Concept): boolean {
  const isOf = ({ rows }: Concept, codes: RegExp): boolean => rows.some(({ code }) => codes.test(code))
  if (!isOf(concept, /^F3[23]/)) return false
  return readings.some(({ mentions }) =>
    mentions.some(
      ({ assertion: { experiencer, existence }, concept: one }) =>
        experiencer === 'patient' && existence === 'present' && isOf(one, /^F31/),
    ),
  )
}

function isKindTold(source: Spoken, concept: Concept): boolean {
  const isMadeKnown = (named: Named): boolean => isNamedByCause(named) || isBlamed(named)
  if (listNamings(source, concept).some(isMadeKnown)) return true
  return isKindNamed(source, concept) || isOfNewborn(source, concept)
}

const NEAR: readonly Axis[] = ['acuity', 'severity', 'stage', 'type', 'control', 'episode']

/** Whether the record answers the axis away from the coded place. */
export function isToldElsewhere(source: Spoken, { concept, values }: Condition, open: OpenAxis): boolean {
  const { axis } = open
  // "Stage 3" is a value of its own, and 3a or 3b is what is asked for.
  const isBroad = values.some(({ value }) => concept.values.get(value)?.axis === axis)
  if (axis === 'cause' && isCauseTold(source, concept)) return true
  if (KINDS.includes(axis) && isKindTold(source, concept)) return true
  if (axis === 'cause' && isOrganismAsked(open) && (isOrganismTold(source) || isCultured(source))) return true
  if (axis === 'stage' && !isBroad && isStageSaid(source, concept)) return true
  if (axis === 'site' && (isPlaceTold(source, concept) || isSiteNamed(source, concept, open))) return true
  if (OF_MOOD.includes(axis) && (isMoodCaused(source, concept) || isMoodBipolar(source, concept))) return true
  if (isToldInTable(source.readings, concept, axis)) return true
  if (axis === 'displacement') return source.readings.some(({ lowers }) => lowers.some((word) => DISPLACED.test(word)))
  if (isAnsweredByFact(source, concept, open) || isAwaited(source.readings, concept, axis)) return true
  if (!isBroad && isValueBelow(source, concept, open)) return true
  return (!isBroad && isValueSaid(source.readings, concept, open)) || isPhraseTold(source, concept, { open, isBroad })
}

/** "Congestive heart failure" and below it "Chronic and well compensated": a line that begins with the value. */
function isValueBelow(source: Spoken, concept: Concept, open: OpenAxis): boolean {
  const places = Map.groupBy(listNamings(source, concept), ({ reading }) => reading)
  return [...places].some(([reading, named]) =>
    [...listAbout(reading, named)].some(
      (one) => listMentionsIn(reading, one).length === 0 && beginsWithValue(reading, one, { concept, open }),
    ),
  )
}

/** In the words of the question's own options. */
function isPhraseTold(
  source: Spoken,
  concept: Concept,
  { open, isBroad }: { readonly open: OpenAxis; readonly isBroad: boolean },
): boolean {
  if (open.axis === 'type' && isPhraseSaid(source, open)) return true
  if (open.axis === 'severity' && isDegreePhraseSaid(source, open)) return true
  return NEAR.includes(open.axis) && !isBroad && isValueNear(source, concept, open)
}

const OPERATED = /\b(?:[a-z]+ectomy|ablation|radioiodine|radioactive iodine|irradiation)\b/

/** "Hypothyroidism, thyroid ablation": a procedure beside the name is the cause that an option would offer. */
export function isProcedureBeside(source: Spoken, concept: Concept, options: readonly string[]): boolean {
  if (!options.some((option) => /^post-?(?:procedural|surgical|operative)/i.test(option))) return false
  return listNamings(source, concept).some(({ reading, sentence }) => listSaying(reading, OPERATED).has(sentence))
}

const DISEASE = /(?:itis|osis|pathy|emia|ascites|angina)$/

/** An answer that is a condition of its own is named somewhere: "cholecystitis" in the list answers about the stones. */
export function isAnswerNamed({ readings }: Spoken, options: readonly string[], term: string): boolean {
  const own = term.toLowerCase()
  const names = options.flatMap((option) => option.toLowerCase().match(/[a-z]{6,}/g) ?? [])
  const wanted = new Set(names.filter((name) => DISEASE.test(name) && !own.includes(name)))
  return readings.some(({ mentions, lowers }) =>
    mentions.some(({ from, to, assertion }) => {
      const isOwn = assertion.experiencer === 'patient' && assertion.temporality === 'current'
      return isOwn && lowers.slice(from, to).some((lower) => wanted.has(lower))
    }),
  )
}
