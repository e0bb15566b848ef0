/**
 * What a visit ordered, reviewed, interpreted and discussed (AMA CPT E/M guidelines 2023, amount and complexity of data;
 * coding rules, EM-04 and EM-05). Each unique test counts once, its order including its review.
 */
import type { DraftClaim } from '../../domain/draft-claim.ts'
import type { EncounterRecord } from '../../domain/encounter-record.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { isNonEmpty, type NonEmpty } from '../../domain/result.ts'
import type { GridCell } from '../../domain/visit-grid.ts'
import {
  cutHit,
  cutPassage,
  findHits,
  type Hit,
  hasMatch,
  joinPatterns,
  joinWords,
  type Passage,
  readAfter,
  readBefore,
} from './passages.ts'
import { DATA_KINDS, type DataKind, scoreData } from './score-decision.ts'
import { visitWords } from './visit-words.generated.ts'
import type { TestRow } from './visit-words.ts'

const words = visitWords.data
const { tests } = words
const TEST = joinWords(tests.flatMap((test) => test.words))
/** Searched at one place of the sentence, so that a name may ask for what follows it ("magnesium 1.7"). */
const MATCHERS = tests.map((test) => [test, new RegExp(`(?:${test.words.join('|')})(?![\\w-])`, 'iy')] as const)
const UNNAMED = joinWords(words.unnamed)
const SITE = joinWords(words.sites)
const ORDERING = joinPatterns(words.ordering)
const REVIEWING = joinPatterns(words.reviewing)
const NOT_ORDERED = joinPatterns(words.not_ordered)
const NOT_NEEDED = joinPatterns(words.not_needed)
const ORDERED_BEFORE = joinPatterns(words.ordered_before)
const HISTORIAN = joinPatterns(words.historian.stated)
const CHILD_HISTORIAN = joinPatterns(words.historian.child)
const OWN_NOTES = joinPatterns(words.external.own)
const INTERPRETATION = joinPatterns(words.interpretation)
const LOOKED_AT = joinPatterns(words.looked_at)
const DISCUSSION = joinPatterns(words.discussion.verbs)
const NO_DISCUSSION = joinPatterns(words.discussion.not)
// Named groups stand in each alternative, so these are searched one by one.
const EXTERNAL = words.external.reviewed.map((pattern) => new RegExp(pattern, 'gi'))
const FURTHER = new RegExp(words.external.further, 'gi')
const IS_REVIEW = /\breview(?:ed|ing|s)?\b/i

export type DataCell = GridCell & { readonly kind: DataKind }

// Objective findings hold results too ("CXR no infiltrate").
const RESULTS = new Set(['labs', 'imaging', 'pathology', 'physical-exam'])
/** Where tests are named as facts of the past or of a list, and a review must be said. */
const BACKGROUND = new Set([
  'pmh',
  'psh',
  'problem-list',
  'medications',
  'allergies',
  'social-history',
  'immunizations',
])
const LOWER_CASE_SHORT = new Set('echo trop lytes dexa labs abis ekg ecg eeg emg egfr mri inr psa'.split(' '))
/** "Hgb", "cxr", "tsh": without a vowel it is no word, however it is written; two letters may be ("ct" for a client). */
const NO_WORD = /^[^aeiouy]{3,}$/i
const MAX_SHORT = 5
const MAX_EVIDENCE = 4

type TestUse = {
  readonly test: TestRow
  readonly site: string
  readonly use: 'ordered' | 'reviewed'
  readonly evidence: Evidence
  readonly before?: Evidence
}

/** Short abbreviations are words too ("ana", "oct", "alt"): only capitals make them tests. */
function isWritten(text: string): boolean {
  const isShort = text.length <= MAX_SHORT && /^[a-z]+$/i.test(text)
  return (
    !isShort ||
    NO_WORD.test(text) ||
    LOWER_CASE_SHORT.has(text.toLowerCase()) ||
    text.replace(/s$/, '') === text.toUpperCase().replace(/S$/, '')
  )
}

/** Long enough words are no abbreviations: "sodium" and "lipids" stand in any case. */
const WORDS = new Set(
  'sodium lipid lipids csf ferritin lipase amylase holter doppler duplex cortisol albumin tee'.split(' '),
)

function findTest(hit: Hit): TestRow | undefined {
  const text = hit.match[0]
  if (!WORDS.has(text.toLowerCase()) && !isWritten(text)) return undefined
  return MATCHERS.find(([, pattern]) => isMatchAt(pattern, hit))?.[0]
}

function isMatchAt(pattern: RegExp, { passage, match }: Hit): boolean {
  pattern.lastIndex = match.index
  return pattern.exec(passage.text)?.[0] === match[0]
}

const NEAR = 30

function findSite(hit: Hit): string {
  const after = readAfter(hit).slice(0, NEAR).split(/[.;,]/)[0] ?? ''
  const before = readBefore(hit).slice(-NEAR).split(/[.;,]/).at(-1) ?? ''
  const [behind] = after.matchAll(SITE)
  const ahead = [...before.matchAll(SITE)].at(-1)
  const site = (behind ?? ahead)?.[0].toLowerCase() ?? ''
  return SAME_SITE.get(site) ?? site
}

/** The words of one part of the body. */
const SAME_SITE: ReadonlyMap<string, string> = new Map([
  ['back', 'lumbar spine'],
  ['lumbar', 'lumbar spine'],
  ['spine', 'lumbar spine'],
  ['cervical', 'neck'],
  ['abdominal', 'abdomen'],
  ['abdomen and pelvis', 'abdomen'],
  ['head', 'brain'],
  ['renal', 'kidney'],
])

function findUse(hit: Hit): TestUse['use'] | undefined {
  const { section, label } = hit.passage.sentence
  const { text } = hit.passage
  if (section.id === 'ros' || hasMatch(NOT_NEEDED, readAfter(hit))) return undefined
  if (RESULTS.has(section.id)) return 'reviewed'
  if (hasMatch(NOT_ORDERED, readBefore(hit))) return undefined
  if (BACKGROUND.has(section.id)) return /\breviewed\b/i.test(text) ? 'reviewed' : undefined
  const isPlan = section.id === 'plan' || section.id === 'orders' || label === 'treatment'
  if (hasMatch(ORDERING, text))
    return isPlan || section.eligibility === 'direct' || !hasMatch(REVIEWING, text) ? 'ordered' : 'reviewed'
  if (hasMatch(REVIEWING, readAfter(hit)) || /\breview(?:ed|ing)?\b/i.test(text)) return 'reviewed'
  if (isPlan) return 'ordered'
  return section.eligibility === 'direct' || section.id === 'ed-course' ? 'reviewed' : undefined
}

function readTests(passages: readonly Passage[]): TestUse[] {
  return findHits(passages, TEST).flatMap((hit): TestUse[] => {
    const test = findTest(hit)
    const use = test && findUse(hit)
    if (test === undefined || use === undefined) return []
    const site = test.sited === true ? findSite(hit) : ''
    const before = [...hit.passage.text.matchAll(ORDERED_BEFORE)].map(({ index, 0: text }) => {
      const start = hit.passage.start + index
      return cutPassage(hit.passage, { start, end: start + text.length })
    })[0]
    return [{ test, site, use, evidence: cutHit(hit), ...(before === undefined ? {} : { before }) }]
  })
}

function isWithin(code: string, ranges: TestRow['billed']): boolean {
  return ranges?.some(([first = '', last = '']) => first <= code && code <= last) ?? false
}

/** The line that reports the interpretation of this test; the technical part alone (TC) is none. */
export function findBilledLine(draft: DraftClaim | undefined, { billed }: TestRow): number | undefined {
  const index = (draft?.lines ?? []).findIndex(
    ({ code, modifiers }) => isWithin(code.code, billed) && !modifiers.some((modifier) => modifier === 'TC'),
  )
  return index === -1 ? undefined : index + 1
}

/** The first few places, none twice. */
function limit(evidence: readonly Evidence[]): NonEmpty<Evidence> | undefined {
  const unique = new Map(evidence.map((one) => [`${one.noteId} ${one.start}`, one] as const))
  const kept = [...unique.values()].slice(0, MAX_EVIDENCE)
  return isNonEmpty(kept) ? kept : undefined
}

function buildCell(kind: DataKind, subject: string, evidence: NonEmpty<Evidence>): DataCell {
  return { kind, label: DATA_KINDS[kind], subject, level: scoreData([kind]), evidence, counts: true }
}

/** Seen, and not counted. */
function discount(cell: DataCell, reason: string, rule: string): DataCell {
  return { ...cell, counts: false, reason, rule }
}

const ONCE = 'test-counted-once'
const STATED = 'interpretation-not-stated'

function groupUses(uses: readonly TestUse[]): Map<string, TestUse[]> {
  const groups = new Map<string, TestUse[]>()
  const named = new Set(uses.map(({ test }) => test.id))
  // An x-ray of no named part is the one of the part that is named elsewhere.
  const sites = new Map(uses.filter(({ site }) => site !== '').map(({ test, site }) => [test, site] as const))
  for (const use of uses) {
    const { test, site } = use
    const panel = test.within !== undefined && named.has(test.within) && site === '' ? test.within : test.id
    const key = `${panel} ${site === '' ? (sites.get(test) ?? '') : site}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [use])
    else group.push(use)
  }
  return groups
}

function buildTestCells(uses: readonly TestUse[], draft: DraftClaim | undefined): DataCell[] {
  return [...groupUses(uses).values()].flatMap((group): DataCell[] => {
    const [first] = group
    const evidence = limit(group.map((one) => one.evidence))
    if (first === undefined || evidence === undefined) return []
    const test = group.find((one) => one.test.within === undefined)?.test ?? first.test
    const site = group.find((one) => one.site !== '')?.site
    const how = group.some(({ use }) => use === 'ordered') ? 'ordered' : 'reviewed'
    const subject = `${test.label}${site === undefined ? '' : `, ${site}`} (${how})`
    const line = findBilledLine(draft, test)
    const before = group.find((one) => one.before !== undefined)?.before
    if (line !== undefined) {
      return [
        discount(buildCell('test', subject, evidence), `Line ${line} of the draft reports its interpretation.`, ONCE),
      ]
    }
    if (before !== undefined && how === 'reviewed') {
      return [
        discount(
          buildCell('test', subject, [...evidence, before]),
          'Ordered at an earlier visit; that order includes this review.',
          ONCE,
        ),
      ]
    }
    return [buildCell('test', subject, evidence)]
  })
}

/** "Labs reviewed" is one test, or as many as the chart holds of this very day; none where the note names them. */
function readUnnamed(
  passages: readonly Passage[],
  { record, hasImaging }: { readonly record: EncounterRecord; readonly hasImaging: boolean },
): DataCell[] {
  const hits = findHits(passages, UNNAMED).filter((hit) => {
    const { section } = hit.passage.sentence
    if (section.id === 'ros' || BACKGROUND.has(section.id) || hasMatch(NOT_ORDERED, readBefore(hit))) return false
    if (hasMatch(NOT_NEEDED, readAfter(hit)) || (hasImaging && /imag/i.test(hit.match[0]))) return false
    return (
      hasMatch(ORDERING, hit.passage.text) ||
      /\breview(?:ed|ing)?\b|\b(?:normal|unremarkable)\b/i.test(hit.passage.text)
    )
  })
  const evidence = limit(hits.slice(0, MAX_EVIDENCE).map(cutHit))
  if (evidence === undefined) return []
  const reviewed = hits.some(({ passage }) => /\breviewed\b/i.test(passage.text))
  const charted = reviewed ? listChartTests(record) : []
  if (charted.length === 0) return [buildCell('test', 'Laboratory tests or imaging, not named', evidence)]
  return charted.map((label) => buildCell('test', `${label} (reviewed; named in the chart)`, evidence))
}

function listChartTests({ indicators, dateOfService }: EncounterRecord): string[] {
  const labels = indicators
    .filter(({ kind, time }) => (kind === 'lab' || kind === 'imaging') && time?.startsWith(dateOfService) === true)
    .map(({ name }) => tests.find((test) => new RegExp(`^(?:${test.words.join('|')})$`, 'i').test(name)) ?? name)
  const found = labels.map((test) => (typeof test === 'string' ? test : test.label))
  return [...new Set(found)]
}

const PLACES_OF_HISTORY = new Set(['never'])

function isChild({ age }: EncounterRecord): boolean {
  return age !== undefined && (age.unit === 'days' || age.value < words.historian.child_below_years)
}

function readHistorian(passages: readonly Passage[], record: EncounterRecord): DataCell[] {
  const stated = findHits(passages, HISTORIAN)
  const hits = stated.length > 0 || !isChild(record) ? stated : findHits(passages, CHILD_HISTORIAN)
  const eligible = hits.filter(
    (hit) =>
      !PLACES_OF_HISTORY.has(hit.passage.sentence.section.eligibility) &&
      !/\b(?:no|not|without|unable to (?:reach|contact)|patient and)\b[^.;]{0,25}$/i.test(readBefore(hit)),
  )
  const evidence = limit(eligible.map(cutHit))
  return evidence === undefined ? [] : [buildCell('independent-historian', evidence[0].quote, evidence)]
}

const SMALL_WORDS = /\b(?:the|his|her|notes?|records?|reports?|summar(?:y|ies)|letters?|sent|from|a|an)\b/g

/** One a source: two notes of one clinic are one source's. */
function readExternal(passages: readonly Passage[]): DataCell[] {
  const reviewing = passages.filter(({ text }) => IS_REVIEW.test(text))
  const found = [...EXTERNAL.flatMap((pattern) => findHits(passages, pattern)), ...findHits(reviewing, FURTHER)]
  const hits = found.filter(
    (hit) =>
      !hasMatch(OWN_NOTES, hit.match[0]) &&
      !hasMatch(NOT_ORDERED, readBefore(hit)) &&
      !/\bwill\b[^.;]{0,20}$/i.test(readBefore(hit)),
  )
  const bySource = new Map<string, Hit[]>()
  const named = new Map<Passage, { readonly hit: Hit; readonly name: string }[]>()
  for (const hit of hits) {
    const source = (hit.match.groups?.['source'] ?? hit.match[0]).toLowerCase()
    const beside = named.get(hit.passage) ?? []
    // Two patterns may find one source.
    const known = beside.find((other) => other.hit.span.start < hit.span.end && hit.span.start < other.hit.span.end)
    const name = known?.name ?? source.replaceAll(SMALL_WORDS, '').replaceAll(/\s+/g, ' ').trim()
    named.set(hit.passage, [...beside, { hit, name }])
    const group = bySource.get(name)
    if (group === undefined) bySource.set(name, [hit])
    else group.push(hit)
  }
  return [...bySource.values()].flatMap((group): DataCell[] => {
    const evidence = limit(group.slice(0, MAX_EVIDENCE).map(cutHit))
    const subject = group[0]?.match.groups?.['source'] ?? ''
    return evidence === undefined ? [] : [buildCell('external-note', subject, evidence)]
  })
}

type Interpreted = { readonly test?: TestRow; readonly site: string; readonly hit: Hit }

/** The test of the sentence, or of the heading that the sentence stands under. */
function findInterpreted(hit: Hit): Interpreted {
  const found = findHits([hit.passage], TEST).flatMap((other) => {
    const test = findTest(other)
    return test === undefined ? [] : [{ test, site: test.sited === true ? findSite(other) : '', hit }]
  })
  const imaged = found.find(({ test }) => test.billed !== undefined)
  return imaged ?? found[0] ?? { site: '', hit }
}

function readInterpretations(passages: readonly Passage[], draft: DraftClaim | undefined): DataCell[] {
  const stated = findHits(passages, INTERPRETATION)
    .filter((hit) => !/\b(?:not|no|unable|without|cannot)\b[^.;]{0,20}$/i.test(readBefore(hit)))
    .map(findInterpreted)
  const seen = new Set<string>()
  const cells = stated.flatMap(({ test, site, hit }): DataCell[] => {
    const subject = `${test?.label ?? 'Images or tracing'}${site === '' ? '' : `, ${site}`}`
    if (seen.has(subject)) return []
    seen.add(subject)
    const evidence: NonEmpty<Evidence> = [cutHit(hit)]
    const line = test && findBilledLine(draft, test)
    if (line !== undefined) {
      return [
        discount(
          buildCell('independent-interpretation', subject, evidence),
          `Line ${line} of the draft reports it.`,
          ONCE,
        ),
      ]
    }
    if (test !== undefined && test.billed === undefined) {
      return [
        discount(
          buildCell('independent-interpretation', subject, evidence),
          'A result without images or tracing has no interpretation of its own.',
          STATED,
        ),
      ]
    }
    return [buildCell('independent-interpretation', subject, evidence)]
  })
  if (cells.length > 0) return cells
  const looked = findHits(passages, LOOKED_AT)[0]
  if (looked === undefined) return []
  const reason = 'Looked at; the notes state no interpretation of the clinician’s own.'
  return [discount(buildCell('independent-interpretation', 'Images or tracing', [cutHit(looked)]), reason, STATED)]
}

function readDiscussions(passages: readonly Passage[]): DataCell[] {
  const seen = new Set<string>()
  return findHits(passages, DISCUSSION).flatMap((hit): DataCell[] => {
    const who = hit.match.groups?.['who']?.toLowerCase() ?? ''
    const context = `${readBefore(hit).slice(-40)}${hit.match[0]}`
    if (seen.has(who) || hasMatch(NO_DISCUSSION, context) || hasMatch(NOT_ORDERED, readBefore(hit))) return []
    if (hit.passage.sentence.section.id === 'family-history') return []
    seen.add(who)
    return [buildCell('discussion', hit.match.groups?.['who'] ?? '', [cutHit(hit)])]
  })
}

export type DataQuestion = { readonly record: EncounterRecord; readonly draft?: DraftClaim | undefined }

export function readData(passages: readonly Passage[], { record, draft }: DataQuestion): readonly DataCell[] {
  const uses = readTests(passages)
  // "Labs normal" beside an x-ray is a test of its own; beside a named result it speaks of that one.
  const hasNamedResult = uses.some(({ test }) => test.billed === undefined)
  return [
    ...buildTestCells(uses, draft),
    ...(hasNamedResult ? [] : readUnnamed(passages, { record, hasImaging: uses.length > 0 })),
    ...readExternal(passages),
    ...readHistorian(passages, record),
    ...readInterpretations(passages, draft),
    ...readDiscussions(passages),
  ]
}
