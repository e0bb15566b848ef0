/** Why a question is asked, for "Why this?". */
import type { PromptContent, PromptKind } from '#coding/domain/prompt.ts'
import { AXIS_WORDS } from './closing-words.ts'

const BECAUSE: Readonly<Record<PromptKind, string>> = {
  laterality: 'the words above leave open the side',
  specificity: 'the words above leave open what kind it is',
  'encounter-phase': 'the words above leave open the phase of care',
  linkage: 'both are documented, and not how they are related',
  conflict: 'the passages above do not agree',
  undocumented: 'nothing documented explains what is recorded',
  'clinical-validation': 'nothing recorded supports what is documented',
  uncertain: 'the wording leaves open whether it is confirmed',
  'present-on-admission': 'the record does not say when it began',
  'history-or-current': 'it is worded as history and is being treated',
  'missing-support': 'nothing documented calls for the service',
  'time-or-units': 'the service goes by time, and none is documented',
}

export function getAskedBecause({ promptKind, axes }: Pick<PromptContent, 'promptKind' | 'axes'>): string {
  const isOpen = promptKind === 'laterality' || promptKind === 'specificity' || promptKind === 'encounter-phase'
  if (!isOpen || axes.length === 0) return BECAUSE[promptKind]
  return `the words above leave open: ${axes.map((axis) => AXIS_WORDS[axis]).join(', ')}`
}
