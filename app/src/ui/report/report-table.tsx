import type { ReactNode } from 'react'

type Props = {
  /** Of the group that scrolls by itself where the table is wider than the panel. */
  readonly label: string
  readonly caption?: string
  /** The first names the rows. */
  readonly columns: readonly (string | { readonly number: string })[]
  /** Rows of the body. */
  readonly children: ReactNode
}

export function ReportTable({ label, caption, columns, children }: Props) {
  return (
    <div className="report-table" role="group" aria-label={label} tabIndex={0}>
      <table>
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === 'string' ? (
                <th key={column} scope="col">
                  {column}
                </th>
              ) : (
                <th key={column.number} scope="col" className="number">
                  {column.number}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
