/** Whether the record speaks already of what would be asked: anywhere beside the condition, and of sides and sites anywhere. */
import type { Condition } from '../../diagnoses/condition.ts'
import type { Axis } from '../../domain/axis.ts'
import type { Concept } from '../../knowledge/concept.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import type { PromptSource } from '../prompt-source.ts'

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
  /\b(?:right|left|bilateral|bilaterally|both (?:\w+s|feet)|le|rt|lt|unilateral|contralateral|opposite|od|os|ou)\b/
const SHARED_LETTERS = 4

function isAkin(word: string, core: string): boolean {
  const least = Math.max(SHARED_LETTERS, Math.min(core.length - 2, SHARED_LETTERS + 1))
  return core.length >= SHARED_LETTERS && word.slice(0, least) === core.slice(0, least)
}

/** Parts of the body that the record may call otherwise than the title of a code. */
const SAME_PLACE: readonly (readonly string[])[] = [
  ['kidney', 'renal', 'adrenal', 'suprarenal', 'nephr', 'flank', 'hydroneph', 'pyelo'],
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
  ['ear', 'ears', 'auditory', 'tympan', 'myringot', 'eustach', 'otitis', 'hearing', 'ossic', 'mastoid', 'otalgia'],
  ['lung', 'pulmon', 'pleur', 'lobe', 'bronch', 'hemithorax', 'chest'],
  ['ovar', 'adnexa', 'tube', 'tubal', 'salping'],
  ['breast', 'mammo', 'mammary', 'nipple'],
  ['testi', 'scrot', 'epididym', 'orchi', 'spermat', 'hydrocele'],
  ['carotid', 'cerebral', 'artery', 'vein', 'hemisphere'],
  ['limb', 'arm', 'leg', 'extremity', 'hand', 'foot', 'calf', 'thigh', 'forearm', 'ankle', 'wrist'],
  ['shoulder', 'rotator', 'humer', 'clavic'],
  ['hip', 'femor', 'femur', 'trochanter'],
  ['knee', 'patell', 'menisc', 'tibia', 'cruciate'],
  ['groin', 'inguin'],
  ['claudic', 'peripheral', 'iliac', 'femoral', 'popliteal', 'tibial', 'extremity'],
  ['rib', 'intercostal', 'costal', 'chest', 'thora', 'hemithorax'],
  ['jaw', 'tmj', 'temporomandib', 'mandib', 'preauricular'],
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

/** A side named in a sentence that speaks of the same part of the body, in anybody's note (I.B.13, I.B.14). */
export function isSideSpoken(
  source: PromptSource,
  { concept, places }: Pick<Condition, 'concept' | 'places'>,
): boolean {
  const title = `${concept.site ?? ''} ${concept.title} ${nameChapter(concept)}`.toLowerCase()
  const isNew = isGrowth(concept) && !SAME_PLACE.flat().some((place) => title.includes(place))
  const words = [...listPlaceWords(title), ...(isNew ? GROWTH : [])]
  if (isPluralPlace(source, concept)) return true
  const own = new Set(places.map(({ mention }) => mention.sentence))
  return source.readings.some((reading) =>
    reading.sentences.some((sentence) => {
      const lowers = reading.lowers.slice(sentence.from, sentence.to)
      if (!SIDE.test(lowers.join(' '))) return false
      return (
        own.has(sentence) ||
        lowers.some((lower) => words.some((word) => isAkin(lower, word) || lower.startsWith(word))) ||
        (isNew && lowers.some((lower) => TAKEN_OUT.test(lower)))
      )
    }),
  )
}

// Words of care that say by themselves in which phase an injury is (I.C.19.a): whoever reads them does not ask.
const PHASE_SAID =
  /\b(?:today|yesterday|tonight|this morning|last night|ago|earlier|fell|fall|sustained|acute|accident|injured|presents? after|reduc(?:ed|tion)|surgery|operative|post-?op\w*|cast|splint|sling|sutures?|healed|healing|union|callus|follow[- ]?up|recheck|weeks?|months?|late effect|sequelae?|old)\b/

export function isPhaseSaid({ record, readings }: PromptSource): boolean {
  return record.encounterClass === 'emergency' || readings.some(({ lowers }) => PHASE_SAID.test(lowers.join(' ')))
}
