import { Dialog } from './ui/dialog.tsx'

type Props = { readonly onStay: () => void; readonly onLeave: () => void }

/** A note that is written here is stored nowhere, so leaving would lose it. */
export function LeaveDialog({ onStay, onLeave }: Props) {
  return (
    <Dialog label="Leave the panel" onClose={onStay}>
      <p>What you wrote here is stored nowhere. Copy it into the chart first, or it is gone.</p>
      <div className="row">
        <button type="button" onClick={onStay}>
          Stay
        </button>
        <button type="button" onClick={onLeave}>
          Leave without it
        </button>
      </div>
    </Dialog>
  )
}
