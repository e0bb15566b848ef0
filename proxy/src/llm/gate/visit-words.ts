/** Elements of a visit's work in plain words of our own. */
import type { VISIT_ELEMENTS } from '../answer-schema.ts'

type Element = (typeof VISIT_ELEMENTS)[number]

const WORDS: Readonly<Record<Exclude<Element, 'none'>, string>> = {
  'problem-minor': 'Problem addressed: minor, expected to pass by itself.',
  'problem-acute': 'Problem addressed: acute, without complication.',
  'problem-acute-with-risk': 'Problem addressed: acute, with general symptoms or a complicated injury.',
  'problem-chronic-stable': 'Problem addressed: chronic, at its treatment goal.',
  'problem-chronic-worse': 'Problem addressed: chronic, not at its treatment goal or worse.',
  'problem-unclear': 'Problem addressed: new, its cause not known yet.',
  'problem-threatening': 'Problem addressed: a threat to life or to the function of the body.',
  'data-test': 'Data: a test was ordered or its result reviewed.',
  'data-outside-record': "Data: another source's records were reviewed.",
  'data-other-historian': 'Data: history was taken from somebody other than the patient.',
  'data-own-reading-of-test': 'Data: the clinician read a test independently.',
  'data-talk-with-other-clinician': 'Data: discussed with a clinician of another group or another professional.',
  'risk-medicine-prescribed': 'Risk: a prescription medicine was managed.',
  'risk-procedure': 'Risk: a procedure or operation was decided on.',
  'risk-social': 'Risk: living conditions limit diagnosis or treatment.',
  'risk-monitored-medicine': 'Risk: a medicine that needs monitoring for harm.',
  'risk-hospital-or-care-limits': 'Risk: a decision on hospital care, or on limits of care.',
}

/** @returns undefined for `none`. */
export function describeElement(element: Element): string | undefined {
  return element === 'none' ? undefined : WORDS[element]
}
