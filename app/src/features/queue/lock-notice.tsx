import { useEffect, useState } from 'react'
import type { QueuePage } from '#coding/contract/queue.ts'
import type { QueueClient } from './queue-client.ts'
import { HERE } from './queue-drawer.tsx'
import { describeOthersLock } from './queue-words.ts'

/** So often it is asked whether somebody has given the encounter back. */
const LOOK_MS = 60_000

type Props = { readonly client: Pick<QueueClient, 'read' | 'readChanged'>; readonly now: () => number }

/** Above a coder's work: that somebody else has this encounter, before work is done that the ledger will not take. */
export function LockNotice({ client, now }: Props) {
  const [here, setHere] = useState<QueuePage>()
  const [item] = here?.items ?? []
  const words = here && item && describeOthersLock(item, here.me, now())
  const isLocked = words !== undefined
  useEffect(() => void look(client).then(setHere), [client])
  useEffect(() => {
    if (!isLocked) return
    const timer = setInterval(() => void look(client, here).then(setHere), LOOK_MS)
    return () => clearInterval(timer)
  }, [client, here, isLocked])
  return (
    <div role="status">
      {isLocked && (
        <p className="notice">{words} Nothing can be filed from here meanwhile: ask them to give it back, or wait.</p>
      )}
    </div>
  )
}

/** Where the list cannot be read nothing is said here: the ledger asks for the lock before it writes anything. */
async function look(client: Props['client'], seen?: QueuePage): Promise<QueuePage | undefined> {
  try {
    // A page of its own also where nothing changed: the minutes that are left did.
    return seen ? ((await client.readChanged(HERE, seen.version)) ?? { ...seen }) : await client.read(HERE)
  } catch {
    return undefined
  }
}
