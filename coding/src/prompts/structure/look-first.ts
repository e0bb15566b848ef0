/** Whether the record speaks already of what would be asked: anywhere beside the condition, and of sides and sites anywhere. */
import type { Condition } from '../../diagnoses/condition.ts'
import type { Axis } from '../../domain/axis.ts'
import { keepWith } from '../../domain/keep-with.ts'
import type { Concept } from '../../knowledge/concept.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import { getWords, isSayingAnywhere, listMentionsIn, listSaying } from '../note-words.ts'
import type { PromptSource } from '../prompt-source.ts'
import { isPlaceNamed } from '../said-beside.ts'

const CATEGORY = 3

type Spoken = { readonly concept: Concept; readonly reading: NoteReading; readonly sentence: Sentence }

/** Where the record names a condition of the same category, whether as this one or more exactly. */
function listSpoken({ readings }: PromptSource, { concept, rows }: Condition): Spoken[] {
  const categories = new Set((rows.length === 0 ? concept.rows : rows).map(({ code }) => code.slice(0, CATEGORY)))
  const isRelated = (one: Concept): boolean =>
    one === concept || one.rows.some(({ code }) => categories.has(code.slice(0, CATEGORY)))
  return readings.flatMap((reading) =>
    reading.mentions
      .filter((mention) => mention.assertion.experiencer === 'patient' && isRelated(mention.concept))
      .map((mention) => ({ concept: mention.concept, reading, sentence: mention.sentence })),
  )
}

function listBesides({ reading, sentence }: Spoken): readonly Sentence[] {
  const { problem } = sentence
  return problem === undefined ? [sentence] : [sentence, ...(reading.problemItems.get(problem) ?? [])]
}

function joinWords({ lowers }: NoteReading, { from, to }: Sentence): string {
  return lowers.slice(from, to).join(' ')
}

/** The clinician says that there is no more to say. */
const LEFT_OPEN = /\b(?:unspecified|nonspecific|unclear|unknown|undetermined)\b/

function buildTest(words: readonly string[]): RegExp {
  return words.length === 0 ? /(?!)/ : new RegExp(`\\b(?:${words.join('|')})`)
}

const ANYWHERE: readonly Axis[] = ['site', 'trimester', 'displacement', 'type']
// Said of many things: beside the condition they speak of it, elsewhere they do not.
const COMMON = new Set(
  'type acute chronic primary secondary complete partial total internal external simple complex mixed central direct stress persistent permanent typical adult focal localized generalized diffuse superficial'.split(
    ' ',
  ),
)

export type RecordSearch = { readonly isSaid: (axis: Axis, words: readonly string[]) => boolean }

/** @returns undefined where another mention of the same category says more exactly what it is. */
export function searchRecord(source: PromptSource, condition: Condition): RecordSearch | undefined {
  const spoken = listSpoken(source, condition)
  if (spoken.some(({ concept }) => concept !== condition.concept)) return undefined
  const beside = [
    ...new Set(spoken.flatMap((one) => listBesides(one).map((sentence) => joinWords(one.reading, sentence)))),
  ]
  const near = beside.join(' \n ')
  if (LEFT_OPEN.test(near)) return undefined
  return {
    isSaid: (axis, words) => {
      if (buildTest(words).test(near)) return true
      const elsewhere = buildTest(ANYWHERE.includes(axis) ? words.filter((word) => !COMMON.has(word)) : [])
      return source.readings.some(({ lowers }) => elsewhere.test(lowers.join(' ')))
    },
  }
}

const SIDE =
  /\b(?:right|left|bilateral|bilaterally|bilat|b \/ l|both (?:\w+s|feet)|le|rt|lt|unilateral|od|os|ou|au|[rl][lu]e)\b|(?<!\d )\b[rl] (?:[a-z]{2,}|\d(?:st|nd|rd|th)\b)|\( ?[rl] ?\)|\b[a-z]{3,} [rl]\b/
/** Which hand somebody writes with is no side of a disease. */
const DOMINANT =
  /\b(?:right|left)(?: ?- ?| )?hand(?:ed(?: ?- ?| )?(?:dominant)?|(?: ?- ?| )dominant)|\b(?:right|left)(?: ?- ?| )dominant|\bdominant (?:hand|side)\b.{0,10}\b(?:right|left)\b/g
/** "RLE", "lower extremity" and "leg" are one place; an arm is another, though both are limbs. */
const LIMBS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:[rl]le|lower (?:limb|extremity|extremities))\b/g, 'leg'],
  [/\b(?:[rl]ue|upper (?:limb|extremity|extremities))\b/g, 'arm'],
  [/\b(?:limbs?|extremity|extremities)\b/g, 'arm leg'],
  [/\b(?:tms?|ear ?drums?)\b/g, 'tympan'],
  [/\bo[dsu]\b/g, 'eye'],
  [/\bau\b/g, 'ear'],
]

/** "Left lower extremity shortened and rotated": what is said of a limb as a whole is said of its hip as well. */
const WHOLE_LIMB = /\b(?:[rl][lu]e|(?:upper|lower) (?:limb|extremity)|limb|extremity)\b/

function nameLimbs(words: string): string {
  return LIMBS.reduce((text, [limb, name]) => text.replaceAll(limb, name), words)
}

const SHARED_LETTERS = 4

function isAkin(word: string, core: string): boolean {
  const least = Math.max(SHARED_LETTERS, Math.min(core.length - 2, SHARED_LETTERS + 1))
  return core.length >= SHARED_LETTERS && word.slice(0, least) === core.slice(0, least)
}

/** Parts of the body that the record may call otherwise than the title of a code. */
const SAME_PLACE: readonly (readonly string[])[] = [
  ['kidney', 'renal', 'adrenal', 'suprarenal', 'nephr', 'flank', 'hydroneph', 'pyelo', 'ureter', 'uvj', 'upj', 'cva'],
  [
    'eye',
    'ocular',
    'optic',
    'retin',
    'cataract',
    'cornea',
    'macula',
    'vision',
    'visual',
    'lens',
    'vitre',
    'glaucom',
    'conjunct',
    'kerat',
    'uveit',
    'pupil',
  ],
  ['eyelid', 'lid', 'blephar', 'chalazion', 'hordeolum'],
  [
    'ear',
    'ears',
    'auditory',
    'tympan',
    'myringot',
    'eustach',
    'otitis',
    'hearing',
    'ossic',
    'mastoid',
    'otalgia',
    'pinna',
  ],
  ['lung', 'pulmon', 'pleur', 'lobe', 'bronch', 'hemithorax', 'chest'],
  ['ovar', 'adnexa', 'tube', 'tubal', 'salping'],
  ['breast', 'mammo', 'mammary', 'nipple'],
  ['testi', 'scrot', 'epididym', 'orchi', 'spermat', 'hydrocele'],
  ['carotid', 'cerebral', 'artery', 'vein', 'hemisphere'],
  [
    ...['arm', 'arms', 'forearm', 'hand', 'wrist', 'finger', 'thumb', 'elbow', 'carpal', 'cubital', 'scaph', 'snuff'],
    ...['radi', 'ulna', 'volar', 'epicond', 'olecran', 'pip', 'dip', 'mcp', 'cmc', 'druj', 'tfcc', 'digit', 'median'],
  ],
  [
    ...['leg', 'legs', 'foot', 'feet', 'calf', 'thigh', 'ankle', 'toe', 'shin', 'saphen', 'varic', 'toes', 'heel'],
    ...['calcan', 'talus', 'talar', 'malleol', 'atfl', 'achill', 'plantar', 'hallux', 'mtp', 'fibula', 'tibia', 'gsv'],
  ],
  ['hemipleg', 'hemipar', 'weakness', 'facial', 'droop', 'neglect', 'arm', 'leg', 'hemisphere'],
  [
    ...['shoulder', 'rotator', 'humer', 'clavic', 'supraspin', 'infraspin', 'subscap', 'subacrom', 'acromio', 'bicep'],
    ...['deltoid', 'glenoh', 'labr', 'scapul'],
  ],
  ['hip', 'femor', 'femur', 'trochanter', 'intertroch', 'acetab', 'glute'],
  ['knee', 'patell', 'menisc', 'tibia', 'cruciate', 'acl', 'pcl', 'mcl', 'lcl', 'quadric', 'baker'],
  ['groin', 'inguin'],
  ['thrombosis', 'thromb', 'clot'],
  ['gout', 'podagra', 'toe', 'mtp', 'hallux'],
  ['metatars', 'midfoot', 'forefoot', 'foot', 'toe', 'mtp', 'hallux', 'lisfranc'],
  ['metacarp', 'hand', 'finger', 'thumb'],
  ['axilla', 'armpit'],
  ['claudic', 'peripheral', 'iliac', 'femoral', 'popliteal', 'tibial', 'extremity'],
  ['rib', 'intercostal', 'costal', 'chest', 'thora', 'hemithorax'],
  ['jaw', 'tmj', 'temporomandib', 'mandib', 'preauricular'],
]

/** Where a disease of many places is spoken of; each of them has other diseases, so this holds one way only. */
const PLACES_OF: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bgout\b/, 'ankle knee wrist elbow olecran finger foot midfoot joint mcp pip dip'.split(' ')],
  [
    /\bperipheral (?:arter|vasc)|\bclaudic|\barteries of/,
    'calf calves leg legs foot feet abi abis sfa femoral popliteal pedal tibial toe toes'.split(' '),
  ],
  [/\bthromb|\bembolism of/, 'calf calves leg legs thigh femoral popliteal'.split(' ')],
]

/** A new growth is spoken of by what it looks like and by what was taken out. */
const GROWTH = ['tumor', 'tumour', 'mass', 'lesion', 'nodule', 'cancer', 'carcinoma', 'sarcoma', 'neoplas']
const TAKEN_OUT = /(?:ectomy|ectomies)$/

function isGrowth({ rows }: Concept): boolean {
  return rows.some(({ code }) => /^(?:C|D[0-4])/.test(code))
}

/** The chapters of the eye and of the ear, whatever the title of a code calls the place. */
function nameChapter({ rows }: Concept): string {
  if (rows.some(({ code }) => /^H[0-5]/.test(code))) return 'eye'
  return rows.some(({ code }) => /^H[6-9]/.test(code)) ? 'ear' : ''
}

function listPlaceWords(title: string): readonly string[] {
  const words = title.toLowerCase().match(/[a-z]{3,}/g) ?? []
  const named = SAME_PLACE.filter((group) => group.some((place) => words.some((word) => word.startsWith(place))))
  return [...words.filter((word) => word.length >= SHARED_LETTERS), ...named.flat()]
}

function listPlacesOf(title: string): readonly string[] {
  return PLACES_OF.flatMap(([disease, places]) => (disease.test(title) ? places : []))
}

/** A name of the eye in a note that never speaks of eyes is the name of something else: engorged veins of a foot. */
export function isForeign({ readings }: PromptSource, concept: Concept): boolean {
  const chapter = nameChapter(concept)
  const group = SAME_PLACE.find(([first]) => first === chapter)
  if (concept.isFromRelease !== true || group === undefined) return false
  return !readings.some(({ lowers }) => lowers.some((lower) => group.some((word) => lower.startsWith(word))))
}

/** "Abrasions on the knees" are on both. */
function isPluralPlace({ readings }: PromptSource, concept: Concept): boolean {
  if (concept.site === undefined) return false
  const places = new Set([`${concept.site}s`])
  return readings.some(({ mentions, lowers }) =>
    mentions.some(
      (one) =>
        one.concept === concept &&
        one.assertion.existence === 'present' &&
        lowers.slice(one.from, one.to).some((word) => places.has(word)),
    ),
  )
}

const AT_PRESENT = /\b(?:at present|currently|presently|now|today)\b/

/** "A thrombosis of the left leg in 2011": a side of what is over, and of another condition than the one that is asked about. */
function isOfAnotherTime(reading: NoteReading, sentence: Sentence, concept: Concept): boolean {
  if (listSaying(reading, AT_PRESENT).has(sentence)) return false
  const named = listMentionsIn(reading, sentence)
  return named.length > 0 && named.every((one) => one.concept !== concept && one.assertion.temporality === 'historical')
}

const OPERATION =
  /\b(?:nail(?:ing)?|orif|crpp|fixation|pinning|reduction|casting|splint(?:ing)?|replacement|\w+plasty|\w{4,}otomy|arthroscop\w+|amputation)\b/
const PAST: ReadonlySet<string> = new Set(['psh', 'pmh'])

/** What is red and swollen is what is infected, whatever part of the body the name of the condition holds. */
const INFLAMED = /\b(?:red|redness|erythema\w*|swollen|purulen\w*|fluctuan\w*|indurat\w*|drain(?:age|ing))\b/

/** "LEFT UPPER EXTREMITY:" heads what is found of the shoulder as well. */
function nameWholeLimb(words: string): string {
  return words.replaceAll(/\barm\b/g, 'arm shoulder elbow wrist hand').replaceAll(/\bleg\b/g, 'leg hip knee ankle foot')
}

const sidedHeadings = keepWith<NoteReading, readonly string[]>()

/** "MRI RIGHT SHOULDER:": the words of a heading belong to no sentence. */
function listSidedHeadings(reading: NoteReading): readonly string[] {
  const { sections } = reading
  const known = sidedHeadings.get(reading)
  if (known !== undefined) return known
  const spans = sections.map(({ from }, at) => ({ from: sections[at - 1]?.to ?? 0, to: from }))
  const sided = spans
    .map((span) => nameWholeLimb(nameLimbs(getWords(reading, span))))
    .filter((words) => SIDE.test(words))
  sidedHeadings.set(reading, sided)
  return sided
}

/** "Left the ED", "left ventricle", "right now", "R IJ line": no side of a part that could be the diseased one. */
const NO_SIDE =
  /\b(?:right|left|r|l) (?:the|an?|his|her|their|my|for|at|in|on|to|from|with|without|after|before|over|out|off|now|away|here|there|home|work|school|message|voicemail|ama|him|us|today|untreated|alone|ventric\w*|atri\w*|bundle|anterior|posterior descending|heart|main|circumflex|coronary|axis|shift|upper|lower|quadrant|sided heart|ij|subclavian|avf|avg|picc|port|arteriovenous|radial|femoral|lateral|decubitus)\b|\b(?:has|have|had|was|were|been|patient|pt|he|she|they|is|nothing|all|just) (?:left|right)\b|\blv\b|\bcentral line\b/

/** Where the past of the patient and the family stands, a side is of something else. */
const OF_OTHERS: ReadonlySet<string> = new Set(['pmh', 'psh', 'family-history', 'social-history', 'medications'])

const sidedAlone = keepWith<NoteReading, readonly Sentence[]>()

/**
 * Sentences with a side beside which we know no part of the body: "R UVJ stone", "Left CTR on Friday". Whatever it is of,
 * it is of something that has sides, and the record has been read where it could answer.
 */
function listSidedAlone(reading: NoteReading): readonly Sentence[] {
  const known = sidedAlone.get(reading)
  if (known !== undefined) return known
  const places = SAME_PLACE.flat()
  const alone = [...listSaying(reading, SIDE)].filter((sentence) => {
    const words = getWords(reading, sentence).replaceAll(DOMINANT, '')
    if (!SIDE_ALONE.test(words) || NO_SIDE.test(words) || OF_OTHERS.has(sentence.section.id)) return false
    if (isPlaceNamed(reading, { sentence, from: sentence.to, to: sentence.to })) return false
    return !nameLimbs(words)
      .split(' ')
      .some((word) => places.some((place) => isAkin(word, place)))
  })
  sidedAlone.set(reading, alone)
  return alone
}

const SIDE_ALONE = /\b(?:right|left|bilateral(?:ly)?|rt|lt)\b|(?<!\d )\b[rl] [a-z]{2,}/

function hasSides({ values }: Concept): boolean {
  return [...values.values()].some(({ axis }) => axis === 'laterality')
}

/** No other condition in it, and none with sides in the record, that the side could be of. */
function isSidedAlone(source: PromptSource, concept: Concept): boolean {
  const categories = new Set(concept.rows.map(({ code }) => code.slice(0, CATEGORY)))
  const isOwn = (one: Concept): boolean =>
    one === concept || one.rows.some(({ code }) => categories.has(code.slice(0, CATEGORY)))
  const isOther = (one: Concept): boolean => one.kind === 'diagnosis' && hasSides(one) && !isOwn(one)
  if (source.readings.some(({ mentions }) => mentions.some((one) => isOther(one.concept)))) return false
  return source.readings.some((reading) =>
    listSidedAlone(reading).some((sentence) => listMentionsIn(reading, sentence).every((one) => isOwn(one.concept))),
  )
}

const SYMMETRIC = /\bsymmetric\w*\b.{0,60}\b(?:sensorineural|conductive|hearing|loss|thresholds?|presbycusis)\b/

/** An audiogram that is symmetric is one of both ears. */
function isSymmetric({ readings }: PromptSource, { rows }: Concept): boolean {
  return rows.some(({ code }) => /^H9/.test(code)) && isSayingAnywhere(readings, SYMMETRIC)
}

function nameSite(concept: Concept, value: string): string {
  const known = concept.values.get(value)
  return known?.axis === 'site' ? known.label : ''
}

const PLACES = SAME_PLACE.flat()

function namesPlace(words: readonly string[], places: readonly string[]): boolean {
  return words.some((word) => places.some((place) => isAkin(word, place) || word.startsWith(place)))
}

/** What is left of a sentence without the sides of others: "left ankle sprain, carpal tunnel syndrome" says none of the wrist. */
function dropSidesOfOthers(
  reading: NoteReading,
  sentence: Sentence,
  { concept, parts }: { readonly concept: Concept; readonly parts: readonly string[] },
): string {
  const taken = new Set<number>()
  for (const other of listMentionsIn(reading, sentence)) {
    const named = reading.lowers.slice(other.from, other.to)
    if (other.concept === concept || !namesPlace(named, PLACES) || namesPlace(named, parts)) continue
    for (const { value, from, to } of other.values) {
      if (other.concept.values.get(value)?.axis !== 'laterality') continue
      for (let at = from; at < to; at++) taken.add(at)
    }
  }
  if (taken.size === 0) return getWords(reading, sentence)
  return reading.lowers
    .slice(sentence.from, sentence.to)
    .filter((_, at) => !taken.has(sentence.from + at))
    .join(' ')
}

const LIMB_PLACES = {
  arm: [
    'arm',
    'hand',
    'wrist',
    'finger',
    'thumb',
    'elbow',
    'shoulder',
    'humer',
    'clavic',
    'radius',
    'radial',
    'ulna',
    'metacarp',
  ],
  leg: [
    'leg',
    'foot',
    'ankle',
    'toe',
    'knee',
    'hip',
    'thigh',
    'femur',
    'femor',
    'tibia',
    'fibula',
    'calcan',
    'metatars',
  ],
} as const

/** "Splint on the left ankle" is of no wrist. */
function isOfOtherLimb(said: readonly string[], parts: readonly string[]): boolean {
  const { arm, leg } = LIMB_PLACES
  const isAnkle = namesPlace(said, leg) && !namesPlace(said, arm)
  const isWrist = namesPlace(said, arm) && !namesPlace(said, leg)
  if (isAnkle) return namesPlace(parts, arm) && !namesPlace(parts, leg)
  return isWrist && namesPlace(parts, leg) && !namesPlace(parts, arm)
}

/** A side named in a sentence that speaks of the same part of the body, in anybody's note (I.B.13, I.B.14). */
export function isSideSpoken(
  source: PromptSource,
  { concept, places, values = [] }: Pick<Condition, 'concept' | 'places'> & Partial<Pick<Condition, 'values'>>,
): boolean {
  const sites = values.map(({ value }) => nameSite(concept, value)).join(' ')
  const title = nameLimbs(`${concept.site ?? ''} ${sites} ${concept.title} ${nameChapter(concept)}`.toLowerCase())
  const isNew = isGrowth(concept) && !SAME_PLACE.flat().some((place) => title.includes(place))
  const parts = [...listPlaceWords(title), ...(isNew ? GROWTH : []), ...listPlacesOf(title)]
  if (isPluralPlace(source, concept)) return true
  const own = new Set(places.map(({ mention }) => mention.sentence))
  // The title of an operation names the side of what was operated on.
  const isOfBones = concept.rows.some(({ code }) => /^[SM]/.test(code))
  const isOfSkin = concept.rows.some(({ code }) => /^L0/.test(code))
  const isOfPlace = (said: readonly string[]): boolean =>
    said.some((word) => parts.some((place) => isAkin(word, place) || word.startsWith(place)))
  if (source.readings.some((reading) => listSidedHeadings(reading).some((words) => isOfPlace(words.split(' '))))) {
    return true
  }
  if (isSidedAlone(source, concept) || isSymmetric(source, concept)) return true
  return source.readings.some((reading) =>
    [...listSaying(reading, SIDE)].some((sentence) => {
      const words = getWords(reading, sentence).replaceAll(DOMINANT, '').replaceAll(' | ', ' ')
      if (!SIDE.test(words) || isOfAnotherTime(reading, sentence, concept)) return false
      const limbs = nameLimbs(words)
      const said = (isOfBones && WHOLE_LIMB.test(words) ? nameWholeLimb(limbs) : limbs).split(' ')
      if (!SIDE.test(dropSidesOfOthers(reading, sentence, { concept, parts }).replaceAll(DOMINANT, ''))) return false
      const isOperation = isOfBones && !PAST.has(sentence.section.id) && OPERATION.test(words)
      return (
        own.has(sentence) ||
        isOfPlace(said) ||
        (isOperation && !isOfOtherLimb(said, parts)) ||
        (isOfSkin && INFLAMED.test(words)) ||
        (isNew && said.some((word) => TAKEN_OUT.test(word)))
      )
    }),
  )
}

// Words of care that say by themselves in which phase an injury is (I.C.19.a): whoever reads them does not ask.
const PHASE_SAID =
  /\b(?:today|yesterday|tonight|this morning|last night|ago|earlier|fell|fall|tripp(?:ed|ing)|slipp(?:ed|ing)|stumbl\w*|landed|crash\w*|twisted|sustained|acute|accident|injured|presents? after|reduc(?:ed|tion)|surgery|arthroplasty|hemiarthroplasty|orif|nailing|pinning|operative|post-?op\w*|cast|splint|sling|sutures?|healed|healing|union|callus|follow[- ]?up|recheck|weeks?|months?|late effect|sequelae?|old)\b/

export function isPhaseSaid({ record, readings }: PromptSource): boolean {
  return record.encounterClass === 'emergency' || readings.some(({ lowers }) => PHASE_SAID.test(lowers.join(' ')))
}
