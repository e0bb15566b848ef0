/** Words of the chart, set like a note in the margin: the sentence, the words that matter, and where they stand. */
import type { ReactNode } from 'react'
import type { QuoteContext } from './cut-context.ts'

type Props = {
  readonly context: QuoteContext
  /** Who wrote it, when, in which section. */
  readonly source: string
  readonly children?: ReactNode
}

export function Quote({ context, source, children }: Props) {
  return (
    <figure className="quote">
      <blockquote dir="auto">
        {context.cutBefore && '… '}
        {context.before}
        <mark>{context.quote}</mark>
        {context.after}
        {context.cutAfter && ' …'}
      </blockquote>
      <figcaption>
        <span>{source}</span>
        {children}
      </figcaption>
    </figure>
  )
}
