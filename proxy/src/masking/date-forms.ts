/** The forms in which notes write dates, by the kind of word that they begin with. A year in words stays as it is. */

export const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(?<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
export const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
  'twenty-first',
  'twenty-second',
  'twenty-third',
  'twenty-fourth',
  'twenty-fifth',
  'twenty-sixth',
  'twenty-seventh',
  'twenty-eighth',
  'twenty-ninth',
  'thirtieth',
  'thirty-first',
]
/** Of a chart in Spanish, French, German, Portuguese or Italian, where they differ from the English ones. */
export const FOREIGN_MONTHS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    enero: 1,
    janvier: 1,
    januar: 1,
    janeiro: 1,
    gennaio: 1,
    febrero: 2,
    février: 2,
    fevrier: 2,
    februar: 2,
    fevereiro: 2,
    febbraio: 2,
    marzo: 3,
    mars: 3,
    märz: 3,
    março: 3,
    abril: 4,
    avril: 4,
    aprile: 4,
    mayo: 5,
    mai: 5,
    maio: 5,
    maggio: 5,
    junio: 6,
    juin: 6,
    juni: 6,
    junho: 6,
    giugno: 6,
    julio: 7,
    juillet: 7,
    juli: 7,
    julho: 7,
    luglio: 7,
    agosto: 8,
    août: 8,
    aout: 8,
    septiembre: 9,
    setiembre: 9,
    septembre: 9,
    setembro: 9,
    settembre: 9,
    octubre: 10,
    octobre: 10,
    oktober: 10,
    outubro: 10,
    ottobre: 10,
    noviembre: 11,
    novembre: 11,
    novembro: 11,
    diciembre: 12,
    décembre: 12,
    decembre: 12,
    dezember: 12,
    dezembro: 12,
    dicembre: 12,
  }),
)
const FOREIGN = [...FOREIGN_MONTHS.keys()].join('|')
const WEEKDAY = '(?:\\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\b[.,]{0,2} {1,2})?'
const DAY = `(?<d>\\d{1,2}|${[...ORDINALS].reverse().join('|').replaceAll('-', '[- ]')})(?<suf>st|nd|rd|th)?`
/** A year in words stays as it is. */
const YEAR_WORDS =
  '(?:,? (?:in )?(?:twenty[ -](?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|thirty)|two thousand(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[ -](?:one|two|three|four|five|six))?))?|nineteen (?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)\\b)?'
const YEAR = "(?<y>(?:19|20)\\d\\d|['’]\\d\\d)"

/** A denominator that is no measure's: "5/5 strength", "1/2 tab". */
const NO_SCALE =
  '(?![\\d/%]|\\.\\d| {0,2}(?:strength|scale|pain|murmur|systolic|diastolic|tab|tablets?|cup|dose|mg|mcg|ml|bilateral|throughout|power|inch|teaspoon|pack|of)\\b| {0,2}in\\b(?! (?:room|clinic|office|person|the (?:clinic|office|ed|er|or|hospital|or)|our|my|ed|er)\\b))'
const CUES =
  "(?:(?:ekg|ecg|echo|mri|ct|cxr|x-?ray|labs?|note|letter|scan|holter|biopsy|mammogram|ultrasound|colonoscopy|visit|film|culture|report) of|ov|on|up|since|until|till|dated?|visit|visits|appointment|appt|seen|due|exam|starts?|starting|started|begins?|beginning|check|recheck|refill|thru|through|last|of|dob|f\\/u|follow-up|labs?|dos|session|attempt|admitted|admit|adm|discharged|d\\/c'?d?|surgery|mri|ct|xr|cxr|echo|ekg|ecg|colonoscopy|mammogram|biopsy|bx|procedure|injection|vaccine|placed|removed|fell|lmp|edd|edc|updated|called|received|collected|resulted|drawn|filled|next|prior|previous|prev|return|rtc|signed|today|tomorrow|yesterday|tonight|arrived|stopped|held|given|refused|done|us|ultrasound|scan|x-?ray|film|sent|meds|missed|cancell?ed|rescheduled|expires|exp|effective|before|after|from|by|notes?|encounter|shift|rn|lpn|md|np|pa|pa-c|lcsw|msw|signature|comparison|(?:him|her|them|me|come|comes|coming|call|brought) back|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"

/** Those that begin with digits and a slash, a hyphen or a dot. */
export const NUMBER_FORMS: readonly RegExp[] = [
  // 2026-04-28, 2024/10/11, with a time behind it or not
  /(?<![\d.\-/])(?<y>(?:19|20)\d\d)(?<s>[-/.])(?<m>\d{1,2})\k<s>(?<d>\d{1,2})(?:T\d\d:?\d\d(?::?\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/-])/diy,
  // 04/27/2026, 7/6/26, 03.09.1961, 10-06-25
  /(?<![\d.\-/])(?<m>\d{1,2})(?<s>[/.-])(?<d>\d{1,2})\k<s>(?<y>(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)/diy,
  // "12 / 03 / 1974" of a form
  /(?<![\d.\-/] ?)(?<m>\d{1,2}) (?<s>[/.-]) (?<d>\d{1,2}) \k<s> (?<y>(?:19|20)\d\d|\d\d)(?! ?[\d/-])/diy,
  // 9/1/26-9/14/26
  /(?<![\d.\-/])(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>(?:19|20)\d\d|\d\d)(?= ?[-–] ?\d{1,2}\/\d{1,2}\/(?:\d\d){1,2}(?![\d/]))/diy,
  /(?<=(?<![\d.\-/])\d{1,2}\/\d{1,2}\/(?:\d\d){1,2} ?[-–] ?)(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)/diy,
  // 05/2024, 5-2024
  /(?<![\d.\-/])(?<m>\d{1,2})[/-](?<y>(?:19|20)\d\d)(?![\d/-]|\.\d)/diy,
  // 11/02 0700, 11/02 07:00: a flowsheet's day and hour
  /(?<![\d.\-/])(?<m>\d{1,2})\/(?<d>\d{1,2})(?= {1,3}(?:[01]\d|2[0-3]):?[0-5]\d(?![\d/]| {0,2}(?:mg|mcg|ml|units?|%)))/diy,
  // 12/7 5:22 pm
  /(?<![\d.\-/])(?<m>1[0-2]|0?[1-9])\/(?<d>[12]\d|3[01]|0?[1-9])(?=,? (?:at |@ ?)?(?:1[0-2]|0?\d):[0-5]\d ?[ap]\.?m\b)/diy,
  // 16:20 7/10
  /(?<=\d:[0-5]\d(?: ?[ap]\.?m\.?)?,? (?:on )?)(?<m>1[0-2]|0?[1-9])\/(?<d>[12]\d|3[01]|0?[1-9])(?=[.,;)\n]|$| (?:by|with|to|and)\b)/diy,
  // 2024-03
  /(?<![\w.-])(?<y>20\d\d)-(?<m>0[1-9]|1[0-2])(?![\w-]|\.\d)/diy,
  // 3/5-3/7, 3/5 to 3/17
  /(?<![\d.\-/])(?<m>\d{1,2})\/(?<d>\d{1,2})(?= ?(?:-|–|to|through|thru|until) ?(?:1[0-2]|0?[1-9])\/(?!(?:4|5|6|10)\b)(?:[12]\d|3[01]|0?[1-9])(?![\d/]))/diy,
  /(?<=(?<![\d.\-/])(?:1[0-2]|0?[1-9])\/(?:[12]\d|3[01]|0?[1-9]) ?(?:-|–|to|through|thru|until) ?)(?<m>\d{1,2})\/(?<d>(?!(?:4|5|6|10)\b)\d{1,2})(?![\d/]|\.\d)/diy,
  // IDG 10/21:
  /(?<![\d.\-/])(?<m>1[0-2]|0?[1-9])\/(?<d>1[1-9]|2\d|3[01])(?=:(?!\d))/diy,
  // 3/5: at the start of a line
  /(?<=(?:^|\n)[ \t]{0,8}[-*•]?[ \t]{0,8})(?<m>\d{1,2})\/(?<d>\d{1,2})(?=:|[ \t]{1,3}[-–—][ \t]|[ \t]{0,2}\|)/diy,
  // 9/22, where the second number is no scale's end
  /(?<![\d.\-/])(?<!\b(?:score|scale|katz|beighton|braden|lawton|slums|mini-cog|barthel|tinetti|berg|centor|ishihara|gcs|mmse|moca|phq|gad|apgars?|vision|va|strength|pain|bp|rated?|scored?|got|ratio|size|od|os|ou)[^\n.;]{0,15})(?<m>1[0-2]|0?[1-9])\/(?<d>1[1346-9]|2[0235689]|31)(?![\d/%°"]|\.\d|-\d| {0,2}(?:inch|in\b|cm|mm|mg|mcg|ml|tabs?|cups?|points?|correct|hpf|sites?|of|strength|scale|lymph|nodes?|weeks?|days?|patients|cases))/diy,
]
/** Neither announced nor beyond a scale's end: at the end of what is said, where nothing measured stands before it. */
export const LOOSE_FORM: RegExp =
  /(?<=\p{L}{3,24}[ \t])(?<m>1[0-2]|0?[1-9])\/(?<d>0?[235689])(?=[.;,)]?(?:\n|$)|[.;,] |[ \t](?:with|w\/|by|at|per|for)\b)(?<!(?:1\/[234]|2\/[345]|3\/[45]|\b(?:\d+)\/\d+\/\d+))/diuy
/** "delivered 10/27.", "evicted 9/1 from": behind what was done, where nothing was scored or grew. */
export const DONE_FORM: RegExp =
  /(?<=\b(?!(?:scored|rated|graded|improved|increased|decreased|dropped|rose|worsened|noted|measured|reported|dilated|tested|corrected|recalled|named|completed|attended|answered|healed|involved|positioned|reduced|advanced|preserved|tied)\b)\p{L}{2,20}ed[ \t])(?<m>1[0-2]|0?[1-9])\/(?<d>3[01]|[12]\d|0?[1-9])(?=[.;,)]?(?:\n|$)|[.;,] |[ \t](?:with|w\/|by|at|per|from|to|and|for)\b)/diuy
/** "INR 1.9 (10/6)": in parentheses, and more of it than it would be measured by, so that it is no score. */
export const ENCLOSED_FORM: RegExp = /(?<=\()(?<m>1[0-2]|[2-9]|0[1-9])\/(?<d>3[01]|[12]\d|0?[1-9])(?=\))/diuy
/** And with digits that something else follows. */
export const DIGIT_FORMS: readonly RegExp[] = [
  // 20240607
  /(?<![\w.-])(?<y>(?:19|20)\d\d)(?<m>0[1-9]|1[0-2])(?<d>0[1-9]|[12]\d|3[01])(?![\w-]|\.\d)/diy,
  // 03JAN2026
  new RegExp(`(?<![\\w.])(?<d>\\d{1,2})${MONTH}(?<y>(?:19|20)\\d\\d|\\d\\d)(?!\\d)`, 'diy'),
  // 3 de noviembre de 2024, 12. März, 3 novembre 2024
  new RegExp(
    `(?<![\\w.])(?<d>\\d{1,2})(?:\\.? de | ?\\. ?| )(?<mon>${FOREIGN})(?!\\p{L})(?:,? (?:del? )?(?<y>(?:19|20)\\d\\d))?`,
    'diuy',
  ),
  // "on the 17th", "thursday the 6th"; a rib, a digit or a nerve has its own word behind it
  /(?<=\b(?:on|since|until|till|by|from|before|after|through|thru|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? the {1,2})(?<d>\d{1,2})(?<suf>st|nd|rd|th)(?=[.,;:)?!\n]|$| (?:at|for|to|with|in|because|when|he|she|they|we|i|but|of (?:this|last|next|the) month|this|last|if|due|until|through|as|around|so|which|and(?! \d))\b)/diy,
]
/** "Admitted: the 3rd", "signed the 25th 16:40", "results before the 7th?" */
export const LABELLED_DAY: RegExp =
  /(?<=\b(?:dates?|admitted|discharged|received|collected|signed|seen|comparison|visit|dictated|reported|dos|service|sent|due)\b:? the {1,2})(?<d>\d{1,2})(?<suf>st|nd|rd|th)(?=[ \n.,;:()?]|$)(?! (?:time|rib|digit|toe|finger|percentile|grade|metatarsal|metacarpal|day|week|month|dose|round|cycle|visit|session))/diy
/** A day and a month without a year look like a fraction, so something must announce them. */
export const CUED_FORMS: readonly RegExp[] = [
  new RegExp(`(?<=(?<cue>\\b${CUES}\\b)[:.]? {0,3})(?<!\\d)(?<m>\\d{1,2})\\/(?<d>\\d{1,2})${NO_SCALE}`, 'diy'),
  // "refused 1/3 and 1/4"
  new RegExp(
    `(?<=(?<cue>\\b${CUES}\\b)[:.]? {0,3}(?:\\d{1,2}\\/\\d{1,2}(?:, | and |, and | & | or )){1,4})(?<m>\\d{1,2})\\/(?<d>\\d{1,2})${NO_SCALE}`,
    'diy',
  ),
]

/** 21-Jul-2026, 5 May 2024, Thurs 4 Dec, 10th of November, third of March: from a number, an ordinal or a weekday. */
export const DAY_FORMS: readonly RegExp[] = [
  new RegExp(
    `${WEEKDAY}(?<![\\w.])(?:the {1,2})?${DAY}(?: {1,2}of {1,2}| {1,2}day {1,2}of {1,2}|[ .-]{0,2})${MONTH}\\b(?:\\.?,?[ -]{0,2}(?<y>(?:19|20)\\d\\d|['’]\\d\\d)|-(?<y2>\\d\\d))?${YEAR_WORDS}(?!\\d)`,
    'diy',
  ),
]
/** Monday, November 4, 2024; Apr. 10; Sept 9 '24; March 3-5; April 2026: from a month or a weekday. */
export const MONTH_FORMS: readonly RegExp[] = [
  new RegExp(
    `${WEEKDAY}(?<![\\w])${MONTH}\\b\\.?[ -]{1,2}(?:the {1,2})?${DAY}(?: ?[-–] ?(?<u>\\d{1,2})(?:st|nd|rd|th)?)?(?![\\d/:]|\\.\\d| {0,2}(?:mg|mcg|ml|%|degrees|times|tablets?|units?|weeks?|months?|years?)\\b)(?:,? {0,2}${YEAR}|-(?<y2>(?:19|20)?\\d\\d))?${YEAR_WORDS}(?!\\d)`,
    'diy',
  ),
  new RegExp(`(?<!\\w)${MONTH}\\b\\.?,?(?:[ -]| {1,2}of {1,2})${YEAR}(?!\\d)`, 'diy'),
  // A full name of a month that is nothing else, whatever stands before it.
  /(?<![\w-])(?<mon>January|February|April|June|July|August|September|October|November|December)(?![\w-])/dy,
]
export const FOREIGN_FORM: RegExp = new RegExp(
  `(?<!\\p{L})(?<mon>${FOREIGN})(?!\\p{L}) (?:del? )?(?<y>(?:19|20)\\d\\d)`,
  'diuy',
)
/** "in July", "since January": a month by itself; "may" and "march" are verbs without such a word before them. */
export const BARE_MONTH: RegExp = new RegExp(
  `(?<=\\b(?:in|since|until|till|last|next|this past|this coming|early|late|mid|this|during|by|of|from|through|around|before|after|past|between|and)[ -]{1,2})${MONTH}\\b(?! {1,2}(?:be|have|not|need|also)\\b)`,
  'diy',
)

const WEEKDAYS = 'mon tue tues wed wednes thu thur thurs fri sat sun'.split(' ')
export const WEEKDAY_WORDS: ReadonlySet<string> = new Set(
  WEEKDAYS.flatMap((day) => [day, `${day}day`]).concat('saturday'),
)
export const MONTH_WORDS: ReadonlySet<string> = new Set([
  ...MONTHS,
  ...'sept january february march april june july august september october november december'.split(' '),
])
export const ORDINAL_WORDS: ReadonlySet<string> = new Set(
  ORDINALS.flatMap((ordinal) => [ordinal, ordinal.split('-')[0] ?? '']),
)
