/** Words a question: neutral templates per kind, the clinician's own term, options from the axis values. */

import { type Condition, cutMention, type SideConflict } from '../diagnoses/condition.ts'
import type { Axis } from '../domain/axis.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { PromptContent, PromptKind, PromptOption } from '../domain/prompt.ts'
import type { NonEmpty } from '../domain/result.ts'
import type { AxisValue } from '../knowledge/concept.ts'
import { buildTitle, capitalize, getTerm as getPlaceTerm, joinWords, sortOptions } from './wording.ts'

/** An axis without a value in the record, and the values that its codes know. */
export type OpenAxis = {
  readonly axis: Axis
  readonly values: readonly AxisValue[]
  /** Derived from a release, which does not know which of its values are common. */
  readonly isDerived?: true
}

const AXIS_WORDS: Readonly<Record<Axis, string>> = {
  laterality: 'side',
  acuity: 'acuity',
  severity: 'severity',
  stage: 'stage',
  type: 'type',
  site: 'site',
  episode: 'episode',
  'encounter-phase': 'phase of care',
  displacement: 'displacement',
  'open-closed': 'open or closed state',
  cause: 'cause',
  control: 'current status',
  complication: 'complications, if any',
  trimester: 'trimester',
  recurrence: 'recurrence',
  link: 'cause',
}

const MAX_OPTIONS = 6

/** "osteoarthritis of the knee" and "right" give "osteoarthritis of the right knee"; else the value follows a comma. */
function buildLine(condition: Condition, term: string, values: readonly AxisValue[]): string {
  const side = values.find(({ axis, value }) => axis === 'laterality' && value !== 'bilateral')
  const { site } = condition.concept
  const place = site === undefined ? -1 : term.toLowerCase().indexOf(site)
  const canPlace = side !== undefined && place !== -1
  const rest = values.filter((value) => !canPlace || value !== side).map(({ label }) => label)
  const base = canPlace ? `${term.slice(0, place)}${side.label} ${term.slice(place)}` : term
  return capitalize([base, ...rest].join(', '))
}

/** Without what nobody would say of a patient, and the values that others say in full: 3a and 3b, and not stage 3 beside them. */
function listExact(values: readonly AxisValue[]): AxisValue[] {
  const names = new Set(values.map(({ value }) => value))
  const said = values.filter(({ label }) => !/unspecified/i.test(label))
  return said.filter(({ narrower }) => narrower.length < 2 || !narrower.every((value) => names.has(value)))
}

/** Every combination of one value per axis, as long as a clinician can take them in at a glance. */
function combineValues(open: readonly OpenAxis[]): AxisValue[][] {
  const combined = open.reduce<AxisValue[][]>(
    (rows, { values }) => rows.flatMap((row) => listExact(values).map((value) => [...row, value])),
    [[]],
  )
  // Too many to read: the first axis is offered, its common values first (the knowledge lists them so); the others are
  // left to the clinician's words and to "Other".
  const first = listExact(open[0]?.values ?? [])
  // Where nothing says which of many values are common, none is offered: the question stays open.
  if (combined.length > MAX_OPTIONS && open.some(({ isDerived }) => isDerived === true)) return []
  return combined.length <= MAX_OPTIONS ? combined : first.slice(0, MAX_OPTIONS).map((value) => [value])
}

function buildOptions(condition: Condition, term: string, open: readonly OpenAxis[]): PromptOption[] {
  const combined = combineValues(open)
  // A value alone is no choice: offered by itself it would be a suggestion.
  if (combined.length < 2) return []
  return sortOptions(
    combined.map((values) => ({
      id: values.map(({ value }) => value).join('+'),
      text: capitalize(values.map(({ label }) => label).join(', ')),
      evidence: [0],
      line: buildLine(condition, term, values),
    })),
  )
}

function chooseKind(open: readonly OpenAxis[]): PromptKind {
  const axes = new Set(open.map(({ axis }) => axis))
  if (axes.has('laterality')) return 'laterality'
  return axes.has('encounter-phase') ? 'encounter-phase' : 'specificity'
}

/** Of a poisoning the "cause" is whether it was meant. */
function nameAxis({ axis, values }: OpenAxis): string {
  return values.some(({ label }) => /\bintent/i.test(label)) ? 'intent' : AXIS_WORDS[axis]
}

function askFor(condition: Condition, term: string, open: readonly OpenAxis[]): string {
  const { concept } = condition
  const [first] = open
  if (open.length === 1 && first?.axis === 'laterality') {
    const what = concept.site === undefined ? 'Which side is affected?' : `Which ${concept.site} is affected?`
    return `The note documents "${term}". ${what}`
  }
  if (open.length === 1 && first?.axis === 'complication') {
    return `The note documents "${term}". Which complications are present, if any?`
  }
  const asked = joinWords(open.map(nameAxis))
  return `The note documents "${term}". What further detail is known about the ${asked}?`
}

function getTerm(condition: Condition): string {
  return getPlaceTerm(condition.places[0])
}

/** Passages shown with a question: the best mention of each note, at most five. */
function collectPassages(condition: Condition): NonEmpty<Evidence> {
  const [first, ...others] = condition.places
  const seen = new Set([first.reading])
  const more = others.filter(({ reading }) => !seen.has(reading) && seen.add(reading) !== undefined)
  return [cutMention(first), ...more.slice(0, 4).map(cutMention)]
}

/** One question for all open axes of a condition. */
export function composeAxisPrompt(condition: Condition, open: readonly OpenAxis[]): PromptContent {
  const term = getTerm(condition)
  return {
    promptKind: chooseKind(open),
    concept: condition.concept.id,
    axes: open.map(({ axis }) => axis),
    title: buildTitle(term),
    question: askFor(condition, term, open),
    evidence: collectPassages(condition),
    indicators: [],
    options: buildOptions(condition, term, open),
  }
}

/** Two passages that name opposite sides: both are shown, neither is preferred. */
export function composeConflictPrompt(condition: Condition, conflict: SideConflict): PromptContent {
  const term = getTerm(condition)
  const site = condition.concept.site
  const sides = [...conflict.sides].sort()
  const values = [...sides, 'bilateral']
    .flatMap((side) => condition.concept.values.get(side) ?? [])
    .map((value) => [value])
  return {
    promptKind: 'conflict',
    concept: condition.concept.id,
    axes: ['laterality'],
    title: buildTitle(term),
    question: `The record names both sides for "${term}". Which ${site ?? 'side'} is affected?`,
    evidence: [conflict.here, conflict.there],
    indicators: [],
    options: sortOptions(
      values.map((row) => ({
        id: row.map(({ value }) => value).join('+'),
        text: capitalize(row.map(({ label }) => label).join(', ')),
        evidence: conflict.sides.includes(row[0]?.value ?? '') ? [conflict.sides.indexOf(row[0]?.value ?? '')] : [0, 1],
        line: buildLine(condition, term, row),
      })),
    ),
  }
}

export type ValueConflict = {
  readonly axis: Axis
  readonly passages: readonly [Evidence, Evidence]
  readonly values: readonly [AxisValue, AxisValue]
}

/** Two passages that state different values; the card shows who wrote each, and when. */
export function composeValueConflict(condition: Condition, { axis, passages, values }: ValueConflict): PromptContent {
  const term = getTerm(condition)
  return {
    promptKind: 'conflict',
    concept: condition.concept.id,
    axes: [axis],
    title: buildTitle(term),
    question: `Two passages describe "${term}" differently. What is known about the ${AXIS_WORDS[axis]}?`,
    evidence: passages,
    indicators: [],
    options: sortOptions(
      values.map((value, index) => ({
        id: value.value,
        text: capitalize(value.label),
        evidence: [index],
        line: buildLine(condition, term, [value]),
      })),
    ),
  }
}

/** Uncertain wording in a final assessment: what is its standing now? */
export function composeUncertainPrompt(condition: Condition): PromptContent {
  const term = getTerm(condition)
  const options: PromptOption[] = [
    { id: 'confirmed', text: `Confirmed: "${term}"`, evidence: [0], line: `${capitalize(term)}, confirmed` },
    { id: 'ruled-out', text: `Ruled out: "${term}"`, evidence: [0], line: `${capitalize(term)} ruled out` },
    { id: 'uncertain', text: `Still uncertain: "${term}"`, evidence: [0], line: `Possible ${term}, not confirmed` },
  ]
  return {
    promptKind: 'uncertain',
    concept: condition.concept.id,
    axes: [],
    title: buildTitle(term),
    question: `The assessment describes "${term}" as uncertain. What is its status at the end of this encounter?`,
    evidence: collectPassages(condition),
    indicators: [],
    options: sortOptions(options),
  }
}
