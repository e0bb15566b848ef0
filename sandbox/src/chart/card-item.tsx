import { type SubmitEvent, useId, useState } from 'react'
import type { DetailBlock, HookCard, HookSuggestion, OverrideReason } from './hook-card.ts'

type CardItemProps = {
  readonly card: HookCard
  readonly onOverride: (reason: OverrideReason | undefined, comment: string) => void
  readonly onAccept: (suggestion: HookSuggestion) => void
  readonly onFollow: (appContext: string) => void
}

/** One card of a CDS service, with the ways out of it that the service offers. */
export function CardItem({ card, onOverride, onAccept, onFollow }: CardItemProps) {
  const { link } = card
  const id = useId()
  return (
    <li className={`hook-card ${card.indicator}`} aria-labelledby={id}>
      <h3 id={id}>{card.summary}</h3>
      {card.blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a card never change places
        <Block key={index} block={block} />
      ))}
      <p className="hook-source">{card.source}</p>
      <div className="hook-actions">
        {link && (
          <button type="button" onClick={() => onFollow(link.appContext)}>
            {link.label}
          </button>
        )}
        {card.suggestions.map((suggestion) => (
          <button key={suggestion.uuid} type="button" onClick={() => onAccept(suggestion)}>
            {suggestion.label}
          </button>
        ))}
      </div>
      <OverrideForm reasons={card.reasons} onOverride={onOverride} />
    </li>
  )
}

function Block({ block }: { readonly block: DetailBlock }) {
  if (block.kind === 'list') {
    return (
      <ul>
        {block.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    )
  }
  return block.kind === 'quote' ? <blockquote>{block.text}</blockquote> : <p>{block.text}</p>
}

function OverrideForm({ reasons, onOverride }: Pick<CardItemProps, 'onOverride'> & Pick<HookCard, 'reasons'>) {
  const [code, setCode] = useState(reasons[0]?.code ?? '')
  const [comment, setComment] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    onOverride(
      reasons.find((reason) => reason.code === code),
      comment.trim(),
    )
  }
  return (
    <details className="coder-form">
      <summary>Put away</summary>
      <form onSubmit={submit}>
        <label>
          Reason
          <select value={code} onChange={(event) => setCode(event.target.value)}>
            {reasons.map((reason) => (
              <option key={reason.code} value={reason.code}>
                {reason.display}
              </option>
            ))}
          </select>
        </label>
        <label>
          Comment
          <input value={comment} onChange={(event) => setComment(event.target.value)} />
        </label>
        <button type="submit">Put card away</button>
      </form>
    </details>
  )
}
