/** For a coder: what was not answered before the note was signed, and the way to ask its author through the EHR. */
import { useId, useState } from 'react'
import type { PromptQuery } from '#coding/contract/prompt-list.ts'
import { formatMoment } from '../../ui/format-date.ts'
import { EvidenceQuote } from './evidence-quote.tsx'
import type { FindingTools } from './finding-tools.ts'
import { IndicatorList } from './indicator-list.tsx'

type Props = {
  readonly queries: readonly PromptQuery[]
  readonly tools: FindingTools
  /** Answers with what stands in the way, in words. */
  readonly sendQuery: (query: PromptQuery) => Promise<string | undefined>
}

export function QueryList({ queries, tools, sendQuery }: Props) {
  if (queries.length === 0) return null
  return (
    <section aria-label="Unanswered at signing">
      <h2>Unanswered at signing</h2>
      {queries.map((query) => (
        <QueryCard key={query.finding.fingerprint} query={query} tools={tools} sendQuery={sendQuery} />
      ))}
    </section>
  )
}

type CardProps = Omit<Props, 'queries'> & { readonly query: PromptQuery }
type SendState = { readonly kind: 'idle' | 'sending' } | { readonly kind: 'failed'; readonly reason: string }

function QueryCard({ query, tools, sendQuery }: CardProps) {
  const id = useId()
  const [state, setState] = useState<SendState>({ kind: 'idle' })
  const { prompt } = query.finding
  const { sent } = query.question
  const send = async () => {
    setState({ kind: 'sending' })
    const reason = await sendQuery(query)
    setState(reason === undefined ? { kind: 'idle' } : { kind: 'failed', reason })
  }
  return (
    <article className="card question" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{prompt.title}</h3>
      {prompt.evidence.map((evidence) => (
        <EvidenceQuote key={`${evidence.noteId}:${evidence.start}`} evidence={evidence} tools={tools} />
      ))}
      <IndicatorList indicators={prompt.indicators} />
      <p className="ask">{prompt.question}</p>
      <p className="soft">{[...prompt.options.map(({ text }) => text), 'Other', 'Unable to determine'].join(' · ')}</p>
      <p className="soft">
        {query.question.state.kind === 'expired'
          ? 'Signed without an answer'
          : 'The note is signed; nobody has answered'}
        {query.since !== '' && `, ${formatMoment(query.since, new Date())}`}.
      </p>
      <div className="row">
        {sent ? (
          <p className="decided">Sent to the author as {sent.task}. The answer is read from the EHR.</p>
        ) : (
          <button
            type="button"
            className="button"
            aria-disabled={state.kind === 'sending'}
            onClick={() => state.kind !== 'sending' && void send()}
          >
            Send to the author
          </button>
        )}
        <span role="status" className="caution">
          {state.kind === 'failed' && state.reason}
        </span>
      </div>
    </article>
  )
}
