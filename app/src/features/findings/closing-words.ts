/** What the panel says when a card closes by itself. */
import type { Axis } from '#coding/domain/axis.ts'
import type { Finding } from '#coding/domain/finding.ts'

/** `not-completed`: it came from a language model that did not finish. */
export type ClosedBecause = 'resolved' | 'no-longer-applies' | 'expired' | 'withdrawn' | 'not-completed'

/** What an axis asks, in the words of a sentence. */
export const AXIS_WORDS: Record<Axis, string> = {
  laterality: 'which side',
  acuity: 'how acute it is',
  severity: 'how severe it is',
  stage: 'the stage',
  type: 'the type',
  site: 'the site',
  episode: 'the episode',
  'encounter-phase': 'the phase of care',
  displacement: 'whether it is displaced',
  'open-closed': 'whether it is open or closed',
  cause: 'the cause',
  control: 'how well it is controlled',
  complication: 'the complication',
  trimester: 'the trimester',
  recurrence: 'whether it recurs',
  link: 'how the two are related',
}

export function getClosingWords(finding: Finding, because: ClosedBecause): string {
  if (because === 'not-completed') return 'The language model did not finish, so this is taken back.'
  if (finding.kind === 'prompt') {
    const [axis, second] = finding.prompt.axes
    if (because === 'withdrawn') return 'The note changed, and this no longer needs an answer.'
    if (because === 'expired') return 'The note was signed without an answer. The question is with coding now.'
    if (because === 'no-longer-applies') return 'The note no longer raises this.'
    return axis && !second ? `The note now says ${AXIS_WORDS[axis]}.` : 'The note now answers this.'
  }
  if (finding.kind === 'code') return 'The note does not say this any more.'
  return 'This no longer applies.'
}

/** The same for who hears it, without the card before their eyes. */
export function announceClosing(finding: Finding, because: ClosedBecause): string {
  const words = getClosingWords(finding, because)
  if (finding.kind === 'code') return `${finding.code.code}: ${words}`
  return finding.kind === 'prompt' ? `${finding.prompt.title}: ${words}` : words
}

/** More than can be followed by ear is counted. */
export function announceCounts(opened: readonly Finding[], closed: number): string {
  const count = (many: number, word: string) => (many === 0 ? [] : `${many} new ${word}${many === 1 ? '' : 's'}`)
  const counted = (['prompt', 'code', 'check'] as const).flatMap((kind) =>
    count(opened.filter((finding) => finding.kind === kind).length, kind === 'prompt' ? 'question' : kind),
  )
  return `${[...counted, ...(closed === 0 ? [] : [`${closed} closed`])].join(', ')}.`
}
