/** Severe sepsis is reported with each organ that it has struck (Official Guidelines FY2026, I.C.1.d.1.b). */
import { cutMention } from '../../diagnoses/condition.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import { isSayingAnywhere } from '../note-words.ts'
import { hasCode, isAskedIn, isDocumented, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import { buildTitle, getTerm } from '../wording.ts'

const SEVERE = ['R65.20']
const DYSFUNCTIONS = [
  'R65.21',
  'N17',
  'J96',
  'J80',
  'G93.4',
  'G92',
  'D65',
  'D68',
  'D69.6',
  'K72',
  'K76.7',
  'E87.2',
  'I95',
  'I51.81',
  'R57',
]
/** Named in other words than those of a code. */
const STRUCK =
  /\b(?:aki|arf|oligur\w*|anuri\w*|creatinine|(?:renal|kidney|hepatic|liver|respiratory|heart|circulatory|cardiac) (?:failure|injury|insufficiency|dysfunction|hypoperfusion)|hypotens\w*|pressors?|vasopressors?|norepinephrine|levophed|shock|ventilat\w*|intubat\w*|encephalopath\w*|altered|confus\w*|obtund\w*|lact(?:ate|ic)|coagulopath\w*|dic|platelets?|thrombocytop\w*|bilirubin|ards)\b/

export function askOrganDysfunction(source: PromptSource): PromptDraft[] {
  const gap = source.index.gaps.get('sepsis')
  const severe = source.conditions.stated.find(
    ({ concept, certainty }) => certainty === 'established' && hasCode(concept, SEVERE),
  )
  if (gap === undefined || severe === undefined || !isAskedIn(gap, source.record)) return []
  if (isDocumented(source, DYSFUNCTIONS) || isSayingAnywhere(source.readings, STRUCK)) return []
  const [place] = severe.places
  const term = getTerm(place)
  const content: PromptContent = {
    promptKind: 'specificity',
    concept: severe.concept.id,
    axes: [],
    title: buildTitle(term),
    question: `The note documents "${term}". Please clarify each acute organ dysfunction that is due to it, if any.`,
    evidence: [cutMention(place)],
    indicators: [],
    options: [],
  }
  return [{ content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }]
}
