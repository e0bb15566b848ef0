/** What has a form of its own: numbers, addresses of all sorts, ages over 89. Every repetition has a bound. */

import { codeAt } from './code-at.ts'
import type { Found } from './finding.ts'
import type { MaskKind } from './masked-notes.ts'
import type { NoteWord } from './note-words.ts'
import { STATE_LETTERS } from './states.ts'
import { PATTERN } from './word-marks.ts'

/** The group `v` is what is masked; without one, all of the match, and before it the group `b`. */
type Pattern = {
  readonly kind: MaskKind
  readonly form: RegExp
  readonly test?: (value: string, text: string) => boolean
  /** Without it in the text there is nothing to look for; then the form is tried everywhere. */
  readonly needs?: string
  /** Where else the form can begin: at a word or a number with something beside it, or at one of these words. */
  readonly at?: Place | ReadonlySet<string>
}

/**
 * Numbers: `figures` of three digits or more, `joined` to what follows, `misread` by a scan, before a `street`, before what
 * may be a `house`'s street in small letters, `behind` a word, `old` as an age over 89. Words: `code` that runs into a number, or
 * begins with one where it is `mixed`, and a `letter` beside another.
 */
type Place = 'figures' | 'joined' | 'misread' | 'street' | 'house' | 'behind' | 'old' | 'code' | 'mixed' | 'letter'

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))
const hasDigit = (value: string): boolean => /\d/.test(value)
/** "GRP 884201"; not "for 20264", which a form of letters of both sizes takes for the same. */
const isNumber = (value: string): boolean => hasDigit(value) && !/^[a-z]+ /.test(value)
const hasFiveDigits = (value: string): boolean => (value.match(/\d/g)?.length ?? 0) >= 5
const hasManyDigits = (value: string): boolean => (value.match(/\d/g)?.length ?? 0) >= 3

/** A label, then an optional "number", "no.", "#", "is" or colon, then a value with a digit in it. */
type Label = { readonly kind: MaskKind; readonly labels: string; readonly value: string }

function labelled({ kind, labels, value }: Label): Pattern {
  return {
    kind,
    form: new RegExp(
      `(?<![\\w])(?:${labels.replaceAll(' ', '\\.? ')})\\b\\.?[ \\t]{0,3}(?:(?:numbers?|num|no|nr|id|ids|code|card|identifier)\\b\\.?[ \\t]{0,2}){0,2}(?:(?:is|was|ending in)[ \\t])?[:#=.-]{0,3}[ \\t]{0,3}(?:#[ \\t]?)?(?<v>${value})(?![\\w])`,
      'dgi',
    ),
    test: isNumber,
    at: setOf(
      labels
        .split('|')
        .map((label) => label.replace(/[ /].*/, ''))
        .join(' '),
    ),
  }
}

const STREETS =
  'street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|circle|cir|place|pl|way|terrace|ter|trail|trl|parkway|pkwy|highway|hwy|turnpike|tpke|pike|square|sq|loop|alley|crescent|cres|plaza|path|row|run|ridge|crossing|xing|commons|mews|close|walk|bend|point|heights|hollow'
const UNITS = 'apartment|apt|suite|ste|unit|bldg|building|floor|fl|room|rm|lot|trailer|trlr'
const UNIT = `(?:[,;]?[ \\t]{0,2}(?:\\n[ \\t]{0,4})?(?:${capitalise(UNITS)})\\b\\.?[ \\t]{0,2}#?[ \\t]?[\\w-]{1,8}|,?[ \\t]{0,2}#[ \\t]?[\\w-]{1,8})`
/** A word of a street's name is capitalised or a number. */
const STREET_WORD = "(?:\\p{Lu}[\\p{L}'’.-]{0,24}|\\d{1,4}(?:st|nd|rd|th)?)"

const CAPITALISED = "\\p{Lu}[\\p{L}'’-]{1,24}"
const DIGIT_WORDS = setOf(
  'zero oh one two three four five six seven eight nine double triple ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety',
)
const DIGIT_WORD =
  '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)'
const BETWEEN_DIGITS =
  '(?:[ \\t]?[,-][ \\t]?|[ \\t]{1,2}|[ \\t](?:dash|hyphen|then)[ \\t]|,?[ \\t](?:extension|area code)[ \\t])'

const PHONE_END = '(?:[ \\t]{0,2}(?:x|ext\\.?|extension)[ \\t.:]{0,2}\\d{1,6})?(?![\\w-]|\\.\\d)'

const PATTERNS: readonly Pattern[] = [
  {
    kind: 'email',
    needs: '@',
    form: /@(?<=(?<![\w.+'%-])(?<b>[\p{L}\d_.+'%-]{1,64})@)[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,8}/dgu,
  },
  { kind: 'url', needs: '://', form: /\b(?:https?|ftp|sftp):\/\/[^\s<>"')\]]{1,2000}(?<![.,;:!?])/dgi },
  { kind: 'url', at: setOf('www'), form: /(?<![\w@.-])www\.[^\s<>"')\]]{1,2000}(?<![.,;:!?])/dgi },
  {
    kind: 'url',
    at: setOf('com org net edu gov mil io health info biz app us co uk ca de example test'),
    form: /(?<=(?<![\w@./-])(?<b>(?:[a-z0-9-]{1,63}\.){1,5}))(?:com|org|net|edu|gov|mil|io|health|info|biz|app|us|co|uk|ca|de|example|test)\b(?:\/[^\s<>"')\]]{0,2000}(?<![.,;:!?]))?(?!@)/dgi,
  },
  {
    kind: 'ip',
    at: 'joined',
    form: /(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d]|\.\d)(?::\d{1,5}\b|\/\d{1,2}\b)?/dg,
  },
  {
    kind: 'ip',
    needs: '::',
    form: /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/dgi,
    test: (value) => hasDigit(value) && value.includes('::') && value.length > 6,
  },
  {
    kind: 'ip',
    needs: ':',
    form: /:(?<=(?<![\w:])(?<b>[0-9a-f]{1,4}:))(?:[0-9a-f]{1,4}:){6}[0-9a-f]{1,4}(?![\w:])/dgi,
    test: hasDigit,
  },
  { kind: 'ssn', at: 'figures', form: /(?<![\w-])\d{3}([-. ])\d{2}\1\d{4}(?![\w-])/dg },
  labelled({
    kind: 'ssn',
    labels: 'ssn|ss|soc sec|social sec|social security|soc security',
    value: '(?:[\\dx*]{3}[-. ]?[\\dx*]{2}[-. ]?\\d{4}|\\d{4})',
  }),
  labelled({
    kind: 'mrn',
    labels:
      'mrn|mr|emrn|empi|med rec|med record|medical rec|medical record|chart|hospital|patient id|pt id|patient identifier|dod id|edipi|nhs',
    // A scan reads O for 0 and l for 1.
    value:
      '(?:[A-Z]{0,4}[-#]?\\d[\\dOISLB-]{2,18}[\\dOISLB]|\\d{1,4}(?:[ ]\\d{1,4}){3,9}(?![/.]\\d)|\\d{2,4}(?:[ ]\\d{2,4}){2,4}(?![/.]\\d))',
  }),
  labelled({
    kind: 'account',
    labels:
      'account|acct|visit|encounter|csn|har|fin|accession|case|claim|job|invoice|billing|order|specimen|confirmation|reference|ref|tracking|authorization|auth|prescription|rx|requisition|document|doc|dictation|ticket|file|record|credit card|card|routing|iban|passport|badge|run no|unit|gate code|door code|lockbox|passcode|alarm code|employee|student|study|subject',
    value: '(?:[A-Z]{0,6}[-#]?\\d[A-Z0-9-]{2,24}|\\d{2,3}(?:[ ]\\d{2,3}){3,4}(?![/.]\\d))',
  }),
  labelled({
    kind: 'health-plan',
    labels:
      'member|policy|group|grp|subscriber|insurance|medicare|medicaid|mbi|hic|hicn|health plan|plan|beneficiary|payer|certificate|bin|pcn|enrollee|cin|coverage',
    value:
      '(?:[A-Z]{0,6}[-#]?\\d[A-Z0-9-]{3,24}|(?:(?:bcbs|aetna|cigna|uhc|united|humana|kaiser|anthem|medicare|medicaid|tricare|molina|ambetter)[ ])?[A-Z]{1,4}(?:[ ]\\d{2,5}){2,5}|[A-Z]{2,5}[ ]\\d{5,12}|[A-Z]{1,4}(?:[ ]\\d{2,5}){2,5}|\\d{3}(?:[ ]\\d{2,4}){2,4})',
  }),
  { kind: 'health-plan', at: 'joined', form: /(?<![\w-])\d[A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}(?![\w-])/dg },
  labelled({
    kind: 'licence',
    labels:
      "license|licence|lic|driver license|driver's license|drivers license|driver's licence|dl|dea|npi|upin|certification|registration|taxonomy|permit",
    value: '[A-Z]{0,4}[-#]?\\d[A-Z0-9-]{3,24}',
  }),
  {
    kind: 'vehicle',
    at: 'mixed',
    form: /(?<![\w-])[A-HJ-NPR-Z\d]{17}(?![\w-])/dg,
    test: (value) => hasDigit(value) && /[A-Z]/.test(value),
  },
  labelled({
    kind: 'vehicle',
    labels: 'vin|license plate|license plates|licence plate|vehicle plate|registration plate|plate number|plate no',
    value: '[A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,17}',
  }),
  {
    kind: 'vehicle',
    // "Vehicle plate given to police as 8KLM220": words between the plate and what stands on it.
    at: setOf('license licence vehicle car truck van'),
    form: /\b(?:[Ll]icen[sc]e|[Vv]ehicle|[Cc]ar|[Tt]ruck|[Vv]an)[ \t](?:plates?|tags?)(?:[ \t][a-z]{1,12}){1,6}[ \t:]{1,3}(?<v>[A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,5})(?![\w-])/d,
    test: (value) => /[A-Z]/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 2 && value.length > 4,
  },
  {
    kind: 'account',
    // Names of accounts of people; one that is letters alone cannot be told from a word.
    at: setOf('entered edited signed charted documented updated verified user username login logon log'),
    form: /(?<![\w])(?:(?:entered|edited|signed|charted|documented|updated|verified) by(?: user)?|user(?: ?name| id)?|log(?:in|on)(?: name)?)\b[ \t:]{1,3}(?<v>[a-z][a-z\d._-]{2,30}[a-z\d])(?![\w@])/dgi,
    test: (value) => /[\d_]/.test(value),
  },
  {
    kind: 'account',
    at: setOf('by'),
    form: /\bby:?[ \t]{1,2}(?<v>[a-z][a-z._-]{1,24}\d{1,4}|[a-z]{1,12}[._][a-z]{2,20})(?![\w@])/dg,
  },
  {
    kind: 'account',
    at: setOf('id'),
    form: /\bID\b(?:[ \t](?:no|number|band|bracelet|badge|wristband))?[.:#]?[ \t]{0,2}#?(?<v>[A-Z]{0,4}-?\d{5,15}|\d{2,4}(?:[ ]\d{2,4}){2,4})(?![\w-]|\.\d)/di,
  },
  {
    // "Member ID H 4471 0092 3"
    kind: 'health-plan',
    at: setOf('id'),
    form: /\bID\b(?:[ \t](?:no|number))?[.:#]?[ \t]{0,2}#?[ \t]?(?<v>[A-Z]{1,4}(?:[ ]\d{1,6}){2,5})(?![\w-]|\.\d)/d,
    test: hasFiveDigits,
  },
  {
    // "lockbox, code 4471"
    kind: 'account',
    at: setOf('lockbox gate door garage alarm keypad'),
    form: /\b(?:lockbox|gate|(?:front |back |side )?door|garage|alarm|keypad)\b[^.\n;]{0,20}\bcode\b(?:[ \t]is)?[ \t:#=]{1,3}(?<v>#?\d{3,8}#?)(?![\w-]|\.\d)/di,
  },
  {
    // "Last: Tolliver  First: Ann  MI: P": a form's initial, not an infarction.
    kind: 'name',
    at: setOf('mi'),
    form: /(?<=\b(?:First|Last|FIRST|LAST|[Nn]ame|NAME)\b[^\n]{1,80})\bM\.?I\.?:[ \t]{1,3}(?<v>[A-Z])(?![\w/])/d,
  },
  {
    // "Medic 14", "Engine 7": who came is known to the service's log.
    kind: 'other-id',
    at: setOf('medic engine squad'),
    form: /\b(?:Medic|MEDIC|Engine|ENGINE|Squad|SQUAD)[ \t](?:[Uu]nit[ \t])?#?(?<v>\d{1,4})(?![\w/%-]|\.\d)/d,
  },
  {
    kind: 'licence',
    at: setOf('lic license licence'),
    form: /\b(?:lic|license|licence)\b[.:#]?[ \t]{1,2}(?<v>[A-Z]{2,5}[ -]\d{3,10})(?![\w-])/di,
  },
  // A bed by its wing: "5W-12".
  { kind: 'other-id', at: 'joined', form: /(?<![\w-])\d{1,2}(?:N|S|E|W|NE|NW|SE|SW)-\d{1,3}[A-Z]?(?![\w-])/dg },
  labelled({
    kind: 'device',
    labels: 'serial|s/n|sn|lot|batch|udi|imei|device id|implant id',
    value: '[A-Z]{0,6}[-#]?\\d[A-Z0-9-]{3,30}',
  }),
  {
    kind: 'phone',
    at: 'figures',
    form: new RegExp(
      `(?<![\\w.-])(?:\\+?1[-. ]{0,2})?(?:\\(\\d{3}\\)[ \\t.-]{0,2}|\\d{3}[-./ ]{1,2})\\d{3}[-. ]\\d{4}${PHONE_END}`,
      'dgi',
    ),
  },
  { kind: 'phone', at: 'figures', form: new RegExp(`(?<![\\w.-])1?[2-9]\\d{2}[2-9]\\d{6}${PHONE_END}`, 'dgi') },
  {
    kind: 'phone',
    at: 'figures',
    form: /(?<![\w.-])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\w)/dg,
    test: (value) => value.replace(/\D/g, '').length >= 8,
  },
  {
    kind: 'phone',
    at: 'figures',
    form: new RegExp(
      `(?<=(?:phone|cell|home|work|call|called|calls|at|tel|fax|pager|ph|text|contact|mobile|office|number|#|:|,|\\(|[a-z]\\)?)[ \\t]{0,3})(?<!(?:normal|range|from|ref|reference)[ \\t:]{1,3})(?<![\\w./-])[2-9]\\d{2}-\\d{4}${PHONE_END}(?! ?(?:mg|mcg|ml|units?|iu|cc|kcal|calories|cells)\\b)`,
      'dgi',
    ),
  },
  {
    kind: 'phone',
    at: setOf('phone ph tel telephone cell mobile fax pager beeper home work office call text contact'),
    form: /\b(?:phone|ph|tel|telephone|cell|mobile|fax|pager|beeper|home|work|office|call|text|contact)\b[ \t]{0,2}(?:number|no|#|at|is)?\.?[:#]?[ \t]{0,3}(?<v>\(?\d{2,5}\)?(?:[-. /]\d{2,5}){1,4})(?!\w)/dgi,
    test: (value) => value.replace(/\D/g, '').length >= 7,
  },
  { kind: 'zip', at: 'figures', form: /(?<![\w.-])\d{5}-\d{4}(?![\w-])/dg },
  // Behind a state, whatever the city before it is called ("Mobile, AL 36602").
  {
    kind: 'zip',
    at: 'figures',
    form: new RegExp(
      `(?<=,[ \\t]{0,2}(?:${[...STATE_LETTERS].join('|')})[ \\t]{1,3})\\d{5}(?![\\w-]|\\.\\d|[ \\t](?:mg|mcg|units?|IU)\\b)`,
      'dg',
    ),
  },
  // "Aurora CO 80095"
  {
    kind: 'zip',
    at: 'figures',
    form: new RegExp(
      `(?<=\\p{Ll}[ \\t]{1,2}(?:${[...STATE_LETTERS].join('|')})[ \\t]{1,3})\\d{5}(?![\\w-]|\\.\\d|[ \\t](?:mg|mcg|units?|IU|cells)\\b)`,
      'dgu',
    ),
  },
  { kind: 'zip', at: 'figures', form: /(?<=\b(?:zip(?: ?code)?|postal code):?[ \t]{0,3})\d{5}\b/dgi },
  {
    kind: 'street',
    at: 'house',
    form: new RegExp(
      `(?<![\\p{L}\\d.,/:-])\\d{1,6}(?:-\\d{1,4}|-[A-Z])?[A-Za-z]?(?: 1\\/2)?[ \\t]{1,2}(?:(?:N|S|E|W|NE|NW|SE|SW)\\b\\.?[ \\t]{1,2})?(?:${STREET_WORD}[ \\t]{1,2}){1,4}(?:${capitalise(STREETS)})\\b\\.?(?:[ \\t](?:N|S|E|W|NE|NW|SE|SW)\\b\\.?)?${UNIT}{0,2}`,
      'dgu',
    ),
    test: (value) =>
      !/^\d+[ \t](?:(?:MG|ML|MCG|UNITS?|DAYS?|WEEKS?|MONTHS?|YEARS?|HOURS?|TIMES|[AaPp][Mm])\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.)/.test(
        value,
      ),
  },
  {
    kind: 'street',
    at: 'house',
    form: new RegExp(
      `(?<![\\p{L}\\d.,/-])\\d{1,6}[ \\t](?:Avenue|Calle|Rue|Via|Avenida|Camino|Paseo|Highway|Hwy|Route|County Road)[ \\t](?:(?:of|d[eou]s?|del|la|las|los)[ \\t]){0,2}(?:the[ \\t])?${STREET_WORD}(?:[ \\t]${STREET_WORD}){0,2}${UNIT}{0,2}`,
      'dgu',
    ),
  },
  {
    // Streets that are called so and nothing more.
    kind: 'street',
    at: 'house',
    form: new RegExp(
      `(?<![\\p{L}\\d.,/:-])\\d{1,6}[ \\t]{1,2}(?:(?:North|South|East|West|Upper|Lower|Old|N|S|E|W|NE|NW|SE|SW)\\b\\.?[ \\t]){0,2}(?:Broadway|Bowery|Embarcadero|Esplanade|Kingshighway|Speedway|Strand|Causeway|Promenade)\\b${UNIT}{0,2}`,
      'dgu',
    ),
  },
  {
    // "lives 120 harvest moon cir, lot 3": in small letters only behind a word that says so.
    kind: 'street',
    at: setOf('lives live living lived resides residing stays staying moved addr address'),
    form: new RegExp(
      `\\b(?:lives?|lived|living|resid(?:es|ing)|stay(?:s|ing)|moved|addr|address)(?:[ \\t](?:at|to|in|is|now))?:?[ \\t]{1,2}(?<v>\\d{1,6}[a-z]?[ \\t](?:[\\p{L}\\d'’.]{1,20}[ \\t]){0,4}(?:(?:${STREETS})\\b|broadway\\b|(?:county road|highway|hwy|route|rt|cr)[ \\t]\\d{1,4})(?:,?[ \\t]{1,2}(?:${UNITS})\\b\\.?[ \\t]?#?[ \\t]?[\\w-]{1,6}|,?[ \\t]?#[ \\t]?[\\w-]{1,6})?)`,
      'dgiu',
    ),
  },
  { kind: 'street', at: setOf('p po post'), form: /\b(?:P\.? ?O\.?|Post Office) ?Box[ \t]{1,2}[\w-]{1,10}/dgi },
  {
    kind: 'street',
    at: setOf('rr r rd rt rte route rural hc rfd psc'),
    form: /\b(?:RR|Rt|Rte|Route|R\.R\.|RD|R\.D\.|Rural Route|HC|RFD|PSC)[ \t#]{1,2}\d{1,5},?(?:[ \t]{1,2}Box[ \t]{1,2}[\w-]{1,8})/dgi,
  },
  {
    kind: 'age',
    at: 'old',
    form: /(?<![\d.\-/])(?<v>9\d|1[0-3]\d)(?=[ \t-]{0,2}(?:years?|yrs?|y\/?o|y\.o\.?|yo)\b(?![ \t]{1,2}(?:ago|history|of exp))|[MFmf]\b(?!\.\d))/dg,
  },
  {
    kind: 'age',
    at: setOf('aged age turned turns turning lived died is will'),
    form: /\b(?:aged?|turned|turns|turning|lived to(?: be)?|age of|died at|age at \w{3,12}(?: was)?|is now|will be)[: \t]{1,3}(?<v>9\d|1[0-3]\d)(?![\d%/]|\.\d|[ \t]?(?:mg|mm|bpm|percent|days|weeks|pounds|lbs|kg)\b)/dgi,
  },
  {
    kind: 'age',
    at: setOf('ninety one'),
    form: /\b(?<v>ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one hundred(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten))?)(?=[ -]years?\b)/dgi,
  },
  {
    kind: 'age',
    at: 'old',
    form: /(?<![\d.-])(?<v>9\d|1[0-2]\d)(?=(?:st|nd|rd|th)[ \t]birthday\b|[ \t]{1,2}(?:años|ans|anni|Jahre)\b)/dgi,
  },
  // "His mother is 98 and lives", "Her mother, 91, is alive", "At 93, she"
  {
    kind: 'age',
    at: 'old',
    form: /(?<=\b(?:mother|father|mom|dad|parent|grandmother|grandfather|grandma|grandpa|aunt|uncle|sister|brother|wife|husband|spouse|patient|pt|he|she)(?:,|(?:,[ \t][^.,\n]{1,30},)?[ \t](?:is|was|now)(?:[ \t](?:now|still|almost|nearly))?)[ \t]{1,2})(?:9\d|1[01]\d)(?=[,;)]|\.?(?:[ \t]?\n|$)|\.[ \t]|[ \t](?:and|but|with|who|now|this|today)\b)/di,
  },
  {
    kind: 'age',
    at: 'old',
    form: /(?<=\bat[ \t])(?:9\d|1[01]\d)(?=,[ \t](?:he|she|they|the[ \t]patient|pt)\b)/di,
  },
  {
    kind: 'account',
    at: setOf('last ending ends'),
    form: /\b(?:last[ \t](?:four|4)|ending(?:[ \t](?:in|with))?|ends[ \t](?:in|with))\b(?:[ \t](?:digits?|of|ssn|social|card|is|are|id)\b){0,3}[ \t:#=]{1,4}(?<v>\d{4})(?![\d-])/dgi,
  },
  {
    kind: 'vehicle',
    at: setOf('plate plates tag tags tail'),
    form: /\b(?:[Pp]lates?|PLATES?|[Tt]ags?|TAGS?|[Tt]ail|TAIL)\b(?:[ \t](?:number|no\.?|is|reads?|#))?[ \t:#]{1,3}(?<v>(?:[A-Z]{2}[ -])?[A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,5})(?![\w-])/dg,
    test: (value) => /[A-Z]/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 2 && value.length > 4,
  },
  {
    kind: 'other-id',
    at: setOf(
      'room rm bed bay cubicle stretcher ward cell cellblock block pod tier cabin bunk dorm chair suite apt apartment',
    ),
    form: /\b(?<!\b(?:emergency|operating|recovery|waiting|exam|living|or|procedure|trauma)[ \t])(?:room|rm|bed|bay|cubicle|stretcher|ward|cell|cellblock|block|pod|tier|cabin|bunk|dorm|chair|suite|apt|apartment)\b(?:\.?[ \t]{0,2}|(?<=\b(?:room|rm|bed)):[ \t]{0,3})#?[ \t]?(?<v>(?!x\d)(?:[A-Z]-?|[A-Z]{2,3}-)?\d{1,4}[A-Z]?(?:-[A-Z0-9]{1,2})?)(?![\w%/]|\.\d|[ -](?:x|days?|nights?|hours?|hrs?|weeks?|months?|times|minutes?|mins?|feet|ft|mg|ml|degrees|am|pm)\b)/dgi,
  },
  {
    kind: 'street',
    at: setOf('exit mile milepost mm'),
    form: /\b(?:exit|mile(?:[ \t]?(?:marker|post))?|mm)[ \t]\d{1,4}[A-Z]?[ \t](?:(?:on|of|off|from)[ \t](?:the[ \t])?)?(?:I|US|SR|CR|Rte|Route|Rt|Hwy|Highway|Interstate)\b\.?[- ]?\d{1,4}\b/dgi,
  },
  {
    kind: 'street',
    at: setOf('street st avenue ave road rd boulevard blvd lane ln parkway pkwy turnpike highway hwy'),
    form: new RegExp(
      `(?<=(?<![\\p{L}\\d'’.-])(?<b>(?:${CAPITALISED}[ \\t]){1,2}))(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Parkway|Pkwy|Turnpike|Highway|Hwy)(?:(?![\\p{L}'’-]|\\.?[ \\t]\\p{Lu})|(?<=\\b(?:on|at|near|off|along)[ \\t][^\\n]{3,50})\\.)`,
      'dgu',
    ),
  },
  {
    // No kind of street, but a flat: "2217 Old Mulberry, Apt 4".
    kind: 'street',
    at: 'street',
    form: new RegExp(
      `(?<![\\p{L}\\d.,/:-])\\d{1,6}[ \\t](?:${STREET_WORD}[ \\t]){0,2}${STREET_WORD},?[ \\t]{1,2}(?:Apt|Apartment|Suite|Ste|Unit|APT|SUITE|STE|UNIT)\\b\\.?[ \\t]{0,2}#?[ \\t]?[\\w-]{1,8}`,
      'dgu',
    ),
  },
  {
    // Nor that, but a city, a state and a zip code behind it.
    kind: 'street',
    at: 'street',
    form: new RegExp(
      `(?<![\\p{L}\\d.,/:-])\\d{1,6}[ \\t](?:${STREET_WORD}[ \\t]?){1,4},[ \\t]{0,2}${CAPITALISED}(?:[ \\t]${CAPITALISED}){0,2}(?=,?[ \\t]{0,2}[A-Z]{2}[ \\t]{1,2}\\d{5}(?:-\\d{4})?(?![\\w-]))`,
      'dgu',
    ),
  },
  {
    kind: 'street',
    at: setOf('address addr residence residing resides domicilio dirección direccion'),
    form: /\b(?:address|addr|residence|residing at|resides at|domicilio|dirección|direccion)\b\.?(?:[ \t]is)?[ \t]{0,2}[:=]?[ \t]{0,3}(?<v>\d{1,6}[ \t-][^\n;|]{3,70}?)(?=\n|;|\||\.[ \t\n]|\.?$| {2}|\t)/dgi,
  },
  {
    // "Flat 3, 27 Marlow Terrace"
    kind: 'street',
    at: setOf('flat'),
    form: /\bF(?:lat|LAT)[ \t]\d{1,4}[A-Z]?(?=,[ \t]\d{1,5}[A-Z]?,?[ \t]\p{Lu})/du,
  },
  {
    kind: 'street',
    at: setOf('calle avenida av avda via rua rue ulica ul paseo carrera camino jalan jl'),
    form: new RegExp(
      `(?<![\\p{L}\\d])\\p{L}{2,8}\\.?[ \\t](?:de(?:[ \\t]l[ao]s?|l)?[ \\t])?${STREET_WORD}(?:[ \\t]${STREET_WORD}){0,2},?[ \\t](?:#|[Nn]o\\.?[ \\t]?|n[°º][ \\t]?)?\\d{1,5}(?![\\p{L}\\d])`,
      'dgu',
    ),
  },
  {
    kind: 'street',
    at: 'behind',
    form: /(?<=(?<![\p{L}\d])(?<b>\p{Lu}\p{L}{2,20}(?:straße|strasse|str\.|weg|gasse|platz|allee|gatan|vägen|gata|laan|straat|vej|gade|katu|utca)[ \t]))\d{1,4}[a-z]?(?![\p{L}\d])/du,
  },
  {
    kind: 'street',
    at: 'house',
    form: new RegExp(
      `(?<![\\p{L}\\d])\\d{1,4}(?:[ \\t]?bis)?,?[ \\t](?:rue|avenue|boulevard|place|chemin|calle|rua)[ \\t](?:de(?:[ \\t]l[ao]s?|l|s)?[ \\t])?(?:${STREET_WORD}[ \\t]?){1,3}(?![\\p{L}\\d])`,
      'dgu',
    ),
  },
  {
    kind: 'street',
    at: setOf('on at off'),
    form: /(?<=\b(?:lives?|living|resid(?:es|ing)|alone|house|home|stay(?:s|ing))[ \t])(?:on|at|off)[ \t](?<v>(?:\p{Lu}[\p{L}'’-]{1,20}[ \t]){1,3}(?:St|Street|Ave|Avenue|Rd|Road|Ct|Court|Dr|Drive|Cir|Circle|Way|Pl|Place|Ln|Lane|Blvd|Ter|Terrace|Loop|Trail|Trl|Hwy)\b)/diu,
  },
  {
    kind: 'street',
    at: setOf('x xst cross'),
    form: /\b(?:X-?ST|[Cc]ross[ -][Ss]treets?)[ \t:]{1,3}(?<v>[A-Z][\w'-]{1,24})/d,
  },
  // Names of accounts with a line below: "xy_ouyang94".
  { kind: 'account', at: 'code', form: /(?<![\w./@-])[a-z]{1,20}_[a-z\d_]{2,30}(?![\w@])/d },
  {
    kind: 'street',
    at: 'house',
    form: new RegExp(
      `(?<![\\p{L}\\d.,/-])\\d{2,6}[ \\t](?:BLK|Blk|blk|BLOCK|Block|block)[ \\t](?:(?:OF|of)[ \\t])?${STREET_WORD}(?:[ \\t](?:${capitalise(STREETS)})\\b)?`,
      'du',
    ),
  },
  {
    kind: 'street',
    at: setOf('on off along near'),
    form: /\b(?:on|off|along|near|ON|OFF|NEAR)[ \t](?<v>(?:Route|Rte|Rt|Hwy|Highway|County Road|CR|US|Interstate|I|ROUTE|RTE|HWY|HIGHWAY)[- ]\d{1,4})(?![\w.]\d)/d,
  },
  // "4 West": a ward.
  {
    kind: 'other-id',
    at: 'street',
    form: /(?<![\w./-])\d{1,2}[ \t](?:North|South|East|West|NORTH|SOUTH|EAST|WEST)(?![ \t]\p{Lu}|[\p{L}-])/du,
  },
  // The first column of a list of beds, the ages in one of patients.
  {
    kind: 'other-id',
    needs: '|',
    test: (_, text) => /^(?:bed|room|rm)\b[^\n]{0,80}\|/im.test(text),
    form: /(?<=^[ \t]{0,4})\d{1,4}[A-Z]?(?=[ \t]{0,4}\|)/dgm,
  },
  {
    kind: 'age',
    needs: '|',
    test: (_, text) => /\bage\b[^\n]{0,80}\|/i.test(text),
    form: /(?<=\|[ \t]{0,4})(?:9\d|1[01]\d)(?=[ \t]{0,4}\|)/dg,
  },
  {
    kind: 'age',
    at: 'old',
    form: /(?<=\p{Lu}\p{L}{2,20}(?: \p{Lu}\.?)?, )(?:9\d|1[01]\d)(?=,)/du,
  },
  { kind: 'phone', at: setOf('x'), form: /(?<![\w.-])x\d-?\d{3,4}(?![\w-])/dg },
  // "Lowell, MD p5521": a pager
  { kind: 'phone', at: setOf('p'), form: /(?<=\b(?:MD|DO|NP|PA|PA-C|RN|CRNA|MBBS),?[ \t])p\d{4,5}(?![\w-])/d },
  { kind: 'other-id', at: 'figures', form: /(?<![\w./-])0\d{3}-\d{4}(?![\w-])/dg },
  // "spelled S O L V E I"
  { kind: 'name', at: 'letter', form: /(?<![\w.])[A-Z](?:[ -][A-Z]){3,20}(?!\w|\.\w)/dg },
  { kind: 'other-id', at: 'figures', form: /(?<![\w./-])\d{4}-\d{5,12}(?![\w-])/dg },
  { kind: 'other-id', at: 'joined', form: /(?<![\w.,/-])\d{1,3}-\d{5,12}(?![\w-]|[.,]\d)/dg },
  { kind: 'other-id', at: 'figures', form: /(?<=#)\d{5,12}(?![\w-])/dg },
  // "Medic J. Robichaux #4471": behind a name, and more than there are tablets.
  {
    kind: 'other-id',
    needs: '#',
    form: /#(?<=\p{Lu}\p{Ll}{2,20},?[ \t](?:badge[ \t])?#)(?<v>\d{4})(?![\w-]|[.,]\d)/dgu,
  },
  // Between the columns of a header, with enough digits: "| 6620-118"
  {
    kind: 'other-id',
    at: 'joined',
    form: /(?<=(?:\||[ \t][-–])[ \t]{0,4})\d{3,8}-\d{2,6}(?=[ \t]{0,4}(?:\||\n|$))/d,
    test: hasFiveDigits,
  },
  // Who dictated and who typed: "D: 8/6/26 T: 8/7/26 gh/mlw"
  {
    kind: 'name',
    needs: 'T:',
    form: /\/(?<=\b[DTR]:[^\n]{3,24}[ \t](?<b>[a-z]{2,4}\/))[a-z]{2,4}(?=[ \t]{0,3}(?:\n|$))/dg,
  },
  { kind: 'other-id', at: 'figures', form: /(?<=#)\d{3,10}-\d{2,10}(?![\w-])/dg },
  { kind: 'other-id', at: 'code', form: /(?<![\w./-])[A-Z]{1,4}-\d{4,12}(?![\w-]|\.\d)/dg },
  { kind: 'other-id', at: 'code', form: /(?<![\w./-])[A-Z]{2,4}\/\d{4,8}(?![\w/.%-])/dg },
  // Postcodes of the United Kingdom and of Canada.
  { kind: 'zip', at: 'code', form: /(?<![\w-])[A-Z]{1,2}\d[A-Z\d]? \d[A-BD-HJLNP-UW-Z]{2}(?![\w-])/dg },
  { kind: 'zip', at: 'code', form: /(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d(?![\w-])/dg },
  {
    kind: 'phone',
    at: setOf('pager beeper pgr vocera ascom spectralink dect ext extension bleep voalte'),
    form: /\b(?:pager|beeper|pgr|vocera|ascom|spectralink|dect|ext|extension|bleep|voalte)\b\.?[ \t]{0,2}(?:number|no|at|is)?[:# \t]{0,3}(?<v>\d{2}-?\d{1,5})(?![\w/%]|\.\d|[ -](?:days?|weeks?|degrees|cm|mm)\b)/dgi,
  },
  { kind: 'phone', at: 'figures', form: /(?<![\w.-])\(?0\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?![\w-])/dg },
  {
    kind: 'phone',
    // With letters that a scan reads for digits.
    at: 'misread',
    form: /(?<![\w.-])\(?[\dOolISB]{3}\)?[-. ]{1,2}[\dOolISB]{3}[-. ][\dOolISB]{4}(?![\w-])/dg,
    test: (value) => /[A-Za-z]/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 5,
  },
  {
    kind: 'other-id',
    at: 'mixed',
    form: /(?<![\w./-])[\dOolI]{1,2}([/-])[\dOolIS]{1,2}\1[\dOolIS]{2,4}(?![\w/-])/dg,
    test: (value) => /[A-Za-z]/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 2,
  },
  { kind: 'account', needs: '@', form: /(?<![\w.@/])@[A-Za-z][\w.]{2,30}(?<![.])(?!@)/dg },
  {
    kind: 'phone',
    at: DIGIT_WORDS,
    form: new RegExp(`(?<![\\w-])${DIGIT_WORD}(?:${BETWEEN_DIGITS}${DIGIT_WORD}){6,20}(?![\\w-])`, 'dgi'),
  },
  {
    kind: 'other-id',
    at: setOf(
      'mrn number account phone pager extension zip ssn social record id four code claim policy member room bed license licence serial',
    ),
    form: new RegExp(
      `\\b(?:mrn|number|account|phone|pager|extension|zip(?: code)?|ssn|social(?: security)?|record|id|four digits|code|claim|policy|member|room|bed|license|licence|serial)[ \\t:,]{1,3}(?:(?:number|is|of)[ \\t:,]{1,2}){0,2}(?<v>(?:[a-z][ ,-]{1,2}){0,3}${DIGIT_WORD}(?:${BETWEEN_DIGITS}${DIGIT_WORD}){2,20})(?![\\w-])`,
      'dgi',
    ),
  },
  {
    kind: 'other-id',
    at: 'code',
    form: /(?<![\w./-])[A-Z]{1,6}-?\d{1,8}(?:-[A-Z0-9]{1,12}){1,4}(?![\w-])/dg,
    test: (value) => (value.match(/\d/g)?.length ?? 0) >= 5 && !/^[TLCS]\d{1,2}-[TLCS]?\d{1,2}-/.test(value),
  },
  {
    kind: 'other-id',
    at: 'joined',
    form: /(?<![\w./-])\d{2,10}(?:-[A-Z0-9]{1,12}){1,4}(?![\w-])/dg,
    test: (value) => /[A-Z]/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 5,
  },
  { kind: 'other-id', at: 'code', form: /(?<![\w-])[A-Z]{2,6}\d{5,20}[A-Z]{0,3}(?![\w-])/dg },
  {
    kind: 'other-id',
    at: 'code',
    form: /(?<![\w-])[A-Z]{1,6}\d{2,6}[A-Z]{1,4}\d{1,10}[A-Z]?(?![\w-])/dg,
    test: hasFiveDigits,
  },
  // No measurement has seven digits in a row; no code of a diagnosis has a letter and six.
  { kind: 'other-id', at: 'figures', form: /(?<![\w.,-])\d{7,24}(?![\w-]|[.,]\d)/dg },
  { kind: 'other-id', at: 'figures', form: /(?<![\w.-])\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{1,7}(?![\w-])/dg },
  { kind: 'other-id', at: 'code', form: /(?<![\w-])[A-Z]{1,6}-?\d{6,20}(?:-\d{1,6})?(?![\w-])/dg },
  { kind: 'other-id', at: 'joined', form: /(?<![\w./-])\d{2,4}(?:-\d{2,4}){2,5}(?![\w-])/dg, test: hasManyDigits },
  { kind: 'other-id', at: 'code', form: /(?<![\w-])[A-Za-z]\d{3}-\d{4}-\d{4}(?![\w-])/dg },
]

/** "Street", "STREET" and, in abbreviations, nothing else: "st" and "dr" in small letters are words of a note. */
function capitalise(words: string): string {
  return words
    .split('|')
    .map((word) => `${word[0]?.toUpperCase()}(?:${word.slice(1)}|${word.slice(1).toUpperCase()})`)
    .join('|')
}

type Placed = Pattern & { readonly sticky: RegExp }

const place = (pattern: Pattern): Placed => ({
  ...pattern,
  sticky: new RegExp(pattern.form.source, `${pattern.form.flags.replace('g', '')}y`),
})
const ANYWHERE = PATTERNS.filter(({ at }) => at === undefined)
const placeAt = (...places: readonly Place[]): readonly Placed[] =>
  PATTERNS.filter(({ at }) => typeof at === 'string' && places.includes(at)).map(place)
const FIGURES = placeAt('figures')
const JOINED = placeAt('joined')
const ADDRESSES = JOINED.filter(({ kind }) => kind === 'ip')
const MISREAD = placeAt('misread')
const STREET = placeAt('street')
const HOUSE = placeAt('house')
const BEHIND = placeAt('behind')
const OLD = placeAt('old')
const MIXED = placeAt('mixed')
const CODE = placeAt('mixed', 'code')
const LETTER = placeAt('letter')
const AT_WORDS: ReadonlyMap<string, readonly Placed[]> = groupByWord(PATTERNS)
export const PATTERN_WORDS: Iterable<string> = [...AT_WORDS.keys()]

function groupByWord(patterns: readonly Pattern[]): Map<string, Placed[]> {
  const byWord = new Map<string, Placed[]>()
  for (const pattern of patterns) {
    if (typeof pattern.at !== 'object') continue
    const placed = place(pattern)
    for (const word of pattern.at) byWord.set(word, [...(byWord.get(word) ?? []), placed])
  }
  return byWord
}

type Finding = { readonly text: string; readonly found: Found[] }

/** Most forms are tried only where a word or a number stands that they can begin with: that is what makes it fast. */
export function findPatterns(text: string, words: readonly NoteWord[]): Found[] {
  const finding: Finding = { text, found: [] }
  for (const pattern of ANYWHERE) {
    if (pattern.needs !== undefined && !text.includes(pattern.needs)) continue
    for (const match of text.matchAll(pattern.form)) add(finding, match, pattern)
  }
  for (const word of words) {
    switch (word.kind) {
      case 'number':
        tryNumber(finding, word)
        break
      case 'word':
        tryWord(finding, word)
        break
      case 'mark':
        if (word.text === '(' || word.text === '+') {
          tryAt(finding, FIGURES, word.start)
          tryAt(finding, MISREAD, word.start)
        }
        break
      case 'break':
        break
    }
  }
  return finding.found
}

function tryAt(finding: Finding, patterns: readonly Placed[], at: number): void {
  for (const pattern of patterns) {
    pattern.sticky.lastIndex = at
    const match = pattern.sticky.exec(finding.text)
    if (match) add(finding, match, pattern)
  }
}

const [TAB, BLANK, HYPHEN, DOT, ONE, THREE, NINE, LOW_LINE] = [9, 32, 45, 46, 49, 51, 57, 95]
const isDigit = (code: number): boolean => code >= 48 && code <= NINE
const isSmallLetter = (code: number): boolean => code >= 97 && code <= 122
const isCapital = (code: number): boolean => code >= 65 && code <= 90
const isLetter = (code: number): boolean => isSmallLetter(code) || isCapital(code) || code >= 0x80
const isBlank = (code: number): boolean => code === BLANK || code === TAB

function tryNumber(finding: Finding, { start, end }: NoteWord): void {
  const { text } = finding
  const size = end - start
  const [first, next, second] = [codeAt(text, start), codeAt(text, end), codeAt(text, end + 1)]
  const isJoined = isLetter(next) || ((next === HYPHEN || next === DOT) && (isDigit(second) || isLetter(second)))
  // The middle of "1-2-3" begins nothing but what a machine is addressed by, or a house of a French street.
  if (codeAt(text, start - 1) === HYPHEN) {
    if (isJoined) tryAt(finding, ADDRESSES, start)
    if (isBeforeStreet(text, end)) tryAt(finding, HOUSE, start)
    return
  }
  if (size > 4 || ((size > 2 || first === ONE) && hasDigitAhead(text, end))) tryAt(finding, FIGURES, start)
  if (isJoined) tryAt(finding, JOINED, start)
  if (isJoined || size === 3) tryAt(finding, MISREAD, start)
  if (isInCode(text, end)) tryAt(finding, MIXED, start)
  if (isBeforeStreet(text, end)) tryAt(finding, HOUSE, start)
  if (isBlank(next) && !isSmallLetter(second)) tryAt(finding, STREET, start)
  if (isOldAge(text, start, size)) tryAt(finding, OLD, start)
  if (isBlank(codeAt(text, start - 1)) && !isDigit(codeAt(text, start - 2))) tryAt(finding, BEHIND, start)
}

function tryWord(finding: Finding, { start, end, shape, lower, marks }: NoteWord): void {
  const { text } = finding
  if (marks & PATTERN) tryAt(finding, AT_WORDS.get(lower.replace(/-.*/, '')) ?? [], start)
  if (shape === 'small' && lower.length > 2 && codeAt(text, end) !== LOW_LINE) return
  if (isInCode(text, end)) tryAt(finding, CODE, start)
  const next = codeAt(text, start + 1)
  if ((next === BLANK || next === HYPHEN) && isCapital(codeAt(text, start + 2))) tryAt(finding, LETTER, start)
}

/** As far as what stands between two parts of a phone number goes. */
function hasDigitAhead(text: string, end: number): boolean {
  for (let at = end; at < end + 4; at++) if (isDigit(codeAt(text, at))) return true
  return false
}

function isOldAge(text: string, start: number, size: number): boolean {
  const first = codeAt(text, start)
  return size === 2 ? first === NINE : size === 3 && first === ONE && codeAt(text, start + 1) <= THREE
}

/** "12 Elm", "12-14 Elm", "12B Elm", "12, rue"; not "12 mg". */
function isBeforeStreet(text: string, end: number): boolean {
  const next = text.charAt(end)
  if (next === ' ' || next === '\t') return !/[d-oqs-z]/.test(text.charAt(end + 1))
  return /[-,A-Za-z]/.test(next)
}

/** Letters and digits that touch, or a hyphen or a slash between them. */
function isInCode(text: string, end: number): boolean {
  return /[\w/-]/.test(text.charAt(end))
}

function add({ text, found }: Finding, match: RegExpExecArray, { kind, test }: Pattern): void {
  const parts = match.indices?.groups
  const [start, end] = parts?.['v'] ?? [parts?.['b']?.[0] ?? match.index, match.index + match[0].length]
  if (!test || test(text.slice(start, end), text)) found.push({ kind, start, end })
}
