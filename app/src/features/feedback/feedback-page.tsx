/** What a site gives for better rules and models, where it has agreed: looked at first, then saved. */
import type { FeedbackAnswer } from '#coding/contract/feedback.ts'
import { ReportPage } from '../../ui/report/report-page.tsx'
import type { ReportStore } from '../../ui/report/report-store.ts'
import { ReportTable } from '../../ui/report/report-table.tsx'
import { saveFile } from '../../ui/save-file.ts'

const LEAD =
  'Words behind suggestions, masked as for a language model, and what was decided about them. No patient, visit, person or time is in it, and nothing that somebody typed. Masking may miss: look before you pass it on.'

const SHOWN = 50

export function FeedbackPage({ report }: { readonly report: ReportStore<FeedbackAnswer> }) {
  return (
    <ReportPage title="Feedback" lead={LEAD} report={report}>
      {({ rows }) => <Rows rows={rows} />}
    </ReportPage>
  )
}

function Rows({ rows }: FeedbackAnswer) {
  if (rows.length === 0) return <p>Nothing was decided about on these days, or no words were kept.</p>
  const save = () => {
    const content = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    saveFile({ name: 'postil-feedback.ndjson', type: 'application/x-ndjson', content })
  }
  return (
    <>
      <button type="button" className="button" onClick={save}>
        Save {rows.length} {rows.length === 1 ? 'row' : 'rows'}
      </button>
      <ReportTable
        label="Rows"
        caption={rows.length > SHOWN ? `The first ${SHOWN} of ${rows.length} rows` : 'All rows'}
        columns={['About', 'Masked words', 'Decision']}
      >
        {rows.slice(0, SHOWN).map((row, index) => (
          // Rows have no name of their own, on purpose, and their order does not change.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <tr key={index}>
            <th scope="row">{row.about}</th>
            <td>{row.spans.map(({ text }) => text).join(' … ')}</td>
            <td>{[row.choice, row.reason, row.changedTo, row.option].filter(Boolean).join(', ')}</td>
          </tr>
        ))}
      </ReportTable>
    </>
  )
}
