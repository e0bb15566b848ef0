import type { Evidence } from '#coding/domain/evidence.ts'
import type { FindingTools } from './finding-tools.ts'
import { shortenLead } from './shorten-lead.ts'

type Props = { readonly evidence: Evidence; readonly tools: FindingTools }

/** The words behind a code in one line, which is itself the way to them in the note. */
export function QuoteLink({ evidence, tools }: Props) {
  const { before, quote, after } = tools.describe(evidence).context
  return (
    <button type="button" className="quote-link" data-key="s" onClick={() => tools.showInNote(evidence)}>
      <span className="visually-hidden">Show in note: </span>
      <span dir="auto">
        {shortenLead(before)}
        <span className="quoted">{quote}</span>
        {after}
      </span>
    </button>
  )
}
