/** The engine that is measured: the knowledge, and the code sets of a data folder where one is loaded. */

import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { isDateOnly } from '#coding/domain/date-only.ts'
import type { Knowledge } from '#coding/knowledge/concept.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import type { ReadingInput } from '#coding/read-encounter.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { EvaluationError } from './errors.ts'
import type { EvaluationDay } from './evaluation-record.ts'
import type { EvaluationOptions } from './options.ts'

export type Engine = {
  readonly knowledge: Knowledge
  readonly codeSet: ReadingInput['codeSet']
  readonly day: EvaluationDay
}

export async function loadEngine({ date, setting }: EvaluationOptions, dataDir: string): Promise<Engine> {
  const knowledge = loadKnowledge()
  const { releases, diagnoses } = await loadCodeSets(dataDir)
  const dateOfService = date ?? releases.at(-1)?.effectiveFrom ?? knowledge.releases.at(-1)?.from ?? ''
  if (!isDateOnly(dateOfService)) throw new EvaluationError('usage', '--date is a day such as 2026-01-31.')
  const codeSet = releases.length > 0 ? diagnoses : createEmbeddedCodeSet(knowledge)
  return { knowledge, codeSet, day: { dateOfService, setting } }
}
