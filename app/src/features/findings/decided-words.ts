import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'

/** What a screen reader hears after a decision about a question. */
export function getDecidedWords(choice: DecisionChoice): string {
  switch (choice.kind) {
    case 'answer':
    case 'answer-other':
      return 'Answered. The line for your note can be copied.'
    case 'unable-to-determine':
      return 'Closed as unable to determine.'
    case 'dismiss':
      return 'Question dismissed.'
    case 'snooze':
      return `Question put off. ${getWaitWords(choice.until)}`
    case 'send':
      return 'Query sent.'
    case 'undo':
      return 'Taken back. The question is open again.'
    case 'accept':
    case 'edit':
      return 'Recorded.'
  }
}

/** The same about a code; empty for what is no decision about one. */
export function getCodeDecidedWords({ code: { code }, direction }: CodeFinding, choice: DecisionChoice): string {
  switch (choice.kind) {
    case 'accept':
      return direction === 'remove' ? `${code} removed.` : `${code} accepted.`
    case 'edit':
      return `${code} changed to ${choice.code}.`
    case 'dismiss':
      return `${code} dismissed.`
    case 'undo':
      return `Taken back: ${code} is open again.`
    case 'answer':
    case 'answer-other':
    case 'unable-to-determine':
    case 'snooze':
    case 'send':
      return ''
  }
}

export function getWaitWords(until: 'new-result' | 'next-version'): string {
  return until === 'new-result' ? 'It comes back with a new result.' : 'It comes back when the note is saved again.'
}
