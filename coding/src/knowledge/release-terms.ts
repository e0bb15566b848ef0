/**
 * The Alphabetic Index, the Table of Neoplasms, the titles and the inclusion terms of a release as a second layer of
 * terms, for what the knowledge does not name. Only a complete phrase that leads to one code counts: all of its words,
 * in any order. What is vague stays out (coding/data/words.yaml, index).
 */
import type { Columns } from '../code-sets/columns.ts'
import type { Icd10Release } from '../code-sets/open-release.ts'
import { buildFingerprint } from '../domain/fingerprint.ts'
import { stemWord } from '../notes/stem.ts'
import type { Knowledge } from './concept.ts'
import { findDefaultRow } from './release-concept.ts'
import { buildPhraseColumns, MAX_PHRASE_WORDS, openPhraseTable, type ReleaseTerms } from './release-phrases.ts'

/** External causes and reasons for encounters are said in words too common to be matched without their context. */
const EXCLUDED = /^[U-Z]/
const OPEN_ENDED = /\b(?:other|unspecified|elsewhere|classified|not|without|and|or)\b|[[\]]/i
/** Sub-terms that name a relation of the condition and not the condition itself. */
const RELATION =
  /^(?:with|without|due|in|following|associated|complicat|affecting|see|as|by|specified|from|after|during|because|resulting|causing|meaning|exposure|screening|counseling)\b/i

/** Two codes for the same words: nobody can tell which is meant. */
const AMBIGUOUS = -1

/** Longer texts have more words than a phrase may have. */
const MAX_PHRASE_LETTERS = 70
const MIN_LETTERS = 4
const MIN_LONE_LETTERS = 5

/** The same for every order of the words. Most phrases have two words, and there are many phrases. */
function buildKey(words: readonly string[]): string {
  const [a = '', b = ''] = words
  if (words.length === 1 || (words.length === 2 && a === b)) return a
  if (words.length === 2) return a < b ? `${a} ${b}` : `${b} ${a}`
  return [...new Set(words)].sort().join(' ')
}

const WORD = /[\p{L}\d]+(?:'\p{L}+)?/gu

/** Phrases of one source after another: what a better source has said, a lesser one does not change. */
class PhraseTable {
  readonly rows = new Map<string, number>()
  readonly words = new Set<string>()
  private fresh = new Map<string, number>()
  private readonly forms = new Map<string, readonly string[]>()
  private readonly knowledge: Knowledge

  constructor(knowledge: Knowledge) {
    this.knowledge = knowledge
  }

  /** The words of a printed text that a note must have. */
  listWords(text: string): readonly string[] {
    let words = this.forms.get(text)
    if (words === undefined) {
      words = (text.toLowerCase().match(WORD) ?? []).flatMap((word) => this.findForm(word) ?? [])
      this.forms.set(text, words)
    }
    return words
  }

  private findForm(lower: string): string | undefined {
    const { synonyms, index } = this.knowledge
    if (index.small.has(lower)) return undefined
    const stem = stemWord(lower)
    const canonical = synonyms.get(lower) ?? synonyms.get(stem) ?? stem
    return index.same.get(canonical) ?? canonical
  }

  /** A phrase of generic words alone says nothing that could be coded. */
  isTellingPhrase(words: readonly string[]): boolean {
    const [only] = words
    return words.length === 1 ? this.isTelling(only, MIN_LONE_LETTERS) : words.some((word) => this.isTelling(word))
  }

  add(words: readonly string[], row: number, isSame: (a: number, b: number) => boolean): void {
    if (words.length === 0 || words.length > MAX_PHRASE_WORDS) return
    const key = buildKey(words)
    const known = this.fresh.get(key) ?? row
    this.fresh.set(key, known === row || (known !== AMBIGUOUS && isSame(known, row)) ? known : AMBIGUOUS)
    for (const word of words) this.words.add(word)
  }

  seal(): void {
    for (const [key, row] of this.fresh) if (!this.rows.has(key)) this.rows.set(key, row)
    this.fresh = new Map()
  }

  private isTelling(word: string | undefined, letters = MIN_LETTERS): boolean {
    return word !== undefined && word.length >= letters && !this.knowledge.index.generic.has(word) && !/^\d/.test(word)
  }
}

const SHARED_LETTERS = 3

/** "Infarct, infarction": spellings of one word begin alike. Any other comma belongs to the term ("Tenderness, abdominal"). */
function listSpellings(term: string): readonly string[] {
  const parts = term
    .replace(/\b(?:NEC|NOS)\b/g, '')
    .split(',')
    .map((part) => part.trim())
  const beginning = parts[0]?.slice(0, SHARED_LETTERS).toLowerCase() ?? ''
  const areAlike = parts.every((part) => !part.includes(' ') && part.toLowerCase().startsWith(beginning))
  return parts.length > 1 && areAlike ? parts : [term]
}

/** An adjective alone describes something else: "aneurysmal" dilatation. */
const ADJECTIVE = /(?:[ai]l|ic|ous|ive|ar|ed|ent|ant|ary|ile)$/

/** How a note says what a column of the table means; canonical words (coding/data/words.yaml). */
const NEOPLASM_WORDS = [
  { behavior: 'primary', phrases: [['cancer'], ['cancer', 'neoplasm'], ['cancer', 'tumor']] },
  { behavior: 'secondary', phrases: [['metastasis'], ['metastasis', 'cancer']] },
  { behavior: 'in-situ', phrases: [['cancer', 'situ']] },
  {
    behavior: 'benign',
    phrases: [
      ['benign', 'neoplasm'],
      ['benign', 'tumor'],
    ],
  },
  { behavior: 'unspecified', phrases: [['neoplasm'], ['tumor']] },
] as const

type Source = { readonly release: Icd10Release; readonly table: PhraseTable }

/** A heading and the code below it that claims no more are one. */
function addRow({ release, table }: Source, words: readonly string[], row: number): void {
  table.add(words, row, (a, b) => {
    const preset = findDefaultRow(release, a)
    return preset !== undefined && preset === findDefaultRow(release, b)
  })
}

function addText(source: Source, text: string, row: number): void {
  if (text.length > MAX_PHRASE_LETTERS || OPEN_ENDED.test(text)) return
  const words = source.table.listWords(text)
  if (source.table.isTellingPhrase(words)) addRow(source, words, row)
}

function addTitles(source: Source): void {
  const { codes, notes } = source.release
  for (let row = 0; row < codes.size; row++) {
    const code = codes.getBareCode(row)
    // The same words with an encounter behind them: the heading says it once.
    if (EXCLUDED.test(code) || code.length > 6) continue
    addText(source, codes.getTitle(row), row)
    for (const { kind, text } of notes.listOwn(row)) if (kind === 'inclusion-term') addText(source, text, row)
  }
}

function addIndex(source: Source): void {
  const { codes, index } = source.release
  for (const { source: file, terms, code, manifestation } of index.listEntries()) {
    const [main = '', ...others] = terms
    if (file !== 'index' || manifestation !== undefined || EXCLUDED.test(code)) continue
    if (others.length >= MAX_PHRASE_WORDS || others.some((term) => RELATION.test(term))) continue
    const row = codes.findRow(code)
    if (row === undefined) continue
    const rest = others.flatMap((term) => source.table.listWords(listSpellings(term)[0] ?? term))
    for (const spelling of listSpellings(main)) {
      const words = [...source.table.listWords(spelling), ...rest]
      const isAdjective = words.length === 1 && ADJECTIVE.test(spelling)
      if (!isAdjective && source.table.isTellingPhrase(words)) addRow(source, words, row)
    }
  }
}

const MAX_SITE_WORDS = 2
const NO_SITE = /^(?:metastatic|unknown)/

function addNeoplasms(source: Source): void {
  for (const { terms, codes } of source.release.index.listNeoplasms()) {
    const [main = '', ...others] = terms
    const site = /^neoplasm/i.test(main) ? others : terms
    const words = site.flatMap((term) => source.table.listWords(listSpellings(term)[0] ?? term))
    if (
      words.length === 0 ||
      words.length > MAX_SITE_WORDS ||
      site.some((term) => RELATION.test(term) || NO_SITE.test(term))
    )
      continue
    for (const { behavior, phrases } of NEOPLASM_WORDS) {
      const code = codes[behavior]
      const row = code === undefined ? undefined : source.release.codes.findRow(code)
      if (row !== undefined) for (const phrase of phrases) addRow(source, [...words, ...phrase], row)
    }
  }
}

/** Every phrase of the release as columns, compiled with the words of the knowledge. */
export function buildTermColumns(release: Icd10Release, knowledge: Knowledge): Columns {
  const table = new PhraseTable(knowledge)
  const source = { release, table }
  for (const add of [addTitles, addIndex, addNeoplasms]) {
    add(source)
    table.seal()
  }
  const phrases = [...table.rows].filter(([, row]) => row !== AMBIGUOUS)
  return buildPhraseColumns({
    words: table.words,
    phrases: phrases.map(([key, row]) => ({ words: key.split(' '), row })),
    stamp: stampWords(knowledge),
  })
}

/** Raised when phrases are chosen in another way from the same words. */
const RULES = '1'

/** Tells whether the phrases of a stored release were compiled with these very words of the knowledge. */
export function stampWords({ synonyms, index }: Knowledge): string {
  const { small, same, generic } = index
  const lists = [[...synonyms].flat(), [...small], [...same].flat(), [...generic]]
  return buildFingerprint([RULES, ...lists.map((list) => list.join(' '))])
}

const opened = new WeakMap<Icd10Release, ReleaseTerms>()

/**
 * Opened once a release, then kept as long as the release is. Phrases that were compiled at the import are taken as they
 * are; without them, or when the words of the knowledge have changed since, they are compiled here (some 600 ms).
 */
export function getReleaseTerms(release: Icd10Release, knowledge: Knowledge): ReleaseTerms {
  const known = opened.get(release)
  if (known !== undefined) return known
  const isCurrent = release.columns.texts['terms.stamp'] === stampWords(knowledge)
  const columns = isCurrent ? release.columns : buildTermColumns(release, knowledge)
  const terms = openPhraseTable(columns, release, knowledge)
  opened.set(release, terms)
  return terms
}
