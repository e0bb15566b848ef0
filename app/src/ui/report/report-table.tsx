import type { ReactNode } from 'react'

type Props = {
  /** Of the group that scrolls by itself where the table is wider than the panel. */
  readonly label: string
  readonly caption?: string
  /** The first names the rows. What is `aside` is left out where the panel is narrow, with its cells of that class. */
  readonly columns: readonly (string | { readonly number: string } | { readonly aside: string })[]
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
            {columns.map((column) => {
              const { name, className } = describeColumn(column)
              return (
                <th key={name} scope="col" className={className}>
                  {name}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function describeColumn(column: Props['columns'][number]): { readonly name: string; readonly className?: string } {
  if (typeof column === 'string') return { name: column }
  return 'number' in column ? { name: column.number, className: 'number' } : { name: column.aside, className: 'aside' }
}
