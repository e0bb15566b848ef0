/**
 * Places where the words of a condition name something else: a test, an adjective of another thing, what was not seen,
 * the doubt of a question mark. Whoever reads them asks nothing about the condition.
 */
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { getWords } from './note-words.ts'

export type Named = {
  readonly reading: NoteReading
  /** Tokens; `to` is exclusive. */
  readonly from: number
  readonly to: number
  readonly sentence: Sentence
}

const REACH = 80

/** The text of the sentence right before the name, lower case. */
export function textBefore({ reading: { text, tokens }, from, sentence }: Named): string {
  const end = tokens[from]?.start ?? 0
  return text.slice(Math.max(tokens[sentence.from]?.start ?? 0, end - REACH), end).toLowerCase()
}

/** The text of the sentence right behind it. */
export function textAfter({ reading: { text, tokens }, to, sentence }: Named): string {
  const start = tokens[to - 1]?.end ?? 0
  return text.slice(start, Math.min(tokens[sentence.to - 1]?.end ?? start, start + REACH)).toLowerCase()
}

const NOT_SEEN =
  /^[^.;]{0,40}\bwithout finding\b|^\s*(?:was|were|has|have|is|are)(?: been)? not (?:observed|seen|present|found|noted|identified|detected)\b/
/** "Colitis?": the writer asks. */
const ASKED = /^\s?\?/

/** The mark ends the sentence, so it stands behind it. */
function isAsked({ reading: { text, tokens }, to }: Named): boolean {
  const end = tokens[to - 1]?.end ?? 0
  return ASKED.test(text.slice(end, end + 2))
}

/** "Multilocular cystic lesion": an adjective belongs to the noun behind it. */
const ADJECTIVE_END = /(?:ic|al|ous|ive|oid|ary|atous|ular)$/
/** "Melanoma cells", "the shock maneuver": what a test shows or is called. */
const TEST_AFTER = /^ (?:cells?|maneuvers?|manoeuvres?|waves?|signs?|type)\b/
const NOUN_AFTER = /^ [a-z]{4,}/
const JOINING =
  /^ (?:with|without|from|secondary|which|that|were|have|because|after|during|since|when|presenting|status|syndrome|disorder|disease|episodes?|symptoms?|illness|state|reaction|process|changes|failure|condition)\b/
/** "Left atrial fibrillation" is no rhythm: chambers have sides, their rhythm has none. */
const CHAMBER = /^(?:atri|ventric)/
const SIDE_BEFORE = /\b(?:left|right) $/
/** "Mechanical obstruction can be caused by: 1. Adhesions 2. Hernias": knowledge, and not this patient. */
const TAUGHT =
  /\b(?:(?:can|may|might|could) be (?:caused by|due to)|causes? (?:include|of [a-z ]+(?:are|include))|differential(?: diagnos[ie]s)?(?: includes?)?)\b[^.\n]*:?\s*\n(?:\s*\d+[.)][^\n]*\n)*[^\n]*$/i
const LIST_REACH = 900

function isTaught({ reading: { text, tokens }, from }: Named): boolean {
  const start = tokens[from]?.start ?? 0
  return TAUGHT.test(text.slice(Math.max(0, start - LIST_REACH), start))
}

/** A depression of a surface, of a line, of the marrow is no mood. */
const NO_MOOD = /\b(?:foveal|surface|st|segment|respiratory|marrow|skull|sternal)[ -]depression/

/** "Adjusted for obesity" is arithmetic, "to assess for anemia" a wish. */
const NOT_STATED =
  /\b(?:(?:treatment|treated|therapy) with|(?:takes?|taking|using|uses) (?:[a-z]+ ){1,3}for|normal(?: control)?|search(?:ing|ed)?(?: us| them)? (?:to search )?for(?: primary)?|with (?:associated|accompanying)|(?:adjusted|corrected|risk factors?|risks?|screen(?:ed|ing)?|evaluated?|assess(?:ed)?|monitor(?:ed)?|watch(?:ed)?) (?:for|of)) $/

/** "A personal history of TURP due to benign hyperplasia": the reason of what was done long ago. */
const REASON_PAST =
  /\bhistory of (?:[a-z]+ ){0,4}(?:surgery|turp|transplant\w*|operation|resection|repair|[a-z]+ectomy|[a-z]+ostomy|[a-z]+plasty) (?:for|due to|secondary to|because of) (?:[a-z]+ ){0,2}$|\bplus or $/
/** "Hypotension resolved": who says that it is over has no more to say of it. */
const OVER = /^[ :,.]{0,2}\s?(?:(?:has|have|is|was|now|has now) )?resolved\b/
/** "AF is a 50-year-old man", "AF's symptoms": who the patient is. */
const INITIALS = /^[A-Z]{2,3}$/

function isInitials({ reading: { text, tokens }, from, to }: Named): boolean {
  const name = text.slice(tokens[from]?.start, tokens[to - 1]?.end)
  return (
    INITIALS.test(name) && new RegExp(`\\b[Pp]atient ${name}\\b|\\b${name}['’]s\\b|\\b${name} is an? \\d`).test(text)
  )
}

/** "Episodes of pain in this period": words that point at something are no part of a name. */
const POINTING = /\b(?:this|that|these|those|which)\b/
/** "Systemic diseases, depression, etc.": what was thought of. */
const LISTED = /^,? etc\b/

/** "The source patient tested positive for hepatitis C": who was pricked by the needle has no hepatitis. */
const SOURCE = /\bsource (?:patient|person)\b/i
const BLOOD_BORNE = /^(?:hepatitis|hiv|hbv|hcv)$/

function isOfSource({ reading: { lowers, text }, from }: Named): boolean {
  return BLOOD_BORNE.test(lowers[from] ?? '') && SOURCE.test(text)
}

function isPhrase({ reading: { lowers }, from, to }: Named): boolean {
  return POINTING.test(lowers.slice(from, to).join(' '))
}

/** "Normal pregnancy, term by cesarean", "the mother during pregnancy": how a child came to be. */
const BIRTH_AFTER =
  /^,? (?:and |to |at )?(?:term|full[- ]term|delivery|birth|perinatal|cesarean|uneventful)|^[^.;]{0,30}\b(?:cesarean|c-section|birth weight|perinatal)\b/
const PREGNANCY = /^(?:pregnan|gestat)/
/** A child is the patient; whatever is said of a pregnancy is its mother's. */
const CHILD =
  /\b(?:infants?|neonatal|newborn|apgar|birth ?-?weight|(?:girl|boy|child) of \d|(?:year|month|day|week)s?[- ]old (?:girl|boy|child|infant))\b/i
const MOTHER_BEFORE = /\bmother\b[^.]{0,60}$/

function isBirth(named: Named): boolean {
  const { reading, from } = named
  if (!PREGNANCY.test(reading.lowers[from] ?? '')) return false
  const isChild = CHILD.test(reading.text) && !/\bpregnant\b/i.test(reading.text)
  return isChild || BIRTH_AFTER.test(textAfter(named)) || MOTHER_BEFORE.test(textBefore(named))
}

/** "CMP", "CBC", "TSH": names of tests keep each other company, and "normal" is said of a test. */
const PANEL = /^(?:CMP|BMP|MS|RA|PT|AS|CA|PE|ED|HD|MM)$/
const TESTS =
  /\b(?:cbc|bmp|tsh|lfts?|lipids?|a1c|spep|ua|esr|crp|ferritin|wbc|hgb|plt|inr|creatinine|vitamin|troponin|ekg|ecg)\b/

function isPanel({ reading, from, to, sentence }: Named): boolean {
  const { text, tokens } = reading
  if (to - from !== 1 || !PANEL.test(text.slice(tokens[from]?.start, tokens[from]?.end))) return false
  const after = /^ ?(?:normal|wnl|unremarkable|today|pending|ok|nl|neg)/.test(
    textAfter({ reading, from, to, sentence }),
  )
  return after || TESTS.test(getWords(reading, sentence))
}

/** "Risks: infection, dislocation, DVT": what somebody is told may happen. */
const RISK_LIST = /\brisks?\b[^.;]*:[^.;]*$/
/** "CT CAP": the parts of the body that a scan shows. */
const SCANNED = /\b(?:ct|cta|mri|pet|xr|us)(?: scan)?(?: of)?(?: the)? $/
/** "Metastatic lung adenocarcinoma" is what spreads, and not where to. */
const SPREADING = /^ (?:adenocarcinoma|carcinoma|cancer|melanoma|nsclc|sclc|sarcoma|tumou?r)\b/
/** "Hypothyroidism per PCP": of another's care, who is asked there. */
const DEFERRED =
  /^[^.;]{0,40}\b(?:per|followed by|managed by|follows with|defer(?:red)? to|see) (?:the |her |his |their )?(?:pcp|primary|[a-z]+olog(?:y|ist)|gi|endo\w*|pulm|cards|renal|heme|ortho|specialist)\b/

function isOfAnotherName(named: Named, before: string, after: string): boolean {
  const { reading, from } = named
  if (SPREADING.test(after) && reading.lowers[from]?.startsWith('metasta') === true) return true
  return RISK_LIST.test(before) || SCANNED.test(before) || DEFERRED.test(after)
}

/** "Flu/PCV20 today", "hepatitis B and Tdap given": what somebody is kept from. */
const PREVENTABLE =
  /^(?:flu|influenza|covid|hepatitis|hep|pneumo\w*|tetanus|zoster|shingles|rsv|hpv|measles|mumps|rubella|varicella|mening\w*|polio|rabies)$/
const VACCINE =
  /\b(?:vaccin\w*|immuni[sz]\w*|shots?|boosters?|pcv ?-? ?\d*|ppsv ?-? ?\d*|pneumovax|prevnar|tdap|dtap|mmr|mmrv|ipv|shingrix|fluzone|flumist|gardasil)\b/

function isVaccine({ reading, from, sentence }: Named): boolean {
  return PREVENTABLE.test(reading.lowers[from] ?? '') && VACCINE.test(getWords(reading, sentence))
}

/** "Anxiety-depressive syndrome" is one name. */
const COMPOUND = /^-[a-z]/

export function isMisread(named: Named): boolean {
  const { reading, from, to } = named
  const after = textAfter(named)
  if (NOT_SEEN.test(after) || isAsked(named) || TEST_AFTER.test(after) || isTaught(named)) return true
  if (LISTED.test(after) || isPhrase(named) || isOfSource(named) || isVaccine(named)) return true
  if (OVER.test(after) || isInitials(named) || isBirth(named) || isPanel(named)) return true
  const before = textBefore(named)
  if (/\banxiety-$/.test(before) || isOfAnotherName(named, before, after)) return true
  if (NOT_STATED.test(before) || REASON_PAST.test(before) || COMPOUND.test(after)) return true
  if (SIDE_BEFORE.test(before) && CHAMBER.test(reading.lowers[from] ?? '')) return true
  if (NO_MOOD.test(`${before}${reading.lowers.slice(from, to).join(' ')}`)) return true
  const isAdjective = ADJECTIVE_END.test(reading.lowers[to - 1] ?? '')
  return isAdjective && NOUN_AFTER.test(after) && !JOINING.test(after)
}

const BY_CAUSE =
  /\b(?:[a-z]+ ?-|drug |alcohol |steroid |chemotherapy |radiation )(?:induced|associated|related|mediated)\s(?:[a-z]+ ){0,2}$/
const AFTER_EVENT = /\bpost-[a-z]+\s$/

/** "Alcohol-induced persisting dementia", "post-instillation hypotension": the cause makes another family of it. */
export function isNamedByCause(named: Named): boolean {
  const before = textBefore(named)
  return BY_CAUSE.test(before) || AFTER_EVENT.test(before)
}

const LONG_BEFORE =
  /\b(?:\d+|an?|one|two|three|four|five|six|several|many)\s+(?:years?|months?)\s+(?:before|earlier|previously)\b|\binitially\b/

/** "A recent urinary tract infection" is over, or is told where it is not. */
const JUST_PAST = /\b(?:historical diagnosis of|recent|previous|prior|past|old|remote)\s$/

/** A story that counts back from its own present tells of another time. */
export function isLongPast(named: Named): boolean {
  const { reading, sentence } = named
  if (JUST_PAST.test(textBefore(named))) return true
  return sentence.section.id === 'unheaded' && LONG_BEFORE.test(getWords(reading, sentence))
}
