import { useState } from 'react'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { saveFile } from '../../ui/save-file.ts'
import { buildQueueCsv } from './queue-csv.ts'

type Form = 'bundle' | 'csv' | 'worksheet'

const DRAFT_FORMS: readonly (readonly [Form, string])[] = [
  ['bundle', 'Drafts as FHIR bundle (JSON)'],
  ['csv', 'Drafts as table (CSV)'],
  ['worksheet', 'Worksheets to print (PDF)'],
]

type Props = {
  readonly picked: readonly QueueItem[]
  /** Makes and saves the file of the drafts. @returns what could not be exported, in words. */
  readonly saveDrafts?: (picked: readonly QueueItem[], form: Form) => Promise<string | undefined>
}

/** What was picked, to take away: the rows of the list, or the drafts that were made of the encounters. */
export function QueueExport({ picked, saveDrafts }: Props) {
  const [said, setSaid] = useState<string>()
  const saveRows = () => saveFile({ name: 'queue.csv', type: 'text/csv', content: buildQueueCsv(picked) })
  const save = async (form: Form) => {
    setSaid('Reading the drafts.')
    setSaid(await saveDrafts?.(picked, form))
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
            <button key={form} type="button" className="link" onClick={() => void save(form)}>
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
