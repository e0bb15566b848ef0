/** Finds what the record leaves open: looks first, asks second. One question a condition, its axes merged. */

import { type Condition, getDocumentedTerm, getStatedValues } from '../diagnoses/condition.ts'
import { findOpenValues } from '../diagnoses/decision-table.ts'
import type { Axis } from '../domain/axis.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { PromptFinding } from '../domain/finding.ts'
import { buildFindingId, buildFingerprint } from '../domain/fingerprint.ts'
import type { PromptContent, PromptKind } from '../domain/prompt.ts'
import type { AxisValue, Concept, Knowledge } from '../knowledge/concept.ts'
import { tokenize } from '../notes/tokens.ts'
import { composeAxisPrompt, composeConflictPrompt, composeUncertainPrompt, type OpenAxis } from './compose-prompt.ts'
import { createPrompt } from './create-prompt.ts'
import { isDoubtedFinally, isFinalDoubt, isHistoryAssessed } from './final-doubt.ts'
import { askValidations } from './kinds/clinical-validation.ts'
import { findValueConflict } from './kinds/conflicts.ts'
import { askNamedGaps, askOpenCodes } from './kinds/gap-question.ts'
import { askCourses } from './kinds/history-or-current.ts'
import { askFirstLinks, askLinks } from './kinds/linkage.ts'
import { askOrganDysfunction } from './kinds/organ-dysfunction.ts'
import { askOnsets } from './kinds/present-on-admission.ts'
import { askMissingSupport, askMissingTime } from './kinds/services.ts'
import { askUndocumented } from './kinds/undocumented.ts'
import type { LintContext } from './lint/lint-rule.ts'
import { isLongPast, isMisread, isNamedByCause } from './misread.ts'
import { collectNamed, type EncounterReading, type PromptDraft, type PromptSource } from './prompt-source.ts'
import { isAside, isAssessed, isOrdered, isPartOfName, isSaidBeside } from './said-beside.ts'
import { gapData } from './signs/gaps.generated.ts'
import { collectObservations } from './signs/observations.ts'
import { readSigns } from './signs/read-signs.ts'
import { compileSigns, type SignIndex } from './signs/sign-index.ts'
import { isForeign, isPhaseSaid, isSideSpoken } from './structure/look-first.ts'
import { findStructureAxes } from './structure/structure-axes.ts'
import { isSupported } from './supported-options.ts'
import { isToldElsewhere } from './told-elsewhere.ts'

/**
 * Most important first: a contradiction before a gap, a gap of the code's shape before a detail. What is missing and
 * what lacks support stand together, because they weigh the same.
 */
const IMPORTANCE: readonly PromptKind[] = [
  'conflict',
  'laterality',
  'encounter-phase',
  'undocumented',
  'clinical-validation',
  'specificity',
  'linkage',
  'history-or-current',
  'present-on-admission',
  'missing-support',
  'time-or-units',
  'uncertain',
]

/** What the clinician's own sentences about the condition say, for values that are stated in words without a code. */
function readBeside({ places }: Pick<Condition, 'places'>): string {
  const texts = places.map(({ reading, mention: { sentence } }) =>
    reading.lowers.slice(sentence.from, sentence.to).join(' '),
  )
  return ` ${texts.join(' ')} `
}

function isSaid(said: string, { label }: AxisValue): boolean {
  return said.includes(
    ` ${tokenize(label)
      .map(({ lower }) => lower)
      .join(' ')} `,
  )
}

/** A code that is itself one of the sides ("of right main bronchus") is not asked for the side. */
function isOneSide({ id, rows }: Concept): boolean {
  const sided = rows.filter(({ values }) => values.length > 0)
  const own = sided.filter(({ code }) => code.startsWith(id))
  return own.length > 0 && own.length < sided.length
}

/** Axes worth a question. A code that only the official release knows has one: the side, where its family has sides. */
function listAsked(concept: Concept): readonly Axis[] {
  if (concept.isFromRelease !== true) return concept.ask
  return isOneSide(concept) ? [] : ['laterality']
}

/** Axes without a value, each with the values that lead to a code of the date of service. */
export function findOpenAxes(condition: Pick<Condition, 'concept' | 'table' | 'values' | 'places'>): OpenAxis[] {
  const stated = getStatedValues(condition)
  const ask = listAsked(condition.concept)
  const { refine } = condition.concept
  const answered = new Set(condition.values.map(({ value }) => condition.concept.values.get(value)?.axis))
  const axes = [...ask, ...refine.filter((axis) => answered.has(axis))]
  const open = axes.flatMap((axis) => {
    const values = findOpenValues(condition.table, axis, stated)
    return values.length === 0 ? [] : [{ axis, values }]
  })
  if (open.length === 0) return []
  const said = readBeside(condition)
  // Whose a side in the same sentence is, `isSideSpoken` tells.
  return open.filter(
    ({ axis, values }) => axis === 'laterality' || answered.has(axis) || !values.some((value) => isSaid(said, value)),
  )
}

function listAvailableAxes({ concept, table }: Condition): Axis[] {
  const used = new Set(table.rows.flatMap(({ values }) => values.map((value) => concept.values.get(value)?.axis)))
  return [...used].filter((axis) => axis !== undefined)
}

/** Axes with a value that no other says more exactly. */
function listAnsweredAxes({ concept, values }: Condition): Axis[] {
  return values.flatMap(({ value }) => {
    const stated = concept.values.get(value)
    return stated === undefined || stated.narrower.length > 0 ? [] : [stated.axis]
  })
}

/** What the condition's own codes leave open, then what only the loaded release knows of its family. */
function listOpen(condition: Condition, source: PromptSource): OpenAxis[] {
  const own = findOpenAxes(condition).filter(({ axis }) => {
    if (axis === 'encounter-phase') return !isPhaseSaid(source)
    return axis !== 'laterality' || !isSideSpoken(source, condition)
  })
  return [...own, ...findStructureAxes(source, condition)]
    .filter(({ axis }) => axis !== 'stage' || condition.concept.kind === 'diagnosis')
    .filter((open) => !isSaidBeside(condition, open) && !isToldElsewhere(source, condition, open))
    .map((open) => ({ ...open, values: open.values.filter(({ label }) => isSupported(source, label)) }))
}

function compose(condition: Condition, open: readonly OpenAxis[], source: PromptSource): PromptContent | undefined {
  if (condition.conflict !== undefined) return composeConflictPrompt(condition, condition.conflict)
  if (condition.certainty === 'uncertain') {
    return isFinalDoubt(condition, source) ? composeUncertainPrompt(condition) : undefined
  }
  return open.length === 0 ? undefined : composeAxisPrompt(condition, open)
}

/** Where and in which phase something is stays open whatever caused it. */
function isPlacing(axis: Axis): boolean {
  return axis === 'laterality' || axis === 'encounter-phase'
}

/** A story that names what somebody lives with in passing has other business (`not_in_story` of the catalogue). */
function isBackground({ places, rows: [row] }: Condition, { index }: PromptSource): boolean {
  const gap = row === undefined ? undefined : index.findOpenGap(row.code)
  return gap?.isAskedInStory === false && places.every(isAside)
}

function askCondition(condition: Condition, source: PromptSource): PromptDraft[] {
  const [place] = condition.places
  // The same words name another condition, which is asked about.
  if (condition.concept.isBeside === true) return []
  const isStory = condition.concept.kind === 'symptom' && !isAssessed(place)
  if (isStory || isBackground(condition, source) || isPartOfName(place) || isOrdered(place)) return []
  const named = { ...place.mention, reading: place.reading }
  if (isMisread(named) || isLongPast(named) || isDoubtedFinally(condition, source)) return []
  if (isHistoryAssessed(condition, source) || isForeign(source, condition.concept)) return []
  const conflict = condition.conflict === undefined ? findValueConflict(condition) : undefined
  if (conflict !== undefined) return [conflict]
  const open = listOpen(condition, source).filter(({ axis }) => isPlacing(axis) || !isNamedByCause(named))
  const content = compose(condition, open, source)
  if (content === undefined) return []
  const documentedTerms = condition.places.map((place) => getDocumentedTerm(place).toLowerCase())
  const availableAxes = [...listAvailableAxes(condition), ...open.map(({ axis }) => axis)]
  const answeredAxes = listAnsweredAxes(condition)
  return [{ content, documentedTerms, availableAxes, answeredAxes }]
}

const indexes = new WeakMap<Knowledge, SignIndex>()

function getSignIndex(knowledge: Knowledge): SignIndex {
  const index = indexes.get(knowledge) ?? compileSigns(gapData, knowledge)
  indexes.set(knowledge, index)
  return index
}

function buildSource(reading: EncounterReading, knowledge: Knowledge): PromptSource {
  const index = getSignIndex(knowledge)
  const signs = readSigns(index, reading.readings)
  const observations = collectObservations(index, reading.record, signs)
  return { ...reading, index, signs, observations, named: collectNamed(reading) }
}

/** One card a condition: what its own codes leave open comes first, and another kind asks only where those do not. */
function keepOneEach(drafts: readonly PromptDraft[]): PromptDraft[] {
  const seen = new Set<string>()
  return drafts.filter(({ content: { concept } }) => !seen.has(concept) && seen.add(concept) !== undefined)
}

function buildContext(draft: PromptDraft, { setting, notes }: EncounterRecord): LintContext {
  const { availableAxes, answeredAxes, documentedTerms } = draft
  // What was dismissed (`dropDismissed`) and how many cards are open is known to the caller that keeps the decisions.
  const attention = { isDismissed: false, openPrompts: 0, promptBudget: 1 }
  return { setting, notes, availableAxes, answeredAxes, documentedTerms, ...attention }
}

/** Typing elsewhere in the note does not change it: no offsets, no version, only the words and values that it is about. */
function fingerprintOf(record: EncounterRecord, content: PromptContent): PromptFinding['fingerprint'] {
  const quotes = content.evidence.map(({ quote }) => quote.replaceAll(/\s+/g, ' ').toLowerCase())
  const values = content.indicators.map(({ indicatorId, value }) => `${indicatorId} ${value}`)
  return buildFingerprint([
    record.encounterId,
    'prompt',
    content.promptKind,
    content.concept,
    ...content.axes,
    ...quotes,
    ...values,
  ])
}

function buildFinding(draft: PromptDraft, record: EncounterRecord): PromptFinding[] {
  const fingerprint = fingerprintOf(record, draft.content)
  const prompt = createPrompt(draft.content, buildContext(draft, record))
  if (!prompt.ok) return []
  const id = buildFindingId('prompt', fingerprint)
  return [{ kind: 'prompt', id, fingerprint, source: 'rule', provisional: false, prompt: prompt.value }]
}

function isOpenTold(source: PromptSource, condition: Condition, open: OpenAxis): boolean {
  return open.axis === 'laterality' ? isSideSpoken(source, condition) : isToldElsewhere(source, condition, open)
}

/** Conditions of which the record answers all that their codes leave open: the catalogue does not ask it again. */
function listTold(source: PromptSource): ReadonlySet<string> {
  const told = source.conditions.stated.filter((condition) => {
    const open = findOpenAxes(condition)
    return open.length > 0 && open.every((axis) => isOpenTold(source, condition, axis))
  })
  return new Set(told.map(({ concept }) => concept.id))
}

const POST_MORTEM = /\b(?:autopsy|necropsy|cadaver|post-?mortem)\b/i

const PERSON = /\b(?:patient|pt|year|yr|he|she|his|ms|mr|mrs|we|yo)\b/i
const DEFINING = /\bis an? (?:[a-z,-]+ ){0,6}(?:condition|disease|disorder|infection|syndrome)\b/

/** "Rheumatoid arthritis is a chronic, systemic condition", and no patient: a text that teaches. */
function isTeaching({ readings }: EncounterReading): boolean {
  return readings.length > 0 && readings.every(({ text }) => DEFINING.test(text) && !PERSON.test(text))
}

/** Who describes a body is asked nothing about its treatment. */
function isPostMortem({ readings }: EncounterReading): boolean {
  return readings.length > 0 && readings.every(({ text }) => POST_MORTEM.test(text))
}

/** Every question of the encounter, before anything is known of decisions; unlinted. */
export function draftPrompts(reading: EncounterReading, knowledge: Knowledge): PromptDraft[] {
  if (isPostMortem(reading) || isTeaching(reading)) return []
  const source = buildSource(reading, knowledge)
  const told = listTold(source)
  return keepOneEach([
    ...askFirstLinks(source),
    ...reading.conditions.stated.flatMap((condition) => askCondition(condition, source)),
    ...askUndocumented(source),
    ...askValidations(source),
    ...askLinks(source),
    ...askCourses(source),
    ...askOpenCodes(source).filter(({ content }) => !told.has(content.concept)),
    ...askOrganDysfunction(source),
    ...askOnsets(source),
    ...askNamedGaps(source),
    ...askMissingSupport(source),
    ...askMissingTime(source),
  ])
}

export function findPrompts(reading: EncounterReading, knowledge: Knowledge): PromptFinding[] {
  const prompts = draftPrompts(reading, knowledge).flatMap((draft) => buildFinding(draft, reading.record))
  const rank = ({ prompt }: PromptFinding): number => IMPORTANCE.indexOf(prompt.promptKind)
  return prompts.toSorted((a, b) => rank(a) - rank(b))
}
