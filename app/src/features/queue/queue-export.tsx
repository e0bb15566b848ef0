import { useState } from 'react'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { saveFile } from '../../ui/save-file.ts'
import { buildQueueCsv } from './queue-csv.ts'

type Form = 'bundle' | 'csv' | 'worksheet'

const DRAFT_FORMS: readonly (readonly [Form, string])[] = [
  ['bundle', 'Filed drafts as FHIR bundle (JSON)'],
  ['csv', 'Filed drafts as table (CSV)'],
  ['worksheet', 'Worksheets to print (PDF)'],
]

/** Makes and saves the file of the filed drafts. @returns what came of it, in words. */
export type SaveDrafts = (picked: readonly QueueItem[], form: Form, onRead: (count: number) => void) => Promise<string>

type Props = {
  readonly picked: readonly QueueItem[]
  readonly saveDrafts?: SaveDrafts
}

/** What was picked, to take away: the rows of the list, or the drafts that were made of the encounters. */
export function QueueExport({ picked, saveDrafts }: Props) {
  const [said, setSaid] = useState<string>()
  const saveRows = () => saveFile({ name: 'queue.csv', type: 'text/csv', content: buildQueueCsv(picked) })
  const [isBusy, setBusy] = useState(false)
  const save = async (form: Form) => {
    if (isBusy) return
    setBusy(true)
    setSaid('Reading the filed drafts.')
    try {
      setSaid(await saveDrafts?.(picked, form, (count) => setSaid(`Read ${count} of ${picked.length}.`)))
    } catch {
      setSaid('The file could not be made. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-label="Export" className="stack">
      <h3>
        {picked.length} {picked.length === 1 ? 'encounter' : 'encounters'} picked
      </h3>
      <div className="row">
        <button type="button" className="link" onClick={saveRows}>
          List as table (CSV)
        </button>
        {saveDrafts &&
          DRAFT_FORMS.map(([form, words]) => (
            <button key={form} type="button" className="link" aria-disabled={isBusy} onClick={() => void save(form)}>
              {words}
            </button>
          ))}
      </div>
      <p role="status" className="soft">
        {said}
      </p>
    </section>
  )
}
