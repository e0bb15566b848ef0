/** By what a report divides what was shown: codes by chapter, questions by what they ask, checks not at all. */
import type { Finding } from '../domain/finding.ts'
import { findCodeFamily } from './code-family.ts'

export function findFindingFamily(finding: Finding): string | undefined {
  switch (finding.kind) {
    case 'code':
      return findCodeFamily(finding.code.code)
    case 'prompt':
      return finding.prompt.promptKind
    case 'check':
      return undefined
  }
}
