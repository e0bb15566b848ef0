/** The codes that ship with Postil, for when its server does not answer. They are large, so they come after everything else. */
import type { CodeSearchAnswer, CodeSearchRequest } from '#coding/code-sets/dated-code-search.ts'
import type { DiagnosisCodeSet } from '#coding/code-sets/diagnosis-code-set.ts'

export type EmbeddedCodes = Pick<DiagnosisCodeSet, 'lookUp'> & {
  readonly search: (request: CodeSearchRequest) => CodeSearchAnswer
}

let fetching: ReturnType<typeof importParts> | undefined
let loaded: EmbeddedCodes | undefined

function importParts() {
  return Promise.all([
    import('#coding/code-sets/embedded-code-set.ts'),
    import('#coding/code-sets/embedded-code-search.ts'),
    import('#coding/knowledge/knowledge.ts'),
    import('#coding/knowledge/knowledge.generated.ts'),
  ])
}

/** Before anyone types a code, because coding by hand must go on when the proxy that serves them has gone. */
export function fetchEmbeddedCodes(): ReturnType<typeof importParts> {
  fetching ??= importParts().catch((error: unknown) => {
    fetching = undefined
    throw error
  })
  return fetching
}

/** Putting them together takes a moment, so that waits until somebody asks. */
export async function loadEmbeddedCodes(): Promise<EmbeddedCodes> {
  const [{ createEmbeddedCodeSet }, { createEmbeddedCodeSearch }, { loadKnowledge }, { knowledgeData }] =
    await fetchEmbeddedCodes()
  if (loaded) return loaded
  const knowledge = loadKnowledge()
  const codeSet = createEmbeddedCodeSet(knowledge)
  loaded = { lookUp: codeSet.lookUp, search: createEmbeddedCodeSearch({ knowledge, data: knowledgeData, codeSet }) }
  return loaded
}
