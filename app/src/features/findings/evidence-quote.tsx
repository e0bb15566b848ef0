import type { Evidence } from '#coding/domain/evidence.ts'
import { Quote } from '../../ui/quote.tsx'
import type { FindingTools } from './finding-tools.ts'

type Props = { readonly evidence: Evidence; readonly tools: FindingTools; readonly shortcut?: boolean }

export function EvidenceQuote({ evidence, tools, shortcut = false }: Props) {
  const { context, source } = tools.describe(evidence)
  return (
    <Quote context={context} source={source}>
      <button
        type="button"
        className="link"
        data-key={shortcut ? 's' : undefined}
        onClick={() => tools.showInNote(evidence)}
      >
        Show in note
      </button>
    </Quote>
  )
}
