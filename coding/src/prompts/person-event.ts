/** What a decision about a question means for its life. */
import type { DecisionChoice } from '../domain/decision.ts'
import type { PromptFinding } from '../domain/finding.ts'
import { nameVersion } from './describe-question.ts'
import type { PersonEvent, Wait } from './lifecycle.ts'

function buildWait(until: 'new-result' | 'next-version', finding: PromptFinding): Wait {
  return until === 'new-result' ? { kind: until } : { kind: until, version: nameVersion(finding) }
}

/** @returns undefined for a choice that says nothing of a question's life. */
export function findPersonEvent(choice: DecisionChoice, finding: PromptFinding): PersonEvent | undefined {
  const { fingerprint } = finding
  switch (choice.kind) {
    case 'answer':
    case 'answer-other':
    case 'unable-to-determine':
      return { kind: 'answered', fingerprint }
    case 'dismiss':
      return { kind: 'dismissed', fingerprint, reason: choice.reason }
    case 'snooze':
      return { kind: 'snoozed', fingerprint, until: buildWait(choice.until, finding) }
    case 'undo':
      return { kind: 'undone', fingerprint }
    case 'send':
      return { kind: 'sent', fingerprint, sent: { task: choice.task, response: choice.response } }
    case 'accept':
    case 'edit':
      return undefined
  }
}
