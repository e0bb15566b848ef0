/** What stands in place of a list while it is read, and when it could not be. */
export function ReadingList() {
  return (
    <p role="status" className="soft">
      Reading the list.
    </p>
  )
}

type FailedProps = { readonly message: string; readonly onRetry: () => void }

export function FailedList({ message, onRetry }: FailedProps) {
  return (
    <div className="stack">
      <p role="alert">{message}</p>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}
