/** What a hook asks about an encounter: the sidebar's engine and the questions' own lifecycle, read and never rewritten. */
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding, PromptFinding } from '#coding/domain/finding.ts'
import { describeQuestion } from '#coding/prompts/describe-question.ts'
import { isAnswered } from '#coding/prompts/is-answered.ts'
import { isAboutOrder } from '#coding/prompts/kinds/services.ts'
import { dropDismissed, listShown, PROMPT_BUDGET } from '#coding/prompts/lifecycle.ts'
import type { QuestionMove } from '#coding/prompts/list-moves.ts'
import { buildPartialEvent, restsOnNotes } from '#coding/prompts/partial-look.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Engine } from '../engine.ts'
import type { EncounterState } from '../store/encounter-state.ts'
import { type EventCell, takeEvent } from '../store/prompt-events.ts'
import type { Session } from '../store/sessions.ts'
import type { HookChart } from './read-chart.ts'

export type ReviewTask = {
  readonly session: Session
  readonly chart: HookChart
  readonly state: EncounterState
  readonly at: Date
}

export type HookReview = {
  /** At most three (`PROMPT_BUDGET`), those that stand open for the clinician. */
  readonly questions: readonly PromptFinding[]
  /** What the engine found, but what was dismissed; empty where nothing was analysed. */
  readonly findings: readonly Finding[]
  readonly cells: readonly EventCell[]
  readonly moves: readonly QuestionMove[]
  /** Which codes it was read with. */
  readonly codeSet: ReturnType<Engine['analyse']>['state']
}

type Parts = { readonly engine: Pick<Engine, 'analyse'>; readonly cipher: ColumnCipher }

/**
 * Where a note could not be read to its end, nothing new is asked: what is missing may hold the answer. What was asked
 * before with more at hand still stands, as long as its words do.
 */
export function reviewEncounter({ engine, cipher }: Parts, task: ReviewTask): HookReview {
  const { session, chart, state, at } = task
  const { record, isWhole } = chart
  const { lifecycle } = state.states
  const { findings: found, state: codeSet } = engine.analyse(record)
  const findings = dropDismissed(found, lifecycle)
  const prompts = findings.filter((finding) => finding.kind === 'prompt')
  const asked = isWhole ? prompts.filter(restsOnNotes) : []
  // Outside of the lifecycle: the order is signed in a moment, and the sidebar knows nothing of it.
  const decided = new Set(state.decisions.map(({ fingerprint }) => fingerprint))
  const aboutOrders = isWhole
    ? prompts.filter((finding) => isAboutOrder(finding) && !decided.has(finding.fingerprint))
    : []
  const event = buildPartialEvent(
    lifecycle,
    asked.map((finding) => describeQuestion(finding, record)),
  )
  const { after, cells, moves } = takeEvent({ ...session, before: state.states, event, at }, cipher)
  const now = new Map(asked.map((finding) => [finding.fingerprint, finding]))
  const before = new Map(state.listShown(new Set(now.keys())).map((finding) => [finding.fingerprint, finding]))
  const questions = listShown(after.lifecycle).flatMap(({ fingerprint }) => {
    const fresh = now.get(fingerprint)
    if (fresh) return [fresh]
    const known = before.get(fingerprint)
    return known && stillStands(known, record, findings) ? [known] : []
  })
  return { questions: [...aboutOrders, ...questions].slice(0, PROMPT_BUDGET), findings, cells, moves, codeSet }
}

/** A question that this look does not raise: its words are still there, or in a note that was not read this time. */
function stillStands(finding: PromptFinding, { notes }: EncounterRecord, findings: readonly Finding[]): boolean {
  const { prompt } = finding
  const read = new Map(notes.map((note) => [note.id, note.text]))
  const isSeenWhole = prompt.evidence.every(({ noteId }) => read.has(noteId))
  const isThere = prompt.evidence.every(({ noteId, quote }) => read.get(noteId)?.includes(quote) ?? true)
  if (!isThere || isAnswered(prompt, findings, notes)) return false
  // Rules that rest on the notes alone have just read them all and do not ask any more.
  return !(isSeenWhole && finding.source === 'rule' && restsOnNotes(finding))
}
