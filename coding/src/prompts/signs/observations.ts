/** Measured values of the encounter, from the chart's observations and from the notes, in one form. */
import type { EncounterRecord, Indicator } from '../../domain/encounter-record.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { IndicatorEvidence } from '../../domain/prompt.ts'
import type { Measure } from './gap-data.ts'
import { cutSign, isPresent, type Sign } from './read-signs.ts'
import type { SignIndex } from './sign-index.ts'
import type { Measured } from './threshold.ts'

export type Observation = Measured & {
  readonly measure: Measure
  /** Where a note states it; otherwise the chart's own observation. */
  readonly source: { readonly evidence: Evidence } | { readonly indicator: IndicatorEvidence }
  readonly time: string
}

const FAHRENHEIT = /f/i

/** Degrees Fahrenheit are the one unit that charts send for a measure that the catalogue counts in another. */
function toUnit({ value, unit }: Indicator, measure: Measure): number | undefined {
  if (value === undefined) return undefined
  const isFahrenheit = measure.id === 'temperature' && FAHRENHEIT.test(unit ?? '')
  const converted = isFahrenheit ? ((value - 32) * 5) / 9 : value
  const [least, most] = measure.plausible
  return converted >= least && converted <= most ? converted : undefined
}

/** Value, unit and, in brackets, how the sender's reference range judged it. */
export function describeIndicator({ id, name, value, unit, text, interpretation, time }: Indicator): IndicatorEvidence {
  const measured = value === undefined ? (text ?? 'recorded') : `${value}${unit === undefined ? '' : ` ${unit}`}`
  const judged = interpretation === undefined ? '' : ` (${interpretation})`
  return { indicatorId: id, label: name, value: `${measured}${judged}`, ...(time === undefined ? {} : { time }) }
}

function findMeasure(indicator: Indicator, measures: readonly Measure[]): Measure | undefined {
  const name = indicator.name.toLowerCase()
  return (
    measures.find(({ loinc }) => indicator.code !== undefined && loinc.includes(indicator.code)) ??
    measures.find(({ names }) => names.some((one) => one.toLowerCase() === name))
  )
}

function observeIndicator(indicator: Indicator, measures: readonly Measure[]): Observation[] {
  if (indicator.kind === 'medication') return []
  const measure = findMeasure(indicator, measures)
  const value = measure && toUnit(indicator, measure)
  if (measure === undefined || value === undefined) return []
  const { interpretation, time = '' } = indicator
  const judged = interpretation === undefined ? {} : { interpretation }
  return [{ measure, value, ...judged, source: { indicator: describeIndicator(indicator) }, time }]
}

function observeSign(sign: Sign): Observation[] {
  const { meaning, value, reading } = sign
  if (meaning.kind !== 'measure' || value === undefined || !isPresent(sign)) return []
  return [{ measure: meaning.measure, value, source: { evidence: cutSign(sign) }, time: reading.note.time ?? '' }]
}

/** Oldest first, as far as their times tell. */
export function collectObservations(
  { data }: SignIndex,
  record: EncounterRecord,
  signs: readonly Sign[],
): Observation[] {
  const charted = record.indicators.flatMap((indicator) => observeIndicator(indicator, data.measures))
  return [...charted, ...signs.flatMap(observeSign)].toSorted((a, b) =>
    a.time < b.time ? -1 : a.time > b.time ? 1 : 0,
  )
}
