/** Turns coding/data into tries and decision tables, and refuses data that contradicts itself. */
import type { Axis } from '../domain/axis.ts'
import { CodingError } from '../domain/errors.ts'
import type { CueEntry } from '../notes/assertion.ts'
import { Lexicon } from '../notes/lexicon.ts'
import { buildVocabulary, canonicalize, type NoteWords, ROLE, type Vocabulary } from '../notes/note-words.ts'
import { PhraseTrie } from '../notes/phrase-trie.ts'
import type { Label } from '../notes/sentences.ts'
import { createStemFinder, findTerms, JOINTS } from '../notes/term-search.ts'
import { type Token, tokenize } from '../notes/tokens.ts'
import { type CodeRow, expandCodePattern } from './code-pattern.ts'
import type { AxisValue, Concept, IndexWords, Knowledge, TermEntry, ValueCue } from './concept.ts'
import type { AssertionSource, ConceptSource, KnowledgeData, RelationsSource, ValueSource } from './knowledge-data.ts'

const lowersOf = (phrase: string): string[] => tokenize(phrase).map((token) => token.lower)
const hasCapital = (phrase: string): boolean => phrase !== phrase.toLowerCase()

function compileSynonyms(same: readonly (readonly string[])[]): Map<string, string> {
  const synonyms = new Map<string, string>()
  for (const [first, ...others] of same) {
    if (first === undefined) continue
    const canonical = tokenize(first)[0]?.stem ?? first
    for (const word of [first, ...others]) {
      // A synonym in capitals stands for its row in any case, unless it is too short to be safe.
      const isSafe = word.length > 2 || word === word.toLowerCase()
      synonyms.set(isSafe ? (tokenize(word)[0]?.stem ?? word) : word, canonical)
      synonyms.set(isSafe ? word.toLowerCase() : word, canonical)
    }
  }
  return synonyms
}

/** The centuries of which a clinician writes. */
const YEARS = Array.from({ length: 200 }, (_, index) => String(1900 + index))

/** "in <year>" stands for every year. */
function expandYears(phrase: string): readonly string[] {
  return phrase.includes('<year>') ? YEARS.map((year) => phrase.replace('<year>', year)) : [phrase]
}

function compileCues(source: AssertionSource, lexicon: Lexicon): PhraseTrie<CueEntry> {
  const cues = new PhraseTrie<CueEntry>(lexicon)
  const add = (phrases: readonly string[], entry: CueEntry): void => {
    for (const phrase of phrases.flatMap(expandYears)) cues.add(lowersOf(phrase), entry)
  }
  for (const category of ['negated', 'uncertain', 'historical', 'hypothetical', 'other-person'] as const) {
    const { before, beforeList = [], beforeOne = [], after, pseudo, stop = [] } = source[category]
    add(before, { role: 'before', category })
    add(beforeList, { role: 'before', category, reach: 'list' })
    add(beforeOne, { role: 'before', category, reach: 'first' })
    add(after, { role: 'after', category })
    add(pseudo, { role: 'pseudo' })
    add(stop, { role: 'stop', category })
  }
  add(source.stop, { role: 'stop' })
  return cues
}

function compileLinks(source: AssertionSource, lexicon: Lexicon): PhraseTrie<'link' | 'not-link'> {
  const links = new PhraseTrie<'link' | 'not-link'>(lexicon)
  for (const role of ['link', 'not-link'] as const) {
    for (const phrase of source[role]) links.add(lowersOf(phrase), role)
  }
  return links
}

type ValueSources = Readonly<Partial<Record<Axis, Readonly<Record<string, ValueSource>>>>>

type ListedValue = AxisValue & { readonly cues: readonly string[]; readonly isAssumed: boolean }

function listValues(sources: ValueSources): ListedValue[] {
  return Object.entries(sources).flatMap(([axis, values]) =>
    Object.entries(values).map(([value, { label, cues, narrower, assumed }]) => ({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the record are axes
      axis: axis as Axis,
      value,
      label: label ?? value.replaceAll('-', ' '),
      narrower: narrower ?? [],
      isAssumed: assumed ?? false,
      cues,
    })),
  )
}

type CueTries = {
  readonly all: PhraseTrie<ValueCue>
  readonly sides: PhraseTrie<ValueCue>
  readonly sideValues: ReadonlySet<string>
}

/** Of two words, with a hyphen as well: "partial thickness", "partial-thickness"; and "w/" for "with". */
const TWO_WORDS = /^[a-z]{4,} [a-z]{4,}$/i

function listSpellings(cues: readonly string[]): ReadonlySet<string> {
  return new Set(
    cues.flatMap((cue) => {
      if (cue.startsWith('with ')) return [cue, cue.replace('with ', 'w/ ')]
      return TWO_WORDS.test(cue) ? [cue, cue.replace(' ', '-')] : [cue]
    }),
  )
}

function addValueCues({ all, sides, sideValues }: CueTries, sources: ValueSources, concept?: string): void {
  for (const { value, cues } of listValues(sources)) {
    for (const cue of listSpellings(cues)) {
      const entry = {
        value,
        ...(concept === undefined ? {} : { concept }),
        ...(hasCapital(cue) ? { cased: cue } : {}),
      }
      all.add(lowersOf(cue), entry)
      if (sideValues.has(value)) sides.add(lowersOf(cue), entry)
    }
  }
}

function expandRows(source: ConceptSource): CodeRow[] {
  return Object.entries(source.codes).flatMap(([pattern, text]) => expandCodePattern(pattern, text))
}

/** Titles are written once: in titles.yaml, in releases.yaml or at one of the concepts that use the code. */
function collectTitles(data: KnowledgeData): Map<string, string> {
  const titles = new Map(Object.entries(data.titles))
  for (const { adds } of data.releases) for (const [code, title] of Object.entries(adds)) titles.set(code, title)
  for (const { code, title } of data.concepts.flatMap(expandRows)) if (title !== '') titles.set(code, title)
  return titles
}

function fillTitle(row: CodeRow, titles: ReadonlyMap<string, string>): CodeRow {
  const title = row.title === '' ? titles.get(row.code) : row.title
  if (title === undefined) throw new CodingError('bad-knowledge', `The code ${row.code} has no title.`)
  return { ...row, title }
}

function compileConcept(source: ConceptSource, data: KnowledgeData, titles: ReadonlyMap<string, string>): Concept {
  const rows = expandRows(source).map((row) => fillTitle(row, titles))
  const vocabulary = new Map([...listValues(data.axes), ...listValues(source.values ?? {})].map((v) => [v.value, v]))
  const used = new Set([
    ...rows.flatMap((row) => row.values),
    ...Object.values(source.values ?? {}).flatMap(Object.keys),
  ])
  const axes = new Set<Axis>()
  const values = new Map<string, AxisValue>()
  for (const value of used) {
    const known = vocabulary.get(value)
    if (known === undefined) {
      throw new CodingError('bad-knowledge', `The concept ${source.id} uses the value ${value}, which no axis has.`)
    }
    axes.add(known.axis)
    values.set(value, known)
  }
  // A value that no code needs still answers its axis: "closed", "displaced", "initial encounter"; and both sides may be
  // affected where no code says so at once.
  for (const shared of listValues(data.axes)) {
    const isSide = shared.axis === 'laterality'
    const isUsed = isSide ? values.has('right') && values.has('left') : shared.isAssumed && axes.has(shared.axis)
    if (isUsed && !values.has(shared.value)) values.set(shared.value, vocabulary.get(shared.value) ?? shared)
  }
  // A concept's own words for a value take the place of the shared ones; for a side they are added ("OD", "right").
  const { laterality: _sides, ...own } = source.values ?? {}
  const local = new Set(Object.values(own).flatMap(Object.keys))
  return {
    id: source.id,
    title: source.title,
    kind: source.kind ?? 'diagnosis',
    ...(source.site === undefined ? {} : { site: source.site }),
    isChronic: source.chronic ?? false,
    ...(source.beside === undefined ? {} : { isBeside: source.beside }),
    narrower: source.narrower ?? [],
    values,
    ask: source.ask ?? [],
    refine: source.refine ?? [],
    rows,
    accepts: (cue) =>
      values.has(cue.value) && (cue.concept === undefined ? !local.has(cue.value) : cue.concept === source.id),
  }
}

const MAX_ORDERED = 3

/** Every order of two or three words; longer terms are matched as they are written. */
function orderWords(words: readonly string[]): string[][] {
  const [a, b, c] = words
  if (words.length === 2 && a !== undefined && b !== undefined)
    return [
      [a, b],
      [b, a],
    ]
  if (words.length === 3 && a !== undefined && b !== undefined && c !== undefined) {
    return [
      [a, b, c],
      [a, c, b],
      [b, a, c],
      [b, c, a],
      [c, a, b],
      [c, b, a],
    ]
  }
  return [[...words]]
}

type TermCompiler = {
  readonly terms: PhraseTrie<TermEntry>
  /** Terms that share their words with those of another condition, by themselves. */
  readonly causes: PhraseTrie<TermEntry>
  readonly synonyms: ReadonlyMap<string, string>
  readonly cased: ReadonlySet<string>
  /** Words of a term to the concept that owns it. */
  readonly owners: Map<string, string>
}

const SMALL_WORDS = new Set(['of', 'the', 'in', 'a', 'an', 'to', 'at', 'on'])

/** "Hepatitis A" is no article; only behind another word, and in capitals. */
function isTermWord(token: Token, index: number): boolean {
  const isName = token.text === 'A' && index > 0
  return token.kind !== 'mark' && (isName || !SMALL_WORDS.has(token.lower))
}

function listTermWords(compiler: TermCompiler, term: string): string[] {
  return canonicalize(tokenize(term).filter(isTermWord), compiler.synonyms)
}

/** What else a term's first words are written as; each stands in the order in which it is written. */
const WORDINGS: readonly { readonly head: string; readonly others: readonly string[] }[] = [
  { head: 'history of ', others: ['h / o', 'prior', 'previous', 'remote', 'past'] },
  { head: 'status post ', others: ['s / p', 'sp', 'history', 'h / o', 'prior', 'previous'] },
]

/** "History of DVT" is "h/o DVT" and "prior DVT" too, unless another concept has these words. */
function addWordings(compiler: TermCompiler, concept: Concept, source: string): void {
  const [term = '', stated = ''] = source.split('=>').map((part) => part.trim())
  const wording = WORDINGS.find(({ head }) => term.toLowerCase().startsWith(head))
  if (wording === undefined || term.includes('@')) return
  const rest = listTermWords(compiler, term.slice(wording.head.length))
  const values = stated.split(' ').filter((value) => value !== '')
  for (const other of wording.others) {
    const words = [...canonicalize(tokenize(other), compiler.synonyms), ...rest]
    const key = buildTermKey(words, '|')
    if (rest.length === 0 || compiler.owners.has(key)) continue
    compiler.owners.set(key, concept.id)
    compiler.terms.add(words, { concept, values })
    // "Prior to radiation" lies before it.
    compiler.terms.add([...words.slice(0, 1), 'to', ...rest], { values: [] })
  }
}

/** Two terms are one when their words are, in any of the orders in which they are stored. */
function buildTermKey(words: readonly string[], condition: string): string {
  const ordered = words.length <= MAX_ORDERED ? [...words].sort() : words
  return `${ordered.join(' ')}|${condition}`
}

/** Chapter 20: how an injury came about is said in the same words as the injury ("dog bite of the hand"). */
function isExternalCause({ rows }: Concept): boolean {
  return rows.length > 0 && rows.every(({ code }) => /^[V-Y]/.test(code))
}

function addTerm(compiler: TermCompiler, concept: Concept, source: string): void {
  const isBeside = concept.isBeside === true
  const [withContext = '', stated = ''] = source.split('=>').map((part) => part.trim())
  const [term = '', context] = withContext.split('@').map((part) => part.trim())
  const tokens = tokenize(term).filter(isTermWord)
  const words = canonicalize(tokens, compiler.synonyms)
  const values = stated.split(' ').filter((value) => value !== '')
  const unknown = values.find((value) => !concept.values.has(value))
  if (unknown !== undefined) {
    throw new CodingError(
      'bad-knowledge',
      `The term "${term}" of ${concept.id} states ${unknown}, which no code needs.`,
    )
  }
  const isCased = tokens.length === 1 && term === term.toUpperCase() && (term.length < 3 || compiler.cased.has(term))
  const near = context === undefined ? undefined : tokenize(context).map((token) => token.stem)
  const key = buildTermKey(words, `${isCased ? term : ''}|${near?.join(' ') ?? ''}`)
  const owner = isBeside ? undefined : compiler.owners.get(key)
  if (owner !== undefined && owner !== concept.id) {
    throw new CodingError('bad-knowledge', `The term "${term}" belongs to ${owner} and to ${concept.id}.`)
  }
  if (owner !== undefined || words.length === 0) return
  if (!isBeside) compiler.owners.set(key, concept.id)
  const isAbbreviation = tokens.length === 1 && term === term.toUpperCase()
  const entry: TermEntry = {
    concept,
    values,
    ...(isAbbreviation ? { abbreviation: term.toLowerCase() } : {}),
    ...(isCased ? { cased: term } : {}),
    ...(near === undefined ? {} : { near }),
  }
  // "A hepatitis" is not hepatitis A.
  const orders = words.includes('a') ? [words] : orderWords(words)
  for (const order of orders) {
    if (!isBeside) compiler.terms.add(order, entry)
    if (isBeside || isExternalCause(concept)) compiler.causes.add(order, entry)
  }
}

function addAbbreviations(compiler: TermCompiler, data: KnowledgeData, concepts: ReadonlyMap<string, Concept>): void {
  for (const [abbreviation, expansion] of Object.entries(data.abbreviations)) {
    const words = listTermWords(compiler, expansion)
    const owner = compiler.owners.get(buildTermKey(words, '|'))
    const concept = owner === undefined ? undefined : concepts.get(owner)
    const values = compiler.terms.find(words).find((entry) => entry.concept === concept)?.values ?? []
    if (concept !== undefined) addTerm(compiler, concept, `${abbreviation} => ${values.join(' ')}`)
  }
}

/** One set of values leads to one code; two are fine where a release replaces the one by the other. */
function checkRows(concept: Concept, changing: ReadonlySet<string>): void {
  const seen = new Map<string, string>()
  for (const row of concept.rows) {
    const key = [...row.values].sort().join(' ')
    const other = seen.get(key)
    if (other !== undefined && !changing.has(other) && !changing.has(row.code)) {
      throw new CodingError('bad-knowledge', `In ${concept.id}, ${other} and ${row.code} stand for the same values.`)
    }
    seen.set(key, row.code)
  }
}

/** A combination must end in a code that the knowledge can name. */
function checkRelations(relations: RelationsSource, titles: ReadonlyMap<string, string>): void {
  const { types, relations: rows } = relations.diabetes
  const diabetes = rows.flatMap(({ suffix, not_for: unfit = [] }) =>
    types.filter((type) => !unfit.includes(type)).map((type) => `${type}.${suffix}`),
  )
  const unknown = [...relations.combinations.map(({ add }) => add), ...diabetes].filter((code) => !titles.has(code))
  if (unknown.length > 0) {
    throw new CodingError('bad-knowledge', `Relations lead to codes without a title: ${unknown.join(', ')}.`)
  }
}

function compileIndexWords(source: KnowledgeData['words']['index'], synonyms: ReadonlyMap<string, string>): IndexWords {
  const formOf = (word: string): string => canonicalize(tokenize(word), synonyms)[0] ?? word
  const same = source.same.flatMap(([first = '', ...others]) =>
    others.map((word) => [formOf(word), formOf(first)] as const),
  )
  return { small: new Set(source.small), same: new Map(same), generic: new Set(source.generic.map(formOf)) }
}

/** An abbreviation that needs its context finds it only in the words asked about. */
function createTermTest(terms: PhraseTrie<TermEntry>, { roles }: Vocabulary): Knowledge['hasTerm'] {
  return ({ tokens, numbers, canonical }: NoteWords, from, to) => {
    const hasStem = (stem: string): boolean => createStemFinder(tokens.slice(from, to))(stem)
    const hits = findTerms({ tokens, numbers, canonical, terms, roles, hasStem }, from, to)
    return hits.some(({ entry }) => entry.concept !== undefined)
  }
}

/** @throws CodingError `bad-knowledge` with the concept, term or code at fault */
export function compileKnowledge(data: KnowledgeData): Knowledge {
  const synonyms = compileSynonyms(data.words.same)
  const lexicon = new Lexicon()
  const sides = new Set(Object.keys(data.axes.laterality ?? {}))
  const valueCues = {
    all: new PhraseTrie<ValueCue>(lexicon),
    sides: new PhraseTrie<ValueCue>(lexicon),
    sideValues: sides,
  }
  addValueCues(valueCues, data.axes)
  const concepts = new Map<string, Concept>()
  const compiler: TermCompiler = {
    terms: new PhraseTrie(lexicon),
    causes: new PhraseTrie(lexicon),
    synonyms,
    cased: new Set(data.words.cased),
    owners: new Map(),
  }
  const titles = collectTitles(data)
  const changing = new Set(data.releases.flatMap(({ headers, adds }) => [...headers, ...Object.keys(adds)]))
  const problems: string[] = []
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (!(error instanceof CodingError)) throw error
      problems.push(error.message)
    }
  }
  for (const source of data.concepts) {
    attempt(() => {
      if (concepts.has(source.id)) throw new CodingError('bad-knowledge', `There are two concepts ${source.id}.`)
      const concept = compileConcept(source, data, titles)
      checkRows(concept, changing)
      concepts.set(source.id, concept)
      addValueCues(valueCues, source.values ?? {}, source.id)
      for (const term of source.terms) attempt(() => addTerm(compiler, concept, term))
    })
  }
  for (const source of data.concepts) {
    const concept = concepts.get(source.id)
    if (concept === undefined) continue
    for (const term of source.terms) addWordings(compiler, concept, term)
  }
  for (const { id, narrower } of concepts.values()) {
    const missing = narrower.filter((one) => !concepts.has(one))
    if (missing.length > 0) problems.push(`The concept ${id} names ${missing.join(', ')}, which do not exist.`)
  }
  attempt(() => checkRelations(data.relations, titles))
  if (problems.length > 0) throw new CodingError('bad-knowledge', problems.join('\n'))
  addAbbreviations(compiler, data, concepts)
  for (const phrase of data.words.notConditions) {
    for (const order of orderWords(listTermWords(compiler, phrase))) compiler.terms.add(order, { values: [] })
  }

  const headings: Knowledge['headings'] = new PhraseTrie(lexicon)
  for (const { id, eligibility, headings: phrases } of data.sections) {
    for (const phrase of phrases) headings.add(lowersOf(phrase), { id, eligibility })
  }
  const labels = new PhraseTrie<Label>(lexicon)
  for (const label of ['reasoning', 'treatment', 'counseling'] as const) {
    for (const phrase of data.labels[label]) labels.add(lowersOf(phrase), label)
  }
  const sites = new Map(
    Object.entries(data.words.sites).map(([site, words]) => [
      site,
      new Set(words.flatMap((word) => canonicalize(tokenize(word), synonyms))),
    ]),
  )
  const siteWords = new Set([...sites.values()].flatMap((words) => [...words]))
  const between = new Set(data.words.between.map((word) => word.toLowerCase()))
  const index = compileIndexWords(data.words.index, synonyms)
  const cues = compileCues(data.assertion, lexicon)
  const links = compileLinks(data.assertion, lexicon)
  // Last, when every phrase has brought its words.
  const vocabulary = buildVocabulary(lexicon, synonyms, [
    [ROLE.between, between],
    [ROLE.joint, JOINTS],
    [ROLE.side, sides],
    [ROLE.small, index.small],
    [ROLE.site, siteWords],
  ])
  return {
    concepts,
    terms: compiler.terms,
    causes: compiler.causes,
    vocabulary,
    synonyms,
    siteWords,
    sites,
    sides,
    valueCues: valueCues.all,
    sideCues: valueCues.sides,
    cues,
    links,
    headings,
    labels,
    runningWords: new Set(data.runningWords),
    hasTerm: createTermTest(compiler.terms, vocabulary),
    index,
    relations: data.relations,
    releases: data.releases,
    titles,
  }
}
