/** Tests on their way that will give the answer: until they are back nobody knows it, so nobody is asked. */
import type { Axis } from '../domain/axis.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { getWords, isSayingAnywhere, listSaying } from './note-words.ts'

type Awaited = {
  readonly axes: readonly Axis[]
  readonly codes: RegExp
  readonly tests: RegExp
  /** A result that is there already: the test on its way only repeats it. */
  readonly known?: RegExp
}

const KINDS: readonly Axis[] = ['type', 'cause']

const AWAITED: readonly Awaited[] = [
  {
    axes: KINDS,
    codes: /^D(?:5[0-9]|6[0-4])/,
    tests:
      /\b(?:ferritin|iron studies|iron panel|retic\w*|smear|b12|folate|spep|fit|colonoscop\w*|egd|anemia (?:labs|panel|work ?-? ?up))\b/,
  },
  { axes: KINDS, codes: /^(?:E0[35])/, tests: /\b(?:tpo|trab|tsi|antibod\w+|uptake scan)\b/ },
  { axes: KINDS, codes: /^G47/, tests: /\b(?:sleep (?:study|studies|test)|polysomn\w*|hsat|psg)\b/ },
  { axes: KINDS, codes: /^K60/, tests: /\b(?:mri|eua|exam under anesthesia|fistulogram)\b/ },
  { axes: KINDS, codes: /^G40/, tests: /\b(?:eeg|monitoring)\b/ },
  {
    axes: ['type', 'cause', 'severity', 'stage'],
    codes: /^(?:F0[123]|G3[01])/,
    tests: /\b(?:neuropsych\w*|moca|mmse)\b/,
  },
  {
    axes: ['cause'],
    codes: /^N17/,
    tests:
      /\b(?:(?:renal|nephrology|kidney) (?:consult\w*|ultrasound|us|service)|nephrology|ultrasound .{0,60}kidneys?|urine (?:sodium|lytes|electrolytes|sediment)|fena)\b/,
  },
  // After one that was made the type can be named now, so a repeat, or one months later, is no reason to wait.
  {
    axes: ['type'],
    codes: /^I50/,
    tests: /^(?!.*\b(?:repeat\w*|another)\b).*\b(?:echo|echo ?-? ?cardio\w+|tte|tee)\b/,
    known: /\b(?:ef|lvef|ejection fraction)\b.{0,30}\d/,
  },
  // Where a fibroid lay in the wall is seen in what was taken out, not in a biopsy.
  {
    axes: ['type'],
    codes: /^D25/,
    tests:
      /^(?!.*\b(?:biops\w*|curett\w*|endometrial|cervical|pap|polyps?|appendix)\b).*\b(?:patholog(?:y|ist)|histolog(?:y|ical))\b/,
  },
  { axes: ['stage'], codes: /^N18/, tests: /\b(?:e?gfr|cystatin)\b/ },
  { axes: ['severity'], codes: /^E4[3-6]/, tests: /\b(?:nutrition assessment|dietitian (?:assessment|evaluation))\b/ },
]

const ORDERED =
  /\b(?:order\w*|arrang\w*|request\w*|pending|await\w*|in the morning|tomorrow|will|schedul\w*|obtain|check|send|sent|get|to (?:assess|evaluate|look)|refer\w*|plan(?:ned)?)\b/

/** In a plan a test without a result is one that is to come. */
function isComing(reading: NoteReading, sentence: Sentence): boolean {
  return sentence.section.id === 'plan' || listSaying(reading, ORDERED).has(sentence)
}

const RESULT = /\b(?:ef|lvef|fraction|show(?:s|ed)|reveal\w*|normal|negative|positive)\b/

export function isAwaited(readings: readonly NoteReading[], { rows }: Concept, axis: Axis): boolean {
  const own = AWAITED.filter(({ axes, codes }) => axes.includes(axis) && rows.some(({ code }) => codes.test(code)))
  return own.some(
    ({ tests, known }) =>
      !(known !== undefined && isSayingAnywhere(readings, known)) &&
      readings.some((reading) =>
        [...listSaying(reading, tests)].some(
          (sentence) => isComing(reading, sentence) && !RESULT.test(getWords(reading, sentence)),
        ),
      ),
  )
}
