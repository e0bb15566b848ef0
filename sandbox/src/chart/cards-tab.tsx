import { useCallback, useState } from 'react'
import { CardItem } from './card-item.tsx'
import { useChart } from './chart-context.ts'
import { callHooks, type HookCall, tellFeedback } from './chart-server.ts'
import { getMessage } from './errors.ts'
import type { HookCard, HookSuggestion, OverrideReason } from './hook-card.ts'
import { PaneState } from './pane-state.tsx'
import { useLoaded } from './use-loaded.ts'

/** What the user of an EHR does, and what the services are told of it. */
const HOOKS = [
  ['patient-view', 'Chart opened'],
  ['encounter-start', 'Encounter begins'],
  ['encounter-discharge', 'Encounter ends'],
  ['order-sign', 'Order signed'],
] as const

type CardsTabProps = Omit<HookCall, 'hook' | 'order'> & { readonly onFollow: (appContext: string) => void }

/** Calls the CDS services as an EHR does, and shows what they answer. */
export function CardsTab({ patientId, encounterId, userId, onFollow }: CardsTabProps) {
  const { client } = useChart()
  const [hook, setHook] = useState<HookCall['hook']>('patient-view')
  const [problem, setProblem] = useState<string>()
  const [order, setOrder] = useState<NonNullable<HookCall['order']>>()
  const load = useCallback(
    () => callHooks({ hook, patientId, encounterId, userId, ...(hook === 'order-sign' && order && { order }) }),
    [hook, order, patientId, encounterId, userId],
  )
  const { state, reload, change } = useLoaded(load)

  async function tell(card: HookCard, outcome: object): Promise<void> {
    setProblem(undefined)
    try {
      await tellFeedback(card.service, { card: card.uuid, ...outcome, outcomeTimestamp: new Date().toISOString() })
      change((cards) => cards.filter((one) => one !== card))
    } catch (error) {
      setProblem(getMessage(error))
    }
  }

  function override(card: HookCard, reason: OverrideReason | undefined, userComment: string): void {
    const overrideReason = { ...(reason && { reason }), ...(userComment !== '' && { userComment }) }
    void tell(card, { outcome: 'overridden', overrideReason })
  }

  async function accept(card: HookCard, suggestion: HookSuggestion): Promise<void> {
    try {
      for (const condition of suggestion.creates) await client.create(condition)
      await tell(card, { outcome: 'accepted', acceptedSuggestions: [{ id: suggestion.uuid }] })
    } catch (error) {
      setProblem(getMessage(error))
    }
  }

  return (
    <div className="hook-pane">
      <div className="hook-bar" role="group" aria-label="What happens in the chart">
        {HOOKS.map(([one, words]) => (
          <button key={one} type="button" aria-pressed={one === hook} onClick={() => setHook(one)}>
            {words}
          </button>
        ))}
      </div>
      {hook === 'order-sign' && <OrderForm onSign={setOrder} />}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {state.kind === 'loaded' ? (
        <>
          <p role="status" className="hook-count">
            {describeCount(state.value.length)}
          </p>
          <ul className="hook-cards">
            {state.value.map((card) => (
              <CardItem
                key={card.uuid}
                card={card}
                onOverride={(reason, comment) => override(card, reason, comment)}
                onAccept={(suggestion) => void accept(card, suggestion)}
                onFollow={onFollow}
              />
            ))}
          </ul>
        </>
      ) : (
        <PaneState {...(state.kind === 'failed' && { message: state.message })} onRetry={reload} />
      )}
    </div>
  )
}

function OrderForm({ onSign }: { readonly onSign: (order: NonNullable<HookCall['order']>) => void }) {
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  return (
    <form
      className="hook-bar"
      aria-label="Order"
      onSubmit={(event) => {
        event.preventDefault()
        onSign({ text, reason })
      }}
    >
      <label>
        Order <input required value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <label>
        Reason <input value={reason} onChange={({ target }) => setReason(target.value)} />
      </label>
      <button type="submit">Sign</button>
    </form>
  )
}

function describeCount(count: number): string {
  if (count === 0) return 'No card for this chart.'
  return count === 1 ? 'One card.' : `${count} cards.`
}
