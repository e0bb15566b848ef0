/** The engine of `coding` behind the proxy's port, on the releases that the site has loaded or on the embedded knowledge. */
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { checkDraft } from '#coding/claims/check-draft.ts'
import { createDatedCodeSearch } from '#coding/code-sets/dated-code-search.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { knowledgeData } from '#coding/knowledge/knowledge.generated.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import type { LoadedCodeSets } from './code-sets/load-code-sets.ts'
import type { Engine } from './engine.ts'

/** @param codeSets once one official release of ICD-10-CM is loaded, the embedded table is not asked any more. */
export function createCodingEngine({ releases, diagnoses }: Pick<LoadedCodeSets, 'releases' | 'diagnoses'>): Engine {
  const knowledge = loadKnowledge()
  const codeSet = releases.length > 0 ? diagnoses : createEmbeddedCodeSet(knowledge)
  const abbreviations = Object.entries(knowledgeData.abbreviations).map(
    ([abbreviation, expansion]) => [abbreviation.toLowerCase(), [expansion]] as const,
  )
  return {
    analyse: (record) => ({
      findings: analyseEncounter({ record, knowledge, codeSet }).findings,
      state: codeSet.describe(record.dateOfService),
    }),
    checkDraft: (draft, record) => checkDraft(draft, record, codeSet),
    searchCodes: createDatedCodeSearch(releases, new Map(abbreviations)),
  }
}
