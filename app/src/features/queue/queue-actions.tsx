/** What a coder may do with one item of the list, each with a key while the list has the focus. */
import { type ReactNode, useState } from 'react'
import type { QueueCoder, QueueStepRequest } from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import type { HoldReason } from '#coding/domain/work.ts'
import type { CoderNames } from './coder-names.ts'
import { GiveAway } from './give-away.tsx'
import { describeStranger, isMine, OUTCOMES } from './queue-words.ts'
import { takeFocus } from './take-focus.ts'

export type HoldReasons = readonly (readonly [HoldReason, string])[]
type Step = QueueStepRequest['step']

type Props = {
  readonly item: QueueItem
  readonly me: string
  readonly now: number
  readonly names: CoderNames | undefined
  readonly isBusy: boolean
  readonly holdReasons: HoldReasons
  readonly asking: Asking | undefined
  readonly onAsk: (asking: Asking | undefined) => void
  readonly onStep: (step: Step) => void
  /** Whom it may be given to. */
  readonly readCoders: () => Promise<readonly QueueCoder[]>
  /** The way into the encounter, or the words that say where it is. */
  readonly opening: ReactNode
}

/** Which answer is being chosen. */
export type Asking = 'hold' | 'finish'

export function QueueActions({
  item,
  me,
  now,
  names,
  isBusy,
  holdReasons,
  asking,
  onAsk,
  onStep,
  readCoders,
  opening,
}: Props) {
  const mine = isMine(item, me, now)
  const rests = item.state.kind !== 'open'
  const button = (words: string, step: Step) => (
    <button type="button" className="button" aria-disabled={isBusy} onClick={() => onStep(step)}>
      {words}
    </button>
  )
  if (asking !== undefined) {
    return (
      <Choices
        label={asking === 'hold' ? 'Hold because' : 'Finished: what came of it'}
        choices={asking === 'hold' ? holdReasons : OUTCOMES}
        hasComment={asking === 'hold'}
        onChoose={(chosen, comment) => {
          onAsk(undefined)
          const reason = holdReasons.find(([one]) => one === chosen)?.[0]
          const outcome = OUTCOMES.find(([one]) => one === chosen)?.[0]
          if (asking === 'hold' && reason) onStep({ kind: 'hold', reason, ...(comment !== '' && { comment }) })
          if (asking === 'finish' && outcome) onStep({ kind: 'finish', outcome })
        }}
        onCancel={() => onAsk(undefined)}
      />
    )
  }
  const stranger = describeStranger(item, { me, now, names })
  if (stranger !== undefined) return <p>{stranger}</p>
  return (
    <div className="row">
      {opening}
      {!(mine || rests) && button('Take', { kind: 'take' })}
      {rests && button('Go on', { kind: 'resume' })}
      {mine && (
        <>
          <button type="button" className="button" onClick={() => onAsk('finish')}>
            Finish
          </button>
          <button type="button" className="button" onClick={() => onAsk('hold')}>
            Hold
          </button>
          {button('Return as a query', { kind: 'return' })}
          {button('Give back', { kind: 'give-back' })}
          <GiveAway key={item.id} readCoders={readCoders} me={me} onGive={(to) => onStep({ kind: 'assign', to })} />
          {item.assignedTo !== undefined && button('Give back to everybody', { kind: 'assign' })}
        </>
      )}
    </div>
  )
}

type ChoicesProps = {
  readonly label: string
  readonly choices: readonly (readonly [string, string])[]
  /** Whether words of one's own may be added. */
  readonly hasComment: boolean
  readonly onChoose: (chosen: string, comment: string) => void
  readonly onCancel: () => void
}

function Choices({ label, choices, hasComment, onChoose, onCancel }: ChoicesProps) {
  const [comment, setComment] = useState('')
  return (
    <fieldset
      className="reasons"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <legend className="soft">{label}</legend>
      {hasComment && (
        <label className="reason-words">
          <span className="soft">In your own words (optional)</span>{' '}
          <input
            className="field"
            value={comment}
            maxLength={500}
            onChange={(event) => setComment(event.target.value)}
          />
        </label>
      )}
      {choices.map(([choice, words], index) => (
        <button
          key={choice}
          type="button"
          className="choice"
          ref={index === 0 ? takeFocus : undefined}
          onClick={() => onChoose(choice, comment.trim())}
        >
          {words}
        </button>
      ))}
      <button type="button" className="link" onClick={onCancel}>
        Leave it as it is
      </button>
    </fieldset>
  )
}
