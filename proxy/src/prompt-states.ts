/** What an analysis makes of the questions of its encounter, and which of them may be put before a person. */
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { PromptQuery } from '#coding/contract/prompt-list.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding, FindingSource, PromptFinding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { describeQuestion, listResultKeys } from '#coding/prompts/describe-question.ts'
import { isAnswered } from '#coding/prompts/is-answered.ts'
import {
  type AnalysedEvent,
  advance,
  emptyLifecycle,
  isDismissed,
  isQuery,
  type Lifecycle,
  type QuestionState,
  type TrackedQuestion,
} from '#coding/prompts/lifecycle.ts'
import type { PromptStates } from './store/prompt-events.ts'

export type Analysed = {
  readonly record: EncounterRecord
  readonly findings: readonly Finding[]
  /** Whose questions these are: rules do not withdraw what a model asked. */
  readonly source: FindingSource
  /** What was shown in this encounter and is not among `findings`, each in its newest wording. */
  readonly shown: readonly PromptFinding[]
}

const isPrompt = (finding: Finding): finding is PromptFinding => finding.kind === 'prompt'

/** The analysis as the lifecycle takes it. */
export function buildAnalysedEvent({ results, questions }: Lifecycle, analysed: Analysed): AnalysedEvent {
  const { record, findings, source, shown } = analysed
  const asked = findings
    .filter(isPrompt)
    .filter((finding) => finding.source === source)
    .map((finding) => describeQuestion(finding, record))
  const stillAsked = new Set(asked.map(({ about }) => about))
  const wordings = new Map(shown.map((finding) => [finding.fingerprint, finding]))
  const answered = questions.flatMap(({ about, fingerprint }) => {
    const wording = wordings.get(fingerprint)
    const isOver = wording && !stillAsked.has(about) && isAnswered(wording.prompt, findings, record.notes)
    return isOver ? [about] : []
  })
  const newResults = listResultKeys(record).filter((key) => !results.includes(key))
  return { kind: 'analysed', source, questions: asked, answered, newResults }
}

type Withdrawn = Extract<AnalysisEvent, { readonly event: 'withdrawn' }>['data']

export type Showing = {
  /** What the person gets to see; of the questions, those that stand in this very wording. */
  readonly findings: readonly Finding[]
  readonly withdrawn: readonly Withdrawn[]
}

/** A dismissed question is seen only where it can be brought back; the rest as long as it concerns the clinician. */
const SEEN: ReadonlySet<QuestionState['kind']> = new Set(['draft', 'shown', 'snoozed', 'answered', 'dismissed'])

export function chooseShowing(after: Lifecycle, { findings, shown, source }: Analysed): Showing {
  const tracked = new Map(after.questions.map((question) => [question.fingerprint, question]))
  const kindOf = ({ fingerprint }: Finding) => tracked.get(fingerprint)?.state.kind ?? 'withdrawn'
  const isSeen = (finding: Finding): boolean => !isPrompt(finding) || SEEN.has(kindOf(finding))
  const isShelved = (finding: Finding): boolean => kindOf(finding) === 'dismissed'
  // What another source asked is for that source to withdraw.
  const isOthers = (finding: Finding): boolean => finding.source !== source && SEEN.has(kindOf(finding))
  const closed = shown.filter((one) => !(isShelved(one) || isOthers(one)))
  const gone = [...findings.filter((one) => !isSeen(one)), ...closed]
  return {
    findings: [...findings.filter(isSeen), ...shown.filter(isShelved)],
    withdrawn: gone.map((one) => ({ fingerprint: one.fingerprint, because: whyGone(kindOf(one)) })),
  }
}

/**
 * Whether a question that comes after those of the rules may be put before a person: not one that was closed in these
 * very words, and no second one about the same condition.
 */
export function mayBeAsked(
  questions: readonly TrackedQuestion[],
  finding: PromptFinding,
  record: EncounterRecord,
): boolean {
  const { source, fingerprint } = finding
  const asked = [describeQuestion(finding, record)]
  const event = { kind: 'analysed', source, questions: asked, answered: [], newResults: [] } as const
  const after = advance({ ...emptyLifecycle, questions }, event)
  const kind = after.questions.find((one) => one.fingerprint === fingerprint)?.state.kind
  return kind !== undefined && kind !== 'dismissed' && SEEN.has(kind) && !isDismissed({ questions }, fingerprint)
}

function whyGone(kind: QuestionState['kind']): Withdrawn['because'] {
  return kind === 'resolved' || kind === 'expired' ? kind : 'no-longer-applies'
}

/** What waits for a coder, in the words that were shown. */
export function listQueries(
  { lifecycle, since }: PromptStates,
  shown: readonly PromptFinding[],
): readonly PromptQuery[] {
  const wordings = new Map<Fingerprint, PromptFinding>(shown.map((finding) => [finding.fingerprint, finding]))
  return lifecycle.questions.filter(isQuery).flatMap((question) => {
    const finding = wordings.get(question.fingerprint)
    return finding ? [{ finding, question, since: since.get(question.about) ?? '' }] : []
  })
}
