/**
 * What an item of a model must pass before anyone sees it: shape, the very words of the note, a code that may be billed
 * on the date, an assertion that is the patient's and present, enough support for what it would raise, and our own lint.
 * Pure: what passes is a finding of the product, what does not is a reason.
 */

import { isTiedToOtherSex } from '#coding/claims/diagnoses/sex-on-registration.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Assertion, Evidence } from '#coding/domain/evidence.ts'
import { cutEvidence } from '#coding/domain/evidence.ts'
import type { CheckFinding, CodeFinding, Finding } from '#coding/domain/finding.ts'
import { buildFindingId, buildFingerprint } from '#coding/domain/fingerprint.ts'
import { isAboutMoneyElsewhere } from '#coding/domain/foreign-money-words.ts'
import { isNonEmpty, type NonEmpty } from '#coding/domain/result.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'
import type { Topic } from '#coding/proposals/compose-question.ts'
import type { OpenRecord, UnreadPhrase } from '#coding/proposals/open-record.ts'
import type { Passage } from '#coding/proposals/read-passage.ts'
import { getCategory, type Support } from '#coding/proposals/support.ts'
import { type AnswerItem, tryParseItem } from '../answer-schema.ts'
import type { Span } from './detect-instructions.ts'
import { type FoldedText, findQuotes } from './find-quote.ts'
import { normaliseChannel } from './normalise-channel.ts'
import { describeElement } from './visit-words.ts'

export type DropReason =
  | 'schema'
  | 'document'
  | 'quote'
  | 'instruction'
  | 'heading'
  | 'section'
  | 'author'
  | 'negated'
  | 'family'
  | 'not-current'
  | 'uncertain'
  | 'code'
  | 'known'
  | 'support'
  | 'detail'
  | 'person'
  | 'unusual-document'
  | 'lint'
  | 'role'
  | 'asked'
  | 'cap'
  | 'repeated'

/** Words that are not in the note, a code that cannot be billed, or a state of things that the words do not say. */
const INVENTED: ReadonlySet<DropReason> = new Set([
  'document',
  'quote',
  'negated',
  'family',
  'not-current',
  'uncertain',
  'code',
  'detail',
])

/** What a model brought before anything was refused, for the record. */
export type ItemCount = { readonly items: number; readonly invented: number }

/** A document as the model was given it, and the way back to the note. */
export type GateDocument = {
  readonly id: string
  readonly note: ClinicalNote
  readonly folded: FoldedText
  /** From a place in the masked text to the note; undefined for a place that cannot be led back. */
  readonly locate: (span: Span) => Span | undefined
  /** In the note: lines that speak to software. */
  readonly instructions: readonly Span[]
  /** Hidden characters, or lines that speak to software. */
  readonly isUnusual: boolean
}

export type Candidate = { readonly code: string; readonly phrase: UnreadPhrase }

export type GateInput = {
  readonly open: OpenRecord
  readonly documents: readonly GateDocument[]
  /** What the rules found. */
  readonly found: readonly Finding[]
  readonly candidates: readonly Candidate[]
  readonly role: 'provider' | 'coder' | 'other'
}

export type GateVerdict =
  | { readonly kind: 'shown'; readonly finding: Finding }
  /** The rules found the same; said once the answer is complete. */
  | { readonly kind: 'agreed'; readonly finding: CodeFinding }
  | { readonly kind: 'dropped'; readonly reason: DropReason }

export type Gate = {
  readonly judge: (item: unknown) => GateVerdict
  /** Of all that was judged so far. */
  readonly count: () => ItemCount
}

const MAX_ITEMS = 40
const MAX_CODES = 12
const MAX_QUESTIONS = 3
const MAX_VISIT = 12

/** Not calibrated: no development split was ever read by a model. Ordered, and below what rules give. */
const CONFIDENCE: Readonly<Record<Support, number>> = { rule: 0.7, words: 0.55, none: 0.4 }

type Quoted = {
  readonly document: GateDocument
  readonly evidence: Evidence
  readonly passage: Passage
  /** Those that it touches, each under the name of its note. */
  readonly sentences: readonly string[]
}

const dropped = (reason: DropReason): GateVerdict => ({ kind: 'dropped', reason })

export function createGate(input: GateInput): Gate {
  const seen = new Set<string>()
  const shown = { items: 0, codes: 0, questions: 0, visit: 0 }
  let invented = 0
  const judge = (raw: unknown): GateVerdict => {
    shown.items += 1
    if (shown.items > MAX_ITEMS) return dropped('cap')
    const item = tryParseItem(raw)
    if (!item) return dropped('schema')
    const quotes = readQuotes(input, item)
    if (!Array.isArray(quotes)) return dropped(quotes)
    const verdict = judgeItem(input, item, quotes)
    return verdict.kind === 'shown' ? admit(verdict, { seen, shown }) : verdict
  }
  return {
    judge: (raw) => {
      const verdict = judge(raw)
      if (verdict.kind === 'dropped' && INVENTED.has(verdict.reason)) invented += 1
      return verdict
    },
    count: () => ({ items: shown.items, invented }),
  }
}

type Counts = { readonly seen: Set<string>; readonly shown: { codes: number; questions: number; visit: number } }

function admit(verdict: GateVerdict & { kind: 'shown' }, { seen, shown }: Counts): GateVerdict {
  const { finding } = verdict
  if (seen.has(finding.fingerprint)) return dropped('repeated')
  const kind = finding.kind === 'code' ? 'codes' : finding.kind === 'prompt' ? 'questions' : 'visit'
  const limit = { codes: MAX_CODES, questions: MAX_QUESTIONS, visit: MAX_VISIT }[kind]
  if (shown[kind] >= limit) return dropped('cap')
  seen.add(finding.fingerprint)
  shown[kind] += 1
  return verdict
}

/** Where one quote stands: a model does not say which of the places it means. */
type Places = NonEmpty<Quoted>

/** One bad quote does not spoil the others, but none may be left out silently when it is all there is. */
function readQuotes(input: GateInput, item: AnswerItem): Places[] | DropReason {
  let reason: DropReason = 'quote'
  const quoted: Places[] = []
  for (const quote of item.quotes) {
    const read = readQuote(input, quote)
    if (typeof read === 'string') reason = read
    // A quote out of an order to software taints the item: whoever wrote the order wanted it.
    if (read === 'instruction') return read
    if (typeof read !== 'string') quoted.push(read)
  }
  return quoted.length === 0 ? reason : quoted
}

function readQuote(
  { documents, open }: GateInput,
  quote: { readonly document: string; readonly text: string },
): Places | DropReason {
  const document = documents.find(({ id }) => id === quote.document)
  if (!document) return 'document'
  const { note } = document
  const spans = findQuotes(document.folded, quote.text).flatMap((masked) => document.locate(masked) ?? [])
  if (spans.length === 0) return 'quote'
  const isOrdered = spans.some((span) =>
    document.instructions.some((line) => line.start < span.end && span.start < line.end),
  )
  if (isOrdered) return 'instruction'
  const places = spans.flatMap((span): Quoted[] => {
    const passage = open.readPassage(note.id, span)
    if (!passage) return []
    const { section, assertion } = passage
    const evidence = cutEvidence(note, { ...span, section, assertion })
    return [{ document, evidence, passage, sentences: passage.sentences.map((one) => `${note.id} ${one}`) }]
  })
  return isNonEmpty(places) ? places : 'heading'
}

/** Of each quote the first place that stands for the item, or the first of all: a list of what relatives had is not the plan. */
function choosePlaces(quotes: readonly Places[], isUsable: (quoted: Quoted) => boolean): readonly Quoted[] {
  return quotes.map((places) => places.find(isUsable) ?? places[0])
}

function judgeItem(input: GateInput, item: AnswerItem, quotes: readonly Places[]): GateVerdict {
  switch (item.kind) {
    case 'diagnosis':
      return judgeDiagnosis(input, item, quotes)
    case 'unsupported':
      return judgeUnsupported(input, item, quotes)
    case 'question': {
      if (item.topic === 'none') return dropped('schema')
      return judgeQuestion(
        input,
        item.topic,
        choosePlaces(quotes, ({ passage }) => findQuestionProblem(passage) === undefined),
      )
    }
    case 'visit':
      return judgeVisit(
        input,
        item,
        choosePlaces(quotes, (quoted) => findVisitProblem(item.element, quoted) === undefined),
      )
  }
}

function judgeDiagnosis(input: GateInput, item: AnswerItem, quotes: readonly Places[]): GateVerdict {
  const { open, found } = input
  const code = open.findCode(item.code)
  if (!code) return dropped('code')
  // The same words affirmed here and denied there: which of them counts is not for a model to say.
  const isDenied = (quoted: Quoted): boolean => findProblem(input, code, quoted) === 'negated'
  if (quotes.some((places) => places.some(isDenied))) return dropped('negated')
  const all = choosePlaces(quotes, (quoted) => findProblem(input, code, quoted) === undefined)
  const usable: Quoted[] = []
  let reason: DropReason = 'quote'
  for (const quoted of all) {
    const problem = findProblem(input, code, quoted)
    if (problem === undefined) usable.push(quoted)
    else reason = problem
    // Words that deny the code outweigh words that affirm it: the conflict is not for a model to settle.
    if (problem === 'negated' || problem === 'family') return dropped(problem)
  }
  const [first] = usable
  if (!first) return dropped(reason)
  const codes = found.filter((finding) => finding.kind === 'code')
  const related = codes.filter((finding) => getCategory(finding.code.code) === getCategory(code.code))
  const same = codes.find((finding) => finding.code.code === code.code)
  const support = findSupport(input, code, usable)
  if (same) {
    const isOwn = support !== 'none' && !usable.some(({ document }) => document.isUnusual)
    return isOwn ? { kind: 'agreed', finding: raiseConfidence(same) } : dropped('known')
  }
  if (support !== 'rule' && isUnlikelyFor(open.record, code)) return dropped('person')
  if (!isEnough(input, { code, support, quotes: usable }))
    return askInstead(input, support === 'words' ? 'words' : 'support', usable)
  if (hasUnsaid(input, { code, quotes: usable }, related)) return askInstead(input, 'detail', usable)
  return { kind: 'shown', finding: buildCode(input, { code, support, related, evidence: evidenceOf(first, usable) }) }
}

const ADULT_YEARS = 18

/**
 * What payers tie to the other sex, and what begins before or at birth, of an adult. Registration and body may differ,
 * and such a condition may last (Official Guidelines FY2026, I.C.16.a.1), so what the rules read themselves stays.
 */
function isUnlikelyFor({ sex, age }: EncounterRecord, { code }: ValidatedDiagnosis): boolean {
  const isAdult = age?.unit === 'years' && age.value >= ADULT_YEARS
  return isTiedToOtherSex(sex, code) || (isAdult && code.startsWith('P'))
}

function evidenceOf(first: Quoted, all: readonly Quoted[]): NonEmpty<Evidence> {
  return [first.evidence, ...all.filter((one) => one !== first).map(({ evidence }) => evidence)]
}

/** A passage that names the condition twice and denies it once denies it. */
function assertionFor(code: ValidatedDiagnosis, passage: Passage): Assertion {
  const named = passage.named.filter(({ codes }) => codes.some((one) => getCategory(one) === getCategory(code.code)))
  const denied = named.find(({ assertion }) => assertion.existence === 'absent')
  return (denied ?? named[0])?.assertion ?? passage.assertion
}

/** Official Guidelines FY2026: I.B.14 (who may document), IV.H and II.H (uncertain), IV.J (what is treated or affects care). */
function findProblem(
  { open }: GateInput,
  code: ValidatedDiagnosis,
  { document, passage }: Quoted,
): DropReason | undefined {
  if (passage.eligibility === 'never') return 'section'
  if (document.note.authorRole !== 'provider') return 'author'
  const assertion = assertionFor(code, passage)
  if (assertion.existence === 'absent') return 'negated'
  if (assertion.experiencer === 'other') return 'family'
  if (assertion.temporality === 'hypothetical') return 'not-current'
  // Codes of chapter 21 say themselves that something is past.
  if (assertion.temporality === 'historical' && !code.code.startsWith('Z')) return 'not-current'
  const mayBeUncertain = open.record.setting === 'inpatient_facility'
  return assertion.existence === 'uncertain' && !mayBeUncertain ? 'uncertain' : undefined
}

function findSupport({ open, candidates }: GateInput, code: ValidatedDiagnosis, quotes: readonly Quoted[]): Support {
  const support = open.findSupport(
    code,
    quotes.map(({ passage }) => passage),
  )
  if (support === 'rule') return support
  // The engine's own search brought a code of this category for these very words.
  const wasRetrieved = candidates.some(
    (candidate) =>
      getCategory(candidate.code) === getCategory(code.code) &&
      quotes.some(
        ({ evidence }) =>
          evidence.noteId === candidate.phrase.noteId &&
          evidence.start < candidate.phrase.end &&
          candidate.phrase.start < evidence.end,
      ),
  )
  return wasRetrieved ? 'words' : support
}

type Claimed = { readonly code: ValidatedDiagnosis; readonly support: Support; readonly quotes: readonly Quoted[] }

/**
 * What may raise payment needs the rules, or two statements that each have to do with it; what may not needs one such
 * word, or two statements. True but unrelated sentences must not be enough: a model that was turned can quote those at will.
 */
function isEnough(input: GateInput, { code, support, quotes }: Claimed): boolean {
  if (support === 'rule') return true
  if (quotes.some(({ document }) => document.isUnusual)) return false
  if (!input.open.mayRaisePayment(code.code)) return support === 'words' || countStatements(quotes) > 1
  return countStatements(quotes.filter((one) => findSupport(input, code, [one]) !== 'none')) > 1
}

/** Quotes that share a sentence are one statement, however each of them is cut; the shorter one says which. */
function countStatements(quotes: readonly Quoted[]): number {
  const counted = new Set<string>()
  let statements = 0
  for (const { sentences } of quotes.toSorted((a, b) => a.sentences.length - b.sentences.length)) {
    if (!sentences.some((sentence) => counted.has(sentence))) statements += 1
    for (const sentence of sentences) counted.add(sentence)
  }
  return statements
}

/** Of seven characters, the last says in which phase of care: with the rest the same, the rules have read it. */
const BEFORE_PHASE = 6

/** What the rules read as this category is known; beyond it each detail must be in the quotes. */
function hasUnsaid(
  { open }: GateInput,
  { code, quotes }: Omit<Claimed, 'support'>,
  related: readonly CodeFinding[],
): boolean {
  const isOtherPhase = related.some(
    ({ code: { code: known } }) =>
      known.length === code.code.length &&
      known.replace('.', '').length > BEFORE_PHASE &&
      known.slice(0, -1) === code.code.slice(0, -1),
  )
  if (isOtherPhase) return true
  const found = related.map(({ code: { code: one, title = '' } }) => ({ code: one, title }))
  return open.listUnsaid(code, { found, quotes: quotes.map(({ evidence }) => evidence) }).length > 0
}

/** Too little for a code may still be worth a question; of a document that speaks to software it is not. */
function askInstead(input: GateInput, because: 'words' | 'support' | 'detail', quotes: readonly Quoted[]): GateVerdict {
  if (quotes.some(({ document }) => document.isUnusual)) return dropped('unusual-document')
  const asked =
    because === 'words' || countStatements(quotes) > 1 ? judgeQuestion(input, 'significance', quotes) : undefined
  return asked?.kind === 'shown' ? asked : dropped(because === 'detail' ? because : 'support')
}

function judgeQuestion({ open, found }: GateInput, topic: Topic, quotes: readonly Quoted[]): GateVerdict {
  if (quotes.some(({ document }) => document.isUnusual)) return dropped('unusual-document')
  const problem = quotes.map(({ passage }) => findQuestionProblem(passage)).find((one) => one !== undefined)
  if (problem !== undefined) return dropped(problem)
  if (topic === 'conflict' && !areApart(quotes)) return dropped('quote')
  if (topic !== 'conflict' && quotes.every((quoted) => isAnswered(open, quoted))) return dropped('asked')
  const evidence = quotes.map((one) => one.evidence)
  if (!isNonEmpty(evidence)) return dropped('quote')
  if (evidence.some(({ quote }) => isAboutPayment(normaliseChannel(quote).text))) return dropped('lint')
  const isAsked = found.some(
    (finding) =>
      finding.kind === 'prompt' && finding.prompt.evidence.some((one) => evidence.some((own) => overlap(one, own))),
  )
  if (isAsked) return dropped('asked')
  const finding = open.composeQuestion(topic, evidence)
  return finding ? { kind: 'shown', finding } : dropped('lint')
}

/** The bill has no clinical significance, and a clinician is not asked about it. */
const ABOUT_PAYMENT =
  /\b(?:bills?|billing|billed|copay\w*|deductibles?|insurance|payers?|prior authori[sz]ation|reimburs\w*|invoices?)\b/i

function isAboutPayment(text: string): boolean {
  return ABOUT_PAYMENT.test(text) || isAboutMoneyElsewhere(text)
}

/** A sentence does not contradict itself, however it is cut. */
function areApart(quotes: readonly Quoted[]): boolean {
  return quotes.some((one) => quotes.some((other) => !one.sentences.some((own) => other.sentences.includes(own))))
}

/** The line that is quoted names the condition itself: a treatment with its reason, a finding with its diagnosis. */
function isAnswered(open: OpenRecord, { document: { note }, evidence }: Quoted): boolean {
  const start = note.text.lastIndexOf('\n', evidence.start - 1) + 1
  const end = note.text.indexOf('\n', evidence.end)
  const line = open.readPassage(note.id, { start, end: end === -1 ? note.text.length : end })
  const own: readonly Passage[] = line ? [line] : []
  return own.some(({ named }) =>
    named.some(({ codes, assertion }) => {
      const { existence, temporality, experiencer } = assertion
      const isPresent = existence === 'present' && temporality === 'current' && experiencer === 'patient'
      return isPresent && codes.some((code) => !/^[RZ]/.test(code))
    }),
  )
}

function findQuestionProblem(passage: Passage): DropReason | undefined {
  if (passage.eligibility === 'never' && passage.section !== 'ros') return 'section'
  return isNothingNamed(passage) ? 'negated' : undefined
}

/** "Reviewed the film with her, no pneumonia": most words are affirmed, and the condition is not. */
function isNothingNamed({ named }: Passage): boolean {
  return named.length > 0 && named.every(({ assertion }) => assertion.existence === 'absent')
}

function overlap(a: Evidence, b: Evidence): boolean {
  return a.noteId === b.noteId && a.start < b.end && b.start < a.end
}

/** The rules stay as they are; both readings are shown, and a person decides. One quote is enough to lower. */
function judgeUnsupported({ found, open }: GateInput, item: AnswerItem, quotes: readonly Places[]): GateVerdict {
  const code = open.findCode(item.code)?.code
  const finding = found.find((one): one is CodeFinding => one.kind === 'code' && one.code.code === code)
  if (!finding) return dropped('code')
  const roles = listAuthorRoles(open, finding)
  const isContraryPlace = ({ passage, document }: Quoted): boolean =>
    !document.isUnusual &&
    roles.has(document.note.authorRole) &&
    isContrary(finding, passage) &&
    isAbout(open, finding, passage)
  const contrary = choosePlaces(quotes, isContraryPlace).filter(isContraryPlace)
  if (contrary.length === 0) return dropped('support')
  const evidence = contrary.map((one) => one.evidence)
  return {
    kind: 'shown',
    finding: buildCheck(open, {
      rule: 'readings-differ',
      severity: 'question',
      // By its title: a clinician reads this too, and a code alone says nothing at the bedside.
      message: `${finding.code.title}: the rules and the language model read the notes differently.`,
      advice: 'Compare the two passages. The code stays until you decide.',
      evidence: [...evidence, finding.evidence[0]],
    }),
  }
}

/** Who may document a condition may contradict it (Official Guidelines FY2026, I.B.14: for some codes others than the provider). */
function listAuthorRoles({ record }: OpenRecord, { evidence }: CodeFinding): ReadonlySet<ClinicalNote['authorRole']> {
  const own = record.notes.filter(({ id }) => evidence.some(({ noteId }) => noteId === id))
  return new Set(['provider' as const, ...own.map(({ authorRole }) => authorRole)])
}

/**
 * Words that deny it, or that give it to another time, as the engine itself reads them. What a relative has or has not
 * says nothing of the patient, and neither does a section without statements about him. A review of systems is the
 * exception: no code may rest on it, yet what it denies contradicts a code.
 */
function isContrary({ code }: CodeFinding, { named, assertion, eligibility, section }: Passage): boolean {
  if (eligibility === 'never' && section !== 'ros') return false
  const own = named.find(({ codes }) => codes.some((one) => getCategory(one) === getCategory(code.code)))
  const { existence, temporality, experiencer } = own?.assertion ?? assertion
  return experiencer === 'patient' && (existence !== 'present' || temporality !== 'current')
}

/** A denial of something else contradicts nothing. */
function isAbout(open: OpenRecord, { code }: CodeFinding, passage: Passage): boolean {
  if (code.category !== 'diagnosis') return false
  const isNamed = passage.named.some(({ codes }) => codes.some((one) => getCategory(one) === getCategory(code.code)))
  return isNamed || open.findSupport(code, [passage]) !== 'none'
}

/** The work of a visit is the coder's; a clinician who charts sees nothing of what it is worth. */
function judgeVisit({ open, role }: GateInput, { element }: AnswerItem, quotes: readonly Quoted[]): GateVerdict {
  if (role !== 'coder') return dropped('role')
  const words = describeElement(element)
  if (words === undefined) return dropped('schema')
  const problems = quotes.map((quoted) => findVisitProblem(element, quoted))
  const usable = quotes.filter((_, index) => problems[index] === undefined)
  if (usable.length === 0) return dropped(problems.at(-1) ?? 'support')
  const finding = buildCheck(open, {
    rule: 'visit-element',
    severity: 'information',
    message: words,
    advice: 'Read by a language model. Use it only when you find it in the note as well.',
    evidence: usable.map(({ evidence }) => evidence),
  })
  return { kind: 'shown', finding }
}

/**
 * The work of a visit is what the provider did at it and wrote down (CPT evaluation and management guidelines, 2023:
 * problems addressed at the encounter, data reviewed and analysed, risk of decisions made at the visit). What is only
 * possible may well have been addressed; what is denied, past, feared or a relative's was not.
 */
function findVisitProblem(element: AnswerItem['element'], { document, passage }: Quoted): DropReason | undefined {
  if (document.isUnusual) return 'unusual-document'
  if (passage.eligibility === 'never') return 'section'
  if (document.note.authorRole !== 'provider') return 'author'
  const whole = findUnaddressed(element, passage.assertion)
  if (whole !== undefined || !element.startsWith('problem-')) return whole
  // A problem that the words name must be there itself, not only the words around it.
  const named = passage.named.map(({ assertion }) => findUnaddressed(element, assertion))
  return named.includes(undefined) ? undefined : named[0]
}

function findUnaddressed(
  element: AnswerItem['element'],
  { existence, temporality, experiencer }: Assertion,
): DropReason | undefined {
  if (existence === 'absent') return 'negated'
  if (experiencer === 'other') return 'family'
  if (temporality === 'hypothetical') return 'not-current'
  // A record from elsewhere is of another time; the review of it is of today.
  return temporality === 'historical' && element !== 'data-outside-record' ? 'not-current' : undefined
}

type Read = {
  readonly code: ValidatedDiagnosis
  readonly support: Support
  readonly related: readonly CodeFinding[]
  readonly evidence: NonEmpty<Evidence>
}

/** No word of the model: the reason is the place and the words of the note. */
function buildCode({ open }: GateInput, { code, support, related, evidence }: Read): CodeFinding {
  const quotes = evidence.map(({ quote }) => quote.replaceAll(/\s+/g, ' ').toLowerCase())
  const fingerprint = buildFingerprint([open.record.encounterId, 'model-code', code.code, ...quotes])
  const others = related.map((finding) => finding.code.code)
  const [first] = evidence
  const differs = others.length === 0 ? '' : ` The rules read ${others.join(', ')} here; both are shown.`
  return {
    kind: 'code',
    id: buildFindingId('code', fingerprint),
    fingerprint,
    source: 'model',
    provisional: true,
    code,
    direction: others.length === 0 ? 'add' : 'refine',
    confidence: CONFIDENCE[support],
    evidence,
    rationale: `Read by a language model in ${first.section}: '${quotes[0]?.slice(0, 300) ?? ''}'.${differs}`,
    // Nothing is replaced: two readings stand beside each other until a person takes one.
    replaces: [],
  }
}

function buildCheck(
  { record }: OpenRecord,
  check: Pick<CheckFinding, 'rule' | 'severity' | 'message' | 'advice' | 'evidence'>,
): CheckFinding {
  const quotes = check.evidence.map(({ quote }) => quote.replaceAll(/\s+/g, ' ').toLowerCase())
  const fingerprint = buildFingerprint([record.encounterId, 'model-check', check.rule, check.message, ...quotes])
  return {
    kind: 'check',
    id: buildFindingId('check', fingerprint),
    fingerprint,
    source: 'model',
    provisional: true,
    ...check,
    ruleSource: { title: 'Postil, reading by a language model', edition: '1', section: check.rule },
  }
}

/** Two readings that do not know of each other: half of the doubt is left. */
function raiseConfidence(finding: CodeFinding): CodeFinding {
  const confidence = Math.round((1 - (1 - finding.confidence) / 2) * 100) / 100
  return { ...finding, confidence, rationale: `${finding.rationale}; a language model reads it the same way` }
}
