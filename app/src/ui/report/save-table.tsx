import { buildCsv, type CsvCell } from '../csv.ts'
import { saveFile } from '../save-file.ts'

type Props = { readonly name: string; readonly rows: () => readonly (readonly CsvCell[])[] }

export function SaveTable({ name, rows }: Props) {
  const save = () => saveFile({ name, type: 'text/csv', content: buildCsv(rows()) })
  return (
    <button type="button" className="button" onClick={save}>
      Save as CSV
    </button>
  )
}
