/** Who decided what about this encounter, the newest first; what was taken back stays on the list. */
import { useStore } from 'zustand'
import { formatMoment } from '../../ui/format-date.ts'
import { describeHappening, describePerson } from './history-words.ts'
import type { WorkStore } from './work-store.ts'

/** The rest waits behind one press: a day of undo and redo must not push the work off the screen. */
const SHOWN = 6

type Props = { readonly work: WorkStore; readonly me: string | undefined }

export function HistoryList({ work, me }: Props) {
  const history = useStore(work.store, (state) => state.history)
  // Numbered from the oldest, because the list only ever grows at its end.
  const numbered = history.map((happening, index) => ({ happening, number: index + 1 }))
  const rows = numbered.toReversed().map(({ happening, number }) => (
    <li key={number}>
      <time className="numeric soft" dateTime={happening.at}>
        {formatMoment(happening.at, new Date())}
      </time>
      <span>
        <strong>{describePerson(happening, me)}</strong> {describeHappening(happening)}
      </span>
    </li>
  ))
  return (
    <section aria-label="History" className="stack">
      <h2>History</h2>
      {rows.length === 0 && <p className="soft">Nothing was decided yet.</p>}
      {rows.length > 0 && <ol className="history">{rows.slice(0, SHOWN)}</ol>}
      {rows.length > SHOWN && (
        <details>
          <summary>{rows.length - SHOWN} earlier</summary>
          <ol className="history">{rows.slice(SHOWN)}</ol>
        </details>
      )}
    </section>
  )
}
