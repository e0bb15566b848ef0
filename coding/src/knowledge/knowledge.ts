/** The knowledge that ships with Postil. */
import { compileKnowledge } from './compile-knowledge.ts'
import type { Knowledge } from './concept.ts'
import { knowledgeData } from './knowledge.generated.ts'

let loaded: Knowledge | undefined

/** Compiled on the first call (some 100 ms), then the same object for the whole process. */
export function loadKnowledge(): Knowledge {
  loaded ??= compileKnowledge(knowledgeData)
  return loaded
}
