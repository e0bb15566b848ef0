import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

type Props = {
  readonly label: string
  readonly decline: string
  readonly confirm: string
  readonly onClose: () => void
  readonly onConfirm: () => void
  readonly children: ReactNode
}

/** Says first what will become of it: the way back stands before the way on, and either closes. */
export function ConfirmDialog({ label, decline, confirm, onClose, onConfirm, children }: Props) {
  return (
    <Dialog label={label} onClose={onClose}>
      {children}
      <div className="row">
        <button type="button" className="button" onClick={onClose}>
          {decline}
        </button>
        <button
          type="button"
          className="button button-main"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {confirm}
        </button>
      </div>
    </Dialog>
  )
}
