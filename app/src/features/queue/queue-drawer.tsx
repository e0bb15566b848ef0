/** In the workbench: what the list says of this encounter, and what comes next, without leaving the chart. */
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import type { QueuePage, QueueQuestion, QueueStepRequest } from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { formatDay } from '../../ui/format-date.ts'
import { type CoderNames, createNaming } from './coder-names.ts'
import { type Asking, type HoldReasons, QueueActions } from './queue-actions.tsx'
import type { QueueClient } from './queue-client.ts'
import { describeAge, describeCounts, describeState, isMine, nameItem } from './queue-words.ts'
import './queue.css'

/** The encounter of the session. */
export const HERE: QueueQuestion = { view: 'here', sort: 'priority', offset: 0, limit: 1 }
/** As many as are worth a glance; the page has the rest. */
const AHEAD = 5
/** Within the shortest lock that a site may set, five minutes. */
const RENEW_MS = 4 * 60_000

type Props = {
  readonly client: QueueClient
  readonly holdReasons: HoldReasons
  readonly describeProblem: (error: unknown) => string
  readonly now: () => number
  /** Whether the list is one click away: the launch was a person's. Otherwise only the EHR can open another patient. */
  readonly hasList: boolean
  /** After a hold or its end, which the workbench shows too. */
  readonly onStepped: () => void
}

type State =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'read'; readonly here: QueuePage; readonly ahead: readonly QueueItem[] }

export function QueueDrawer({ client, holdReasons, describeProblem, now, hasList, onStepped }: Props) {
  const [state, setState] = useState<State>({ kind: 'reading' })
  const [problem, setProblem] = useState<string>()
  const [names, setNames] = useState<CoderNames>()
  const nameCoders = useMemo(() => createNaming(client.readCoders), [client])
  const [asking, setAsking] = useState<Asking>()
  const [isBusy, setBusy] = useState(false)
  const read = useCallback(async () => {
    try {
      const here = await client.read(HERE)
      const open = await client.read({ view: 'open', sort: 'priority', offset: 0, limit: AHEAD + 1 })
      const ahead = open.items.filter(({ id }) => id !== here.items[0]?.id).slice(0, AHEAD)
      const named = await nameCoders(here)
      if (named) setNames(named)
      setState({ kind: 'read', here, ahead })
    } catch (error) {
      setState({ kind: 'failed', message: describeProblem(error) })
    }
  }, [client, describeProblem, nameCoders])
  useEffect(() => {
    const timer = setInterval(() => {
      // Without an answer the lock runs out, and the next step says so.
      void renewMine(client, now()).then((isRenewed) => (isRenewed ? read() : undefined), ignore)
    }, RENEW_MS)
    return () => clearInterval(timer)
  }, [client, now, read])
  const take = async (item: QueueItem, step: QueueStepRequest['step']) => {
    if (isBusy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await client.step(item, step)
      onStepped()
    } catch (error) {
      setProblem(describeProblem(error))
    } finally {
      setBusy(false)
      await read()
    }
  }
  return (
    <details
      className="queue-drawer"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void read()
      }}
    >
      <summary>Coders’ queue</summary>
      {state.kind === 'reading' && <p className="soft">Reading the list.</p>}
      {state.kind === 'failed' && <p role="alert">{state.message} Close and open this part to try again.</p>}
      {state.kind === 'read' && (
        <Read
          {...state}
          hasList={hasList}
          now={now()}
          names={names}
          actions={(item) => (
            <QueueActions
              item={item}
              me={state.here.me}
              now={now()}
              names={names}
              isBusy={isBusy}
              holdReasons={holdReasons}
              asking={asking}
              onAsk={setAsking}
              onStep={(step) => void take(item, step)}
              readCoders={client.readCoders}
              opening={undefined}
            />
          )}
        />
      )}
      <p role="alert" className="caution queue-problem">
        {problem}
      </p>
    </details>
  )
}

/** Who works on an encounter keeps it. */
async function renewMine(client: QueueClient, now: number): Promise<boolean> {
  const { items, me } = await client.read(HERE)
  const [item] = items
  if (!(item && isMine(item, me, now))) return false
  await client.step(item, { kind: 'renew' })
  return true
}

function ignore(): void {}

type ReadProps = {
  readonly here: QueuePage
  readonly ahead: readonly QueueItem[]
  readonly hasList: boolean
  readonly now: number
  readonly names: CoderNames | undefined
  readonly actions: (item: QueueItem) => ReactNode
}

function Read({ here, ahead, hasList, now, names, actions }: ReadProps) {
  const [item] = here.items
  return (
    <div className="stack">
      {item ? (
        <>
          <p>This encounter: {describeState(item, { me: here.me, now, names })}.</p>
          {actions(item)}
        </>
      ) : (
        <p>This encounter is not on the list: it comes there when all of its notes are signed.</p>
      )}
      {ahead.length === 0 ? (
        <p className="soft">Nothing else is open.</p>
      ) : (
        <>
          <h3>What comes next</h3>
          <ol className="queue-ahead">
            {ahead.map((one) => (
              <li key={one.id}>
                <strong>{one.serviceLine}</strong>, {formatDay(one.serviceDate)}: {describeCounts(one)}; waits{' '}
                {describeAge(one.finishedAt, now)}
                <br />
                <span className="soft">{nameItem(one)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <p className="soft">
        {hasList
          ? 'Go back to the queue to open another one.'
          : 'This panel stays with this patient. Only the EHR can open another one: look there for the date and the encounter.'}
      </p>
    </div>
  )
}
