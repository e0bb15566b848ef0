type PaneStateProps = { readonly message?: string; readonly onRetry: () => void }

/** Stands in for a pane that is being read or could not be read. */
export function PaneState({ message, onRetry }: PaneStateProps) {
  if (message === undefined) return <p className="pane-state">Loading…</p>
  return (
    <div className="pane-state" role="alert">
      <p>{message}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}
