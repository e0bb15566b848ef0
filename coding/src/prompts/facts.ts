/**
 * Facts that are the answer without its words: dialysis is the last stage, a delivery ends the trimesters, what is treated
 * with interferon is chronic, a seasonal mood disorder recurs. Words that mean one condition only count wherever they
 * stand; words that are said of many things ("permanent" of a pacemaker) only where the record speaks of this one.
 */
import type { Axis } from '../domain/axis.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import type { Named } from './misread.ts'
import { findNextSentence, getWords, listMentionsIn, listSaying } from './note-words.ts'

type Fact = {
  readonly axis: Axis
  readonly codes: RegExp
  /** Wherever it stands. */
  readonly said?: RegExp
  /** Wherever it is affirmed: what is denied, feared or over says nothing of now. */
  readonly affirmed?: RegExp
  /** Where the record speaks of the condition, by its name or by words of `alias`. */
  readonly beside?: RegExp
  readonly alias?: RegExp
}

const DELIVERED =
  /\b(?:post ?-? ?partum|puerper\w+|delivered|(?:status post|following|after|since) (?:a |the |her )?(?:delivery|cesarean|c ?- ?section))\b/

const STAGE_BEHIND = '\\b[^|]{0,120}\\b(?:stage ?(?:[1-4]|i{1,3}|iv)|unstageable|dti|deep tissue)\\b'
const STAGED_PLACES: readonly (readonly [RegExp, RegExp])[] = [
  [/^L89\.15/, new RegExp(`\\b(?:sacr\\w*|coccy\\w*|tailbone)${STAGE_BEHIND}`)],
  [/^L89\.2/, new RegExp(`\\b(?:hip|trochant\\w*)${STAGE_BEHIND}`)],
  [/^L89\.3/, new RegExp(`\\b(?:buttocks?|ischi\\w*)${STAGE_BEHIND}`)],
  [/^L89\.6/, new RegExp(`\\bheels?${STAGE_BEHIND}`)],
]

const FACTS: readonly Fact[] = [
  { axis: 'stage', codes: /^N18/, said: /(?:^| )(?:hemo|haemo)?(?:dialysis|capd|apd|esrd|crrt)(?: |$)/ },
  // Stage and albuminuria in the letters of KDIGO 2024: "G3aA2".
  { axis: 'stage', codes: /^N18/, said: /\bg ?[1-5][ab]? ?\/? ?a[1-3]\b|\bckd ?-? ?g ?[1-5][ab]?\b/ },
  // A list of wounds gives the stage behind the place.
  ...STAGED_PLACES.map(([codes, said]): Fact => ({ axis: 'stage', codes, said })),
  // What went down the wrong way before the lungs filled up.
  {
    axis: 'cause',
    codes: /^J18/,
    affirmed:
      /\baspirat(?:ion (?:event|episode)|ed\b(?! (?:pus|fluid|joint)))|\b(?:overt|frank|witnessed|silent|gross) aspiration\b|\bchoked\b/,
  },
  // An aura is told by what is seen or felt, whether it is called one or not.
  {
    axis: 'type',
    codes: /^G43/,
    said: /\b(?:zig ?-? ?zags?|scintillat\w*|fortification\w*|shimmer\w*|(?:flashing|jagged|sparkling) (?:lights?|lines?)|visual (?:symptoms?|auras?|prodrome|phenomena|disturbances?)|hemianopi\w*|(?:no|without(?: any)?|never) (?:[a-z]+ ){0,2}(?:warning|visual|sensory))\b|\bbefore (?:the|each|every|her|his|a) (?:headaches?|attacks?|migraines?|pain)\b.{0,60}\b(?:tingl\w*|numb\w*|vision|words|speech|blind\w*|lights?|spots?)\b|\b(?:tingl\w*|numb\w*|blind\w*|lights?|spots?|speech)\b.{0,60}\bbefore (?:the|each|every|her|his|a) (?:headaches?|attacks?|migraines?|pain)\b/,
  },
  {
    axis: 'episode',
    codes: /^F31/,
    affirmed:
      /\b(?:hypomani[ac]\w*|manic|mania|euthymic|(?:in|full|partial) remission|depress(?:ed|ive) (?:phase|episode|state|pole)|mixed (?:features|episode|state))\b/,
  },
  // How far up the colon the disease goes.
  {
    axis: 'site',
    codes: /^K51/,
    affirmed:
      /\b(?:disease|inflam\w*|colitis|erythema\w*|ulcerat\w*|activity|involv\w*|exten(?:d\w*|t|sive)|continuous\w*|loss of vascular\w*|confined|limited)\b.{0,60}\b(?:rectum|rectosigmoid|sigmoid|descending|flexure|transverse|ascending|cecum|caecum|whole colon|entire colon)\b|\b(?:pan ?-? ?colonic|universal colitis|procto\w+)\b/,
  },
  { axis: 'trimester', codes: /./, said: DELIVERED },
  { axis: 'control', codes: /^O/, said: DELIVERED },
  {
    axis: 'type',
    codes: /^S06/,
    said: /\bloss (?:of )?consciousness|\bloc\b|\b(?:lost|losing) consciousness|\bunconscious|\bknocked out\b|\b(?:black(?:ed|ing)?|passed|passing) out\b|\bremembers (?:everything|all of it|the whole)\b/,
  },
  {
    axis: 'type',
    codes: /^J96/,
    said: /\b(?:hypox\w*|hypercap\w*|hypercarb\w*)\b/,
    beside: /\b(?:desaturat\w*|hypoventilat\w*)\b/,
  },
  // What somebody develops, or has an episode of, is acute.
  { axis: 'acuity', codes: /^J96/, beside: /\b(?:episode of|develop(?:s|ed)|sudden\w*)\b/ },
  // Who is kept without food is in an attack.
  { axis: 'acuity', codes: /^K8[56]/, beside: /\b(?:npo|nothing by mouth|lipase)\b/ },
  {
    axis: 'complication',
    codes: /^M48/,
    said: /\b(?:radicul\w*|claudicat\w*|sciatic\w*|myelopath\w*|shopping cart|over (?:the|a) cart|(?:better|relieved|eases?|gone) (?:when |on |by |with )?(?:bent|bending|lean\w*|sitting))\b/,
  },
  // What sets off the loss of urine is its kind.
  {
    axis: 'type',
    codes: /^R32/,
    said: /\b(?:overactive bladder|oab|on the way to the (?:toilet|bathroom)|(?:leak\w*|incontinen\w*|los(?:es|s|ing)|wets?)\b.{0,40}\b(?:cough|sneez|laugh|lift|jump|urge|rush)\w*|(?:cough|sneez|laugh|lift|jump)\w*\b.{0,30}\bleak\w*)/,
  },
  {
    axis: 'severity',
    codes: /^K56/,
    said: /^(?:partial|complete) ?\.?$|\b(?:partial|complete|high ?-? ?grade|low ?-? ?grade) (?:sbo|lbo|obstruction|(?:small |large )?bowel)|\bpsbo\b|\bobstruction,? (?:is |was )?(?:partial|complete)\b/,
  },
  {
    axis: 'type',
    codes: /^R57/,
    said: /\b(?:septic|cardiogenic|hypovol(?:a)?emic|ha?emorrhagic|distributive|obstructive|anaphylactic|neurogenic|vasoplegic) shock\b/,
  },
  {
    axis: 'episode',
    codes: /^F3/,
    said: /\bseasonal (?:affective|mood|depress\w*|pattern)|\bnever (?:been )?(?:taken|on|had|seen) (?:[a-z]+ )?psychiatric\b|\bno (?:prior|past|previous) psychiatric (?:history|illness|treatment)\b|\b(?:depress\w+|mdd) (?:since|as a teen\w*|in (?:college|high school|\d{4}))/,
    beside:
      /\bseasonal\b|\b(?:one|two|three|first|second|third|prior|previous|past|earlier|multiple|several|last) (?:[a-z]+ )?(?:episodes?|bouts?|time)\b|\brecurr\w+|\brelaps\w+|\bepisodes? (?:in|at)\b|\b(?:had|felt) (?:the |this )?same\b/,
  },
  {
    axis: 'type',
    codes: /^E1[013]/,
    said: /\b(?:t[12]dm?|dm ?[12]|dm ?t[12]|type ?(?:1|2|i|ii) (?:dm|diab\w*)|diab\w*,? (?:mellitus,? )?(?:\( ?)?type ?(?:1|2|i|ii)|iddm|niddm|juvenile (?:onset|diab\w*))\b/,
    beside: /\b(?:type ?(?:1|2|i|ii)|juvenile)\b/,
  },
  {
    axis: 'type',
    codes: /^I48/,
    alias: /\b(?:rhythm|fibrillation|palpitations?|arrhythmias?|irregular heart ?beats?)\b/,
    said: /\b(?:permanent|persistent|paroxysmal) (?:af|afib|a ?- ?fib|atrial)\b|\b(?:cardioversion|cardioverted)\b/,
    beside:
      /\b(?:paroxysm\w*(?! nocturnal)|comes and goes|in and out of|back (?:to|in) sinus|self ?- ?(?:terminat|limit)\w*|(?:episodes?|bouts?) of (?:af|afib|a ?- ?fib)\b|stop(?:s|ped) by itself|convert\w*|spells?|(?:permanent|persistent)(?! (?:pacemaker|cough|pain|cath\w*|symptoms?|dyspnea|dizz\w*|hyp\w+|infection|nausea|edema))|runs? of|(?:end\w*|stop\w*|resolv\w*|terminat\w*) (?:by (?:itself|themselves)|spontaneously|on its own))\b/,
  },
  {
    axis: 'type',
    codes: /^I50/,
    said: /\bhf[pmr]+ef\b|\b(?:systolic|diastolic)(?: heart)? failure\b/,
    // The clinician has to link the dysfunction of an echocardiogram with the failure.
    beside: /\b(?:diastolic|systolic) dysfunction\b/,
  },
  {
    axis: 'type',
    codes: /^I50/,
    alias: /\b(?:pump|pumping|heart muscle)\b/,
    beside: /\b(?:systolic|diastolic)\b(?! (?:blood|bp|pressure|murmur|ejection))/,
  },
  {
    axis: 'acuity',
    codes: /^I50/,
    alias: /\b(?:pump|pumping|heart muscle)\b/,
    beside: /\b(?:long ?-? ?standing|for (?:[a-z]+ |\d+ )?years)\b/,
  },
  // Whoever writes of an exacerbation says that it is acute now.
  {
    axis: 'acuity',
    codes: /^I50/,
    said: /\b(?:acute|acute on chronic) (?:cardiac |heart failure )?(?:decompensation|(?:systolic|diastolic)(?: heart)? failure)\b/,
    beside: /\b(?:exacerbat\w*|decompensat\w*)\b/,
  },
  {
    axis: 'type',
    codes: /^I20/,
    said: /\b(?:no|without|denies|denied) (?:[a-z]+ ){0,3}angina\b/,
  },
  {
    axis: 'severity',
    codes: /^J45/,
    said: /\b(?:never had|no (?:prior |previous )?history of|no prior) (?:[a-z]+ ){0,3}(?:asthma|reactive|wheez\w*)\b/,
  },
  {
    axis: 'severity',
    codes: /^E4[3-6]/,
    said: /\b(?:mild|moderate|severe)(?:ly)? (?:range|degree|malnourish\w*|malnutrition|protein|nutritional|undernutrition|underweight)\b/,
  },
  {
    axis: 'cause',
    codes: /^N17/,
    said: /\b(?:post ?-? ?obstructive|obstructive uropathy|pre ?-? ?renal|bilateral hydronephrosis|atn|tubular necrosis|cardiorenal|hepatorenal|contrast ?-? ?(?:induced|associated)|nephrotoxic|interstitial nephritis|glomerulonephritis|rhabdomyolysis|contrast nephropathy|tubular (?:injury|damage)|muddy brown|(?:renal|kidney) hypoperfusion)\b/,
    beside: /\b(?:obstructi\w*|septic|sepsis|tubular|contrast|dehydrat\w*|volume depleti\w*|hypovolem\w*|shock)\b/,
  },
  {
    axis: 'type',
    codes: /^D(?:5[0-9]|6[0-4])/,
    said: /\b(?:acute blood loss|blood loss anemia|iron deficien\w*|of chronic disease|of ckd)\b|\b(?:ana?emia|ha?emoglobin|hgb|hb)\b.{0,60}\b(?:from|due to|secondary to|because of) (?:the |a |her |his )?(?:[a-z]+ )?(?:bleed\w*|blood loss|ha?emorrhage)\b/,
  },
  {
    axis: 'type',
    codes: /^D64/,
    said: /\b(?:(?:micro|macro|normo)cytic|megaloblastic|ha?emolytic|aplastic) ana?emia\b/,
  },
  {
    axis: 'severity',
    codes: /^(?:F0[123]|G3[01])/,
    alias: /\bmemory (?:care|unit|clinic)\b/,
    // Rating scales whose steps are the degrees themselves (CDR: Morris 1993; FAST: Reisberg 1988).
    said: /\b(?:alzheimer\w*|dementia|cognitive)\b.{0,30}\b(?:mild|moderate|severe)\b|\b(?:cdr|clinical dementia rating|fast stage)\b.{0,14}\d|\b(?:mild|moderate|severe|early|advanced) (?:cognitive impairment|dementia|alzheimer\w*)\b/,
    beside:
      /\b(?:mild|moderate|severe)ly (?:advanced|impaired|demented|dependent|affected)\b|\bfast\b.{0,14}\d|\b(?:early|moderate|advanced|late|end)(?: ?- ?| )stage\b(?! (?:renal|kidney|liver|heart|lung|copd))/,
  },
  // A degree of clouding of a layer of the lens, in the letters of the slit lamp.
  { axis: 'type', codes: /^H2[56]/, said: /\b(?:ns|nsc|nsx|cs|cc|psc)\b ?(?:\d|trace|tr\b)|\d ?\+ ?(?:ns|nsc|psc)\b/ },
  // Why somebody took it tells the intent, and so does who denies it.
  {
    axis: 'cause',
    codes: /^T(?:3[6-9]|4|5|6[0-5])/,
    said: /\bwant\w* to (?:die|end)|\bsuicid\w*|\bkill (?:him|her|them|my)sel\w*|\bself ?-? ?harm|\bend (?:his|her|their|my) life|\b(?:un)?intentional\w*|\baccident\w*|\bby mistake\b|\bmistook\b|\bgot into\b/,
  },
  // The depth of a burn is its degree.
  {
    axis: 'severity',
    codes: /^T2[0-5]|^T30/,
    said: /\b(?:partial|full) ?-? ?thickness\b|\b(?:first|second|third|1st|2nd|3rd) ?-? ?degree\b/,
  },
  { axis: 'type', codes: /^G47/, said: /\b(?:obstructive|central|mixed) (?:pattern|events?|apneas?|sleep)\b/ },
  {
    axis: 'control',
    codes: /^O24/,
    said: /\bdiet(?: ?- ?| )(?:alone|controlled|control)\b|\bcontrolled (?:by|with|on) diet\b/,
  },
  {
    axis: 'severity',
    codes: /^F3[23]/,
    said: /\bphq ?- ?9\b.{0,30}\b(?:mild|moderate|severe)|\bphq ?- ?9\b.{0,90}\b(?:mild|moderate|severe)(?:ly)? (?:range|depress\w*|episode|symptoms)\b/,
  },
  { axis: 'severity', codes: /^E66/, said: /\b(?:bmi|obes\w*)\b.{0,60}\bclass ?(?:[123]|i{1,3})\b/ },
  // How deep an ulcer of the skin goes is told by what it lays open.
  {
    axis: 'severity',
    codes: /^(?:L97|L98\.4)/,
    said: /\b(?:fat|subcutaneous(?: tissue| fat)?|muscle|tendon|bone|fascia)(?: layer| is| was| are)? (?:visible|exposed|seen|involve\w*|necro\w*)\b|\b(?:(?:probes?|probed|down|through|extend\w*) (?:in)?to|exposed|visible) (?:the )?(?:fat|subcut\w*|muscle|tendon|bone|fascia|dermis)\b|\b(?:limited to|only) (?:[a-z]+ ){0,3}(?:skin|dermis|epidermis)\b/,
  },
  // Whoever names what the skin met has said what is known of the cause.
  {
    axis: 'cause',
    codes: /^L2[345]/,
    said: /\b(?:gloves?|detergents?|soaps?|nickel|latex|jewell?ery|cosmetics?|fragrances?|plants?)\b.{0,40}\btriggers?\b|\b(?:triggers?|triggered by)\b.{0,40}\b(?:gloves?|detergents?|soaps?|nickel|latex|jewell?ery|cosmetics?|fragrances?|plants?)\b/,
    alias: /\b(?:rash|eczema)\b/,
    beside:
      /\b(?:triggers?|triggered by|exposed to|exposure to|(?:after|since|from) (?:using|wearing|touching|handling|contact with|(?:a )?new))\b/,
  },
  {
    axis: 'acuity',
    codes: /^B1[5-9]/,
    said: /\b(?:cirrhosis|interferon|ribavirin|pegifn\S*|chc)\b/,
    alias: /\b(?:hcv|hbv|hbsag)\b/,
    beside:
      /\b(?:occult|persist\w*|fibro(?:sis|scan)|transplant\w*|(?:for|over|than) (?:[a-z]+ ){0,3}(?:\d+ )?years|years ago|(?:in|since) (?:19|20)\d\d)\b/,
  },
]

/** The word is denied, or is to be kept away: neither "not dehydrated" nor "avoid contrast" tells a cause. */
const DENIED =
  /\b(?:no|not|never|without|denies|denied|neither|nor|avoid\w*|risk of|rule out|prior|previous|history of)(?: [a-z]+){0,3} ?$/

function isAffirmed(words: string, pattern: RegExp): boolean {
  const at = words.search(pattern)
  return at !== -1 && !DENIED.test(words.slice(0, at))
}

type Place = Pick<Named, 'reading' | 'sentence'>

/**
 * Where a note speaks of the condition: the sentences that name it, what stands below the problem, and what goes on. Each
 * once, however often it is named: a note may name it a thousand times.
 */
export function listAbout(reading: NoteReading, places: readonly Place[]): ReadonlySet<Sentence> {
  const problems = new Set(places.flatMap(({ sentence }) => sentence.problem ?? []))
  const items = [...problems].flatMap((problem) => reading.problemItems.get(problem) ?? [])
  const goingOn = places.flatMap(({ sentence }) => {
    const next = findNextSentence(reading, sentence)
    const goesOn = next?.section === sentence.section && listMentionsIn(reading, next).length === 0
    return next !== undefined && goesOn ? [next] : []
  })
  return new Set([...places.map(({ sentence }) => sentence), ...items, ...goingOn])
}

function listAliases(readings: readonly NoteReading[], alias: RegExp | undefined): Place[] {
  if (alias === undefined) return []
  return readings.flatMap((reading) => [...listSaying(reading, alias)].map((sentence) => ({ reading, sentence })))
}

const SHORT_STORY = 8

/** A story without any heading is about one illness throughout. */
function isTold({ reading, sentence }: Place): boolean {
  return sentence.section.id === 'unheaded' && reading.sentences.length > SHORT_STORY
}

function isSaidBeside(places: readonly Place[], pattern: RegExp): boolean {
  const byReading = Map.groupBy(places, ({ reading }) => reading)
  return [...byReading].some(([reading, own]) => {
    const saying = [...listSaying(reading, pattern)].filter((one) => isAffirmed(getWords(reading, one), pattern))
    if (saying.length === 0 || own.some(isTold)) return saying.length > 0
    const about = listAbout(reading, own)
    return saying.some((one) => about.has(one))
  })
}

/** What runs in the family is no fact of the patient. */
const RELATIVE =
  /\b(?:mother|father|sister|brother|siblings?|aunt|uncle|cousin|grand(?:mother|father|parents?)|family history)\b/

export type FactSearch = {
  readonly readings: readonly NoteReading[]
  /** Every place that names the condition or one of its category. */
  readonly namings: readonly Named[]
}

export function isFactSaid({ readings, namings }: FactSearch, { rows }: Concept, axis: Axis): boolean {
  const isOwn = (said: RegExp): boolean =>
    readings.some((reading) => [...listSaying(reading, said)].some((one) => !listSaying(reading, RELATIVE).has(one)))
  const isOwnAffirmed = (affirmed: RegExp): boolean =>
    readings.some((reading) =>
      [...listSaying(reading, affirmed)].some(
        (one) => !listSaying(reading, RELATIVE).has(one) && isAffirmed(getWords(reading, one), affirmed),
      ),
    )
  return FACTS.filter((fact) => fact.axis === axis && rows.some(({ code }) => fact.codes.test(code))).some(
    ({ said, affirmed, beside, alias }) =>
      (said !== undefined && isOwn(said)) ||
      (affirmed !== undefined && isOwnAffirmed(affirmed)) ||
      (beside !== undefined && isSaidBeside([...namings, ...listAliases(readings, alias)], beside)),
  )
}
