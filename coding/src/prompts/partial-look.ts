/**
 * A look at a part of the record, by somebody who has read less than the sidebar reads: it may ask what is new and may
 * not take back, reword or reopen what was asked with more at hand.
 */
import type { PromptFinding } from '../domain/finding.ts'
import type { PromptKind } from '../domain/prompt.ts'
import type { AnalysedEvent, AskedQuestion, Lifecycle, TrackedQuestion } from './lifecycle.ts'

/** Kinds that rest on the words of notes alone: results that were not read can neither raise nor settle them. */
const FROM_NOTES: ReadonlySet<PromptKind> = new Set<PromptKind>([
  'laterality',
  'specificity',
  'encounter-phase',
  'linkage',
  'conflict',
  'uncertain',
  'history-or-current',
])

/** Whether the notes alone say all that this question rests on. */
export function restsOnNotes({ prompt }: PromptFinding): boolean {
  return FROM_NOTES.has(prompt.promptKind) && prompt.indicators.length === 0
}

const isClosed = ({ state: { kind } }: TrackedQuestion): boolean =>
  kind === 'answered' || kind === 'dismissed' || kind === 'resolved' || kind === 'snoozed' || kind === 'expired'

/** With words that change nothing of where it stands. */
function askAsBefore({ state, closed: _closed, sent: _sent, ...question }: TrackedQuestion): AskedQuestion {
  const waitsForSave = state.kind === 'snoozed' && state.until.kind === 'next-version'
  return { ...question, version: waitsForSave ? state.until.version : '' }
}

/**
 * @param lifecycle where the questions of the encounter stand.
 * @param asked what the part that was read leaves open, the most important first; only questions that `restsOnNotes`.
 * @returns an event that adds questions about what nobody has asked yet, renews the words of open ones, and leaves
 * everything else as it stands.
 */
export function buildPartialEvent(
  { questions }: Pick<Lifecycle, 'questions'>,
  asked: readonly AskedQuestion[],
): AnalysedEvent {
  const standing = new Map(questions.map((question) => [question.about, question]))
  const mayAsk = ({ about, source }: AskedQuestion): boolean => {
    const known = standing.get(about)
    return known === undefined || (!isClosed(known) && known.source === source)
  }
  const taken = asked.filter(mayAsk)
  const named = new Set(taken.map(({ about }) => about))
  const kept = questions.filter(
    ({ about, state }) => !named.has(about) && state.kind !== 'withdrawn' && state.kind !== 'resolved',
  )
  return {
    kind: 'analysed',
    source: 'rule',
    questions: [...taken, ...kept.filter(({ source }) => source === 'rule').map(askAsBefore)],
    answered: [],
    newResults: [],
  }
}
