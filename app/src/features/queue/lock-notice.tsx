import { useEffect, useMemo, useState } from 'react'
import type { QueuePage } from '#coding/contract/queue.ts'
import { type CoderNames, createNaming } from './coder-names.ts'
import type { QueueClient } from './queue-client.ts'
import { HERE } from './queue-drawer.tsx'
import { describeOthersLock } from './queue-words.ts'

/** So often it is asked whether somebody has given the encounter back. */
const LOOK_MS = 60_000

type Props = { readonly client: Pick<QueueClient, 'read' | 'readChanged' | 'readCoders'>; readonly now: () => number }

type Standing = { readonly page: QueuePage; readonly names: CoderNames | undefined }

/** Above a coder's work: that somebody else has this encounter, before work is done that the ledger will not take. */
export function LockNotice({ client, now }: Props) {
  const [here, setHere] = useState<Standing>()
  const look = useMemo(() => createLook(client), [client])
  const [item] = here?.page.items ?? []
  const words = here && item && describeOthersLock(item, { me: here.page.me, now: now(), names: here.names })
  const isLocked = words !== undefined
  useEffect(() => void look().then(setHere), [look])
  useEffect(() => {
    if (!isLocked) return
    const timer = setInterval(() => void look(here?.page).then(setHere), LOOK_MS)
    return () => clearInterval(timer)
  }, [look, here, isLocked])
  return (
    <div role="status">
      {isLocked && (
        <p className="notice">{words} Nothing can be filed from here meanwhile: ask them to give it back, or wait.</p>
      )}
    </div>
  )
}

/** Where the list cannot be read nothing is said here: the ledger asks for the lock before it writes anything. */
function createLook(client: Props['client']): (seen?: QueuePage) => Promise<Standing | undefined> {
  const nameCoders = createNaming(client.readCoders)
  let names: CoderNames | undefined
  return async (seen) => {
    try {
      // A page of its own also where nothing changed: the minutes that are left did.
      const page = seen ? ((await client.readChanged(HERE, seen.version)) ?? { ...seen }) : await client.read(HERE)
      // Before the notice is shown, so that it is not said twice.
      names = (await nameCoders(page)) ?? names
      return { page, names }
    } catch {
      return undefined
    }
  }
}
