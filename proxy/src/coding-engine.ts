/** The engine of `coding` behind the proxy's port, on the knowledge that ships with Postil. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { checkDraft } from '#coding/claims/check-draft.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import type { Engine } from './engine.ts'

export function createCodingEngine(): Engine {
  const knowledge = loadKnowledge()
  const codeSet = createEmbeddedCodeSet(knowledge)
  return {
    analyse: (record) => ({
      findings: analyseEncounter({ record, knowledge, codeSet }).findings,
      state: codeSet.describe(record.dateOfService),
    }),
    checkDraft: (draft, record) => checkDraft(draft, record, codeSet),
  }
}
