import type { Evidence } from '#coding/domain/evidence.ts'
import type { FindingTools } from './finding-tools.ts'

type Props = { readonly evidence: Evidence; readonly tools: FindingTools }

/** The words behind a code in one line, which is itself the way to them in the note. */
export function QuoteLink({ evidence, tools }: Props) {
  const { before, quote, after, cutBefore, cutAfter } = tools.describe(evidence).context
  return (
    <button type="button" className="quote-link" data-key="s" onClick={() => tools.showInNote(evidence)}>
      <span className="visually-hidden">Show in note: </span>
      <span dir="auto">
        {cutBefore && '… '}
        {before}
        <span className="quoted">{quote}</span>
        {after}
        {cutAfter && ' …'}
      </span>
    </button>
  )
}
