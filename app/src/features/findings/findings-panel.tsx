/** Questions, codes and checks of one encounter, in that order; a coder begins with the codes. */
import { type FocusEvent, type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { PromptQuery } from '#coding/contract/prompt-list.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { isQuery, type TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { arrangeCards, findStandingChoice, type Shelf } from './arrange-cards.ts'
import { CheckRow } from './check-row.tsx'
import { CodeRow } from './code-row.tsx'
import { describeEvidence } from './describe-evidence.ts'
import { type FindingCard, RESTING_MS } from './finding-card.ts'
import type { FindingTools } from './finding-tools.ts'
import type { FindingsStore, RunState } from './findings-store.ts'
import { PromptCard } from './prompt-card.tsx'
import { QueryList } from './query-list.tsx'
import { Shelved } from './shelved.tsx'
import './findings.css'

type Props = {
  readonly findings: FindingsStore
  readonly notes: readonly ClinicalNote[]
  readonly showInNote: (evidence: Evidence) => void
  readonly findCodeProblem: FindingTools['findCodeProblem']
  readonly searchCodes: FindingTools['searchCodes']
  readonly insertLine?: FindingTools['insertLine']
  readonly codesFirst: boolean
  /** The question that a card of the EHR led here for. */
  readonly openAt?: Fingerprint | undefined
  readonly afterCodes?: ReactNode
  /** For a coder: sends an unanswered question to the author of the note. */
  readonly sendQuery: (query: PromptQuery) => Promise<string | undefined>
}

export function FindingsPanel({ findings, notes, codesFirst, openAt, afterCodes, sendQuery, ...asks }: Props) {
  const { showInNote, findCodeProblem, searchCodes, insertLine } = asks
  const { cards, choices, lifecycle, queries, run, typed, unsent } = useStore(findings.store)
  const { questions, codes, checks } = useMemo(
    () => arrangeCards(cards, choices, lifecycle.questions),
    [cards, choices, lifecycle],
  )
  const standing = useMemo(() => listStanding(queries, lifecycle.questions), [queries, lifecycle])
  const tools = useMemo<FindingTools>(
    () => ({
      decide: findings.decide,
      setTyped: findings.type,
      describe: (evidence) => describeEvidence(evidence, notes, new Date()),
      showInNote,
      findCodeProblem,
      searchCodes,
      insertLine,
    }),
    [findings, notes, showInNote, findCodeProblem, searchCodes, insertLine],
  )
  useSettling(findings, cards)
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) findings.hold(false)
  }
  const choiceOf = ({ fingerprint }: Finding) => findStandingChoice(fingerprint, choices, lifecycle.questions)
  const question = (card: (typeof questions.shown)[number]) => (
    <PromptCard
      key={card.key}
      card={card}
      choice={choiceOf(card.finding)}
      typed={typed[card.key] ?? ''}
      tools={tools}
      isLedTo={card.finding.fingerprint === openAt}
    />
  )
  const isWaiting = questions.waiting.some(({ finding }) => finding.fingerprint === openAt)
  const questionsSection = (
    <section aria-label="Questions">
      <h2>Questions</h2>
      {isEmpty(questions) && <p className="soft">{getQuietWords(run, notes.length)}</p>}
      {questions.shown.map(question)}
      {questions.waiting.length > 0 && (
        <details className="waiting" open={isWaiting}>
          <summary>
            {questions.waiting.length === 1 ? '1 more question' : `${questions.waiting.length} more questions`}
          </summary>
          {questions.waiting.map(question)}
        </details>
      )}
      <Shelved cards={questions.dismissed} titleOf={({ prompt }) => prompt.title} choiceOf={choiceOf} tools={tools} />
    </section>
  )
  const codesSection = (
    <section aria-label="Codes">
      <h2>Codes</h2>
      {isEmpty(codes) && run.kind === 'complete' && <p className="soft">The note supports no code yet.</p>}
      {isEmpty(codes) && run.kind === 'failed' && <p className="soft">Not checked.</p>}
      {codes.shown.map((card) => (
        <CodeRow key={card.key} card={card} choices={choices} tools={tools} />
      ))}
      <Shelved cards={codes.dismissed} titleOf={({ code }) => code.code} choiceOf={choiceOf} tools={tools} />
    </section>
  )
  return (
    <div className="findings" onFocus={() => findings.hold(true)} onBlur={onBlur}>
      {!codesFirst && questionsSection}
      {codesSection}
      {afterCodes}
      <QueryList queries={standing} tools={tools} sendQuery={sendQuery} />
      {codesFirst && questionsSection}
      {!isEmpty(checks) && (
        <section aria-label="Checks">
          <h2>Checks</h2>
          {checks.shown.map((card) => (
            <CheckRow key={card.key} card={card} choice={choices.get(card.finding.fingerprint)} tools={tools} />
          ))}
          <Shelved cards={checks.dismissed} titleOf={({ message }) => message} choiceOf={choiceOf} tools={tools} />
        </section>
      )}
      <Unsent count={unsent} />
    </div>
  )
}

/** What was decided or sent since the list was read shows at once. */
function listStanding(queries: readonly PromptQuery[], questions: readonly TrackedQuestion[]): readonly PromptQuery[] {
  const current = new Map(questions.map((question) => [question.fingerprint, question]))
  return queries.flatMap((query) => {
    const question = current.get(query.finding.fingerprint)
    return question && isQuery(question) ? [{ ...query, question }] : []
  })
}

function isEmpty<F>({ shown, waiting }: Shelf<F>): boolean {
  return shown.length + waiting.length === 0
}

function getQuietWords(run: RunState, notes: number): string {
  if (run.kind === 'failed') return 'Not checked.'
  if (run.kind !== 'complete') return 'Reading the note.'
  return notes === 0 ? 'There is no note to read yet.' : 'Nothing to ask about this note.'
}

/** Clears what has rested, once it is due and nobody's focus is inside. */
function useSettling(findings: FindingsStore, cards: readonly FindingCard[]): void {
  const isResting = cards.some(({ restingSince, settled }) => restingSince !== undefined && !settled)
  useEffect(() => {
    if (!isResting) return
    const timer = setInterval(findings.settle, RESTING_MS / 4)
    return () => clearInterval(timer)
  }, [findings, isResting])
}

/** Each decision is on its way for a moment: a line that came and went with it would move what stands below. */
const LATE_MS = 1000

function Unsent({ count }: { readonly count: number }) {
  const [isLate, setLate] = useState(false)
  const isWaiting = count > 0
  useEffect(() => {
    setLate(false)
    if (!isWaiting) return
    const timer = setTimeout(() => setLate(true), LATE_MS)
    return () => clearTimeout(timer)
  }, [isWaiting])
  return (
    <div role="status">
      {isWaiting && isLate && (
        <p className="soft">
          {count === 1 ? '1 decision is' : `${count} decisions are`} kept here and will be recorded when the connection
          is back.
        </p>
      )}
    </div>
  )
}
