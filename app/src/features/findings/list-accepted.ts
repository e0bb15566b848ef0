/** What the person has accepted, as the draft may take it. A code whose words are gone is no longer among them. */
import type { CodeFinding } from '#coding/domain/finding.ts'
import type { FindingsState } from './findings-store.ts'

export type AcceptedCode = {
  readonly finding: CodeFinding
  /** Another code that the person put in place of the finding's own. */
  readonly edited?: string
}

export function listAccepted({ cards, choices }: Pick<FindingsState, 'cards' | 'choices'>): readonly AcceptedCode[] {
  return cards.flatMap(({ finding, phase }): readonly AcceptedCode[] => {
    if (finding.kind !== 'code' || finding.direction === 'remove' || phase.kind === 'closed') return []
    const choice = choices.get(finding.fingerprint)
    if (choice?.kind === 'accept') return [{ finding }]
    return choice?.kind === 'edit' ? [{ finding, edited: choice.code }] : []
  })
}
