/** Everything of the catalogue that a note can say, as one trie, so that a note is read for it in a single pass. */
import type { Knowledge } from '../../knowledge/concept.ts'
import { Lexicon } from '../../notes/lexicon.ts'
import { PhraseTrie } from '../../notes/phrase-trie.ts'
import { tokenize } from '../../notes/tokens.ts'
import { buildTitleWords, type TitleWords } from '../structure/read-title.ts'
import type {
  Gap,
  GapData,
  LinkRule,
  Measure,
  ServiceRule,
  TimedServiceRule,
  TreatmentRule,
  WordRule,
} from './gap-data.ts'

export type SignMeaning =
  | { readonly kind: 'term'; readonly gap: Gap }
  | { readonly kind: 'measure'; readonly measure: Measure }
  | { readonly kind: 'treatment'; readonly rule: TreatmentRule }
  | { readonly kind: 'link'; readonly rule: LinkRule }
  | { readonly kind: 'course' | 'validation'; readonly rule: WordRule }
  | { readonly kind: 'service'; readonly rule: ServiceRule }
  | { readonly kind: 'timed-service'; readonly rule: TimedServiceRule }

export type SignEntry = { readonly meaning: SignMeaning; readonly cased?: string }

export type SignIndex = {
  readonly data: GapData
  readonly gaps: ReadonlyMap<string, Gap>
  /** @returns the gap that a code leaves open */
  readonly findOpenGap: (code: string) => Gap | undefined
  readonly phrases: PhraseTrie<SignEntry>
  /** By the number of a word in the lexicon of the knowledge: its number in that of the phrases. */
  readonly numbers: Int32Array
  readonly knowledge: Knowledge
  /** How titles of a release are read for what separates its codes. */
  readonly titles: TitleWords
}

// Asked in ways of their own: the classification recodes, the status code follows from the drug list, the wording or
// the stay decides.
const OWN_WAY = new Set([
  'hypertension-heart-kidney',
  'diabetes-long-term-drug',
  'long-term-drugs',
  'dka-hhs',
  'uncertain-diagnosis',
  'poa-indicator',
])

function listMeanings(data: GapData): (readonly [readonly string[], SignMeaning])[] {
  const asked = data.gaps.filter(({ id }) => !OWN_WAY.has(id))
  return [
    ...asked.map((gap) => [gap.terms, { kind: 'term', gap }] as const),
    ...data.measures.map((measure) => [measure.names, { kind: 'measure', measure }] as const),
    ...data.treatments.map((rule) => [rule.drugs, { kind: 'treatment', rule }] as const),
    ...data.links.map((rule) => [rule.words ?? [], { kind: 'link', rule }] as const),
    ...data.courses.map((rule) => [rule.words, { kind: 'course', rule }] as const),
    ...data.validation.map((rule) => [rule.words, { kind: 'validation', rule }] as const),
    ...data.services.map((rule) => [rule.words, { kind: 'service', rule }] as const),
    ...data.timedServices.map((rule) => [rule.words, { kind: 'timed-service', rule }] as const),
  ]
}

/** Names in capitals ("Na", "HIT") are abbreviations and match in that case only; "Graves" is a word. */
function isCased(phrase: string): boolean {
  return /[a-z0-9][A-Z]|[A-Z]{2}|^[A-Z][a-z]?$|\b[A-Z]\d/.test(phrase)
}

export function compileSigns(data: GapData, knowledge: Knowledge): SignIndex {
  const phrases = new PhraseTrie<SignEntry>(new Lexicon())
  for (const [words, meaning] of listMeanings(data)) {
    for (const phrase of words) {
      const entry = isCased(phrase) ? { meaning, cased: phrase } : { meaning }
      phrases.add(
        tokenize(phrase).map(({ lower }) => lower),
        entry,
      )
    }
  }
  const asked = data.gaps.filter(({ id }) => !OWN_WAY.has(id))
  // The first gap of the catalogue that names a code asks about it; the later ones name it among others.
  const byOpenCode = new Map(asked.toReversed().flatMap((gap) => gap.open.map((code) => [code, gap] as const)))
  const alsoOpen = asked.filter((gap) => gap.alsoOpen.length > 0)
  const findOpenGap = (code: string): Gap | undefined =>
    byOpenCode.get(code) ?? alsoOpen.find((gap) => gap.alsoOpen.some((beginning) => code.startsWith(beginning)))
  const titles = buildTitleWords(data.structure)
  const { lexicon } = knowledge.vocabulary
  const numbers = Int32Array.from({ length: lexicon.size + 1 }, (_, number) =>
    phrases.lexicon.find(lexicon.getWord(number)),
  )
  const gaps = new Map(data.gaps.map((gap) => [gap.id, gap]))
  return { data, gaps, findOpenGap, phrases, numbers, knowledge, titles }
}
