/** The coders' list as a page: what waits, why it waits there, and what may be done with it. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { QueueStepRequest } from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { formatDay } from '../../ui/format-date.ts'
import { FailedList, ReadingList } from '../../ui/list-phase.tsx'
import type { Looking } from './coder-names.ts'
import { GiveAway } from './give-away.tsx'
import { type Asking, type HoldReasons, QueueActions } from './queue-actions.tsx'
import { QueueFilters } from './queue-filters.tsx'
import { QueueList } from './queue-list.tsx'
import { findChosen, type QueueListState, type QueueListStore } from './queue-store.ts'
import { DISAGREEMENTS, describeState, isMine, nameItem, PREPARED } from './queue-words.ts'
import './queue.css'

type Props = {
  readonly list: QueueListStore
  readonly role: 'coder' | 'auditor' | 'admin'
  readonly holdReasons: HoldReasons
  readonly onOpen: (item: QueueItem) => void
  readonly now: () => number
  /** What was not brought up to date elsewhere; it stops nothing here. */
  readonly note?: string | undefined
  /** Files of what was picked. */
  readonly exports: (picked: readonly QueueItem[]) => ReactNode
}

/** So often the list is read again for what others have done, while somebody looks at it. */
const LOOK_MS = 60_000

const KEYS: readonly (readonly [string, string])[] = [
  ['J K', 'down and up; so do the arrows, Page Up and Down, Home and End'],
  ['Enter', 'take it and open it'],
  ['N', 'take the most urgent one and open it'],
  ['T', 'take it'],
  ['G', 'give it back'],
  ['H', 'hold it, with a reason'],
  ['F', 'finish it, with what came of it'],
  ['X', 'pick it for an export'],
  ['?', 'this list'],
]

export function QueuePage({ list, role, holdReasons, onOpen, now, note, exports }: Props) {
  const state = useStore(list.store)
  const [asking, setAsking] = useState<Asking>()
  /** Where a key asked: whoever works by keys goes on from there. */
  const askedFrom = useRef<Element>(null)
  const [isHelpOpen, setHelpOpen] = useState(false)
  useEffect(() => void list.ask({}), [list])
  useEffect(() => {
    const look = () => {
      if (!document.hidden) void list.refresh()
    }
    const timer = setInterval(look, LOOK_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [list])
  const isCoder = role === 'coder'
  const step = async (item: QueueItem, one: QueueStepRequest['step']) => list.step(item, one)
  const open = async (item: QueueItem) => {
    if (!isCoder) return
    const taken = isMine(item, state.me, now()) ? item : await step(item, { kind: 'take' })
    if (taken) onOpen(taken)
  }
  const next = async () => {
    const item = await list.next()
    if (item) onOpen(item)
  }
  const askByKey = (what: Asking) => {
    askedFrom.current = document.activeElement
    setAsking(what)
  }
  const ask = (what: Asking | undefined) => {
    setAsking(what)
    if (what === undefined && askedFrom.current instanceof HTMLElement) askedFrom.current.focus()
    askedFrom.current = null
  }
  const onKey = (key: string, item: QueueItem | undefined): boolean => {
    const mine = item !== undefined && isMine(item, state.me, now())
    const acts: Readonly<Record<string, (() => void) | false | undefined>> = {
      '?': () => setHelpOpen(true),
      x: item && (() => list.pick(item)),
      n: isCoder && (() => void next()),
      Enter: isCoder && item && (() => void open(item)),
      t: isCoder && item && !mine && (() => void step(item, { kind: 'take' })),
      g: isCoder && mine && (() => void step(item, { kind: 'give-back' })),
      h: isCoder && mine && (() => askByKey('hold')),
      f: isCoder && mine && (() => askByKey('finish')),
    }
    const act = acts[key.length === 1 ? key.toLowerCase() : key]
    if (!act) return false
    act()
    return true
  }
  const item = findChosen(state)
  return (
    <main className="queue" aria-label="Coders’ queue">
      <header className="queue-head">
        <h1>Coders’ queue</h1>
        {isCoder && (
          <button type="button" className="button" aria-disabled={state.isBusy} onClick={() => void next()}>
            Take the next one
          </button>
        )}
        <button type="button" className="link" onClick={() => setHelpOpen(true)}>
          Keyboard
        </button>
      </header>
      <QueueFilters list={list} />
      <p role="alert" className="caution queue-problem">
        {state.problem}
      </p>
      <p role="status" className="soft queue-problem">
        {note}
      </p>
      <Body state={state} list={list}>
        <QueueList list={list} now={now} onKey={onKey} />
        <section aria-label="Chosen encounter" className="queue-detail stack">
          {item && (
            <>
              {state.taken && <p className="soft">You have just taken this one; it is in «Mine» now.</p>}
              <Facts item={item} looking={{ me: state.me, now: now(), names: state.names }} />
              {isCoder && (
                <QueueActions
                  item={item}
                  me={state.me}
                  now={now()}
                  names={state.names}
                  isBusy={state.isBusy}
                  holdReasons={holdReasons}
                  asking={asking}
                  onAsk={ask}
                  onStep={(one) => void step(item, one)}
                  readCoders={list.readCoders}
                  opening={
                    item.state.kind === 'open' && (
                      <button type="button" className="button" onClick={() => void open(item)}>
                        Open
                      </button>
                    )
                  }
                />
              )}
              {role === 'admin' && (
                <>
                  {item.state.kind !== 'finished' && (
                    <GiveAway
                      key={item.id}
                      readCoders={list.readCoders}
                      me={state.me}
                      onGive={(to) => void step(item, { kind: 'assign', to })}
                    />
                  )}
                  {(item.lock ?? item.assignedTo) !== undefined && (
                    <button type="button" className="button" onClick={() => void step(item, { kind: 'assign' })}>
                      Take back for everybody
                    </button>
                  )}
                </>
              )}
            </>
          )}
          {state.picked.size > 0 && exports([...state.picked.values()])}
        </section>
      </Body>
      {isHelpOpen && <Keyboard onClose={() => setHelpOpen(false)} />}
    </main>
  )
}

type BodyProps = { readonly state: QueueListState; readonly list: QueueListStore; readonly children: ReactNode }

function Body({ state, list, children }: BodyProps) {
  switch (state.phase.kind) {
    case 'loading':
      return <ReadingList />
    case 'failed':
      return <FailedList message={state.phase.message} onRetry={() => void list.ask({})} />
    case 'unauthorised':
      return <p role="alert">{state.phase.message} Ask your administrator for the role of a coder.</p>
    case 'ready':
      return state.total === 0 && !state.taken ? (
        <p>Nothing here. Choose another list above, or look again later.</p>
      ) : (
        <div className="queue-columns">{children}</div>
      )
  }
}

type FactsProps = { readonly item: QueueItem; readonly looking: Looking }

function Facts({ item, looking }: FactsProps) {
  const differing = DISAGREEMENTS.filter(([kind]) => item.disagreements[kind] !== undefined)
  return (
    <>
      <h2>
        {item.serviceLine}, {formatDay(item.serviceDate)}
      </h2>
      <dl className="queue-facts">
        <dt>In the EHR</dt>
        <dd>{nameItem(item)}</dd>
        <dt>State</dt>
        <dd>{describeState(item, looking)}</dd>
        {item.prepared && (
          <>
            <dt>Draft</dt>
            <dd>{PREPARED[item.prepared]}</dd>
          </>
        )}
        <dt>Urgency</dt>
        <dd className="numeric">{Math.round(item.priority)}</dd>
        <dt>Least sure code</dt>
        <dd className="numeric">{Math.round(item.confidence * 100)} %</dd>
        <dt>Complexity</dt>
        <dd className="numeric">{Math.round(item.complexity * 100)} of 100</dd>
      </dl>
      {differing.length > 0 && (
        <>
          <h3>Where rules, model and chart disagree</h3>
          <ul>
            {differing.map(([kind, words]) => (
              <li key={kind}>
                {words}: {item.disagreements[kind]}
              </li>
            ))}
          </ul>
          <p className="soft">Which codes, and the words behind them, stand in the encounter.</p>
        </>
      )}
    </>
  )
}

function Keyboard({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog label="Keyboard" onClose={onClose}>
      <div className="dialog-head">
        <h1>Keyboard</h1>
        <button type="button" className="link" onClick={onClose}>
          Close
        </button>
      </div>
      <p className="soft">These work while the list has the focus.</p>
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
