/** A documented diagnosis whose usual findings were looked for and not found. Of the same weight as a missing one. */
import { cutMention } from '../../diagnoses/condition.ts'
import { type Diagnosis, hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import { listSaying } from '../note-words.ts'
import { isAskedIn, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import type { WordRule } from '../signs/gap-data.ts'
import { isPresent } from '../signs/read-signs.ts'
import { hasChanged, isAbnormal } from '../signs/threshold.ts'
import { buildTitle, capitalize, getTerm, sortOptions } from '../wording.ts'
import { splitSources } from './undocumented.ts'

/** "1.3 (base 0.8)", "up from": the writer compares with a value that the list of results does not hold. */
const COMPARED =
  /\b(?:base(?:line)?|b \/ l|usual(?:ly)?|up from|down from|nadir|peak(?:ed)?|prior|improv\w*|correct\w*|resolv\w*|better|worse\w*|trend\w*|replet\w*|replace\w*|bolus|fluids?|saline|lr|hold|held|stop|recheck\w*|repeat|monitor\w*)\b/

/** What is compared or treated beside the name, or below the problem, has been assessed. */
function isAddressed({ place: { reading, mention } }: Diagnosis): boolean {
  const { problem } = mention.sentence
  const items = problem === undefined ? [] : (reading.problemItems.get(problem) ?? [])
  return [mention.sentence, ...items].some((sentence) => listSaying(reading, COMPARED).has(sentence))
}

/** The starting value stands beside one that was measured. */
function isCompared(reading: NoteReading): boolean {
  return listSaying(reading, BASELINE).size > 0
}

const BASELINE = /\d \( ?\d|\d \(? ?(?:base(?:line)?|b \/ l|from|preop|was|usual)\b|\bbaseline\b/

/** Silence is no finding: it is asked only where something was measured and nothing supports the diagnosis. */
function askValidation(source: PromptSource, rule: WordRule): PromptDraft[] {
  const gap = source.index.gaps.get(rule.gap)
  const diagnosis = source.diagnoses.find(({ code }) => hasPrefix(code, rule.codes))
  if (gap === undefined || diagnosis === undefined || !isAskedIn(gap, source.record)) return []
  const { weight } = diagnosis.place
  if (weight !== 'head' && weight !== 'text') return []
  const measured = source.observations.filter(({ measure }) => measure.id in gap.thresholds)
  if (measured.length === 0) return []
  const isSupported = Object.entries(gap.thresholds).some(([id, threshold]) => {
    const values = measured.filter(({ measure }) => measure.id === id)
    return (
      values.some((one) => isAbnormal(one, threshold)) ||
      hasChanged(
        values.map(({ value }) => value),
        threshold,
      )
    )
  })
  const isDescribed = source.signs.some(
    ({ meaning, ...sign }) => meaning.kind === 'validation' && meaning.rule === rule && isPresent({ meaning, ...sign }),
  )
  const isOfChange = Object.values(gap.thresholds).some(({ change }) => change !== undefined)
  if (isSupported || isDescribed || isAddressed(diagnosis)) return []
  if (isOfChange && isCompared(diagnosis.place.reading)) return []
  const term = getTerm(diagnosis.place)
  const { evidence, indicators } = splitSources(measured)
  const content: PromptContent = {
    promptKind: 'clinical-validation',
    concept: diagnosis.concept.id,
    axes: [],
    title: buildTitle(term),
    question: `The note documents "${term}"; the values above are recorded. What is your assessment of it, and which findings is it based on?`,
    evidence: [cutMention(diagnosis.place), ...evidence.slice(0, 4)],
    indicators,
    options: sortOptions([
      { id: 'ruled-out', text: 'Considered and ruled out', evidence: [0], line: `${capitalize(term)} ruled out` },
      {
        id: 'present',
        text: 'Present, findings described in the note',
        evidence: [0],
        line: `${capitalize(term)}, present, based on:`,
      },
      { id: 'resolved', text: 'Present earlier, resolved', evidence: [0], line: `${capitalize(term)}, resolved` },
    ]),
  }
  return [{ content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }]
}

export function askValidations(source: PromptSource): PromptDraft[] {
  return source.index.data.validation.flatMap((rule) => askValidation(source, rule))
}
