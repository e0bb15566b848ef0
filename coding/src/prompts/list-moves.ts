/** What became of questions without anybody's click: for the record, which holds no words of theirs. */
import type { Fingerprint } from '../domain/ids.ts'
import { isOpen, type Lifecycle, type TrackedQuestion } from './lifecycle.ts'

/** Ends of a question that the notes bring about; `open`: in other words than before, or again after it was withdrawn. */
export const QUESTION_MOVES = ['resolved', 'withdrawn', 'expired', 'open'] as const

export type QuestionMove = {
  readonly fingerprint: Fingerprint
  readonly became: (typeof QUESTION_MOVES)[number]
  /** Of the same question in its words of before. */
  readonly was?: Fingerprint
}

const ENDS: ReadonlySet<string> = new Set(['resolved', 'withdrawn', 'expired'])
const isEnd = (kind: string): kind is Exclude<QuestionMove['became'], 'open'> => ENDS.has(kind)

export function listMoves(before: Lifecycle, after: Lifecycle): readonly QuestionMove[] {
  const known = new Map(before.questions.map((question) => [question.about, question]))
  return after.questions.flatMap((question) => {
    const old = known.get(question.about)
    const became = old && findMove(old, question)
    if (!became) return []
    const { fingerprint } = question
    return [{ fingerprint, became, ...(old.fingerprint !== fingerprint && { was: old.fingerprint }) }]
  })
}

function findMove(old: TrackedQuestion, now: TrackedQuestion): QuestionMove['became'] | undefined {
  const { kind } = now.state
  if (isEnd(kind)) return old.state.kind === kind ? undefined : kind
  // What was answered, put away or left unanswered at signing, and is asked about with other words behind it, is another question.
  const goesOn = isOpen(old) || old.state.kind === 'withdrawn'
  const hasChanged = old.fingerprint !== now.fingerprint || !isOpen(old)
  return isOpen(now) && goesOn && hasChanged ? 'open' : undefined
}
