/** The draft to take away: as FHIR, as a table, or as a worksheet on paper. */
import { useState } from 'react'
import type { ExportForm, ExportSource } from './draft-files.ts'

const FORMS: readonly (readonly [ExportForm, string])[] = [
  ['bundle', 'FHIR bundle (JSON)'],
  ['csv', 'Table (CSV)'],
  ['worksheet', 'Worksheet to print (PDF)'],
]

export function ExportDraft(source: ExportSource) {
  const [problem, setProblem] = useState<string>()

  async function save(form: ExportForm): Promise<void> {
    setProblem(undefined)
    try {
      const [{ buildDraftFile }, { saveFile }] = await Promise.all([
        import('./draft-files.ts'),
        import('../../../ui/save-file.ts'),
      ])
      saveFile(await buildDraftFile(form, source))
    } catch {
      setProblem('The file could not be made. Try again.')
    }
  }

  return (
    <details className="export">
      <summary>Export</summary>
      <div className="row">
        {FORMS.map(([form, words]) => (
          <button key={form} type="button" className="button" onClick={() => void save(form)}>
            {words}
          </button>
        ))}
      </div>
      <p className="soft">
        A worksheet is not a claim form. Files hold patient data: keep them where the chart may be.
      </p>
      {problem !== undefined && (
        <p role="alert" className="error">
          {problem}
        </p>
      )}
    </details>
  )
}
