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
import { findNextSentence, getWords, isSayingAnywhere, listMentionsIn, listSaying } from './note-words.ts'

type Fact = {
  readonly axis: Axis
  readonly codes: RegExp
  /** Wherever it stands. */
  readonly said?: RegExp
  /** Where the record speaks of the condition, by its name or by words of `alias`. */
  readonly beside?: RegExp
  readonly alias?: RegExp
}

const DELIVERED =
  /\b(?:post ?-? ?partum|puerper\w+|delivered|(?:status post|following|after|since) (?:a |the |her )?(?:delivery|cesarean|c ?- ?section))\b/

const FACTS: readonly Fact[] = [
  { axis: 'stage', codes: /^N18/, said: /(?:^| )(?:hemo|haemo)?(?:dialysis|capd|apd|esrd|crrt)(?: |$)/ },
  { axis: 'trimester', codes: /./, said: DELIVERED },
  { axis: 'control', codes: /^O/, said: DELIVERED },
  {
    axis: 'type',
    codes: /^S06/,
    said: /\bloss (?:of )?consciousness|\b(?:lost|losing) consciousness|\bunconscious|\bknocked out\b/,
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
  { axis: 'complication', codes: /^M48/, said: /\b(?:radicul\w*|claudicat\w*|sciatic\w*|myelopath\w*)\b/ },
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
    said: /\b(?:t[12]dm|dm ?[12]|dm ?t[12]|type ?(?:1|2|i|ii) (?:dm|diab\w*)|diab\w*,? (?:mellitus,? )?(?:\( ?)?type ?(?:1|2|i|ii)|iddm|niddm|juvenile (?:onset|diab\w*))\b/,
    beside: /\b(?:type ?(?:1|2|i|ii)|juvenile)\b/,
  },
  {
    axis: 'type',
    codes: /^I48/,
    alias: /\b(?:rhythm|palpitations?|arrhythmias?|irregular heart ?beats?)\b/,
    said: /\b(?:permanent|persistent|paroxysmal) (?:af|afib|a ?- ?fib|atrial)\b|\b(?:cardioversion|cardioverted)\b/,
    beside:
      /\b(?:paroxysm\w*|comes and goes|self ?- ?terminat\w*|stop(?:s|ped) by itself|convert\w*|spells?|permanent|persistent|runs? of|(?:end\w*|stop\w*|resolv\w*|terminat\w*) (?:by (?:itself|themselves)|spontaneously|on its own))\b/,
  },
  {
    axis: 'type',
    codes: /^I50/,
    said: /\bhf[pmr]+ef\b/,
    // The clinician has to link the dysfunction of an echocardiogram with the failure.
    beside: /\b(?:diastolic|systolic) dysfunction\b/,
  },
  // Whoever writes of an exacerbation says that it is acute now.
  { axis: 'acuity', codes: /^I50/, beside: /\b(?:exacerbat\w*|decompensat\w*)\b/ },
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
    said: /\b(?:post ?-? ?obstructive|obstructive uropathy|pre ?-? ?renal|bilateral hydronephrosis|atn|tubular necrosis|cardiorenal|hepatorenal|contrast ?-? ?(?:induced|associated)|nephrotoxic)\b/,
    beside: /\b(?:obstructi\w*|septic|sepsis|tubular|contrast|dehydrat\w*|volume depleti\w*|hypovolem\w*|shock)\b/,
  },
  {
    axis: 'type',
    codes: /^D(?:5[0-9]|6[0-4])/,
    said: /\b(?:acute blood loss|blood loss anemia|iron deficien\w*|of chronic disease|of ckd)\b/,
  },
  {
    axis: 'type',
    codes: /^D64/,
    said: /\b(?:(?:micro|macro|normo)cytic|megaloblastic|ha?emolytic|aplastic) ana?emia\b/,
  },
  {
    axis: 'severity',
    codes: /^(?:F0[123]|G3[01])/,
    // Rating scales whose steps are the degrees themselves (CDR: Morris 1993; FAST: Reisberg 1988).
    said: /\b(?:alzheimer\w*|dementia|cognitive)\b.{0,30}\b(?:mild|moderate|severe)\b|\b(?:cdr|clinical dementia rating|fast stage)\b.{0,14}\d|\b(?:mild|moderate|severe|early|advanced) (?:cognitive impairment|dementia|alzheimer\w*)\b/,
    beside: /\bfast\b.{0,14}\d|\b(?:early|moderate|advanced|late|end)(?: ?- ?| )stage\b/,
  },
  { axis: 'severity', codes: /^F3[23]/, said: /\bphq ?- ?9\b.{0,30}\b(?:mild|moderate|severe)/ },
  {
    axis: 'acuity',
    codes: /^B1[5-9]/,
    said: /\b(?:cirrhosis|interferon|ribavirin|pegifn\S*|chc)\b/,
    beside: /\b(?:occult|persist\w*|fibrosis|transplant\w*|(?:for|over) (?:[a-z]+ |\d+ )?years|years ago)\b/,
  },
]

/** The word is denied: "not dehydrated" tells no cause. */
const DENIED = /\b(?:no|not|never|without|denies|denied|neither|nor)(?: [a-z]+){0,3} ?$/

function isAffirmed(words: string, pattern: RegExp): boolean {
  const at = words.search(pattern)
  return at !== -1 && !DENIED.test(words.slice(0, at))
}

type Place = Pick<Named, 'reading' | 'sentence'>

/** Where the record speaks of the condition: the sentence that names it, what stands below the problem, and what goes on. */
export function listAbout({ reading, sentence }: Place): readonly Sentence[] {
  const { problem } = sentence
  const items = problem === undefined ? [] : (reading.problemItems.get(problem) ?? [])
  const next = findNextSentence(reading, sentence)
  const goesOn = next !== undefined && next.section === sentence.section && listMentionsIn(reading, next).length === 0
  return [sentence, ...items, ...(goesOn ? [next] : [])]
}

function listAliases(readings: readonly NoteReading[], alias: RegExp | undefined): Place[] {
  if (alias === undefined) return []
  return readings.flatMap((reading) => [...listSaying(reading, alias)].map((sentence) => ({ reading, sentence })))
}

/** A story without any heading is about one illness throughout. */
function listTold(place: Place): readonly Sentence[] {
  return isTold(place) ? place.reading.sentences : listAbout(place)
}

const SHORT_STORY = 8

function isTold({ reading, sentence }: Place): boolean {
  return sentence.section.id === 'unheaded' && reading.sentences.length > SHORT_STORY
}

function isSaidBeside(namings: readonly Place[], pattern: RegExp): boolean {
  return namings.some((named) => listTold(named).some((one) => isAffirmed(getWords(named.reading, one), pattern)))
}

export type FactSearch = {
  readonly readings: readonly NoteReading[]
  /** Every place that names the condition or one of its category. */
  readonly namings: readonly Named[]
}

export function isFactSaid({ readings, namings }: FactSearch, { rows }: Concept, axis: Axis): boolean {
  return FACTS.filter((fact) => fact.axis === axis && rows.some(({ code }) => fact.codes.test(code))).some(
    ({ said, beside, alias }) =>
      (said !== undefined && isSayingAnywhere(readings, said)) ||
      (beside !== undefined && isSaidBeside([...namings, ...listAliases(readings, alias)], beside)),
  )
}
