import { useState } from 'react'
import { useStore } from 'zustand'
import type { Encounter } from './compose-encounter.ts'
import { latePart } from './ui/late-part.tsx'

const LeaveDialog = latePart({
  part: 'The question before you leave',
  load: async () => (await import('./leave-dialog.tsx')).LeaveDialog,
})

/** Gives the screen back to the EHR, where the EHR takes it. */
export function LeaveButton({ encounter }: { readonly encounter: Encounter }) {
  const { leave } = useStore(encounter.ehrPage)
  const hasDraftNote = useStore(encounter.draftNote.store, ({ text }) => text.trim() !== '')
  const [isAsking, setAsking] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  if (!leave) return undefined
  const goBack = async () => {
    setAsking(false)
    const isGone = await leave()
    setFailed(!isGone)
    if (!isGone) encounter.announcer.announce(NOT_CLOSED)
  }
  return (
    <>
      <button type="button" className="link" onClick={() => (hasDraftNote ? setAsking(true) : void goBack())}>
        Back to the chart
      </button>
      {hasFailed && <span className="soft">{NOT_CLOSED}</span>}
      {isAsking && <LeaveDialog onStay={() => setAsking(false)} onLeave={() => void goBack()} />}
    </>
  )
}

const NOT_CLOSED = 'The EHR did not close this panel. Close it there.'
