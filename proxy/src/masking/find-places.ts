/** Facilities and cities. States and countries stay: they may (45 CFR 164.514(b)(2)(i)(B)). */
import type { Dictionaries } from './dictionaries.ts'
import { findSmallStreet, findSmallTown } from './find-small-places.ts'
import type { Found } from './finding.ts'
import { CREDENTIALS, EPONYM_HEADS } from './name-cues.ts'
import type { NoteWord } from './note-words.ts'
import { STATE_LETTERS, STATES } from './states.ts'
import { isTermByForm } from './word-forms.ts'
import { BEFORE_PLACE, FACILITY } from './word-marks.ts'

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** The last word of a facility's name. */
const HEADS = setOf(
  'hospital hospitals clinic clinics infirmary hospice pharmacy daycare rehabilitation university college institute associates sanatorium sanitarium polyclinic dispensary academy preschool kindergarten elementary rehab rheumatology neurology gastroenterology nephrology pulmonology endocrinology ophthalmology gynecology obstetrics psychiatry podiatry physiotherapy perinatal books orthopedics orthopaedics cardiology pediatrics dermatology oncology urology imaging radiology surgery surgicenter medicine dental laboratories laboratory labs manor lodge residence shelter dialysis detention mortuary crematory co-op cooperative mission missions camp courthouse club gym fitness spa theater grill pub tavern market deli store shop mart garage motors auto agency bureau prison jail penitentiary foundation healthcare rescue ems ambulance convent monastery abbey church parish cathedral synagogue mosque chapel school schools seminary pavilion village apothecary chemist drug drugs pharmacies supermarket inc llc llp pllc corp corporation cannery brewers ltd industries enterprises fabrication manufacturing logistics construction farms factory partners practice ministries towers apartments estates gardens terrace center centre sheriff kennels plumbing roofing trucking bakery brewery restaurant cafe diner salon library museum stadium arena casino inn hotel motel marina airport harbor shipyard refinery mill foundry steelworks orchards vineyard ranch hall wing clínica hospice hospices maternity lodge transit rides shuttle taxi cab transport transportation garments textiles apparel furniture flooring drywall roofing electric electrical heating concrete steel lumber landscaping nursery cleaners laundry laundromat barber salon bowl lanes cinema cinemas theatre arcade rink ymca ywca daughters sons brothers bros house foods farms dairy meats packing freight trucking airlines staffing holdings insurance mutual bank trust cemetery library academy daycare preschool stables kennel barbershop bookstore counseling counselling diner steakhouse pizzeria grocers grocery outfitters jewelers builders contractors survivors ministries fellowship tabernacle',
)
/** A head of two words, of which the first alone is none, without its "'s" and the "&" between them. */
const HEAD_PAIRS = new Set(
  'medical center|medical centre|medical group|heart group|eye group|kidney group|lung group|cancer group|spine group|skin group|kidney care|cancer care|heart care|spine care|lung care|iron works|steel works|paper mill|vein group|women group|pediatric group|cardiology group|imaging group|health group|care group|therapy group|dental group|surgery group|hand center|breast center|wound center|kidney center|lung center|vein center|joint center|diabetes center|burn center|stroke center|infusion center|outpatient center|medical associates|health center|health system|health systems|health services|health department|health care|cancer center|heart center|heart institute|surgery center|surgical center|surgical associates|imaging center|dialysis center|trauma center|birth center|birthing center|community center|senior center|care center|rehabilitation center|rehab center|treatment center|recovery center|wellness center|women center|nursing home|nursing facility|nursing center|care home|assisted living|retirement community|retirement home|group home|urgent care|primary care|family practice|family medicine|internal medicine|family health|family care|home health|home care|physical therapy|bone joint|eye center|eye care|eye associates|spine center|pain center|pain clinic|sleep center|high school|middle school|elementary school|day care|day school|drug store|drug stores|physicians group|physician group|specialty group|school district|army base|air base|funeral home|correctional facility|correctional institution|detention center|foot ankle|pain spine|spine pain|brain spine|heart vascular|ear throat|nose throat|vein vascular|allergy asthma|diabetes endocrine|sleep medicine|food pantry|cold storage|bone spine|women health|men health|children hospital|behavioral health|mental health|public health|free clinic|walk-in clinic|co op|day camp|boys club|girls club|credit union|critical access|mobile park|head start|eye unit|research unit|clinical research|skilled nursing|memory care|senior living|care centre|health centre|fire department|fire rescue|fire station|police department|sheriff office|human services|social services|family services|community college|state university|trailer park|mobile home|food bank|day program|adult day|health plan|health network|health partners|medical supply|home medical|hardware store|grocery store|auto body|post office|elementary school'.split(
    '|',
  ),
)
/** Before these only a cue of place makes a name of one word a facility. */
const GENERAL = setOf('general memorial regional university medical unit services mutual')
/** Words of a facility's name that by themselves name none: "Emergency Department", "Primary Care Clinic". */
const GENERIC = setOf(
  "the a an our your this that emergency primary care urgent family internal medicine medical health surgery surgical general outpatient inpatient physical therapy pain sleep heart cardiology cardiac orthopedic orthopedics pediatric pediatrics dental eye foot wound diabetes women's womens men's center clinic hospital nursing home local community rehab rehabilitation imaging radiology laboratory lab pharmacy school high middle elementary department dept unit daycare specialty speciality walk-in same-day infusion cancer oncology dialysis fertility travel allergy anticoagulation coumadin warfarin memory headache spine sports hand vascular vein skin weight bariatric behavioral mental psychiatric psychiatry neurology urology dermatology nephrology endocrine endocrinology gastroenterology pulmonary rheumatology hematology infectious disease ent gi gyn ob obgyn prenatal postpartum newborn day senior assisted living group private public state county city national other another outside referring follow-up followup new prior previous current subspecialty plastic hospice palliative at in of from by and for to with per was is discharge admit admitted transfer admission past history review course vocational consulting occupational",
)
const CONNECTORS = setOf("of the and & for st saint 's")

/** Of a state and of something else in a note: a zip code or a known city has to confirm. */
const DOUBTFUL = setOf('MD PA DO MS MA ND OD DC OR IN ME OK HI LA AL ID CO CT DE MI VA NE PR')
/** Before a city of the dictionary. */
const WHERE = setOf('in from to near at outside around of visited visiting through toward via live lives')
/** Two words before a city that no dictionary knows. */
const MOVES = new Set(
  'here from|moved to|moved from|came to|came from|comes from|went to|facility in|hospital in|clinic in|doctor in|specialist in|office in|family in|relatives in|school in|works in|worked in|working in|based in|town of|city of|outside of|suburb of|lives in|lived in|living in|live in|born in|raised in|up in|grew up|resides in|residing in|relocated to|relocated from|back from|native of|traveled to|travelled to|trip to|travels to|traveling to|vacation in|vacation to|home in|house in|returned from|returning from|originally from|retired to|farmer from|driving from|drove from|flew from|flew to|commutes to|stationed in|stationed at'.split(
    '|',
  ),
)

/** Before a capital these begin the name of a place. */
const GEOGRAPHIC = setOf(
  'lake mount mt fort ft port cape new north south east west saint st san santa los las el la glen point camp isle upper lower old big little great grand royal prince queen king palm rancho',
)
/** And these end it. */
const PLACE_ENDS = setOf(
  'county parish township borough village hollow creek valley island beach springs falls ridge heights grove hills lake bay harbor point junction crossing landing mills bluff bend ferry reservation pueblo mesa canyon',
)
/** Of these a term knows one or another (valley fever), but before a clinic or a shop they are its name. */
const LANDSCAPE = setOf(
  'valley creek hollow lake river prairie village island beach springs grove hills harbor canyon mesa meadow mountain',
)
/** Before a word that nothing explains: a place. */
const BEFORE_UNKNOWN = setOf('in near at outside around from on of to')
const lastOf = (phrase: string): string => phrase.slice(phrase.lastIndexOf(' ') + 1)
/** Words of which one ends every facility, and words of which one stands before every city without a state. */
export const FACILITY_ENDS: Iterable<string> = [...HEADS, ...GENERAL, ...[...HEAD_PAIRS].map(lastOf)]
export const PLACE_CUES: Iterable<string> = [...WHERE, ...BEFORE_UNKNOWN, ...[...MOVES].map(lastOf), ',']
/** A unit or a practice, in the letters of which a place was named: "Mercyhurst ER". */
const UNIT_LETTERS = setOf(
  'tmc er ed icu uc pt ot snf ltc alf va or urgent ci fci usp cbc cboc vamc adrc ent ems fd pd hd dpw isd usd ymca',
)

export type PlaceReading = {
  readonly isSmall: boolean
  /** Where streets and facilities end: a city follows. */
  readonly ends: Set<number>
  /** Whether no list and no knowledge explains a word. */
  readonly isUnknown: (word: NoteWord) => boolean
  /** Of a word in small letters: in a list or the knowledge, or with the ending of one. */
  readonly isPlainWord: (word: NoteWord) => boolean
  readonly words: readonly NoteWord[]
  readonly dictionaries: Dictionaries
  /** Indices of words that are names already. */
  readonly names: ReadonlySet<number>
}

export function findPlaces(reading: PlaceReading): Found[] {
  const { words } = reading
  const letterhead = findLetterhead(reading)
  const found: Found[] = letterhead ? [cut(words, letterhead, 'facility')] : []
  for (let at = letterhead?.to ?? 0; at < words.length; at++) {
    const word = words[at]
    if (word?.kind !== 'word') continue
    if (word.shape === 'small') {
      if (reading.isSmall) found.push(...findSmall(reading, at))
      continue
    }
    const facility = findFacility(reading, at) ?? findOpenFacility(reading, at)
    if (facility) {
      found.push(cut(words, facility, 'facility'))
      reading.ends.add(words[facility.to - 1]?.end ?? 0)
    }
    found.push(...findCity(reading, at), ...findBrand(reading, at), ...findNamedPlace(reading, at))
  }
  return found
}

/** "moved from el centro", "at imperial valley family health": in a note without capitals. */
function findSmall(reading: PlaceReading, at: number): Found[] {
  if (reading.names.has(at)) return []
  const street = findSmallStreet(reading, at)
  if (street) return [cut(reading.words, street, 'street')]
  const facility = findSmallFacility(reading, at)
  return facility ? [cut(reading.words, facility, 'facility')] : findSmallCity(reading, at)
}

const MAX_SMALL_FACILITY = 5
/** Before a colon: a place of which the line behind it tells the name. */
const PLACE_LABELS = /^(?:pharmacy|facility|hospital|employer|school|clinic)$/

/** @param at the last word of the head. */
function findSmallFacility({ words, isPlainWord }: PlaceReading, at: number): Run | undefined {
  const lowerAt = (index: number): string => words[index]?.lower ?? ''
  const isPair = HEAD_PAIRS.has(`${lowerAt(at - 1)} ${lowerAt(at)}`)
  if (!isPair && !HEADS.has(lowerAt(at))) return undefined
  const head = isPair ? at - 1 : at
  for (let from = head - 1; from > head - MAX_SMALL_FACILITY && words[from]?.shape === 'small'; from--) {
    const isLabelled = lowerAt(from - 1) === ':' && PLACE_LABELS.test(lowerAt(from - 2))
    if (!isLabelled && !/^(?:at|from|to|@|in)$/.test(lowerAt(from - 1))) continue
    const isNamed = words
      .slice(from, head)
      .some((one) => (!isPlainWord(one) || PLACE_ENDS.has(one.lower)) && !GENERIC.has(one.lower))
    return isNamed ? { from, to: at + 1 } : undefined
  }
  return undefined
}

function findSmallCity({ words, dictionaries: own, isPlainWord }: PlaceReading, at: number): Found[] {
  const [two, before, word, next] = [words[at - 2], words[at - 1], words[at], words[at + 1]]
  const isEnd = next === undefined || next.kind === 'mark' || next.kind === 'break'
  const isMove =
    MOVES.has(`${two?.lower} ${before?.lower}`) ||
    (isEnd && /^(?:from|at)$/.test(before?.lower ?? '') && two?.kind === 'word')
  if (!word || (!isMove && !WHERE.has(before?.lower ?? ''))) return []
  const town = own.eponyms.has(word.lower) ? undefined : findSmallTown({ words, isPlainWord }, at, isEnd)
  if (town) return [cut(words, town, 'city')]
  for (let to = at + 3; to > at; to--) {
    if (own.places.has(textOf(words, { from: at, to }))) return [cut(words, { from: at, to }, 'city')]
  }
  if (!isMove || (isPlainWord(word) && !GEOGRAPHIC.has(word.lower))) return []
  const isLonger = next?.shape === 'small' && !isPlainWord(next)
  return [cut(words, { from: at, to: isLonger ? at + 2 : at + 1 }, 'city')]
}

type Run = { readonly from: number; readonly to: number }

function cut(words: readonly NoteWord[], { from, to }: Run, kind: Found['kind']): Found {
  return { kind, start: words[from]?.start ?? 0, end: words[to - 1]?.end ?? 0 }
}

/** @param at the last word of the head. */
function findFacility(reading: PlaceReading, at: number): Run | undefined {
  const { words, names } = reading
  const word = words[at]
  if (!word || !(word.marks & FACILITY) || names.has(at)) return undefined
  const before = words[at - 1]?.text === '&' || words[at - 1]?.lower === 'and' ? words[at - 2] : words[at - 1]
  const isPair = HEAD_PAIRS.has(`${before?.lower} ${word.lower}`)
  const isHead = HEADS.has(word.lower) || isPair
  const isGeneral = !isHead && GENERAL.has(word.lower)
  const hasNoNext = words[at + 1]?.kind !== 'word' || words[at + 1]?.shape === 'small'
  if ((!isHead && !isGeneral) || (isGeneral && !hasNoNext)) return undefined
  if (!isPair && HEADS.has(words[at + 1]?.lower ?? '') && words[at + 1]?.shape !== 'small') return undefined
  const { from, own } = gatherBack(reading, at)
  if (own === 0 && !isOfPlace(reading, at)) return undefined
  if (isGeneral && !isPlaced(reading, from, at)) return undefined
  const to = readTail(words, at + 1)
  // "Hand Center of Tulsa"
  const place = words[to]?.lower === 'of' ? words[to + 1] : undefined
  const isPlace = place?.shape === 'capital' && !isStateWord(place) && !names.has(to + 1)
  return { from, to: isPlace ? readTitle(words, to + 1, names) : to }
}

/** "at Grace General", "; Acadia General": without a word of place a name of its own says that it is one. */
function isPlaced({ words, isUnknown }: PlaceReading, from: number, head: number): boolean {
  const before = words[from - 1]
  if (/^(?:at|from|to|in|of)?$/.test(before?.lower ?? '')) return true
  return /^[;,:\n]$/.test(before?.text ?? '') && words.slice(from, head).some(isUnknown)
}

const isStateWord = ({ lower }: NoteWord): boolean => STATES.has(lower)

/** "Heart Institute of Tulsa": words of any such house, but of one city. */
function isOfPlace({ words, dictionaries: own, isUnknown }: PlaceReading, at: number): boolean {
  const [before, link, place] = [words[at - 1], words[at + 1], words[at + 2]]
  const isNamed = before?.shape === 'capital' || /^(?:ymca|ywca)$/.test(words[at]?.lower ?? '')
  if (!isNamed || link?.lower !== 'of' || place?.shape !== 'capital') return false
  return own.places.has(place.lower) || isUnknown(place) || before?.shape !== 'capital'
}

/** Behind a head: "Oakmont Dermatology Group". */
const TAILS = setOf(
  'group network partners specialists consultants physicians providers medical center centre system campus',
)

function readTail(words: readonly NoteWord[], from: number): number {
  let to = from
  while (to < from + 2 && words[to]?.shape === 'capital' && TAILS.has(words[to]?.lower ?? '')) to += 1
  // "Tolliver Rehabilitation and Nursing"
  const [link, more] = [words[to], words[to + 1]]
  const isMore = /^(?:and|&)$/.test(link?.lower ?? '') && more?.shape === 'capital' && SECOND_TAILS.test(more.lower)
  return isMore ? to + 2 : to
}
const SECOND_TAILS = /^(?:nursing|rehab|rehabilitation|healthcare|wellness|recovery|spa)$/

const OPEN_HEADS = setOf(
  'center centre institute school university church hospital clinic home house foundation society ministry college',
)

/** "Center for Torture Survivors", "School of the Osage": a head, then what it is for, of which a word names it. */
function findOpenFacility({ words, isUnknown }: PlaceReading, at: number): Run | undefined {
  const [head, link] = [words[at], words[at + 1]]
  if (head?.shape !== 'capital' || !OPEN_HEADS.has(head.lower) || (link?.lower !== 'for' && link?.lower !== 'of'))
    return undefined
  let to = words[at + 2]?.lower === 'the' ? at + 3 : at + 2
  const from = to
  while (to < from + 4 && words[to]?.shape === 'capital') to += 1
  let start = at
  while (start > at - 3 && words[start - 1]?.shape === 'capital' && !ENDS.test(words[start - 1]?.lower ?? ''))
    start -= 1
  return words.slice(from, to).some(isUnknown) ? { from: start, to } : undefined
}

/** Of a hospital, and of none in particular. */
const HOSPITAL_WORDS = setOf(
  'operating room recovery floor step-down stepdown telemetry intensive care unit observation ward icu er ed or pacu nicu picu delivery labor nursery suite bay hall office desk service services team staff group board center program clinic hospital north south east west left right side position plan assessment day shift level stage type class grade step part section appendix table figure dr mr mrs ms united states kingdom republic family practice alcoholics narcotics anonymous',
)

/**
 * "at Valley Pharmacy", "via Guardian Flight", "Dr. Osei of Red Oak Rehabilitation": two words or more with capitals in a
 * sentence, of which one names something.
 */
function findNamedPlace(reading: PlaceReading, at: number): Found[] {
  const { words, names, dictionaries: own } = reading
  const [two, before] = [words[at - 2], words[at - 1]]
  const house = readSchool(reading, at) ?? readVeterans(reading, at)
  if (house) return [cut(words, house, 'facility')]
  const place = readWorkplace(reading, at) ?? readPractice(reading, at) ?? readHouse(reading, at)
  if (place) return [cut(words, place, 'facility')]
  if (before?.shape !== 'small' || two?.kind !== 'word') return []
  const isOfPerson = names.has(at - 2) && /^(?:of|at|from|with)$/.test(before.lower)
  const isCued = two.shape === 'small' && /^(?:at|from|to|via|through|near)$/.test(before.lower)
  if (!isOfPerson && !isCued) return []
  const to = isOfPerson ? readWholeTitle(words, at) : readTitle(words, at, names)
  if (to - at < 2 || (!isOfPerson && EPONYM_HEADS.has(words[to - 1]?.lower ?? ''))) return []
  const run = { from: at, to }
  const isTerm = words
    .slice(at, to)
    .some(({ lower, text }) => own.drugs.has(lower) || own.eponyms.has(lower) || isTermByForm(text, lower))
  return isNaming(reading, run) && (isOfPerson || !isTerm) && !STATES.has(textOf(words, run))
    ? [cut(words, run, 'facility')]
    : []
}

/** "Attends Punahou" */
function readSchool({ words, names, isUnknown }: PlaceReading, at: number): Run | undefined {
  const word = words[at]
  if (word?.shape !== 'capital' || !words[at - 1]?.lower.startsWith('attend') || names.has(at) || !isUnknown(word))
    return undefined
  return { from: at, to: readTitle(words, at, names) }
}

const WORKING =
  /^(?:works?|worked|working|employed|hired|job|volunteers?|volunteered|teaches|taught|retired|laid|fired|career|shifts?)$/
const TO_WORK = 7

/** "works as a buyer for Fenn Mill Linens", "his employer, Penobscot Cold Storage", "retired from the Packaging Corporation of America" */
function readWorkplace({ words, dictionaries: own, isUnknown }: PlaceReading, at: number): Run | undefined {
  const last = words[at - 1]?.lower === 'the' ? at - 2 : at - 1
  if (words[at]?.shape !== 'capital' || !isWorkCue(words, last)) return undefined
  let to = readTitle(words, at)
  if (words[to]?.lower === 'of' && words[to + 1]?.shape === 'capital') to = readTitle(words, to + 1)
  const capitals = words.slice(at, to).filter(({ kind }) => kind === 'word')
  const isTerm = capitals.some(({ lower }) => own.drugs.has(lower) || own.eponyms.has(lower))
  if (isTerm || EPONYM_HEADS.has(words[to]?.lower ?? '')) return undefined
  const isNamed = capitals.length > 1 || capitals.some(isUnknown)
  return isNamed && !STATES.has(textOf(words, { from: at, to })) ? { from: at, to } : undefined
}

function isWorkCue(words: readonly NoteWord[], last: number): boolean {
  const [one, two] = [words[last]?.lower ?? '', words[last - 1]?.lower ?? '']
  if (one === 'employer' || (two === 'employer' && /^(?:[,:(]|is|was)$/.test(one))) return true
  if (!/^(?:for|from|at|by|with)$/.test(one)) return false
  for (let at = last - 1; at > last - TO_WORK && words[at]?.kind === 'word'; at--)
    if (WORKING.test(words[at]?.lower ?? '') || (one === 'at' && isRoleFrom(words, at))) return true
  return false
}

/** "is a machinist at" */
function isRoleFrom(words: readonly NoteWord[], at: number): boolean {
  return /^an?$/.test(words[at]?.lower ?? '') && /^(?:is|was|as)$/.test(words[at - 1]?.lower ?? '')
}

/** "Shoshana Adeyemi, MD, Great Plains Vein & Vascular": behind a credential all the rest of the line, or all of the next. */
function readPractice(reading: PlaceReading, at: number): Run | undefined {
  const { words } = reading
  const [credential, comma] = [words[at - 2], words[at - 1]]
  if (
    (comma?.text !== ',' && comma?.kind !== 'break') ||
    credential?.shape !== 'capitals' ||
    !CREDENTIALS.has(credential.lower)
  )
    return undefined
  const run = { from: at, to: readWholeTitle(words, at) }
  const end = words[run.to]
  const isWhole = end === undefined || end.kind === 'break' || end.text === '.'
  return isWhole && run.to - at > 1 && isNaming(reading, run) ? run : undefined
}

/** "at The Willows at Brookfield": an article with a capital inside a sentence belongs to a name. */
function readHouse({ words, dictionaries: own }: PlaceReading, at: number): Run | undefined {
  const [before, article] = [words[at - 1], words[at]]
  if (article?.text !== 'The') return undefined
  let to = readTitle(words, at + 1)
  if (to === at + 1) return undefined
  // "Kendal Crossing, The Arbors, Heritage Manor"
  if (before?.text === ',') {
    const isListed = words[to]?.text === ',' && words.slice(at + 1, to).some(({ lower }) => !own.ordinary.has(lower))
    return isListed ? { from: at, to } : undefined
  }
  if (before?.kind !== 'word' || !/^(?:at|from|to|in|of)$/.test(before.lower)) return undefined
  if (/^(?:at|of)$/.test(words[to]?.lower ?? '') && words[to + 1]?.shape === 'capital') to = readTitle(words, to + 1)
  return { from: at, to }
}

/** "VA Palo Verde": of the veterans, where it is no state behind a city. */
function readVeterans({ words }: PlaceReading, at: number): Run | undefined {
  const word = words[at]
  if (word?.text !== 'VA' || words[at - 1]?.text === ',') return undefined
  const next = words[at + 1]
  if (next?.shape !== 'capital' || next.start !== word.end + 1) return undefined
  const to = readTitle(words, at + 1)
  return words.slice(at + 1, to).every(({ lower }) => GENERIC.has(lower)) ? undefined : { from: at, to }
}

const MAX_TITLE = 6

/** Words with capitals, a "&" between them included, up to a word of `names`. */
function readTitle(words: readonly NoteWord[], from: number, names?: ReadonlySet<number>): number {
  let to = from
  while (to < from + MAX_TITLE) {
    const step = to > from ? countJoining(words, to) : 0
    if (words[to + step]?.shape !== 'capital' || names?.has(to + step)) break
    // More blanks are the next column of a form.
    const before = words[to + step - 1]
    if (to > from && before && (words[to + step]?.start ?? 0) - before.end > (before.isPossessive ? 4 : 2)) break
    to += step + 1
  }
  return to
}

const FORMS = setOf('pc pllc llc llp inc pa sc')

/** With what cannot be told from a term elsewhere: "Harmony OB/GYN", "Peachtree Neurology, PC". */
function readWholeTitle(words: readonly NoteWord[], from: number): number {
  let to = readTitle(words, from)
  if (to > from && words[to]?.shape === 'capitals') to += words[to + 1]?.text === '/' ? 3 : 1
  return words[to]?.text === ',' && FORMS.has(words[to + 1]?.lower ?? '') ? to + 2 : to
}

/** Of "Vein & Vascular", "Ear, Nose and Throat", "St. Vincent" the signs and words between two capitals. */
function countJoining(words: readonly NoteWord[], at: number): number {
  const [before, one, two, three] = [words[at - 1], words[at], words[at + 1], words[at + 2]]
  if (one?.text === '&' || one?.lower === 'and') return 1
  if (one?.text === '.') return /^(?:st|ste|mt|ft)$/.test(before?.lower ?? '') ? 1 : 0
  return one?.text === ',' && two?.shape === 'capital' && /^(?:and|&)$/.test(three?.lower ?? '') ? 1 : 0
}

/** Whether a word of it belongs to one place alone. */
function isNaming({ words, dictionaries: own }: PlaceReading, { from, to }: Run): boolean {
  return words
    .slice(from, to)
    .some(
      (word) =>
        word.kind === 'word' &&
        !GENERIC.has(word.lower) &&
        !HOSPITAL_WORDS.has(word.lower) &&
        !STATES.has(word.lower) &&
        (LANDSCAPE.has(word.lower) || !isMedical(word, own)),
    )
}

const DOCUMENT =
  /^(?:progress|office|clinic|consultation|consult|discharge|history|admission|visit|operative|procedure|telehealth|telephone|nursing|follow|h)$/
/** Of a visit and of no place: "Annual Wellness Visit - Progress note". */
const VISIT_WORDS = setOf(
  'visit exam examination note notes report summary wellness physical follow-up encounter patient plan',
)

/** "Mercy General - Progress note": what stands before the kind of a document, in the first line of a note. */
function findLetterhead(reading: PlaceReading): Run | undefined {
  const { words } = reading
  const from = words.findIndex(({ kind }) => kind !== 'break')
  const to = from < 0 ? 0 : readWholeTitle(words, from)
  const isHead = /^[-–—|]$/.test(words[to]?.text ?? '') && DOCUMENT.test(words[to + 1]?.lower ?? '')
  if (to - from < 2 || !isHead) return findHeadLine(reading, Math.max(from, 0))
  const run = { from, to }
  return isNaming(reading, run) && !words.slice(from, to).some(({ lower }) => VISIT_WORDS.has(lower)) ? run : undefined
}

/** "CASCADE SPINE & SPORT" over the address of its pages, or its phone: the first line, in capitals throughout. */
function findHeadLine(reading: PlaceReading, from: number): Run | undefined {
  const { words } = reading
  let to = from
  while (to < from + MAX_TITLE && (/^(?:capital|capitals)$/.test(words[to]?.shape ?? '') || words[to]?.text === '&'))
    to += 1
  const under = words[to + 1]
  const isContact = /^(?:www|https?|tel|telephone|phone|ph|fax)$/.test(under?.lower ?? '')
  const run = { from, to }
  return to - from > 1 && words[to]?.kind === 'break' && isContact && isNaming(reading, run) ? run : undefined
}

/** "works at Kohl's", "send to Bartell's": a shop, when it stands behind a place word and belongs to nothing. */
function findBrand({ words, names, isUnknown, dictionaries: own }: PlaceReading, at: number): Found[] {
  const [before, word, next] = [words[at - 1]?.lower ?? '', words[at], words[at + 1]]
  if (!word?.isPossessive || word.shape !== 'capital' || !/^(?:at|to|from)$/.test(before) || names.has(at)) return []
  if (own.eponyms.has(word.lower) || (next?.kind === 'word' && !/^(?:on|in|at|for|and|to|by|is|was)$/.test(next.lower)))
    return []
  if (!isUnknown(word) && !own.family.has(word.lower)) return []
  return [{ kind: 'facility', start: word.start, end: word.end + "'s".length }]
}

const MAX_FACILITY = 8

const ENDS =
  /^(?:at|from|to|the|in|by|and|for|with|per|patient|facility|hospital|location|admitted|transferred|seen|site|attn|cc|dear|re|ref|fax|phone|via|sent|called|tel|pharmacy:)$/

/** The capitalised words before the head, with the small ones between them. `own` counts those that name this one place. */
function gatherBack(reading: PlaceReading, head: number): { readonly from: number; readonly own: number } {
  const { words, dictionaries } = reading
  let from = head
  let own = 0
  for (let at = head - 1; at >= 0 && head - at <= MAX_FACILITY; at--) {
    const word = words[at]
    const next = words[at + 1]
    // More blanks are the next column of a form.
    if (!word || endsFacility(reading, at) || (next && next.start - word.end > (word.isPossessive ? 4 : 2))) break
    if (word.kind !== 'word' || word.shape === 'small') continue
    from = at
    const isCommon = GENERIC.has(word.lower) || dictionaries.ordinary.has(word.lower) || isMedical(word, dictionaries)
    if (!isCommon || LANDSCAPE.has(word.lower)) own += 1
  }
  return { from, own }
}

function endsFacility({ words, names }: PlaceReading, at: number): boolean {
  const word = words[at]
  if (!word) return true
  switch (word.kind) {
    case 'word':
      if (word.lower === 'for' && !HEADS.has(words[at - 1]?.lower ?? '')) return true
      if (word.shape === 'small') return !CONNECTORS.has(word.lower)
      return ENDS.test(word.lower) || (names.has(at) && isJoinedName(words, at))
    case 'mark':
      return word.text === '.' ? !/^(?:st|ste|mt|ft)$/.test(words[at - 1]?.lower ?? '') : !/^[&'’]$/.test(word.text)
    case 'number':
    case 'break':
      return true
  }
}

/** "Dr. Obi and Mercy Hospital"; not "Lindqvist & Daughters". */
function isJoinedName(words: readonly NoteWord[], at: number): boolean {
  const isFirm = words[at + 1]?.text === '&' && HEADS.has(words[at + 2]?.lower ?? '')
  return CONNECTORS.has(words[at + 1]?.lower ?? '') && !isFirm
}

/** "Renal Clinic", "Neurosurgery Clinic". */
function isMedical({ lower }: NoteWord, { isClinical, given, family }: Dictionaries): boolean {
  return (
    /(?:ology|surgery|iatry|iatric|iatrics|opedic|opedics|opathy)$/.test(lower) ||
    (isClinical(lower) && !given.has(lower) && !family.has(lower))
  )
}

function findCity(reading: PlaceReading, at: number): Found[] {
  const { words, names } = reading
  const [before, word] = [words[at - 1], words[at]]
  if (names.has(at) || !word) return []
  const isInside = before?.kind === 'word' && before.shape !== 'small' && before.end + 1 === word.start
  if (isInside && !names.has(at - 1)) return []
  const run = readCapitals(reading, at)
  const state = readState(words, run.to)
  const isCued = state !== undefined || before?.text === ':' || ((before?.marks ?? 0) & BEFORE_PLACE) !== 0
  if (!isCued && run.to - run.from === 1 && !SAINTS.has(word.lower)) return []
  const labelled = readLabelledCity(reading, at)
  if (labelled) return [cut(words, labelled, 'city')]
  return (
    findBeforeState(reading, run, state) ?? findSaint(reading, run) ?? findKnownCity(reading, run, state !== undefined)
  )
}

/** "City: Tolliver Notch   State: TN" */
function readLabelledCity({ words, names }: PlaceReading, at: number): Run | undefined {
  const isLabel = words[at - 1]?.text === ':' && /^(?:city|town|birthplace|hometown)$/.test(words[at - 2]?.lower ?? '')
  if (!isLabel || words[at]?.shape !== 'capital') return undefined
  const to = readTitle(words, at, names)
  return STATES.has(textOf(words, { from: at, to })) ? undefined : { from: at, to }
}

type State = { readonly isDoubtful: boolean; readonly zip?: Run }

function findBeforeState(reading: PlaceReading, run: Run, state: State | undefined): Found[] | undefined {
  const { words, dictionaries } = reading
  // "Apt 4, Mobile, AL 36602": between commas and with a zip code a city may be any word.
  const before = words[run.from - 1]
  const isAddressed = state?.zip !== undefined && (before?.text === ',' || before?.kind === 'break')
  if (!state || run.to - run.from > 3 || (!isAddressed && isStateOrPlain(reading, run, true))) return undefined
  const isKnown = dictionaries.places.has(textOf(words, run)) || words.slice(run.from, run.to).some(reading.isUnknown)
  if (!state.zip && state.isDoubtful && !isKnown) return undefined
  // "Subscriber ID: 4471"
  if (!state.zip && words[run.to]?.text !== ',' && !dictionaries.places.has(textOf(words, run))) return undefined
  return [cut(words, run, 'city'), ...(state.zip ? [cut(words, state.zip, 'zip')] : [])]
}

/** Of the dictionary, after a word that says where; or any, after words that say where somebody lives. */
function findKnownCity(reading: PlaceReading, run: Run, hasState: boolean): Found[] {
  const { words, dictionaries } = reading
  const before = words[run.from - 1]?.lower ?? ''
  for (let to = Math.min(run.to, run.from + 3); to > run.from && WHERE.has(before); to--) {
    const next = words[to]
    if (EPONYM_HEADS.has(next?.lower ?? '')) continue
    const isWhole = next?.kind !== 'word' || next.shape === 'small' || hasState
    if (isWhole && dictionaries.places.has(textOf(words, { from: run.from, to }))) {
      return [cut(words, { from: run.from, to }, 'city')]
    }
  }
  const end = findUnknownEnd(reading, run, before)
  if (end !== undefined) {
    // "Arc of Dunleith"
    const from = before === 'of' ? findOwner(reading, run.from - 1) : run.from
    return [cut(words, { from: from ?? run.from, to: end }, 'city')]
  }
  const isBehindStreet = before === ',' && reading.ends.has(words[run.from - 2]?.end ?? -1)
  if (isBehindStreet && !isStateOrPlain(reading, run)) return [cut(words, run, 'city')]
  const isMove = MOVES.has(`${words[run.from - 2]?.lower} ${before}`)
  return isMove && !isStateOrPlain(reading, run) ? [cut(words, run, 'city')] : []
}

/** "Arc of", "Open Arms of": where the capitals before "of" begin. */
function findOwner({ words, names, dictionaries: own }: PlaceReading, of: number): number | undefined {
  let from = of
  while (from > of - 3) {
    const word = words[from - 1]
    if (word?.shape !== 'capital' || names.has(from - 1) || own.isClinical(word.lower)) break
    from -= 1
  }
  return from < of ? from : undefined
}

/** "Kettle Moraine CI." */
const isWholeSentence = (words: readonly NoteWord[], { from, to }: Run): boolean =>
  /^[.\n:]?$/.test(words[from - 1]?.text ?? '') && /^[.,\n]?$/.test(words[to]?.text ?? '')

/** "in Wexcombe Hollow", "near Beaufort County", "from Cape Wrath" */
function findUnknownEnd(
  { words, isUnknown, dictionaries: own }: PlaceReading,
  run: Run,
  before: string,
): number | undefined {
  const capitals = words.slice(run.from, run.to)
  const last = capitals.at(-1)
  const isHigh =
    capitals.length > 1 &&
    /^(?:high|middle|elementary)$/.test(last?.lower ?? '') &&
    /^[.,;)\n]?$/.test(words[run.to]?.text ?? '')
  if (isHigh && capitals.some(isUnknown)) return run.to
  const isUnit = capitals.length > 1 && UNIT_LETTERS.has(capitals.at(-1)?.lower ?? '')
  if (
    (isUnit ? capitals.slice(0, -1) : capitals).some(({ shape }) => shape !== 'capital') ||
    EPONYM_HEADS.has(words[run.to]?.lower ?? '')
  )
    return undefined
  const isNamed = capitals.length > 1 && last !== undefined && PLACE_ENDS.has(last.lower)
  const isCounty = isNamed && /^(?:county|township|borough|reservation)$/.test(last.lower)
  if (isCounty) return isShortForm(words[run.to]) ? run.to + 1 : run.to
  if (isUnit && isWholeSentence(words, run) && capitals.some(isUnknown)) return run.to
  if (!BEFORE_UNKNOWN.has(before)) return undefined
  const isGeographic =
    capitals.length > 1 && GEOGRAPHIC.has(capitals[0]?.lower ?? '') && !own.isClinical(capitals[1]?.lower ?? '')
  return isNamed || isGeographic || capitals.some(isUnknown) ? run.to : undefined
}

const isShortForm = (word: NoteWord | undefined): boolean =>
  word?.shape === 'capitals' && word.text.length > 1 && word.text.length < 6

/** "St. Brendan's", "Saint Agatha", "Our Lady of the Marsh": a facility, a church or a town, and none of it may stay. */
function findSaint({ words, names, isUnknown }: PlaceReading, run: Run): Found[] | undefined {
  const first = words[run.from]
  const isDotted = words[run.from + 1]?.text === '.'
  const at = isDotted ? run.from + 2 : run.from + 1
  const word = words[at]
  if (!first || !word || !SAINTS.has(first.lower) || names.has(at)) return undefined
  // "ST elevation": in capitals only with a dot and a word that is nothing else.
  const isCapitals = isDotted && first.shape === 'capitals' && word.shape === 'capitals' && isUnknown(word)
  const isCapital = first.shape === 'capital' && word.shape === 'capital' && word.lower.length > 2
  if ((!isCapital && !isCapitals) || NO_SAINTS.test(word.lower) || NO_SAINTS.test(words[at + 1]?.lower ?? ''))
    return undefined
  let to = at + 1
  while (to < at + 4 && words[to]?.shape === word.shape && isSaintsHead(words[to]?.lower ?? '')) to += 1
  return [cut(words, { from: run.from, to }, 'facility')]
}

const isSaintsHead = (lower: string): boolean =>
  HEADS.has(lower) || GENERAL.has(lower) || /^(?:skilled|nursing|medical|parish|health)$/.test(lower)

const SAINTS = setOf('st ste saint sainte mt mount')
const NO_SAINTS = /^(?:jude|wort|vitus|valve|elevation|depression|segment|changes|valves|lead|device)$/

function textOf(words: readonly NoteWord[], { from, to }: Run): string {
  return words
    .slice(from, to)
    .map(({ lower }) => lower)
    .join(' ')
    .replaceAll(' . ', '. ')
}

function readCapitals({ words, names }: PlaceReading, at: number): Run {
  let to = at + 1
  while (to < at + 4) {
    const word = words[to]
    // "Tillery NC 28170"
    const isShort = word?.kind === 'word' && word.text.length < 4 && word.shape === 'capitals'
    if (
      isShort &&
      (words[to + 1]?.kind === 'number' || (STATE_LETTERS.has(word.text) && words[to + 1]?.kind !== 'word'))
    )
      break
    const isDot =
      word?.text === '.' && /^(?:st|ft|mt)$/.test(words[to - 1]?.lower ?? '') && words[to + 1]?.shape === 'capital'
    if (!isDot && (word?.kind !== 'word' || word.shape === 'small' || word.shape === 'initial' || names.has(to))) break
    to += 1
  }
  return { from: at, to }
}

function isStateOrPlain({ words, dictionaries }: PlaceReading, run: Run, hasState = false): boolean {
  const text = textOf(words, run)
  const own = words.slice(run.from, run.to)
  const isPlain = own.every(({ lower }) => dictionaries.ordinary.has(lower) || dictionaries.isClinical(lower))
  return (
    (!hasState && STATES.has(text)) ||
    (isPlain && !dictionaries.places.has(text)) ||
    own.some(({ shape, lower }) => shape === 'initial' || (shape === 'capitals' && lower.length < 4))
  )
}

/** ", IA 61754-3133", ", Georgia" */
function readState(words: readonly NoteWord[], at: number): State | undefined {
  const next = words[at]?.text === ',' ? at + 1 : at
  const [word, second] = [words[next], words[next + 1]]
  if (word?.kind !== 'word' || word.shape === 'small') return undefined
  const isShort = STATE_LETTERS.has(word.text)
  if (!isShort && next === at) return undefined
  const isPair = STATES.has(`${word.lower} ${second?.lower}`)
  if (!isShort && !STATES.has(word.lower) && !isPair) return undefined
  const after = isPair && !isShort ? next + 2 : next + 1
  const number = words[after]
  const hasZip = number?.kind === 'number' && number.text.length === 5
  const hasTail =
    hasZip &&
    words[after + 1]?.text === '-' &&
    words[after + 2]?.text.length === 4 &&
    words[after + 2]?.kind === 'number'
  const isDoubtful = isShort && (DOUBTFUL.has(word.text) || next === at)
  return { isDoubtful, ...(hasZip && { zip: { from: after, to: hasTail ? after + 3 : after + 1 } }) }
}
