/** Findings and treatment that nothing documented explains: measured values first, an open question, no options. */
import type { Evidence } from '../../domain/evidence.ts'
import type { IndicatorEvidence, PromptContent } from '../../domain/prompt.ts'
import { isAskedIn, isDocumented, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import type { Gap, TreatmentRule, UndocumentedRule } from '../signs/gap-data.ts'
import { describeIndicator, type Observation } from '../signs/observations.ts'
import { cutSign, isPresent, quoteSign } from '../signs/read-signs.ts'
import { hasChanged, isAbnormal } from '../signs/threshold.ts'
import { FINDINGS_TITLE, joinWords, TREATMENT_TITLE } from '../wording.ts'
import { isToldBy } from './told-by.ts'

const MAX_SHOWN = 5

/** The values that raise the question; for a change, all values of that measure, because they show it. */
export function findAbnormal(source: PromptSource, gap: Gap, measures: readonly string[]): Observation[] {
  return measures.flatMap((id) => {
    const threshold = gap.thresholds[id]
    const values = source.observations.filter(({ measure }) => measure.id === id)
    if (threshold === undefined) return []
    if (threshold.change === undefined) return values.filter((one) => isAbnormal(one, threshold))
    return hasChanged(
      values.map(({ value }) => value),
      threshold,
    )
      ? values
      : []
  })
}

export function splitSources(observations: readonly Observation[]): {
  evidence: Evidence[]
  indicators: IndicatorEvidence[]
} {
  const evidence = observations.flatMap(({ source }) => ('evidence' in source ? [source.evidence] : []))
  const indicators = observations.flatMap(({ source }) => ('indicator' in source ? [source.indicator] : []))
  return { evidence: evidence.slice(-MAX_SHOWN), indicators: indicators.slice(-MAX_SHOWN) }
}

function draft(
  content: Pick<PromptContent, 'concept' | 'title' | 'question' | 'evidence' | 'indicators'>,
): PromptDraft {
  const whole: PromptContent = { ...content, promptKind: 'undocumented', axes: [], options: [] }
  return { content: whole, documentedTerms: [], availableAxes: [], answeredAxes: [] }
}

/** The condition's own name stands somewhere ("treatment for his HIV"), whatever is made of it. */
function isNamed({ signs }: PromptSource, gap: Gap): boolean {
  return signs.some(({ meaning }) => meaning.kind === 'term' && meaning.gap === gap)
}

/** "Liver transplantation in 1998 … tacrolimus": said in words that need no code to explain the drug. */
function isExplained({ readings }: PromptSource, { unless = [] }: TreatmentRule): boolean {
  return readings.some(({ lowers }) => lowers.some((word) => unless.some((beginning) => word.startsWith(beginning))))
}

const LEAST_NAME = 6

/** "Hyperkalaemia" and "hyperkalemia" are one name; either explains the value, whatever is made of it. */
function isSpelled({ readings }: PromptSource, { terms }: Gap): boolean {
  const names = terms
    .map((term) => term.toLowerCase())
    .filter((term) => term.length >= LEAST_NAME && /^[a-z]+$/.test(term))
  const texts = names.length === 0 ? [] : readings.map(({ text }) => text.toLowerCase().replaceAll('aemi', 'emi'))
  return texts.some((text) => names.some((name) => text.includes(name)))
}

/** "Potassium" is "potassium" within a sentence, "HbA1c" and "BMI" stay. */
function nameInline(what: string): string {
  return /^[A-Z][a-z]+\b/.test(what) && !/^Hb/.test(what) ? `${what.charAt(0).toLowerCase()}${what.slice(1)}` : what
}

function askFindings(source: PromptSource, rule: UndocumentedRule): PromptDraft[] {
  const gap = source.index.gaps.get(rule.gap)
  if (gap === undefined || !isAskedIn(gap, source.record)) return []
  const abnormal = findAbnormal(source, gap, rule.measures)
  if (abnormal.length === 0 || isDocumented(source, [...gap.open, ...gap.closed, ...rule.also])) return []
  if (isSpelled(source, gap) || isToldBy(source, gap)) return []
  const what = joinWords(abnormal.map(({ measure }) => measure.label))
  const question = `The record shows the ${nameInline(what)} values above without a related diagnosis. What is their clinical significance, if any?`
  return [draft({ concept: gap.id, title: FINDINGS_TITLE, question, ...splitSources(abnormal) })]
}

function askTreatment(source: PromptSource, rule: TreatmentRule): PromptDraft[] {
  const gap = source.index.gaps.get(rule.gap)
  if (gap === undefined || !isAskedIn(gap, source.record)) return []
  const signs = source.signs.filter(({ meaning }) => meaning.kind === 'treatment' && meaning.rule === rule)
  const ordered = source.record.indicators.filter(({ kind, name }) => {
    const words = name.toLowerCase()
    return kind === 'medication' && rule.drugs.some((drug) => words.includes(drug.toLowerCase()))
  })
  if (signs.length + ordered.length === 0) return []
  if (isNamed(source, gap) || isExplained(source, rule)) return []
  if (isDocumented(source, [...gap.open, ...gap.closed, ...rule.also])) return []
  const present = signs.filter(isPresent).slice(0, MAX_SHOWN)
  if (present.length + ordered.length === 0) return []
  const names = joinWords(
    [...present.map(quoteSign), ...ordered.map(({ name }) => name)].slice(0, 2).map((name) => `"${name}"`),
  )
  const question = `The record shows treatment with ${names} without a related diagnosis. Which condition is being treated, if any?`
  const indicators = ordered.slice(0, MAX_SHOWN).map(describeIndicator)
  return [draft({ concept: gap.id, title: TREATMENT_TITLE, question, evidence: present.map(cutSign), indicators })]
}

export function askUndocumented(source: PromptSource): PromptDraft[] {
  const { undocumented, treatments } = source.index.data
  return [
    ...undocumented.flatMap((rule) => askFindings(source, rule)),
    ...treatments.flatMap((rule) => askTreatment(source, rule)),
  ]
}
