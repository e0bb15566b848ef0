/** `GET /v1/prompts`: where the questions of the session's encounter stand, and for a coder, which of them wait. */
import * as z from 'zod/mini'
import type { Decision } from '../domain/decision.ts'
import type { PromptFinding } from '../domain/finding.ts'
import type { TrackedQuestion } from '../prompts/lifecycle.ts'
import { decision } from './decision.ts'
import { tryParseFinding } from './finding.ts'
import { trackedQuestion } from './prompt-state.ts'
import { instant } from './scalars.ts'

/** An unanswered question of a signed note, in the words that were shown. */
export type PromptQuery = {
  readonly finding: PromptFinding
  readonly question: TrackedQuestion
  /** When it came into the state that it is in. */
  readonly since: string
}

export type PromptList = {
  readonly decisions: readonly Decision[]
  readonly questions: readonly TrackedQuestion[]
  readonly queries: readonly PromptQuery[]
}

const promptList = z.object({
  decisions: z.array(decision),
  questions: z.array(trackedQuestion),
  queries: z.array(z.object({ finding: z.unknown(), question: trackedQuestion, since: instant })),
})

/** A query in words that this version cannot read is left out. */
export function tryParsePromptList(value: unknown): PromptList | undefined {
  const parsed = promptList.safeParse(value)
  if (!parsed.success) return undefined
  const queries = parsed.data.queries.flatMap((query) => {
    const finding = tryParseFinding(query.finding)
    return finding?.kind === 'prompt' ? [{ ...query, finding }] : []
  })
  return { ...parsed.data, queries }
}
