import type { Finding } from '#coding/domain/finding.ts'

/**
 * What a card is about, so that it keeps its place, its focus and its typed text when only the words behind it change.
 * The fingerprint cannot serve: it changes with the evidence.
 */
export function getFindingKey(finding: Finding): string {
  switch (finding.kind) {
    case 'prompt':
      return `prompt:${finding.prompt.promptKind}:${finding.prompt.concept}`
    case 'code':
      return `code:${finding.direction}:${finding.code.code}`
    case 'check':
      return `check:${finding.rule}`
  }
}
